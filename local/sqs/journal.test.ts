import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, assert, expect, test } from 'vitest';
import { queueDefaults } from './definition.ts';
import { startTrial, type Trial } from './trial.ts';

const queues = [
  { ...queueDefaults, name: 'q', redrive: { deadLetterQueueName: 'dead', maxReceiveCount: 1 } },
  { ...queueDefaults, name: 'dead' },
  { ...queueDefaults, name: 'q.fifo', fifo: true },
];
const trials: Trial[] = [];
const aTrial = (): Trial => {
  const trial = startTrial(queues);
  trials.push(trial);
  return trial;
};
afterEach(() => {
  for (const trial of trials.splice(0)) trial.end();
});

const bodiesOn = (trial: Trial, queue: string): string[] =>
  trial
    .sqs()
    .peek(queue)
    .map(({ body }) => body);

test('messages, delays and what was deleted are as before after a restart', async () => {
  const trial = aTrial();
  for (const body of ['kept', 'deleted'])
    await trial.send('q.fifo', body, { MessageGroupId: body, MessageDeduplicationId: body });
  await trial.send('q', 'delayed', { DelaySeconds: 60 });
  for (const message of await trial.receive('q.fifo'))
    if (message.Body === 'deleted') await trial.remove('q.fifo', message);
  trial.restart();
  expect(bodiesOn(trial, 'q.fifo')).toEqual(['kept']);
  expect(trial.sqs().depths()).toMatchObject({ q: { visible: 0, delayed: 1 }, 'q.fifo': { inFlight: 1 } });
  await trial.passes(60);
  expect((await trial.receive('q')).map(({ Body }) => Body)).toEqual(['delayed']);
});

test('a message in flight at a restart comes back at its timeout, with its receives counted', async () => {
  const trial = aTrial();
  await trial.send('q.fifo', 'a', { MessageGroupId: 'a', MessageDeduplicationId: 'a' });
  await trial.receive('q.fifo');
  trial.restart();
  await trial.passes(29);
  expect(await trial.receive('q.fifo')).toEqual([]);
  await trial.passes(1);
  const [message] = await trial.receive('q.fifo');
  expect(message?.Attributes['ApproximateReceiveCount']).toBe('2');
});

test('a receipt handle of before a restart still deletes', async () => {
  const trial = aTrial();
  await trial.send('q.fifo', 'a', { MessageGroupId: 'a', MessageDeduplicationId: 'a' });
  const [message] = await trial.receive('q.fifo');
  assert(message);
  trial.restart();
  expect(await trial.remove('q.fifo', message)).toBe(true);
  expect(bodiesOn(trial, 'q.fifo')).toEqual([]);
});

test('sequence numbers rise over a restart that finds nothing left', async () => {
  const trial = aTrial();
  const before = await trial.send('q.fifo', 'a', { MessageGroupId: 'a', MessageDeduplicationId: 'a' });
  for (const message of await trial.receive('q.fifo')) await trial.remove('q.fifo', message);
  trial.restart();
  trial.restart();
  await trial.passes(600);
  const after = await trial.send('q.fifo', 'b', { MessageGroupId: 'a', MessageDeduplicationId: 'b' });
  expect(BigInt(after.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(before.SequenceNumber ?? 0));
});

test('a task that moves dead letters goes on after a restart', async () => {
  const trial = aTrial();
  for (const body of ['a', 'b', 'c']) await trial.send('q', body);
  await trial.receive('q');
  await trial.passes(30);
  await trial.receive('q');
  expect(bodiesOn(trial, 'dead')).toEqual(['a', 'b', 'c']);
  await trial.moveFrom('dead');
  trial.restart();
  await trial.passes(1);
  expect(bodiesOn(trial, 'q')).toEqual(['a', 'b', 'c']);
  expect(bodiesOn(trial, 'dead')).toEqual([]);
});

test('a torn last line is left out and what follows it is kept', async () => {
  const trial = aTrial();
  await trial.send('q', 'whole');
  appendFileSync(trial.journalFile, '[{"kind":"put","queue":"q","mess');
  trial.restart();
  await trial.send('q', 'after');
  trial.restart();
  expect(bodiesOn(trial, 'q')).toEqual(['whole', 'after']);
});

test('a damaged line in the middle is named, and nothing of it is quoted', async () => {
  const trial = aTrial();
  await trial.send('q', 'whole');
  writeFileSync(trial.journalFile, `[{"secret word\n${readFileSync(trial.journalFile, 'utf8')}`);
  expect(() => trial.restart()).toThrow(/^Line 1 of the queues' journal (?!.*secret)/);
});

test('a line longer than the chunks in which the journal is read is read whole', async () => {
  const trial = aTrial();
  const bodies = ['ñ'.repeat(500_000), 'short', 'x'.repeat(1_048_576)];
  for (const body of bodies) await trial.send('q', body);
  trial.restart();
  expect(bodiesOn(trial, 'q')).toEqual(bodies);
});

test('a restart shortens the journal to what still matters', async () => {
  const trial = aTrial();
  for (let n = 0; n < 50; n++) await trial.send('q', `m${n}`);
  for (let n = 0; n < 5; n++)
    for (const message of await trial.receive('q')) await trial.remove('q', message);
  trial.restart();
  expect(readFileSync(trial.journalFile, 'utf8').split('\n').length).toBeLessThan(5);
});

test('a journal that has grown much is shortened while the queues run', async () => {
  const trial = aTrial();
  await trial.send('q', 'delayed', { DelaySeconds: 900 });
  for (let n = 0; n < 70; n++) {
    await trial.send('q', 'x'.repeat(1_000_000));
    for (const message of await trial.receive('q')) await trial.remove('q', message);
  }
  await trial.send('q', 'last');
  expect(statSync(trial.journalFile).size).toBeLessThan(10_000_000);
  trial.restart();
  expect(bodiesOn(trial, 'q')).toEqual(['delayed', 'last']);
});

/** Sends without end, and tells of each message once it is acknowledged. */
const sender = `
  const { startClock } = await import(process.argv[1] + '/clock.ts');
  const { startSqs } = await import(process.argv[1] + '/sqs/engine.ts');
  const { queueDefaults } = await import(process.argv[1] + '/sqs/definition.ts');
  const sqs = startSqs({ clock: startClock(Number(process.argv[3]) - Date.now()), queues: [{ ...queueDefaults, name: 'q' }], journalFile: process.argv[2] });
  for (let n = 0; ; n++) {
    await sqs.call('SendMessage', { QueueUrl: '/q', MessageBody: 'm' + n });
    process.stdout.write(n + '\\n');
    if (n % 10 === 0) await new Promise(setImmediate);
  }`;

test('whatever was acknowledged is there after a kill -9', async () => {
  const trial = aTrial();
  trial.sqs().close();
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      sender,
      join(import.meta.dirname, '..'),
      trial.journalFile,
      String(trial.clock.now()),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let last = -1;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last === 500) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  trial.restart();
  const kept = bodiesOn(trial, 'q');
  expect(last).toBeGreaterThanOrEqual(500);
  expect(kept.slice(0, last + 1)).toEqual(Array.from({ length: last + 1 }, (_, n) => `m${n}`));
});
