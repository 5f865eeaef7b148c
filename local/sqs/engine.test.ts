import { afterEach, describe, expect, test } from 'vitest';
import { queueDefaults } from './definition.ts';
import { startSqs } from './engine.ts';
import { sqsRequest } from './http.ts';
import { stillClock } from './still-clock.ts';
import { startTrial, type Trial } from './trial.ts';

const queues = [
  { ...queueDefaults, name: 'q' },
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

const grouped = (group: string, id: string) => ({ MessageGroupId: group, MessageDeduplicationId: id });

describe('listeners', () => {
  test('are told of a message that came, that was given back, and that is visible again', async () => {
    const trial = aTrial();
    let told = 0;
    trial.sqs().onVisible('q', () => told++);
    await trial.send('q', 'a');
    expect(told).toBe(1);
    const [message] = await trial.receive('q');
    expect(told).toBe(1);
    if (message) await trial.giveBack('q', message);
    expect(told).toBe(2);
    await trial.receive('q');
    await trial.passes(30);
    expect(told).toBe(3);
  });

  test('are told at once of what is there already, and no more once they have ended', async () => {
    const trial = aTrial();
    await trial.send('q', 'a');
    let told = 0;
    const end = trial.sqs().onVisible('q', () => told++);
    await Promise.resolve();
    expect(told).toBe(1);
    end();
    await trial.send('q', 'b');
    expect(told).toBe(1);
  });

  test('are told when a locked group opens', async () => {
    const trial = aTrial();
    await trial.send('q.fifo', 'a1', grouped('a', 'a1'));
    const [first] = await trial.receive('q.fifo');
    let told = 0;
    trial.sqs().onVisible('q.fifo', () => told++);
    await trial.send('q.fifo', 'a2', grouped('a', 'a2'));
    expect(told).toBe(0);
    if (first) await trial.remove('q.fifo', first);
    expect(told).toBe(1);
  });

  test('may receive whatever there is without nesting', async () => {
    const trial = aTrial();
    const total = 20_000;
    for (let n = 0; n < total; n++) await trial.send('q', `m${n}`);
    let received = 0;
    await new Promise<void>((resolve) => {
      trial.sqs().onVisible('q', () => {
        void trial.receive('q').then((messages) => {
          received += messages.length;
          if (received === total) resolve();
        });
      });
    });
    expect(received).toBe(total);
  });
});

test('groups take turns, so that a backlog of one does not hold the others up', async () => {
  const trial = aTrial();
  for (let n = 0; n < 30; n++) await trial.send('q.fifo', `a${n}`, grouped('a', `a${n}`));
  await trial.send('q.fifo', 'b0', grouped('b', 'b0'));
  const first = await trial.receive('q.fifo');
  for (const message of first) await trial.remove('q.fifo', message);
  const second = await trial.receive('q.fifo');
  expect(second.map(({ Body }) => Body).slice(0, 2)).toEqual(['b0', 'a10']);
});

test('looking at a queue receives nothing', async () => {
  const trial = aTrial();
  await trial.send('q', 'a', { MessageAttributes: { city: { DataType: 'String', StringValue: 'Nogales' } } });
  const [seen] = trial.sqs().peek('q');
  expect(seen).toMatchObject({ body: 'a', receives: 0, attributes: { city: { StringValue: 'Nogales' } } });
  expect(trial.sqs().depths()).toMatchObject({ q: { visible: 1, delayed: 0, inFlight: 0 } });
});

test('closing ends a waiting receive with nothing', async () => {
  const trial = startTrial(queues);
  const receiving = trial.receive('q', { WaitTimeSeconds: 20 });
  trial.end();
  expect(await receiving).toEqual([]);
});

test('a queue whose dead letters go to one of another kind is refused at the start', () => {
  const redrive = { deadLetterQueueName: 'q.fifo', maxReceiveCount: 3 };
  const wrong = queues.map((queue) => (queue.name === 'q' ? { ...queue, redrive } : queue));
  expect(() => startSqs({ clock: stillClock(), queues: wrong })).toThrow(
    'The dead letters of q need a standard queue named q.fifo',
  );
});

const ask = (target: string, body: string) => sqsRequest(aTrial().sqs(), target, Buffer.from(body));

describe('the wire', () => {
  test.each([
    [
      'SendMessage',
      '{"QueueUrl":"/none","MessageBody":"a"}',
      400,
      'com.amazonaws.sqs#QueueDoesNotExist',
      'AWS.SimpleQueueService.NonExistentQueue;Sender',
    ],
    [
      'SendMessage',
      '{"QueueUrl":"/q"}',
      400,
      'com.amazon.coral.service#MissingRequiredParameterException',
      'MissingParameter;Sender',
    ],
    [
      'ReceiveMessage',
      '{"QueueUrl":"/q","MaxNumberOfMessages":11}',
      400,
      'com.amazon.coral.service#InvalidParameterValueException',
      'InvalidParameterValue;Sender',
    ],
    [
      'DeleteMessage',
      '{"QueueUrl":"/q","ReceiptHandle":"x"}',
      404,
      'com.amazonaws.sqs#ReceiptHandleIsInvalid',
      'ReceiptHandleIsInvalid;Sender',
    ],
    [
      'SendMessageBatch',
      '{"QueueUrl":"/q","Entries":[]}',
      400,
      'com.amazonaws.sqs#EmptyBatchRequest',
      'AWS.SimpleQueueService.EmptyBatchRequest;Sender',
    ],
    ['Dance', '{}', 400, 'com.amazon.coral.service#UnknownOperationException', 'InvalidAction;Sender'],
    [
      'SendMessage',
      'not JSON',
      400,
      'com.amazon.coral.service#SerializationException',
      'MalformedInput;Sender',
    ],
    [
      'SendMessage',
      '{"QueueUrl":7}',
      400,
      'com.amazon.coral.service#SerializationException',
      'MalformedInput;Sender',
    ],
  ])('%s of %s is refused as AWS does', async (operation, input, status, type, code) => {
    const answer = await ask(`AmazonSQS.${operation}`, input);
    expect([answer.status, answer.headers['x-amzn-query-error']]).toEqual([status, code]);
    expect(JSON.parse(answer.body)).toMatchObject({ __type: type });
  });

  test('an answer is JSON 1.0 with a request id', async () => {
    const { status, headers } = await ask('AmazonSQS.ListQueues', '{}');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-requestid': expect.any(String),
    });
  });
});
