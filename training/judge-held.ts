import { parentPort, workerData } from 'node:worker_threads';
import type { Spoken } from './corpus.ts';
import { judgeHeld, type Knowledge } from './fit.ts';

/** The thread that judges held-out voices. */
// What fit.ts hands over.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const { messages, knowledge } = workerData as { messages: Spoken[]; knowledge: Knowledge };
// A thread's port, not a window's.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage(judgeHeld(messages, knowledge));
