import { mutants } from './mutants.ts';
import { openLaboratory } from './try.ts';

/**
 * `npm run mutants [part of a law's path, or a number in the list]`: breaks the code as each mutant says and runs its
 * law. Prints a line a mutant; exits 1 when one survives.
 */
const wanted = process.argv.slice(2);
const isWanted = (law: string, index: number): boolean =>
  wanted.length === 0 ||
  wanted.some((word) => (/^\d+$/u.test(word) ? Number(word) === index : law.includes(word)));
const chosen = mutants.filter(({ law }, index) => isWanted(law, index));
const laboratory = await openLaboratory();
let caught = 0;
try {
  for (const mutant of chosen) {
    const survival = await laboratory.survives(mutant);
    if (survival === null) caught++;
    process.stdout.write(`${survival === null ? 'caught' : 'SURVIVES'}  ${mutant.law}: ${mutant.does}\n`);
    if (survival !== null) process.stdout.write(`          ${mutant.file}: ${survival}\n`);
  }
} finally {
  await laboratory.close();
}
process.stdout.write(`${caught}/${chosen.length} mutants caught\n`);
process.exitCode = caught === chosen.length && chosen.length > 0 ? 0 : 1;
