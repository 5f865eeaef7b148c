import type { MessageAttribute } from './attributes.ts';
import { invalidValue, SqsError } from './errors.ts';

/** Bytes that one message and one batch may have (Developer Guide, quotas-messages). */
export const payloadLimit = 1_048_576;

/** Outside #x9 #xA #xD #x20-#xD7FF #xE000-#xFFFD #x10000-#x10FFFF (API Reference, SendMessage): lone surrogates too. */
const refused = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** @throws SqsError InvalidMessageContents when the body has a character that SQS does not carry. */
export function checkCharacters(body: string): void {
  if (refused.test(body))
    throw new SqsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
}

export const hasRefusedCharacters = (value: string): boolean => refused.test(value);

/** Bytes that count for the limits: the body and each attribute's name, type and value. */
export function payloadBytes(body: string, attributes: Record<string, MessageAttribute>): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes +=
      BinaryValue === undefined
        ? Buffer.byteLength(StringValue ?? '')
        : Buffer.byteLength(BinaryValue, 'base64');
  }
  return bytes;
}

/** @throws SqsError InvalidParameterValue when the message is larger than its queue takes. */
export function checkSize(bytes: number, limit: number): void {
  if (bytes > limit)
    throw new SqsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
}

/** Up to 128 letters, digits and punctuation marks of ASCII (API Reference, SendMessage). */
const token = /^[\u0021-\u007E]{1,128}$/;

/** @throws SqsError InvalidParameterValue when a group or deduplication id is not one. */
export function checkToken(field: string, value: string): void {
  if (!token.test(value))
    throw invalidValue(
      field,
      value,
      `${field} can only include alphanumeric and punctuation characters. 1 to 128 in length`,
    );
}
