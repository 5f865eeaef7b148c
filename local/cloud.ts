import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { templates } from '../shared/messages/templates.ts';
import { readAssembly } from './assembly.ts';
import { type Clock, startClock } from './clock.ts';
import { startDynoxide } from './dynamodb/dynoxide.ts';
import { createTables } from './dynamodb/tables.ts';
import { type Mapping, startMapping } from './esm.ts';
import { authoriser } from './front/authorise.ts';
import type { Service } from './front/call.ts';
import { dynamodbService } from './front/dynamodb.ts';
import type { Faults } from './front/faults.ts';
import { passedOn } from './front/forward.ts';
import { startFront } from './front/front.ts';
import { graphService } from './front/graph.ts';
import { keyNeeds } from './front/keys.ts';
import { lambdaService } from './front/lambda-api.ts';
import { folderObjects, memoryObjects } from './front/objects.ts';
import { s3Service } from './front/s3.ts';
import { type Secrets, startSecrets } from './front/secrets.ts';
import { snsService } from './front/sns.ts';
import { sqsService } from './front/sqs.ts';
import { type GatewayAnswer, type GatewayRequest, gateway } from './gateway.ts';
import type { InvokeResult } from './lambda/environment.ts';
import { type FunctionCounts, type Functions, startFunctions } from './lambda/functions.ts';
import { logAllowance } from './lambda/log-permission.ts';
import { type LogLine, logs } from './lambda/logs.ts';
import { queueDefinitions } from './queues.ts';
import { startScheduler } from './scheduler.ts';
import { settler } from './settle.ts';
import { type Sqs, startSqs } from './sqs/engine.ts';
import { sqsRequest } from './sqs/http.ts';
import { storage } from './storage.ts';
import { type Grant, readPolicies } from './template/policies.ts';
import { readStack, type Stack } from './template/stack.ts';
import { createWhatsApp, type WhatsAppWorld } from './whatsapp/world.ts';

export type CloudOptions = {
  /** Folder of the cloud assembly. */
  assembly: string;
  /** Where state is kept; in memory only when absent. */
  dataFolder?: string | undefined;
  clock?: Clock;
  /** A grant to leave out. */
  revoke?: Grant;
  /** Our phone number ids, the first of which answers where nothing says which. */
  numbers?: readonly string[];
};

/** The embedded cloud, running. */
export type Cloud = {
  stack: Stack;
  clock: Clock;
  sqs: Sqs;
  secrets: Secrets;
  functions: Functions;
  whatsapp: WhatsAppWorld;
  faults: Faults;
  mappings: readonly Mapping[];
  /** Endpoint of the emulator behind the front. */
  dynamodbUrl: string;
  /** Name of the table with this construct id. */
  tableName: (constructId: string) => string;
  /** Everything the template's roles may do. */
  grants: readonly Grant[];
  /** Endpoint of every AWS service; sign with access key id `LOCALADMINISTRATOR` to be allowed everything. */
  frontUrl: string;
  /** Answers as the template's HTTP API would. */
  request: (request: GatewayRequest) => Promise<GatewayAnswer>;
  /** Invokes a function by its construct id and gives its answer. @throws Error when it failed. */
  invoke: (constructId: string, payload: unknown) => Promise<unknown>;
  runSchedule: (constructId: string) => Promise<void>;
  /** Resolves once nothing is visible in a queue that is read, and nothing runs, is on its way or overdue. */
  settle: () => Promise<void>;
  /** Moves the clock, with everything that falls due on the way done in order. */
  advance: (seconds: number) => Promise<void>;
  /** Finishes what runs, within `mostMs`, without moving the clock any further. */
  drain: (mostMs: number) => Promise<void>;
  logs: (functionId?: string) => LogLine[];
  refusals: () => { functionId: string; message: string }[];
  published: () => { topicArn: string; message: string }[];
  counts: () => Record<string, FunctionCounts>;
  close: () => Promise<void>;
};

