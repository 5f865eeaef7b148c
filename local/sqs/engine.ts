import type { Clock } from '../clock.ts';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from './acknowledge.ts';
import { Core } from './core.ts';
import type { QueueDefinition } from './definition.ts';
import { SqsError } from './errors.ts';
import type { Input } from './input.ts';
import { type Journal, openJournal } from './journal.ts';
import type { Message } from './message.ts';
import { listMessageMoveTasks, runTask, startMessageMoveTask } from './move-task.ts';
import {
  getQueueAttributes,
  getQueueUrl,
  listDeadLetterSourceQueues,
  listQueues,
  purgeQueue,
} from './queries.ts';
import type { Queue } from './queue.ts';
import { receiveMessage } from './receive.ts';
import { sendMessage, sendMessageBatch } from './send.ts';
import { State } from './state.ts';

type Operation = (core: Core, input: Input, signal?: AbortSignal) => object | Promise<object>;

const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    SendMessage: sendMessage,
    SendMessageBatch: sendMessageBatch,
    ReceiveMessage: receiveMessage,
    DeleteMessage: deleteMessage,
    DeleteMessageBatch: deleteMessageBatch,
    ChangeMessageVisibility: changeMessageVisibility,
    ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
    GetQueueUrl: getQueueUrl,
    GetQueueAttributes: getQueueAttributes,
    ListQueues: listQueues,
    PurgeQueue: purgeQueue,
    StartMessageMoveTask: startMessageMoveTask,
    ListMessageMoveTasks: listMessageMoveTasks,
    ListDeadLetterSourceQueues: listDeadLetterSourceQueues,
  } satisfies Record<string, Operation>),
);

type Depths = { visible: number; delayed: number; inFlight: number };

/** The embedded cloud's queues. */
export type Sqs = {
  /**
   * One operation of the API, with the input and answer of its JSON protocol.
   * `signal` tells that the caller has gone: a waiting receive then takes nothing.
   * @throws SqsError as AWS answers.
   */
  call(operation: string, input: Input, signal?: AbortSignal): Promise<object>;
  /** Tells, on a microtask, whenever something changed on a queue that has a message to hand out. Gives what ends it. */
  onVisible(queueName: string, listener: () => void): () => void;
  depths(): Record<string, Depths>;
  /** All messages of a queue, oldest first, without receiving them. */
  peek(queueName: string): Readonly<Message>[];
  /** Ends waiting receives with nothing, and closes the journal. */
  close(): void;
};

/**
 * Starts the queues that a template names, with all that the journal holds. Their time is the clock's, so a message in
 * flight before a restart comes back at its timeout.
 * @throws Error when a queue's dead letters have no queue of the same kind.
 */
export function startSqs(options: {
  clock: Clock;
  queues: readonly QueueDefinition[];
  /** Where everything accepted is written before it is answered for; without it the state ends with the process. */
  journalFile?: string;
  /** The address that queue URLs begin with: `http://127.0.0.1:4566`. */
  endpoint?: string;
  /** The region in the queues' ARNs. */
  region?: string;
}): Sqs {
  const { clock, queues, journalFile, endpoint = 'http://127.0.0.1', region = 'us-east-1' } = options;
  checkDeadLetters(queues);
  const state = new State(queues, region);
  const journal: Journal | undefined =
    journalFile === undefined ? undefined : openJournal(journalFile, state, clock.now);
  const core = new Core(clock, state, endpoint, journal);
  for (const queue of state.queues.values()) core.refresh(queue);
  core.serve();
  for (const task of state.tasks.values()) if (task.status === 'RUNNING') runTask(core, task);

  const named = (name: string): Queue => {
    const queue = state.queues.get(name);
    if (!queue) throw new Error(`The template names no queue ${name}`);
    core.refresh(queue);
    return queue;
  };

  return {
    async call(operation, input, signal) {
      const run = operations.get(operation);
      if (!run)
        throw new SqsError('UnknownOperationException', `The operation ${operation} is not played here.`);
      try {
        // Not awaited: others are served while a receive waits.
        return run(core, input, signal);
      } finally {
        core.serve();
      }
    },
    onVisible: (name, listener) => core.listen(named(name), listener),
    depths() {
      const all = Object.fromEntries([...state.queues.keys()].map((name) => [name, depthsOf(named(name))]));
      core.serve();
      return all;
    },
    peek(name) {
      const messages = [...named(name).messages()].map((message) => ({ ...message }));
      core.serve();
      return messages;
    },
    close: () => core.close(),
  };
}

const depthsOf = ({ counts }: Queue): Depths => ({
  visible: counts.visible,
  delayed: counts.delayed,
  inFlight: counts.inFlight,
});

function checkDeadLetters(queues: readonly QueueDefinition[]): void {
  for (const { name, fifo, redrive } of queues) {
    if (!redrive) continue;
    const dead = queues.find((queue) => queue.name === redrive.deadLetterQueueName);
    if (dead?.fifo !== fifo)
      throw new Error(
        `The dead letters of ${name} need a ${fifo ? 'FIFO' : 'standard'} queue named ${redrive.deadLetterQueueName}`,
      );
  }
}
