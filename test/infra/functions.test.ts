import { describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { permissionsOf, type Resource, referred, roleOf, templateIn } from './template.ts';

const stack = templateIn(inject('assembly'), 'local');
const functions = stack.all('AWS::Lambda::Function');

const environmentOf = (fn: Resource): Record<string, unknown> =>
  z.object({ Variables: z.record(z.string(), z.unknown()) }).parse(fn.Properties['Environment']).Variables;

/** Secrets that a role may read, by construct id. */
const readable = (fn: Resource): string[] =>
  permissionsOf(stack, roleOf(stack, fn))
    .filter(({ actions }) => actions.includes('secretsmanager:GetSecretValue'))
    .flatMap(({ resources }) => referred(resources))
    .map((id) => stack.byId(id).constructId)
    .toSorted();

describe('functions', () => {
  test('those of the design exist, under its ids', () => {
    expect(functions.map(({ constructId }) => constructId).toSorted()).toEqual([
      'Admin',
      'Digest',
      'Media',
      'Sender',
      'Settle',
      'Timer',
      'Triage',
      'UrgentSender',
      'UrgentTriage',
      'Webhook',
    ]);
  });

  test.each(functions)(
    '$constructId runs on Node 24, logs JSON to a log of its own that ends, and shares no role',
    (fn) => {
      expect(fn.Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN', ApplicationLogLevel: 'INFO' },
      });
      const [log] = referred(fn.Properties['LoggingConfig']);
      const [role] = referred(fn.Properties['Role']);
      for (const other of functions.filter((item) => item !== fn)) {
        expect(referred(other.Properties['LoggingConfig'])).not.toContain(log);
        expect(referred(other.Properties['Role'])).not.toContain(role);
      }
      expect(stack.byId(log ?? '').Properties['RetentionInDays']).toBe(7);
    },
  );

  test('none reserves concurrency, which a new account could not give', () => {
    for (const fn of functions) expect(fn.Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test.each(functions)('$constructId may read the secrets its environment names, and no other', (fn) => {
    const named = Object.entries(environmentOf(fn))
      .filter(([name]) => /_(SECRET|TOKEN)_ARN$/.test(name))
      .flatMap(([, value]) => referred(value))
      .map((id) => stack.byId(id).constructId)
      .toSorted();
    expect(readable(fn)).toEqual(named);
  });

  test('no secret is in an environment as text', () => {
    for (const fn of functions)
      expect(JSON.stringify(environmentOf(fn))).not.toMatch(/resolve:secretsmanager|SecretString/);
  });

  test('only what meets people by phone or name holds the key to contacts', () => {
    const contactKey = stack.all('AWS::KMS::Key').find(({ constructId }) => constructId === 'ContactKey');
    const holders = functions.filter((fn) =>
      permissionsOf(stack, roleOf(stack, fn)).some(({ resources }) =>
        referred(resources).includes(contactKey?.logicalId ?? ''),
      ),
    );
    expect(holders.map(({ constructId }) => constructId).toSorted()).toEqual([
      'Admin',
      'Sender',
      'Triage',
      'UrgentSender',
      'UrgentTriage',
    ]);
  });
});

describe('roles', () => {
  test.each(stack.all('AWS::IAM::Role'))(
    '$constructId has no managed policy and no wildcard but names of objects',
    (role) => {
      expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
      for (const { actions, resources } of permissionsOf(stack, role)) {
        expect(actions.filter((action) => action.includes('*'))).toEqual([]);
        const wild = resources.filter((item) => JSON.stringify(item).includes('*'));
        expect(wild.length === 0 || actions.every((action) => action.startsWith('s3:'))).toBe(true);
      }
    },
  );

  test('no function may scan a table or change the stack', () => {
    const actions = functions.flatMap((fn) =>
      permissionsOf(stack, roleOf(stack, fn)).flatMap((one) => one.actions),
    );
    expect(actions.filter((action) => /Scan|BatchWrite|iam:|lambda:|cloudformation:/.test(action))).toEqual(
      [],
    );
  });

  test('a schedule may call its function and hand over dead letters, nothing else', () => {
    const roles = stack
      .all('AWS::IAM::Role')
      .filter(({ Properties }) =>
        JSON.stringify(Properties['AssumeRolePolicyDocument']).includes('scheduler'),
      );
    expect(roles).toHaveLength(stack.all('AWS::Scheduler::Schedule').length);
    for (const role of roles)
      for (const { actions } of permissionsOf(stack, role))
        expect(['lambda:InvokeFunction', 'sqs:SendMessage']).toEqual(expect.arrayContaining(actions));
  });
});
