import { randomUUID } from 'node:crypto';
import type { Core } from './core.ts';
import { invalidValue, SqsError } from './errors.ts';
import { type Input, integer, requiredText, text } from './input.ts';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';
import { redriveChanges } from './redrive.ts';

/** A task that moves what a dead-letter queue held when it began. Queues by name, `startedAt` in milliseconds. */
export type MoveTask = {
  handle: string;
  source: string;
  destination?: string;
  /** Messages a second. */
  rate?: number;
  startedAt: number;
  /** Messages of this order or later came after the beginning. */
  before: number;
  moved: number;
  toMove: number;
  status: 'RUNNING' | 'COMPLETED' | 'FAILED';
  failureReason?: string;
};

/** A task without a rate moves so many between two turns of the event loop. */
const chunk = 500;
const rateBounds = { least: 1, most: 500, reason: 'Must be between 1 and 500, if provided.' };

const refuse = (message: string): SqsError => new SqsError('InvalidParameterValue', message);

/** API Reference, StartMessageMoveTask. @throws SqsError ResourceNotFoundException or InvalidParameterValue. */
export function startMessageMoveTask(core: Core, input: Input): object {
  const source = queueByArn(core, requiredText(input, 'SourceArn'), 'SourceArn');
  const destinationArn = text(input, 'DestinationArn');
  const destination =
    destinationArn === undefined ? undefined : queueByArn(core, destinationArn, 'DestinationArn');
  const rate = integer(input, 'MaxNumberOfMessagesPerSecond', rateBounds);
  if (sourcesOf(core, source).length === 0)
    throw refuse('Source queue must be configured as a Dead Letter Queue.');
  if (destination === source)
    throw invalidValue('DestinationArn', destinationArn, 'It is the source itself.');
  if (destination && destination.definition.fifo !== source.definition.fifo)
    throw refuse('Source queue and destination queue must be of the same type.');
  const { name } = source.definition;
  if ([...core.state.tasks.values()].some((task) => task.source === name && task.status === 'RUNNING'))
    throw refuse(
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    );
  core.refresh(source);
  const task: MoveTask = {
    handle: randomUUID(),
    source: name,
    ...(destination && { destination: destination.definition.name }),
    ...(rate !== undefined && { rate }),
    startedAt: core.clock.now(),
    before: core.state.nextOrder,
    moved: 0,
    toMove: source.counts.visible,
    status: 'RUNNING',
  };
  core.commit({ kind: 'task', task });
  runTask(core, task);
  return { TaskHandle: task.handle };
}

/** Goes on with a task from where it stands: at its start, and after a restart of the cloud. */
export function runTask(core: Core, task: MoveTask): void {
  core.at(core.clock.now(), () => step(core, task.handle));
}

function step(core: Core, handle: string): void {
  const task = core.state.tasks.get(handle);
  const source = task && core.state.queues.get(task.source);
  if (!task || !source) return;
  core.refresh(source);
  const waiting = eligible(source, task, task.rate ?? chunk);
  for (const message of waiting) {
    const to = destinationOf(core, source, task, message);
    if (!to) {
      core.commit({
        kind: 'task',
        task: { ...task, status: 'FAILED', failureReason: 'CouldNotDetermineMessageSource' },
      });
      break;
    }
    task.moved++;
    core.commit(...redriveChanges(core, source, to, message), { kind: 'task', task });
  }
  if (waiting.length === 0) core.commit({ kind: 'task', task: { ...task, status: 'COMPLETED' } });
  else if (core.state.tasks.get(handle)?.status === 'RUNNING')
    core.at(core.clock.now() + (task.rate === undefined ? 0 : 1_000), () => step(core, handle));
  core.serve();
}

function eligible(source: Queue, task: MoveTask, most: number): Message[] {
  const some: Message[] = [];
  for (const message of source.messages()) {
    if (message.order >= task.before || some.length === most) break;
    if (message.phase === 'visible') some.push(message);
  }
  return some;
}

/** Without a destination a message goes back where it came from; one that was sent to the dead letters came from nowhere. */
function destinationOf(core: Core, source: Queue, task: MoveTask, message: Message): Queue | undefined {
  if (task.destination !== undefined) return core.state.queues.get(task.destination);
  return sourcesOf(core, source).find((queue) => queue.arn === message.deadFrom);
}

export const sourcesOf = (core: Core, dead: Queue): Queue[] =>
  [...core.state.queues.values()].filter(
    (queue) => queue.definition.redrive?.deadLetterQueueName === dead.definition.name,
  );

function queueByArn(core: Core, arn: string, field: string): Queue {
  const queue = core.state.queues.get(arn.split(':').at(-1) ?? '');
  if (!queue)
    throw new SqsError(
      'ResourceNotFoundException',
      `The resource that you specified for the ${field} parameter doesn't exist.`,
      404,
    );
  return queue;
}

/** API Reference, ListMessageMoveTasks: the newest first, one unless more are asked for. */
export function listMessageMoveTasks(core: Core, input: Input): object {
  const source = queueByArn(core, requiredText(input, 'SourceArn'), 'SourceArn');
  const most =
    integer(input, 'MaxResults', { least: 1, most: 10, reason: 'Must be between 1 and 10, if provided.' }) ??
    1;
  const tasks = [...core.state.tasks.values()].filter((task) => task.source === source.definition.name);
  return {
    Results: tasks
      .toReversed()
      .slice(0, most)
      .map((task) => show(core, task)),
  };
}

function show(core: Core, task: MoveTask): object {
  const destination = task.destination === undefined ? undefined : core.state.queues.get(task.destination);
  return {
    ...(task.status === 'RUNNING' && { TaskHandle: task.handle }),
    Status: task.status,
    SourceArn: core.state.queues.get(task.source)?.arn,
    ...(destination && { DestinationArn: destination.arn }),
    ...(task.rate !== undefined && { MaxNumberOfMessagesPerSecond: task.rate }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(task.failureReason !== undefined && { FailureReason: task.failureReason }),
    StartedTimestamp: task.startedAt,
  };
}
