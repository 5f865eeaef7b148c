import { randomUUID } from 'node:crypto';
import type { Sqs } from './engine.ts';
import { SqsError, wireName } from './errors.ts';
import { type Input, isObject } from './input.ts';

export type HttpAnswer = { status: number; headers: Record<string, string>; body: string };

const prefix = 'AmazonSQS.';

/**
 * Answers one request of AWS's JSON 1.0 protocol.
 * @param target the header `X-Amz-Target`: `AmazonSQS.SendMessage`.
 * @param signal aborted when the caller's connection closes.
 */
export async function sqsRequest(
  sqs: Sqs,
  target: string,
  body: Buffer,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() };
  try {
    const operation = target.startsWith(prefix) ? target.slice(prefix.length) : target;
    const answer = await sqs.call(operation, readInput(body), signal);
    return { status: 200, headers, body: JSON.stringify(answer) };
  } catch (error) {
    const { name, status, message } =
      error instanceof SqsError ? error : new SqsError('InternalFailure', String(error), 500);
    const { type, code } = wireName(name);
    return {
      status,
      headers: { ...headers, 'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}` },
      body: JSON.stringify({ __type: type, message }),
    };
  }
}

function readInput(body: Buffer): Input {
  let input: unknown;
  try {
    input = JSON.parse(body.toString());
  } catch {
    throw new SqsError('SerializationException', 'The body is not JSON.');
  }
  if (!isObject(input)) throw new SqsError('SerializationException', 'The body is not a JSON object.');
  return input;
}
