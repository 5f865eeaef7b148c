import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { calling, callingFunction } from '../testing/calling.ts';
import { allow, tinyFunction } from '../testing/tiny-assembly.ts';
import { tinyCloud } from '../testing/tiny-cloud.ts';

const arnOf = (id: string): unknown => ({ 'Fn::GetAtt': [id, 'Arn'] });

const store = (more: object = {}) => ({
  Type: 'AWS::DynamoDB::GlobalTable',
  Properties: {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'duePk', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'due',
        KeySchema: [{ AttributeName: 'duePk', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    Replicas: [{ Region: 'us-west-2', ...more }],
  },
});

const cloudOf = (statements: unknown[], resources: object = {}) =>
  tinyCloud({
    resources: { ...tinyFunction('Caller', { hash: 'calls', statements }), ...resources },
    functions: { calls: callingFunction },
  });

const item = { pk: { S: 'a' } };

describe('DynamoDB behind the front', () => {
  it('lets through what the role allows, and refuses the rest by the name that AWS gives it', async () => {
    const cloud = await cloudOf([allow(['dynamodb:PutItem'], arnOf('Store'))], { Store: store() });
    const call = (command: string, input: object) =>
      calling(cloud, 'Caller', { service: 'dynamodb', command, input: { TableName: 'Store', ...input } });
    expect(await call('PutItem', { Item: item })).toMatchObject({ output: {} });
    expect(await call('GetItem', { Key: item })).toMatchObject({
      error: 'AccessDeniedException',
      message: expect.stringContaining(
        'is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:us-west-2:000000000000:table/Store',
      ),
    });
    expect(cloud.refusals()).toMatchObject([{ functionId: 'Caller' }]);
  });

  it('judges a transaction by each of its parts', async () => {
    const cloud = await cloudOf(
      [allow(['dynamodb:PutItem', 'dynamodb:ConditionCheckItem'], arnOf('Store'))],
      {
        Store: store(),
      },
    );
    const transact = (...TransactItems: object[]) =>
      calling(cloud, 'Caller', {
        service: 'dynamodb',
        command: 'TransactWriteItems',
        input: { TransactItems },
      });
    const put = { Put: { TableName: 'Store', Item: item, ConditionExpression: 'attribute_not_exists(pk)' } };
    const check = {
      ConditionCheck: {
        TableName: 'Store',
        Key: { pk: { S: 'b' } },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    };
    const remove = { Delete: { TableName: 'Store', Key: { pk: { S: 'c' } } } };
    expect(await transact(put, check)).toMatchObject({ output: {} });
    expect(await transact(put)).toMatchObject({
      error: 'TransactionCanceledException',
      reasons: ['ConditionalCheckFailed'],
    });
    expect(await transact(check, remove)).toMatchObject({
      error: 'AccessDeniedException',
      message: expect.stringContaining('dynamodb:DeleteItem'),
    });
  });

  it('judges a query of an index by the index', async () => {
    const query = {
      service: 'dynamodb',
      command: 'Query',
      input: {
        TableName: 'Store',
        IndexName: 'due',
        KeyConditionExpression: 'duePk = :due',
        ExpressionAttributeValues: { ':due': { S: 'x' } },
      },
    };
    const onTable = await cloudOf([allow(['dynamodb:Query'], arnOf('Store'))], { Store: store() });
    expect(await calling(onTable, 'Caller', query)).toMatchObject({ error: 'AccessDeniedException' });
    const onIndex = await cloudOf(
      [allow(['dynamodb:Query'], { 'Fn::Join': ['', [arnOf('Store'), '/index/due']] })],
      { Store: store() },
    );
    expect(await calling(onIndex, 'Caller', query)).toMatchObject({ output: { Count: 0 } });
  });

  it("asks for the customer's key besides the table", async () => {
    const resources = {
      Store: store({ SSESpecification: { KMSMasterKeyId: arnOf('Key') } }),
      Key: {
        Type: 'AWS::KMS::Key',
        Properties: {
          KeyPolicy: {
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: 'arn:aws:iam::000000000000:root' },
                Action: 'kms:*',
                Resource: '*',
              },
            ],
          },
        },
      },
    };
    const get = { service: 'dynamodb', command: 'GetItem', input: { TableName: 'Store', Key: item } };
    const without = await cloudOf([allow(['dynamodb:GetItem'], arnOf('Store'))], resources);
    expect(await calling(without, 'Caller', get)).toMatchObject({
      error: 'AccessDeniedException',
      message: expect.stringContaining('kms:Decrypt'),
    });
    const within = await cloudOf(
      [allow(['dynamodb:GetItem'], arnOf('Store')), allow(['kms:Decrypt'], arnOf('Key'))],
      resources,
    );
    expect(await calling(within, 'Caller', get)).toMatchObject({ output: {} });
  });
});

