import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Report } from './peer-process.ts';
import { type PeerName, peers } from './peers.ts';

const limitMs = 150_000;

/** A peer's report, or why there is none. */
export type Outcome = { name: string; report: Report } | { name: string; reason: string };

/** Runs a peer in a process of its own: what it prints, loads or breaks stays there. */
export function runPeer(peer: PeerName): Promise<Outcome> {
  const name = nameOf(peer);
  return new Promise((resolve) => {
    const child = fork(join(import.meta.dirname, 'peer-process.ts'), [peer], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      timeout: limitMs,
    });
    let report: Report | null = null;
    let complaints = '';
    // What peer-process.ts sends.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    child.on('message', (message) => (report = message as Report));
    child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString('utf8')));
    child.on('close', (code, signal) => {
      if (report !== null) return resolve({ name, report });
      const why =
        signal === 'SIGTERM'
          ? `not done within ${limitMs / 1000} s`
          : `ended with ${signal ?? code}: ${errorIn(complaints)}`;
      resolve({ name, reason: why });
    });
  });
}

const errorIn = (complaints: string): string =>
  complaints.split('\n').find((line) => /error/iu.test(line)) ?? complaints.slice(0, 200);

const manifest = z.object({ devDependencies: z.record(z.string(), z.string()) });

/** Title with the versions that are asked for: they are exact. */
function nameOf(peer: PeerName): string {
  const file = join(import.meta.dirname, '..', '..', '..', 'package.json');
  const { devDependencies } = manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { title, packages } = peers[peer];
  return `${title} (${packages.map((each) => `${each} ${devDependencies[each]}`).join(', ')})`;
}
