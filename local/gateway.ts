import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { InvokeResult } from './lambda/environment.ts';
import type { Stack } from './template/stack.ts';

export type GatewayRequest = {
  method: string;
  /** Path with the query, as sent. */
  url: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Buffer;
};

export type GatewayAnswer = { status: number; headers: Record<string, string>; body: Buffer | string };

/** Limits of HTTP APIs and of Lambda's synchronous payload, in bytes. Source: API Gateway developer guide, "Quotas for HTTP APIs"; Lambda quotas. */
const mostBody = 10 * 1024 * 1024;
const mostEvent = 6 * 1024 * 1024;

/** HTTP APIs wait this long for an integration, and no longer. Source: the same page. */
const integrationMs = 30_000;

/** Types that reach the function as text; all others as base64. */
const textTypes = /^(text\/|application\/(json|xml|javascript)|application\/[a-z0-9.-]+\+(json|xml))/i;

const proxyAnswer = z.object({
  statusCode: z.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  cookies: z.array(z.string()).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

/**
 * Makes the template's HTTP API answer: routes to functions in payload format 2.0.
 * @throws Error (when made) on an integration that it does not play.
 */
export function gateway(options: {
  stack: Stack;
  now: () => number;
  invoke: (functionArn: string, event: string) => Promise<InvokeResult>;
}): (request: GatewayRequest) => Promise<GatewayAnswer> {
  const { stack } = options;
  const targets = new Map(stack.routes.map((route) => [route.properties.RouteKey, targetOf(stack, route)]));

  const call = async (
    functionArn: string,
    routeKey: string,
    request: GatewayRequest,
  ): Promise<GatewayAnswer> => {
    const event = JSON.stringify(eventOf(routeKey, request, options.now()));
    if (Buffer.byteLength(event) > mostEvent) return message(413, 'Request Too Long');
    const late = Promise.withResolvers<null>();
    const timer = setTimeout(() => late.resolve(null), integrationMs);
    const result = await Promise.race([options.invoke(functionArn, event), late.promise]);
    clearTimeout(timer);
    if (result === null) return message(503, 'Service Unavailable');
    return result.ok ? answerOf(result.payload) : message(500, 'Internal Server Error');
  };

  return async (request) => {
    const path = new URL(request.url, 'http://api').pathname;
    const routeKey = [`${request.method} ${path}`, `ANY ${path}`, '$default'].find((key) => targets.has(key));
    const target = routeKey === undefined ? undefined : targets.get(routeKey);
    if (routeKey === undefined || !target) return message(404, 'Not Found');
    if (request.body.length > mostBody) return message(413, 'Request Entity Too Large');
    if (!mayInvoke(stack, target, request.method, path)) return message(500, 'Internal Server Error');
    return call(target.functionArn, routeKey, request);
  };
}

type Target = { apiId: string; functionArn: string };

function targetOf(stack: Stack, route: Stack['routes'][number]): Target {
  const id = route.properties.Target.replace(/^integrations\//, '');
  const integration = stack.integrations.find(({ ref }) => ref === id);
  const uri = integration?.properties.IntegrationUri ?? '';
  const functionArn = /arn:aws:lambda:[^:]*:[^:]*:function:[^:/]+/.exec(uri)?.[0];
  if (!integration || !functionArn || integration.properties.PayloadFormatVersion !== '2.0')
    throw new Error(`Route ${route.properties.RouteKey} is not a Lambda integration in payload format 2.0`);
  return { apiId: route.properties.ApiId, functionArn };
}

/** Whether the function's own policy lets this API call it for this route. */
function mayInvoke(stack: Stack, { apiId, functionArn }: Target, method: string, path: string): boolean {
  const arn = `arn:aws:execute-api:${stack.place.region}:${stack.place.accountId}:${apiId}/$default/${method}${path}`;
  const name = functionArn.slice(functionArn.lastIndexOf(':') + 1);
  return stack.permissions.some(
    ({ properties }) =>
      properties.Principal === 'apigateway.amazonaws.com' &&
      properties.Action === 'lambda:InvokeFunction' &&
      [functionArn, name].includes(properties.FunctionName) &&
      (!properties.SourceArn || matches(properties.SourceArn, arn)),
  );
}

/** A pattern in which `*` stands for anything. */
function matches(pattern: string, arn: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === arn;
  const last = rest.pop() ?? '';
  if (!arn.startsWith(first) || !arn.endsWith(last) || arn.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of rest) {
    const found = arn.indexOf(part, at);
    if (found < 0 || found + part.length > arn.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}

/** Source: API Gateway developer guide, "Lambda proxy integrations for HTTP APIs", format 2.0. */
function eventOf(routeKey: string, request: GatewayRequest, now: number): object {
  const { pathname, search, searchParams } = new URL(request.url, 'http://api');
  const query: Record<string, string> = {};
  for (const name of new Set(searchParams.keys())) query[name] = searchParams.getAll(name).join(',');
  const { cookie, ...headers } = request.headers;
  const type = headers['content-type'] ?? '';
  const isText = textTypes.test(type) && !headers['content-encoding'];
  return {
    version: '2.0',
    routeKey,
    rawPath: pathname,
    rawQueryString: search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers,
    ...(search.length > 1 ? { queryStringParameters: query } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: headers['host'] ?? 'localhost',
      http: {
        method: request.method,
        path: pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: new Date(now).toUTCString(),
      timeEpoch: now,
    },
    ...(request.body.length > 0 ? { body: request.body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

/** An answer without a status is the body of a 200; one that is not as agreed is the API's own error. Source: the same page. */
function answerOf(payload: string): GatewayAnswer {
  const result: unknown = JSON.parse(payload);
  if (typeof result !== 'object' || result === null || !('statusCode' in result))
    return { status: 200, headers: { 'content-type': 'application/json' }, body: payload };
  const parsed = proxyAnswer.safeParse(result);
  if (!parsed.success) return message(500, 'Internal Server Error');
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded } = parsed.data;
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...Object.fromEntries(lower),
      ...(cookies.length > 0 ? { 'set-cookie': cookies.join(', ') } : {}),
    },
    body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
}

function message(status: number, text: string): GatewayAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message: text }) };
}
