import { describe, expect, it } from 'vitest';
import { readAssembly } from '../assembly.ts';
import { allow, tinyAssembly, tinyFunction } from '../testing/tiny-assembly.ts';
import { readPolicies } from './policies.ts';
import { resolver } from './resolve.ts';
import { readStack } from './stack.ts';

const place = {
  accountId: '000000000000',
  region: 'us-west-2',
  stackName: 'Tiny',
  queueUrlBase: 'http://127.0.0.1:1',
};
const queueUrlBase = 'http://127.0.0.1:4566';

describe('the resolver of intrinsic functions', () => {
  const resolve = resolver(
    {
      Parameters: { Stage: { Default: 'prueba' } },
      Resources: {
        Inbox: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
        Store: { Type: 'AWS::DynamoDB::GlobalTable' },
      },
    },
    place,
  );

  it.each([
    [{ Ref: 'Inbox' }, 'http://127.0.0.1:1/000000000000/Inbox.fifo'],
    [{ 'Fn::GetAtt': ['Inbox', 'Arn'] }, 'arn:aws:sqs:us-west-2:000000000000:Inbox.fifo'],
    [{ 'Fn::GetAtt': 'Store.Arn' }, 'arn:aws:dynamodb:us-west-2:000000000000:table/Store'],
    [{ Ref: 'Stage' }, 'prueba'],
    [{ Ref: 'AWS::Region' }, 'us-west-2'],
    [
      { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Store', 'Arn'] }, '/index/*']] },
      'arn:aws:dynamodb:us-west-2:000000000000:table/Store/index/*',
    ],
    [
      { 'Fn::Sub': 'a-${AWS::AccountId}-${Store.Arn}-${!literal}' },
      'a-000000000000-arn:aws:dynamodb:us-west-2:000000000000:table/Store-${literal}',
    ],
    [{ 'Fn::Sub': ['${own}/${Store}', { own: { Ref: 'Stage' } }] }, 'prueba/Store'],
    [{ 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    [
      { keep: 1, drop: { Ref: 'AWS::NoValue' }, list: [{ Ref: 'AWS::NoValue' }, 2] },
      { keep: 1, list: [2] },
    ],
  ])('gives for %j what CloudFormation would', (given, expected) => {
    expect(resolve(given)).toEqual(expected);
  });

  it('refuses what it cannot give, and names it', () => {
    expect(() => resolve({ 'Fn::ImportValue': 'x' })).toThrow('Fn::ImportValue');
    expect(() => resolve({ Ref: 'Nobody' })).toThrow('Nobody');
    expect(() => resolve({ 'Fn::GetAtt': ['Store', 'Colour'] })).toThrow('Store has no attribute Colour');
  });
});

describe('the reader of a template', () => {
  it('names construct ids by the path, and functions by the folder behind their asset', async () => {
    const folder = await tinyAssembly({
      resources: {
        ...tinyFunction('Worker', { hash: 'abc', environment: { QUEUE: { Ref: 'Inbox' } } }),
        Inbox: {
          Type: 'AWS::SQS::Queue',
          Properties: {
            FifoQueue: true,
            RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 5 },
          },
        },
        Dead: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
      },
      functions: { abc: 'export const handler = async () => 1;' },
    });
    const stack = readStack(await readAssembly(folder), queueUrlBase);
    expect(stack.functions).toMatchObject([
      {
        constructId: 'Worker',
        assetFolder: `${folder}/asset.abc`,
        properties: {
          Timeout: 10,
          Environment: { Variables: { QUEUE: `${queueUrlBase}/000000000000/Inbox.fifo` } },
        },
      },
    ]);
    expect(stack.queues[0]).toMatchObject({
      name: 'Inbox.fifo',
      properties: {
        FifoQueue: true,
        RedrivePolicy: {
          deadLetterTargetArn: 'arn:aws:sqs:us-west-2:000000000000:Dead.fifo',
          maxReceiveCount: 5,
        },
      },
    });
  });

  it('refuses a resource that the run would need and nobody here can play', async () => {
    const folder = await tinyAssembly({
      resources: {
        Flow: { Type: 'AWS::StepFunctions::StateMachine' },
        Watch: { Type: 'AWS::CloudWatch::Alarm' },
      },
    });
    const assembly = await readAssembly(folder);
    expect(() => readStack(assembly, queueUrlBase)).toThrow(
      'The embedded cloud cannot play: Flow (AWS::StepFunctions::StateMachine)',
    );
  });

  it('lists each grant once, and can leave one out', async () => {
    const queueArn = { 'Fn::GetAtt': ['Inbox', 'Arn'] };
    const folder = await tinyAssembly({
      resources: {
        ...tinyFunction('Worker', {
          hash: 'abc',
          statements: [
            allow(['sqs:SendMessage', 'sqs:ReceiveMessage'], queueArn),
            allow(['sqs:SendMessage'], queueArn),
          ],
        }),
        Inbox: { Type: 'AWS::SQS::Queue' },
      },
      functions: { abc: '' },
    });
    const stack = readStack(await readAssembly(folder), queueUrlBase);
    const resource = 'arn:aws:sqs:us-west-2:000000000000:Inbox';
    const { grants } = readPolicies(stack);
    expect(grants).toEqual([
      { caller: 'Worker', action: 'sqs:SendMessage', resource },
      { caller: 'Worker', action: 'sqs:ReceiveMessage', resource },
    ]);
    const [policy] = readPolicies(stack, grants[0]).ofRole('arn:aws:iam::000000000000:role/WorkerRole');
    expect(policy?.policy.Statement).toEqual([
      { Effect: 'Allow', Action: ['sqs:ReceiveMessage'], Resource: [resource] },
    ]);
  });
});
