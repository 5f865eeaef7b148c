import { createHash } from 'node:crypto';
import { hasRefusedCharacters } from './content.ts';
import { SqsError } from './errors.ts';
import { type Input, isObject, object, text } from './input.ts';

/** A message attribute as on the wire; `BinaryValue` is base64. */
export type MessageAttribute = { DataType: string; StringValue?: string; BinaryValue?: string };

/** Developer Guide, sqs-message-metadata. */
const maximumCount = 10;
const namePattern = /^(?!aws\.|amazon\.)(?!\.)(?!.*\.\.)(?!.*\.$)[A-Za-z0-9_.-]{1,256}$/i;
const typePattern = /^(String|Number|Binary)(\..+)?$/;

const refuse = (message: string): SqsError => new SqsError('InvalidParameterValue', message);

/**
 * Reads `MessageAttributes`, or `MessageSystemAttributes`.
 * @throws SqsError InvalidParameterValue for a name, type or value that SQS refuses; UnsupportedOperation for lists.
 */
export function readAttributes(input: Input, field: string): Record<string, MessageAttribute> {
  const given = Object.entries(object(input, field) ?? {});
  if (given.length > maximumCount)
    throw refuse(
      `Number of message attributes [${given.length}] exceeds the allowed maximum [${maximumCount}].`,
    );
  return Object.fromEntries(given.map(([name, value]) => [name, readAttribute(name, value)]));
}

function readAttribute(name: string, value: unknown): MessageAttribute {
  if (!namePattern.test(name)) throw refuse(`Message (user) attribute name '${name}' is invalid.`);
  if (!isObject(value)) throw refuse(`The message attribute '${name}' must contain a value.`);
  for (const list of ['StringListValues', 'BinaryListValues'])
    if (Array.isArray(value[list]) && value[list].length > 0)
      throw new SqsError(
        'UnsupportedOperation',
        'Message attribute list values in SendMessage operation are not supported.',
      );
  const DataType = text(value, 'DataType') ?? '';
  const kind = typePattern.exec(DataType)?.[1];
  if (!kind)
    throw refuse(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  const content = text(value, kind === 'Binary' ? 'BinaryValue' : 'StringValue');
  if (!content)
    throw refuse(`Message (user) attribute '${name}' must contain a non-empty value of type '${kind}'.`);
  if (kind === 'Binary') return { DataType, BinaryValue: content };
  if (hasRefusedCharacters(content))
    throw refuse(`Message (user) attribute '${name}' value contains invalid characters.`);
  if (kind === 'Number' && !Number.isFinite(Number(content)))
    throw refuse(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  return { DataType, StringValue: content };
}

export const md5 = (value: string): string => createHash('md5').update(value).digest('hex');

/**
 * The digest that SQS shows of message attributes: sorted by name, each of name, type and value with its length, and a
 * byte that tells text from binary (Developer Guide, sqs-attributes-md5-message-digest-calculation).
 */
export function attributesMd5(attributes: Record<string, MessageAttribute>): string | undefined {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const part = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    part(Buffer.from(name));
    part(Buffer.from(attribute.DataType));
    const isBinary = attribute.BinaryValue !== undefined;
    hash.update(Buffer.of(isBinary ? 2 : 1));
    part(
      isBinary
        ? Buffer.from(attribute.BinaryValue ?? '', 'base64')
        : Buffer.from(attribute.StringValue ?? ''),
    );
  }
  return hash.digest('hex');
}

/** Those of a message's attributes that `MessageAttributeNames` asks for: `All`, `.*`, a name, or `prefix.*`. */
export function selectAttributes(
  attributes: Record<string, MessageAttribute>,
  asked: readonly string[],
): Record<string, MessageAttribute> {
  const isAsked = (name: string): boolean =>
    asked.some(
      (pattern) =>
        pattern === 'All' ||
        pattern === name ||
        (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isAsked(name)));
}
