import { randomInt, randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { SecretProperties } from '../template/shapes.ts';
import type { Stack } from '../template/stack.ts';
import { type Answer, jsonBody, jsonError, type Service, targetOperation } from './call.ts';
import type { KeyNeeds } from './keys.ts';

const version = z.object({ id: z.string(), value: z.string(), createdAt: z.number() });
const kept = z.record(z.string(), z.object({ current: version, previous: version.optional() }));
type Version = z.infer<typeof version>;

export type Secrets = {
  service: Service;
  /** Present value of a secret, by construct id. */
  current: (constructId: string) => string | undefined;
  /** Gives a secret a new value; the present one becomes the previous. */
  put: (constructId: string, value: string) => void;
};

/**
 * Secrets Manager: `GetSecretValue` by stage, `PutSecretValue`, `DescribeSecret`. Values of a first start are generated as the template says, or at
 * random where an administrator would put them; a file keeps them.
 */
export function startSecrets(options: {
  stack: Stack;
  keys: KeyNeeds;
  now: () => number;
  /** Where values survive a restart. */
  file?: string | undefined;
}): Secrets {
  const { stack, keys, now } = options;
  const values = read(options.file);

  const save = (): void => {
    if (!options.file) return;
    writeFileSync(`${options.file}.new`, JSON.stringify(values), { mode: 0o600 });
    renameSync(`${options.file}.new`, options.file);
  };
  const store = (logicalId: string, value: string, id: string = randomUUID()): Version => {
    const current = { id, value, createdAt: now() };
    const before = values[logicalId]?.current;
    values[logicalId] = { current, ...(before ? { previous: before } : {}) };
    save();
    return current;
  };
  for (const { logicalId, properties } of stack.secrets)
    if (!values[logicalId]) store(logicalId, properties.SecretString ?? generated(properties));

  /** By ARN, ARN without its random end, or name. */
  const find = (id: unknown): Stack['secrets'][number] | undefined =>
    stack.secrets.find((secret) =>
      [secret.arn, secret.arn.replace(/-[^-]{6}$/, ''), nameOf(secret)].some((name) => name === id),
    );
  const byConstruct = (constructId: string): string | undefined =>
    stack.secrets.find((secret) => secret.constructId === constructId)?.logicalId;

  const error = jsonError('', 'application/x-amz-json-1.1');
  const missing = (): Answer =>
    error(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");

  const get = (secret: Stack['secrets'][number], input: Record<string, unknown>): Answer => {
    const { current, previous } = values[secret.logicalId] ?? {};
    const byId = [current, previous].find((item) => item && item.id === input['VersionId']);
    const byStage = (input['VersionStage'] ?? 'AWSCURRENT') === 'AWSCURRENT' ? current : previous;
    const found = input['VersionId']
      ? byId
      : ['AWSCURRENT', 'AWSPREVIOUS', undefined].includes(stageOf(input))
        ? byStage
        : undefined;
    if (!found)
      return error(
        400,
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for staging label: ${stageOf(input)}`,
      );
    return answer({
      ARN: secret.arn,
      Name: nameOf(secret),
      VersionId: found.id,
      SecretString: found.value,
      VersionStages: [found === current ? 'AWSCURRENT' : 'AWSPREVIOUS'],
      CreatedDate: found.createdAt / 1000,
    });
  };

  const service: Service = {
    operation: targetOperation,
    needs({ operation, body }) {
      const { SecretId } = jsonBody(body);
      const resource = find(SecretId)?.arn ?? String(SecretId);
      const onKey = operation === 'GetSecretValue' ? keys.toRead(resource) : keys.toWrite(resource);
      return [{ action: `secretsmanager:${operation}`, resource }, ...onKey];
    },
    async handle({ operation, body }) {
      const input = jsonBody(body);
      const secret = find(input['SecretId']);
      if (!secret) return missing();
      if (operation === 'GetSecretValue') return get(secret, input);
      if (operation === 'DescribeSecret') return answer({ ARN: secret.arn, Name: nameOf(secret) });
      if (operation !== 'PutSecretValue')
        return error(400, 'InvalidRequestException', `${operation} is not played here`);
      const token = input['ClientRequestToken'];
      const { id } = store(
        secret.logicalId,
        String(input['SecretString']),
        typeof token === 'string' ? token : undefined,
      );
      return answer({
        ARN: secret.arn,
        Name: nameOf(secret),
        VersionId: id,
        VersionStages: ['AWSCURRENT'],
      });
    },
    error,
  };

  return {
    service,
    current: (constructId) => values[byConstruct(constructId) ?? '']?.current.value,
    put(constructId, value) {
      const logicalId = byConstruct(constructId);
      if (!logicalId) throw new Error(`The template has no secret ${constructId}`);
      store(logicalId, value);
    },
  };
}

function answer(body: object): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(body),
  };
}

function nameOf({ logicalId, properties }: Stack['secrets'][number]): string {
  return properties.Name ?? logicalId;
}

function stageOf(input: Record<string, unknown>): string | undefined {
  const stage = input['VersionStage'];
  return typeof stage === 'string' ? stage : undefined;
}

function read(file: string | undefined): z.infer<typeof kept> {
  if (!file) return {};
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return {};
    throw new Error(`${file} is not the secrets file of an embedded cloud`, { cause });
  }
}

/** Source: CloudFormation reference, `AWS::SecretsManager::Secret` GenerateSecretString. */
function generated(properties: SecretProperties): string {
  const rule = properties.GenerateSecretString;
  const characters = [
    rule?.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rule?.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rule?.ExcludeNumbers ? '' : '0123456789',
    !rule || rule.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    rule?.IncludeSpace ? ' ' : '',
  ].join('');
  const allowed = characters.split('').filter((character) => !rule?.ExcludeCharacters.includes(character));
  const password = Array.from(
    { length: rule?.PasswordLength ?? 32 },
    () => allowed[randomInt(allowed.length)],
  ).join('');
  if (!rule?.SecretStringTemplate || !rule.GenerateStringKey) return password;
  const template: unknown = JSON.parse(rule.SecretStringTemplate);
  return JSON.stringify({
    ...z.record(z.string(), z.unknown()).parse(template),
    [rule.GenerateStringKey]: password,
  });
}
