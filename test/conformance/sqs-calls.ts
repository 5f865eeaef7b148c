import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
  type SendMessageCommandOutput,
  SQSServiceException,
} from '@aws-sdk/client-sqs';
import { assert } from 'vitest';
import type { QueueName, Subject } from './sqs-subject.ts';

type Rest<Whole> = Omit<Partial<Whole>, 'QueueUrl'>;

export const send = (
  { client, url }: Subject,
  queue: QueueName,
  body: string,
  rest: Rest<SendMessageCommandInput> = {},
): Promise<SendMessageCommandOutput> =>
  client.send(new SendMessageCommand({ QueueUrl: url(queue), MessageBody: body, ...rest }));

/** Sends to a group of a FIFO queue; within a test the body serves as the deduplication id. */
export const sendTo = (subject: Subject, queue: QueueName, group: string, body: string) =>
  send(subject, queue, body, { MessageGroupId: group, MessageDeduplicationId: subject.mark + body });

/** Up to ten messages at once, unless told otherwise. */
export async function receive(
  { client, url }: Subject,
  queue: QueueName,
  rest: Rest<ReceiveMessageCommandInput> = {},
): Promise<Message[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: url(queue), MaxNumberOfMessages: 10, ...rest }),
  );
  return Messages;
}

export async function receiveOne(
  subject: Subject,
  queue: QueueName,
  rest: Rest<ReceiveMessageCommandInput> = {},
): Promise<Message> {
  const [message] = await receive(subject, queue, { MaxNumberOfMessages: 1, WaitTimeSeconds: 1, ...rest });
  assert(message, `No message on ${queue}`);
  return message;
}

export const bodies = (messages: readonly Message[]): (string | undefined)[] =>
  messages.map(({ Body }) => Body);

export const remove = ({ client, url }: Subject, queue: QueueName, { ReceiptHandle }: Message) =>
  client.send(new DeleteMessageCommand({ QueueUrl: url(queue), ReceiptHandle }));

export const changeVisibility = (
  { client, url }: Subject,
  queue: QueueName,
  { ReceiptHandle }: Message,
  VisibilityTimeout: number,
) =>
  client.send(new ChangeMessageVisibilityCommand({ QueueUrl: url(queue), ReceiptHandle, VisibilityTimeout }));

/** The name of the error that a call is refused with. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert(error instanceof SQSServiceException, `Refused by SQS, but got ${String(error)}`);
  return error.name;
}
