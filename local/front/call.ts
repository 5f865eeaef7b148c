import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '../lambda/functions.ts';

/** Who calls: a function by its role, or whoever sits at this machine and may do everything. */
export type Principal = ({ kind: 'function'; accessKeyId: string } & Caller) | { kind: 'administrator' };

/** One request for a service, as far as all services are alike. */
export type Call = {
  /** Of the credential scope: `dynamodb`, `sqs`, `s3`, `secretsmanager`, `lambda`, `sns`; `graph` for Meta's hosts. */
  service: string;
  /** The API's operation: `TransactWriteItems`. */
  operation: string;
  method: string;
  /** As sent, with the query: `/bucket/key?x-id=GetObject`. */
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
  principal: Principal;
  /** Aborted when the caller's connection closes before its answer. */
  signal: AbortSignal;
};

export type Answer = {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
  /** True: the connection breaks instead of an answer. */
  drop?: boolean;
};

/** What a call must be allowed to do. */
export type Need = { action: string; resource: string; context?: Record<string, string> };

/** One AWS service behind the front. */
export type Service = {
  /** Names the operation of a request. */
  operation: (request: Pick<Call, 'method' | 'url' | 'headers' | 'body'>) => string;
  /** What the caller must be allowed; nothing for a malformed request, which the service itself refuses. */
  needs: (call: Call) => Need[];
  handle: (call: Call) => Promise<Answer>;
  /** An error in the service's own form on the wire. */
  error: (status: number, code: string, message: string) => Answer;
};

/** An error of the services that speak JSON (`x-amz-target`): their name for it goes into `__type`. */
export function jsonError(prefix: string, contentType: string): Service['error'] {
  return (status, code, message) => ({
    status,
    headers: { 'content-type': contentType, 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: `${prefix}${code}`, message, Message: message }),
  });
}

/** Operation behind the dot of `X-Amz-Target`. */
export function targetOperation({ headers }: Pick<Call, 'headers'>): string {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? target.slice(target.lastIndexOf('.') + 1) : '';
}

/** The JSON object of a request; empty where the body is no object. */
export function jsonBody(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8') || '{}');
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
