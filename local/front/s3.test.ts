import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { calling, callingFunction } from '../testing/calling.ts';
import { allow, tinyFunction } from '../testing/tiny-assembly.ts';
import { tinyCloud } from '../testing/tiny-cloud.ts';
import { decoded } from './s3.ts';

const bucketArn = { 'Fn::GetAtt': ['Media', 'Arn'] };
const objects = { 'Fn::Join': ['', [bucketArn, '/*']] };

const bucketCloud = async (more: unknown[] = [], dataFolder?: string) => {
  const cloud = await tinyCloud(
    {
      resources: {
        ...tinyFunction('Caller', {
          hash: 'calls',
          statements: [allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], objects), ...more],
        }),
        Media: { Type: 'AWS::S3::Bucket' },
      },
      functions: { calls: callingFunction },
    },
    { dataFolder },
  );
  const call = (command: string, Key: string, input: object = {}) =>
    calling(cloud, 'Caller', {
      service: 's3',
      command,
      input: { Bucket: 'media-000000000000', Key, ...input },
    });
  return { cloud, call };
};

describe.each(['memory', 'a folder'])('S3 behind the front, kept in %s', (where) => {
  const folder = async () => (where === 'memory' ? undefined : mkdtemp(join(tmpdir(), 's3-')));

  it('gives back what was put, with its type and metadata', async () => {
    const { call } = await bucketCloud([], await folder());
    expect(
      await call('PutObject', 'voz/á é.ogg', {
        Body: 'bytes',
        ContentType: 'audio/ogg',
        Metadata: { key: '1' },
      }),
    ).toMatchObject({ output: { ETag: expect.any(String) } });
    expect(await call('GetObject', 'voz/á é.ogg')).toMatchObject({
      output: { Body: 'bytes', ContentType: 'audio/ogg', Metadata: { key: '1' } },
    });
    expect(await call('HeadObject', 'voz/á é.ogg')).toMatchObject({ output: { ContentLength: 5 } });
  });

  it('puts only once where that is the condition', async () => {
    const { call } = await bucketCloud([], await folder());
    expect(await call('PutObject', 'k', { Body: 'one', IfNoneMatch: '*' })).toMatchObject({ output: {} });
    expect(await call('PutObject', 'k', { Body: 'two', IfNoneMatch: '*' })).toMatchObject({
      error: 'PreconditionFailed',
    });
    expect(await call('DeleteObject', 'k')).toMatchObject({ output: {} });
    expect(await call('PutObject', 'k', { Body: 'two', IfNoneMatch: '*' })).toMatchObject({ output: {} });
  });
});

describe('a missing object', () => {
  it('is forbidden to those who may not list the bucket, as on AWS', async () => {
    const { call } = await bucketCloud();
    expect(await call('GetObject', 'nothing')).toMatchObject({ error: 'AccessDenied' });
  });

  it('is missing to those who may', async () => {
    const { call } = await bucketCloud([allow(['s3:ListBucket'], bucketArn)]);
    expect(await call('GetObject', 'nothing')).toMatchObject({ error: 'NoSuchKey' });
  });
});

describe('a body in aws-chunked framing', () => {
  it('is the bytes of its chunks, and its trailer is kept', () => {
    const body = Buffer.from(
      '3\r\nabc\r\n2;chunk-signature=00\r\nde\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
    );
    expect(decoded({ headers: { 'content-encoding': 'aws-chunked' }, body })).toEqual({
      body: Buffer.from('abcde'),
      trailers: { 'x-amz-checksum-crc32': 'AAAAAA==' },
    });
  });

  it('is as it is without that framing', () => {
    const body = Buffer.from('3\r\nabc');
    expect(decoded({ headers: {}, body })).toEqual({ body, trailers: {} });
  });
});