/** Hosts of Meta that the shim sends to the front. Meta's media links point to the second. */
const metaHosts = ['graph.facebook.com', 'lookaside.fbsbx.com'];

/** Environments of a function at once, where the template reserves none: two cores serve no more with profit. */
const mostEnvironments = 4;
const mostBehindApi = 8;

/**
 * Starts everything that the template names, on ephemeral ports. State of a data folder is taken up again.
 * @throws Sentence when this platform has no emulator of DynamoDB
 * @throws Error when the template holds what this cloud cannot play.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const kept = storage(options.dataFolder);
  const clock = options.clock ?? startClock(kept.clockOffset());
  const front = await startFront();
  const stack = readStack(await readAssembly(options.assembly), front.url);
  const policies = readPolicies(stack, options.revoke);
  const authorise = authoriser(policies, stack.place);
  const elsewhere = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  const emulator = elsewhere
    ? { endpoint: elsewhere, close: async () => {} }
    : await startDynoxide(kept.dynamodb);
  await createTables(emulator.endpoint, stack);

  const sqs = startSqs({
    clock,
    queues: queueDefinitions(stack.queues),
    endpoint: front.url,
    region: stack.place.region,
    ...(kept.sqs && { journalFile: kept.sqs }),
  });
  const keys = keyNeeds(stack);
  const secrets = startSecrets({ stack, keys, now: clock.now, file: kept.secrets });
  const published: { topicArn: string; message: string }[] = [];
  const mayLog = logAllowance(stack, authorise);
  const written = logs({ now: clock.now, allowed: mayLog });

  const most = (constructId: string): number =>
    apiFunctions.has(constructId) ? mostBehindApi : mostEnvironments;
  const functions: Functions = startFunctions({
    stack,
    clock,
    logs: written,
    frontUrl: front.url,
    hosts: metaHosts,
    most,
    failed: ({ properties }, event) => void deadLetter(properties, event),
  });
  const apiFunctions = functionsBehindApi(stack);

  /** What an asynchronous invocation could not do goes where the function's role may send it. */
  const deadLetter = async (
    properties: Stack['functions'][number]['properties'],
    event: string,
  ): Promise<void> => {
    const arn = properties.DeadLetterConfig?.TargetArn;
    const queue = stack.queues.find((item) => item.arn === arn);
    if (!arn || !queue || (await authorise(properties.Role, { action: 'sqs:SendMessage', resource: arn })))
      return;
    await sqs.call('SendMessage', { QueueUrl: queue.ref, MessageBody: event });
  };

  const request = gateway({ stack, now: clock.now, invoke: functions.invoke });
  let requests = 0;
  let isDraining = false;
  const counted = async (incoming: GatewayRequest): Promise<GatewayAnswer> => {
    requests++;
    try {
      return await request(incoming);
    } finally {
      requests--;
    }
  };

  const invoke = async (constructId: string, payload: unknown): Promise<unknown> => {
    const result: InvokeResult = await functions.invoke(constructId, JSON.stringify(payload));
    if (!result.ok)
      throw new Error(`${constructId}: ${result.error.errorType}: ${result.error.errorMessage}`);
    return JSON.parse(result.payload);
  };

  const whatsapp = createWhatsApp({
    clock,
    numbers: options.numbers ?? [],
    appSecret: secrets.current('AppSecret') ?? randomBytes(16).toString('hex'),
    accessToken: secrets.current('AccessToken') ?? randomBytes(16).toString('hex'),
    templates: Object.values(templates),
    deliver: (body, headers) =>
      counted({ method: 'POST', url: '/webhook', headers: lowerCase(headers), body }),
    enrol: async ({ phone, bsuid, name }) => {
      const operator = { phone, bsuid, ...(name === null ? {} : { name }), municipality: '*' };
      await invoke('Admin', { action: 'registry.import', operators: [operator] });
    },
    ...(kept.whatsapp && { stateFile: kept.whatsapp }),
  });

  const services = new Map<string, Service>([
    ['dynamodb', dynamodbService(stack, keys, emulator.endpoint)],
    ['sqs', sqsService(stack, keys, (target, body) => sqsRequest(sqs, target, body))],
    ['secretsmanager', secrets.service],
    ['lambda', lambdaService(() => functions)],
    ['sns', snsService(stack, keys, (topicArn, message) => published.push({ topicArn, message }))],
    [
      's3',
      s3Service({
        stack,
        keys,
        objects: kept.s3 ? folderObjects(kept.s3) : memoryObjects(),
        now: clock.now,
        mayList: async ({ principal }, resource) =>
          principal.kind !== 'function' ||
          (await authorise(principal.roleArn, { action: 's3:ListBucket', resource })) === null,
      }),
    ],
  ]);
  front.open({
    services: passedOn(services, process.env),
    graph: graphService((incoming) => whatsapp.handle(incoming)),
    callerOf: functions.callerOf,
    authorise,
  });

  const mappings = stack.mappings.map((mapping) =>
    startMapping({
      stack,
      sqs,
      mapping,
      most: most(functions.find(mapping.properties.FunctionName)?.constructId ?? ''),
      invoke: functions.invoke,
      authorise: (roleArn, action, resource) => authorise(roleArn, { action, resource }),
    }),
  );
  const refused: { functionId: string; message: string }[] = [];
  const scheduler = startScheduler({
    stack,
    clock,
    invokeLater: functions.invokeLater,
    authorise: (roleArn, action, resource) => authorise(roleArn, { action, resource }),
    refused: ({ constructId }, message) => refused.push({ functionId: constructId, message }),
  });

  const { settle, settleWhileMoving } = settler({
    clock,
    isBusy: () =>
      requests > 0 ||
      functions.running() > 0 ||
      front.busy() > 0 ||
      whatsapp.busy() ||
      mappings.some((mapping) => !mapping.idle()),
  });

  return {
    stack,
    clock,
    sqs,
    secrets,
    functions,
    whatsapp,
    faults: front.faults,
    mappings,
    dynamodbUrl: emulator.endpoint,
    tableName(constructId) {
      const table = stack.tables.find((item) => item.constructId === constructId);
      if (!table) throw new Error(`The template has no table ${constructId}`);
      return table.ref;
    },
    grants: policies.grants,
    frontUrl: front.url,
    request: (incoming) => {
      // Whoever a genuine delivery speaks of is on WhatsApp, also when a script made it; else the answer finds nobody.
      whatsapp.observe(incoming.body, incoming.headers['x-hub-signature-256']);
      return counted(incoming);
    },
    invoke,
    runSchedule: scheduler.run,
    settle,
    async advance(seconds) {
      await clock.advance(seconds * 1000, async () => {
        if (isDraining) throw new Error('The cloud is ending: its clock is not moved any more');
        await settleWhileMoving();
      });
      functions.setOffset(clock.offset());
      kept.keepClockOffset(clock.offset());
      await settle();
    },
    async drain(mostMs) {
      isDraining = true;
      await Promise.race([settle(), setTimeout(mostMs, undefined, { ref: false })]);
      kept.keepClockOffset(clock.offset());
    },
    logs: written.lines,
    refusals: () => [...front.refusals(), ...refused],
    published: () => [...published],
    counts: functions.counts,
    async close() {
      scheduler.close();
      await Promise.all(mappings.map((mapping) => mapping.stop()));
      await functions.close();
      whatsapp.close();
      sqs.close();
      clock.close();
      await front.close();
      await emulator.close();
    },
  };
}

function functionsBehindApi(stack: Stack): ReadonlySet<string> {
  const uris = stack.integrations.map(({ properties }) => properties.IntegrationUri);
  return new Set(
    stack.functions
      .filter(({ arn }) => uris.some((uri) => uri.includes(arn)))
      .map(({ constructId }) => constructId),
  );
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
