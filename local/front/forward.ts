import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Answer, Call, Service } from './call.ts';

const agent = new Agent({ keepAlive: true });

/** Headers that belong to one connection, not to the request. Source: RFC 9110, 7.6.1. */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'host',
  'content-length',
  'expect',
]);

/**
 * Passes a call on as it came to another endpoint and gives its answer.
 * @throws Error when nobody answers there.
 */
export function forward(
  endpoint: string,
  call: Pick<Call, 'method' | 'url' | 'headers' | 'body'>,
): Promise<Answer> {
  const base = new URL(endpoint);
  const target = new URL(base.pathname.replace(/\/$/, '') + call.url.pathname + call.url.search, base);
  const headers = { ...endToEnd(call.headers), 'content-length': String(call.body.length) };
  return new Promise((resolve, reject) => {
    const options = { method: call.method, headers, ...(target.protocol === 'https:' ? {} : { agent }) };
    const outgoing = (target.protocol === 'https:' ? httpsRequest : httpRequest)(
      target,
      options,
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 502,
            headers: endToEnd(response.headers),
            body: Buffer.concat(parts),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(call.body);
  });
}

/** Name of each service in `AWS_ENDPOINT_URL_<SERVICE>`. Source: AWS SDKs and Tools reference, "Service-specific endpoints". */
const variables: Record<string, string> = {
  dynamodb: 'DYNAMODB',
  lambda: 'LAMBDA',
  s3: 'S3',
  secretsmanager: 'SECRETS_MANAGER',
  sns: 'SNS',
};

/** The services, each passed on to another endpoint where `AWS_ENDPOINT_URL_<SERVICE>` names one. */
export function passedOn(
  services: Map<string, Service>,
  environment: NodeJS.ProcessEnv,
): Map<string, Service> {
  return new Map(
    [...services].map(([name, service]) => {
      const endpoint = environment[`AWS_ENDPOINT_URL_${variables[name]}`];
      return [name, endpoint ? { ...service, handle: (call) => forward(endpoint, call) } : service];
    }),
  );
}

function endToEnd(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || ofConnection.has(name)
        ? []
        : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}
