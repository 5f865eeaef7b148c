import type { z } from 'zod';
import type { Assembly, TemplateResource } from '../assembly.ts';
import { unplayable } from './playable.ts';
import { type Place, type Resolve, resolver } from './resolve.ts';
import * as shapes from './shapes.ts';

/** One resource, its properties resolved and checked. */
export type Resource<Properties> = {
  logicalId: string;
  /** The name it has in the app: last segment of its path that says something, e.g. `InboundQueue`. */
  constructId: string;
  /** What `Ref` gives: name, URL or ARN, by type. */
  ref: string;
  arn: string;
  properties: Properties;
};

/** The template as lists of what is to be played. */
export type Stack = {
  place: Place;
  assembly: Assembly;
  resolve: Resolve;
  queues: (Resource<z.infer<typeof shapes.queueProperties>> & { name: string })[];
  tables: Resource<z.infer<typeof shapes.tableProperties>>[];
  functions: (Resource<z.infer<typeof shapes.functionProperties>> & { assetFolder: string })[];
  invokeConfigs: Resource<z.infer<typeof shapes.invokeConfigProperties>>[];
  mappings: Resource<z.infer<typeof shapes.mappingProperties>>[];
  routes: Resource<z.infer<typeof shapes.routeProperties>>[];
  integrations: Resource<z.infer<typeof shapes.integrationProperties>>[];
  permissions: Resource<z.infer<typeof shapes.permissionProperties>>[];
  schedules: Resource<z.infer<typeof shapes.scheduleProperties>>[];
  secrets: Resource<z.infer<typeof shapes.secretProperties>>[];
  buckets: Resource<z.infer<typeof shapes.bucketProperties>>[];
  topics: Resource<z.infer<typeof shapes.topicProperties>>[];
  keys: Resource<z.infer<typeof shapes.keyProperties>>[];
};

export type FunctionResource = Stack['functions'][number];

/**
 * Reads the template into what is to be played.
 * @throws Error naming the resources of a type that the run would need and cannot play, or what in them is not as
 *   CloudFormation has it.
 */
export function readStack(assembly: Assembly, queueUrlBase: string): Stack {
  const refused = unplayable(assembly.template);
  if (refused.length > 0) throw new Error(`The embedded cloud cannot play: ${refused.join(', ')}`);
  const place = {
    accountId: '000000000000',
    region: assembly.region,
    stackName: assembly.stackName,
    queueUrlBase,
  };
  const resolve = resolver(assembly.template, place);

  const all = <Schema extends z.ZodType>(types: string[], schema: Schema): Resource<z.infer<Schema>>[] =>
    Object.entries(assembly.template.Resources)
      .filter(([, resource]) => types.includes(resource.Type))
      .map(([logicalId, resource]) => ({
        logicalId,
        constructId: constructIdOf(logicalId, resource),
        ref: String(resolve({ Ref: logicalId })),
        arn: arnOf(logicalId, resource, resolve),
        properties: parse(logicalId, schema, resolve(resource.Properties ?? {})),
      }));

  return {
    place,
    assembly,
    resolve,
    queues: all(['AWS::SQS::Queue'], shapes.queueProperties).map((queue) => ({
      ...queue,
      name: queue.ref.slice(queue.ref.lastIndexOf('/') + 1),
    })),
    tables: all(['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table'], shapes.tableProperties),
    functions: all(['AWS::Lambda::Function'], shapes.functionProperties).map((item) => ({
      ...item,
      assetFolder: assembly.assetFolder(item.properties.Code.S3Key),
    })),
    invokeConfigs: all(['AWS::Lambda::EventInvokeConfig'], shapes.invokeConfigProperties),
    mappings: all(['AWS::Lambda::EventSourceMapping'], shapes.mappingProperties),
    routes: all(['AWS::ApiGatewayV2::Route'], shapes.routeProperties),
    integrations: all(['AWS::ApiGatewayV2::Integration'], shapes.integrationProperties),
    permissions: all(['AWS::Lambda::Permission'], shapes.permissionProperties),
    schedules: all(['AWS::Scheduler::Schedule'], shapes.scheduleProperties),
    secrets: all(['AWS::SecretsManager::Secret'], shapes.secretProperties),
    buckets: all(['AWS::S3::Bucket'], shapes.bucketProperties),
    topics: all(['AWS::SNS::Topic'], shapes.topicProperties),
    keys: all(['AWS::KMS::Key'], shapes.keyProperties),
  };
}

/** Last segment of the construct's path, without the segments that CDK adds by itself. */
function constructIdOf(logicalId: string, resource: TemplateResource): string {
  const path = resource.Metadata?.['aws:cdk:path'];
  if (typeof path !== 'string') return logicalId;
  return path.split('/').findLast((segment) => segment !== 'Resource' && segment !== 'Default') ?? logicalId;
}

function arnOf(logicalId: string, resource: TemplateResource, resolve: Resolve): string {
  const named = resolve({ Ref: logicalId });
  if (typeof named === 'string' && named.startsWith('arn:')) return named;
  try {
    return String(resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }));
  } catch {
    return `${resource.Type}/${logicalId}`;
  }
}

function parse<Schema extends z.ZodType>(logicalId: string, schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${logicalId} in the template is not as CloudFormation has it: ${faults.join('; ')}`);
}
