import { describe, expect, it } from 'vitest';
import type { GatewayRequest } from './gateway.ts';
import { tinyFunction } from './testing/tiny-assembly.ts';
import { tinyCloud } from './testing/tiny-cloud.ts';

/** Event of an API, as the function saw it; `asked.answer` of the query is evaluated as its answer. */
const apiCloud = (answer = 'return event;', permitted = true) =>
  tinyCloud({
    resources: {
      ...tinyFunction('Hook', { hash: 'hook' }),
      Api: { Type: 'AWS::ApiGatewayV2::Api' },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ApiId: { Ref: 'Api' },
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: { 'Fn::GetAtt': ['Hook', 'Arn'] },
          PayloadFormatVersion: '2.0',
        },
      },
      Route: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId: { Ref: 'Api' },
          RouteKey: 'POST /webhook',
          Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
        },
      },
      ...(permitted && {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            Action: 'lambda:InvokeFunction',
            FunctionName: { 'Fn::GetAtt': ['Hook', 'Arn'] },
            Principal: 'apigateway.amazonaws.com',
            SourceArn: {
              'Fn::Join': [
                '',
                ['arn:aws:execute-api:us-west-2:000000000000:', { Ref: 'Api' }, '/*/*/webhook'],
              ],
            },
          },
        },
      }),
    },
    functions: { hook: `export const handler = async (event) => { ${answer} };` },
  });

const post = (more: Partial<GatewayRequest> = {}): GatewayRequest => ({
  method: 'POST',
  url: '/webhook',
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{}'),
  ...more,
});

const seen = async (request: GatewayRequest): Promise<unknown> => {
  const cloud = await apiCloud();
  const { status, body } = await cloud.request(request);
  expect(status).toBe(200);
  return JSON.parse(body.toString());
};

describe("the HTTP API's event, in payload format 2.0", () => {
  it('has path, query and headers in lower case, and JSON as text', async () => {
    const body = Buffer.from('{"a":"\\u00e1 ñ \\/"}');
    expect(
      await seen(
        post({
          url: '/webhook?a=1&b=x%20y&a=2',
          headers: { 'content-type': 'application/json', 'x-hub': 's' },
          body,
        }),
      ),
    ).toMatchObject({
      version: '2.0',
      routeKey: 'POST /webhook',
      rawPath: '/webhook',
      rawQueryString: 'a=1&b=x%20y&a=2',
      queryStringParameters: { a: '1,2', b: 'x y' },
      headers: { 'content-type': 'application/json', 'x-hub': 's' },
      requestContext: { http: { method: 'POST', path: '/webhook' } },
      body: body.toString(),
      isBase64Encoded: false,
    });
  });

  it('has other types in base64', async () => {
    const body = Buffer.from([0, 255, 10]);
    expect(await seen(post({ headers: { 'content-type': 'application/octet-stream' }, body }))).toMatchObject(
      {
        body: body.toString('base64'),
        isBase64Encoded: true,
      },
    );
  });
});

describe("the HTTP API's answer", () => {
  it.each([
    [
      'is what the function said',
      `return { statusCode: 403, headers: { 'X-Why': 1 }, body: 'no' };`,
      403,
      'no',
    ],
    [
      'is decoded from base64',
      `return { statusCode: 200, isBase64Encoded: true, body: 'c8OtIQ==' };`,
      200,
      'sí!',
    ],
    ['is a 200 where no status was given', `return { fine: true };`, 200, '{"fine":true}'],
    [
      'is a 500 where the function failed',
      `throw new Error('no');`,
      500,
      '{"message":"Internal Server Error"}',
    ],
    [
      'is a 500 where the status is none',
      `return { statusCode: 'fine' };`,
      500,
      '{"message":"Internal Server Error"}',
    ],
  ])('%s', async (_, answer, status, body) => {
    const cloud = await apiCloud(answer);
    const answered = await cloud.request(post());
    expect([answered.status, answered.body.toString()]).toEqual([status, body]);
  });

  it('is a 404 where there is no route, and a 413 beyond 10 MB', async () => {
    const cloud = await apiCloud();
    expect(await cloud.request(post({ method: 'GET' }))).toMatchObject({ status: 404 });
    expect(await cloud.request(post({ url: '/other' }))).toMatchObject({ status: 404 });
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    expect(await cloud.request(post({ body }))).toMatchObject({ status: 413 });
  });

  it('is a 500 where the function does not let the API call it', async () => {
    const cloud = await apiCloud('return 1;', false);
    expect(await cloud.request(post())).toMatchObject({ status: 500 });
    expect(cloud.counts()['Hook']).toMatchObject({ invocations: 0 });
  });
});
