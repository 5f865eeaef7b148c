/**
 * Log lines: one JSON object each, on stdout, as Lambda's JSON log format takes them. What may be said is a closed list
 * of fields, none of which can hold a name, phone, text or place: ids are keyed hashes (`hash.ts`).
 */
export type LogFields = {
  messageKey?: string;
  eventId?: string;
  intentId?: string;
  folio?: string;
  /** Construct id or queue name, never an ARN with an account. */
  source?: string;
  kind?: string;
  /** Machine-readable reason or outcome, from a closed set in the code. */
  reason?: string;
  /** JSON path of what was refused: `entry[0].changes[1]`. */
  path?: string;
  /** Meta's error code. */
  code?: number;
  /** Meta's trace id of an answer, for its support. */
  traceId?: string;
  incident?: string;
  priority?: string;
  lane?: string;
  state?: string;
  date?: string;
  count?: number;
  attempts?: number;
  bytes?: number;
  ms?: number;
  /** Class of an error, e.g. `TimeoutError`; its message may quote a person's words and is never logged. */
  error?: string;
};

type Level = 'INFO' | 'WARN' | 'ERROR';

let requestId: string | undefined;

function write(level: Level, event: string, fields: LogFields): void {
  process.stdout.write(
    `${JSON.stringify({ timestamp: new Date().toISOString(), level, event, requestId, ...fields })}\n`,
  );
}

export const log = {
  info: (event: string, fields: LogFields = {}): void => write('INFO', event, fields),
  warn: (event: string, fields: LogFields = {}): void => write('WARN', event, fields),
  error: (event: string, fields: LogFields = {}): void => write('ERROR', event, fields),
};

/** Sets the request that the next lines belong to. An environment serves one at a time. */
export function logRequest(id: string | undefined): void {
  requestId = id;
}

/** What may be said of an error: its class. Messages of SDKs and parsers quote their input. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