const batch = (queue: string) => ({
  service: 'sqs',
  command: 'SendMessageBatch',
  input: {
    QueueUrl: `http://127.0.0.1/000000000000/${queue}`,
    Entries: [{ Id: '1', MessageBody: '¡Auxilio! 🚨' }],
  },
});

describe('SQS behind the front', () => {
  const resources = { Queue: { Type: 'AWS::SQS::Queue' }, Other: { Type: 'AWS::SQS::Queue' } };
  it('takes a batch from whoever may send, to the queue that the role names', async () => {
    const cloud = await cloudOf([allow(['sqs:SendMessage'], arnOf('Queue'))], resources);
    const urlOf = (queue: string) => ({
      input: { ...batch(queue).input, QueueUrl: `${cloud.frontUrl}/000000000000/${queue}` },
    });
    const sent = await calling(cloud, 'Caller', { ...batch('Queue'), ...urlOf('Queue') });
    expect(sent.output).toMatchObject({ Successful: [{ Id: '1' }] });
    expect(cloud.sqs.peek('Queue')).toMatchObject([{ body: '¡Auxilio! 🚨' }]);
    expect(await calling(cloud, 'Caller', { ...batch('Other'), ...urlOf('Other') })).toMatchObject({
      error: expect.stringMatching(/^AccessDenied/),
    });
  });

  it("obeys the queue's own policy", async () => {
    const denial = {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: {
          Statement: [
            { Effect: 'Deny', Principal: '*', Action: 'sqs:SendMessage', Resource: arnOf('Queue') },
          ],
        },
      },
    };
    const cloud = await cloudOf([allow(['sqs:SendMessage'], arnOf('Queue'))], {
      ...resources,
      Denial: denial,
    });
    const input = { ...batch('Queue').input, QueueUrl: `${cloud.frontUrl}/000000000000/Queue` };
    expect(await calling(cloud, 'Caller', { ...batch('Queue'), input })).toMatchObject({
      error: expect.stringMatching(/^AccessDenied/),
      message: expect.stringContaining('explicit deny'),
    });
  });

  it('gives nothing to a receiver that went away while it waited', async () => {
    const cloud = await tinyCloud({ resources });
    const leaving = new AbortController();
    const client = new SQSClient({
      endpoint: cloud.frontUrl,
      region: 'us-west-2',
      credentials: { accessKeyId: 'LOCALADMINISTRATOR', secretAccessKey: 'local' },
    });
    const QueueUrl = `${cloud.frontUrl}/000000000000/Queue`;
    const waiting = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: leaving.signal,
    });
    // Its answer shows that the front has the request before it.
    await client.send(new GetQueueUrlCommand({ QueueName: 'Queue' }));
    leaving.abort();
    await expect(waiting).rejects.toThrow('aborted');
    await cloud.settle();
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    expect(cloud.sqs.depths()['Queue']).toMatchObject({ visible: 1, inFlight: 0 });
  });
});

const invoke = (name: string) => ({
  service: 'lambda',
  command: 'Invoke',
  input: { FunctionName: name, Payload: '{"said":"sí"}' },
});

describe('Lambda behind the front', () => {
  it('invokes what the role may invoke', async () => {
    const echo = tinyFunction('Echo', { hash: 'echo' });
    const cloud = await tinyCloud({
      resources: {
        ...tinyFunction('Caller', {
          hash: 'calls',
          statements: [allow(['lambda:InvokeFunction'], arnOf('Echo'))],
        }),
        ...echo,
      },
      functions: { calls: callingFunction, echo: 'export const handler = async (event) => event;' },
    });
    expect(await calling(cloud, 'Caller', invoke('Echo'))).toMatchObject({
      output: { Payload: '{"said":"sí"}' },
    });
    expect(await calling(cloud, 'Caller', invoke('Caller'))).toMatchObject({
      error: 'AccessDeniedException',
    });
  });
});
