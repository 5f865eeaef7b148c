import { join } from 'node:path';
import { synthesise } from '../../local/assembly.ts';
import type { Grant } from '../../local/template/policies.ts';
import { explanationOf } from './explained.ts';
import { neededFor, openReference, spoken } from './judge.ts';

/**
 * `npm run grants [part of a grant]`: takes each grant of the template away, by itself, and plays the episodes of the
 * function that has it. Prints needed/total and every grant that nothing misses; exits 1 when there is one that is
 * not explained.
 */
const cloudsAtOnce = 2;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const assembly = await synthesise(join(import.meta.dirname, '../../settings/local.json'));
const reference = await openReference(assembly);
const queue = reference.grants.filter((grant) => spoken(grant).includes(process.argv[2] ?? ''));
const total = queue.length;
const unneeded: Grant[] = [];
await Promise.all(Array.from({ length: cloudsAtOnce }, worker));
await reference.close();
say(`${total - unneeded.length}/${total} grants needed`);
for (const grant of unneeded)
  say(`Nothing misses: ${spoken(grant)} (${explanationOf(grant) ?? 'UNEXPLAINED: take it out of infra/'})`);
process.exitCode = unneeded.every((grant) => explanationOf(grant) !== null) ? 0 : 1;

async function worker(): Promise<void> {
  for (let grant = queue.shift(); grant; grant = queue.shift()) {
    const reason = await neededFor(assembly, grant, reference);
    if (reason === null) unneeded.push(grant);
    say(reason === null ? `unneeded: ${spoken(grant)}` : `needed: ${spoken(grant)} (${reason})`);
  }
}
