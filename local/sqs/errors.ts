/**
 * An error that SQS answers a caller with. `name` is the one that the SDK shows (API Reference, Common Errors and the
 * errors of each action); `status` the HTTP status.
 */
export class SqsError extends Error {
  override readonly name: string;
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export const invalidValue = (field: string, value: unknown, reason: string): SqsError =>
  new SqsError(
    'InvalidParameterValue',
    `Value ${String(value)} for parameter ${field} is invalid. Reason: ${reason}`,
  );

export const missing = (field: string): SqsError =>
  new SqsError('MissingParameter', `The request must contain the parameter ${field}.`);

export const notForThisQueueType = (field: string, value: unknown): SqsError =>
  invalidValue(field, value, 'The request include parameter that is not valid for this queue type.');

export const noSuchQueue = (): SqsError =>
  new SqsError('QueueDoesNotExist', 'The specified queue does not exist.');

/** The SDK reads the code before the type, since SQS once spoke AWS's query protocol. */
type WireName = { type: string; code: string };

const coral = 'com.amazon.coral.service#';
const sqs = 'com.amazonaws.sqs#';
const legacy = 'AWS.SimpleQueueService.';

const special: Record<string, WireName> = {
  InvalidParameterValue: { type: `${coral}InvalidParameterValueException`, code: 'InvalidParameterValue' },
  MissingParameter: { type: `${coral}MissingRequiredParameterException`, code: 'MissingParameter' },
  UnknownOperationException: { type: `${coral}UnknownOperationException`, code: 'InvalidAction' },
  SerializationException: { type: `${coral}SerializationException`, code: 'MalformedInput' },
  InternalFailure: { type: `${coral}InternalFailure`, code: 'InternalFailure' },
  QueueDoesNotExist: { type: `${sqs}QueueDoesNotExist`, code: `${legacy}NonExistentQueue` },
};

const withLegacyCode = new Set([
  'BatchEntryIdsNotDistinct',
  'BatchRequestTooLong',
  'EmptyBatchRequest',
  'InvalidBatchEntryId',
  'MessageNotInflight',
  'PurgeQueueInProgress',
  'TooManyEntriesInBatchRequest',
  'UnsupportedOperation',
]);

/** The `__type` of the body and the code of the `x-amzn-query-error` header for an error's name. */
export function wireName(name: string): WireName {
  return special[name] ?? { type: sqs + name, code: withLegacyCode.has(name) ? legacy + name : name };
}
