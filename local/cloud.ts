import { readAssembly } from './assembly.ts';
import { type Clock, startClock } from './clock.ts';
import { type Emulator, startDynoxide } from './dynamodb/dynoxide.ts';
import { createTables } from './dynamodb/tables.ts';
import { type Mapping, startMapping } from './esm.ts';
import { authoriser } from './front/authorise.ts';
import type { Faults } from './front/faults.ts';
import { type Refusal, startFront } from './front/front.ts';
import { graphService } from './front/graph.ts';
import { keyNeeds } from './front/keys.ts';
import { type Secrets, startSecrets } from './front/secrets.ts';
import { awsServices } from './front/services.ts';
import { type GatewayAnswer, type GatewayRequest, gateway } from './gateway.ts';
import { environmentsAtOnce } from './lambda/concurrency.ts';
import { deadLetters } from './lambda/dead-letters.ts';
import { type FunctionCounts, type Functions, startFunctions } from './lambda/functions.ts';
import { logAllowance } from './lambda/log-permission.ts';
import { type LogLine, logs } from './lambda/logs.ts';
import { type LanguageServices, languageServices } from './language/language.ts';
import { metaHosts, startMeta } from './meta.ts';
import { queueDefinitions } from './queues.ts';
import { startScheduler } from './scheduler.ts';
import { type Sqs, startSqs } from './sqs/engine.ts';
import { storage } from './storage.ts';
import { type Grant, readPolicies } from './template/policies.ts';
import { readStack, type Stack } from './template/stack.ts';
import { type CloudTime, cloudTime } from './time.ts';
import type { WhatsAppWorld } from './whatsapp/world.ts';

/** What was published to a topic: nobody subscribes here. */
export type Published = { topicArn: string; message: string };

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
export type Cloud = CloudTime & {
  stack: Stack;
  clock: Clock;
  sqs: Sqs;
  secrets: Secrets;
  functions: Functions;
  whatsapp: WhatsAppWorld;
  /** Comprehend and Bedrock, whatever they say. */
  language: LanguageServices;
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
  logs: (functionId?: string) => LogLine[];
  refusals: () => Refusal[];
  published: () => Published[];
  counts: () => Record<string, FunctionCounts>;
  close: () => Promise<void>;
};

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
  const dynamodb = await startDynamoDb(stack, kept.dynamodb);
  const sqs = startSqs({
    clock,
    queues: queueDefinitions(stack.queues),
    endpoint: front.url,
    region: stack.place.region,
    ...(kept.sqs && { journalFile: kept.sqs }),
  });
  const keys = keyNeeds(stack);
  const secrets = startSecrets({ stack, keys, now: clock.now, file: kept.secrets });
  const written = logs({ now: clock.now, allowed: logAllowance(stack, authorise) });
  const most = environmentsAtOnce(stack);
  const refused: Refusal[] = [];
  const functions = startFunctions({
    stack,
    clock,
    logs: written,
    frontUrl: front.url,
    hosts: metaHosts,
    most,
    failed: deadLetters(stack, sqs, authorise, (refusal) => refused.push(refusal)),
  });
  const invoke = invoker(functions);
  const api = counted(gateway({ stack, now: clock.now, invoke: functions.invoke }));
  const whatsapp = startMeta({
    clock,
    secrets,
    numbers: options.numbers ?? [],
    stateFile: kept.whatsapp,
    request: api.request,
    invoke,
  });

  const language = languageServices();
  const published: Published[] = [];
  front.open({
    services: awsServices({
      stack,
      clock,
      keys,
      authorise,
      dynamodbUrl: dynamodb.endpoint,
      sqs,
      secrets,
      functions,
      language,
      objectsFolder: kept.s3,
      published: (topicArn, message) => published.push({ topicArn, message }),
    }),
    graph: graphService((incoming) => whatsapp.handle(incoming)),
    callerOf: functions.callerOf,
    authorise,
  });

  const may: May = (roleArn, action, resource) => authorise(roleArn, { action, resource });
  const mappings = stack.mappings.map((mapping) => {
    const functionId = functions.find(mapping.properties.FunctionName)?.constructId ?? '';
    return startMapping({
      stack,
      sqs,
      mapping,
      most: most(functionId),
      invoke: functions.invoke,
      authorise: may,
    });
  });
  const scheduler = startScheduler({
    stack,
    clock,
    invokeLater: functions.invokeLater,
    authorise: may,
    refused: ({ constructId }, message) => refused.push({ functionId: constructId, message }),
  });

  const isBusy = (): boolean =>
    api.underWay() > 0 ||
    functions.running() > 0 ||
    front.busy() > 0 ||
    whatsapp.busy() ||
    mappings.some((mapping) => !mapping.idle());
  const time = cloudTime({ clock, isBusy, functions, keepOffset: kept.keepClockOffset });

  return {
    stack,
    clock,
    sqs,
    secrets,
    functions,
    whatsapp,
    language,
    faults: front.faults,
    mappings,
    dynamodbUrl: dynamodb.endpoint,
    tableName: (constructId) => tableNameOf(stack, constructId),
    grants: policies.grants,
    frontUrl: front.url,
    request(incoming) {
      // Whoever a genuine delivery speaks of is on WhatsApp, also when a script made it; else the answer finds nobody.
      whatsapp.observe(incoming.body, incoming.headers['x-hub-signature-256']);
      return api.request(incoming);
    },
    invoke,
    runSchedule: scheduler.run,
    ...time,
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
      await dynamodb.close();
    },
  };
}

/** Whether a role may do something: the sentence of the refusal, or null. */
type May = (roleArn: string, action: string, resource: string) => Promise<string | null>;

/** The emulator, or what `AWS_ENDPOINT_URL_DYNAMODB` names, with the template's tables. */
async function startDynamoDb(stack: Stack, file: string | undefined): Promise<Emulator> {
  const elsewhere = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  const emulator = elsewhere ? { endpoint: elsewhere, close: async () => {} } : await startDynoxide(file);
  await createTables(emulator.endpoint, stack);
  return emulator;
}

function invoker(functions: Functions): Cloud['invoke'] {
  return async (constructId, payload) => {
    const result = await functions.invoke(constructId, JSON.stringify(payload));
    if (result.ok) return JSON.parse(result.payload);
    throw new Error(`${constructId}: ${result.error.errorType}: ${result.error.errorMessage}`);
  };
}

/** Counts the requests that are under way. */
function counted(request: Cloud['request']): { request: Cloud['request']; underWay: () => number } {
  let count = 0;
  return {
    underWay: () => count,
    async request(incoming) {
      count++;
      try {
        return await request(incoming);
      } finally {
        count--;
      }
    },
  };
}

function tableNameOf(stack: Stack, constructId: string): string {
  const table = stack.tables.find((item) => item.constructId === constructId);
  if (!table) throw new Error(`The template has no table ${constructId}`);
  return table.ref;
}
