import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Caller } from '../lambda/functions.ts';
import type { Authorise } from './authorise.ts';
import type { Answer, Call, Principal, Service } from './call.ts';
import { type Faults, faultPoints } from './faults.ts';

/** Access key id with which whoever sits at this machine calls; the keys of functions are made at their start. */
const administratorKeyId = 'LOCALADMINISTRATOR';

/** A call that its caller's role does not allow; of a schedule, by the schedule's construct id. */
export type Refusal = { functionId: string; message: string };

export type Front = {
  /** `http://127.0.0.1:<port>`: endpoint of every AWS service. */
  url: string;
  faults: Faults;
  /** Calls refused for want of permission, newest last, as IAM's sentence. */
  refusals: () => Refusal[];
  /** Requests that have not been answered yet. */
  busy: () => number;
  /** Opens the services; until then every request waits. */
  open: (services: Services) => void;
  close: () => Promise<void>;
};

export type Services = {
  /** By the service's name in the credential scope. */
  services: Map<string, Service>;
  /** What Meta's hosts answer. */
  graph: Service;
  callerOf: (accessKeyId: string) => Caller | undefined;
  authorise: Authorise;
};

const refusalsKept = 1_000;

/**
 * Opens the one address through which functions reach every service. It knows the caller by its access key, asks the
 * caller's policies, passes the call on, and can break off at any of a call's moments. Signatures are not checked.
 */
export async function startFront(): Promise<Front> {
  const opened = Promise.withResolvers<Services>();
  const points = faultPoints();
  const doomed = new Set<string>();
  const refusals: Refusal[] = [];
  let busy = 0;

  const authorised = async (
    call: Call,
    service: Service,
    authorise: Authorise,
  ): Promise<Answer | undefined> => {
    const { principal } = call;
    if (principal.kind !== 'function') return undefined;
    for (const need of service.needs(call)) {
      const message = await authorise(principal.roleArn, need);
      if (message === null) continue;
      refusals.push({ functionId: principal.functionId, message });
      if (refusals.length > refusalsKept) refusals.shift();
      return service.error(
        ['s3', 'lambda', 'bedrock'].includes(call.service) ? 403 : 400,
        deniedCode(call),
        message,
      );
    }
    return undefined;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const { services, graph, callerOf, authorise } = await opened.promise;
    const { service: name, accessKeyId } = credentialOf(request);
    const service = name === 'graph' ? graph : services.get(name);
    if (!service) return send(response, unknownService(name));
    const principal = principalOf(accessKeyId, callerOf);
    if (!principal || doomed.has(accessKeyId))
      return send(
        response,
        service.error(403, 'UnrecognizedClientException', 'The security token is invalid.'),
      );
    const base = {
      method: request.method ?? 'GET',
      url: new URL(request.url ?? '/', 'http://front'),
      headers: request.headers,
      body,
    };
    const call: Call = {
      ...base,
      service: name,
      operation: service.operation(base),
      principal,
      signal: closing(response),
    };
    const guarded = guard(principal, accessKeyId);
    const at = points.begin(guarded, `${name}:${call.operation}`);

    const early = at('before', service.error) ?? (await authorised(call, service, authorise));
    if (early) return send(response, early);
    const answer = await service.handle(call);
    const leaving = send(response, at('effect', service.error) ?? answer);
    at('answer', service.error, leaving);
    await leaving;
  };

  /** A killed process may still have written a request: nothing that it says after its death counts. */
  const guard = (principal: Principal, accessKeyId: string): Principal => {
    if (principal.kind !== 'function') return principal;
    return {
      ...principal,
      kill: (after) => {
        doomed.add(accessKeyId);
        principal.kill(after);
      },
    };
  };

  const server = createServer((request, response) => {
    busy++;
    serve(request, response)
      .catch((fault: unknown) => failed(response, fault))
      .finally(() => busy--);
  });
  server.keepAliveTimeout = 60_000;
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(portOf(server.address()))),
  );

  return {
    url: `http://127.0.0.1:${port}`,
    faults: points,
    refusals: () => [...refusals],
    busy: () => busy,
    open: opened.resolve,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Caller and service as the signature's credential names them: `Credential=<key id>/<date>/<region>/<service>/aws4_request`.
 * Requests for Meta's hosts carry the key id in a header of the shim's.
 */
function credentialOf({ headers }: IncomingMessage): { service: string; accessKeyId: string } {
  if (headers['x-original-host'] !== undefined)
    return { service: 'graph', accessKeyId: String(headers['x-local-caller']) };
  const [accessKeyId = '', , , service = ''] =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1]?.split('/') ?? [];
  return { service, accessKeyId };
}

function principalOf(accessKeyId: string, callerOf: Services['callerOf']): Principal | undefined {
  if (accessKeyId === administratorKeyId) return { kind: 'administrator' };
  const caller = callerOf(accessKeyId);
  return caller && { kind: 'function', accessKeyId, ...caller };
}

/** What each service calls a refusal. */
function deniedCode({ service }: Call): string {
  return service === 's3'
    ? 'AccessDenied'
    : service === 'sns'
      ? 'AuthorizationError'
      : 'AccessDeniedException';
}

function unknownService(name: string): Answer {
  return {
    status: 501,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      __type: 'ServiceNotPlayed',
      message: name
        ? `The embedded cloud does not play ${name}`
        : 'The request is not signed for an AWS service',
    }),
  };
}

function failed(response: ServerResponse, fault: unknown): void {
  if (response.headersSent) return response.destroy() && undefined;
  const message = fault instanceof Error ? fault.message : 'unknown';
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ __type: 'InternalFailure', message }));
}

function closing(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.on('close', () => controller.abort());
  return controller.signal;
}

/** Resolves once the answer is out of this process, or nobody is left to take it. */
function send(response: ServerResponse, answer: Answer): Promise<void> {
  if (answer.drop) response.destroy();
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    response.on('close', resolve);
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body, () => resolve());
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address === 'object' && address) return address.port;
  throw new Error('The front has no port');
}
