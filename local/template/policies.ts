import type { z } from 'zod';
import type { TemplateResource } from '../assembly.ts';
import {
  attachedPolicyProperties,
  type PolicyDocument,
  resourcePolicyProperties,
  roleProperties,
  type Statement,
} from './shapes.ts';
import type { Stack } from './stack.ts';

/** One thing that one caller may do to one resource. */
export type Grant = {
  /** Construct id of the function whose role it is; for a role that no function has, logical id of the role. */
  caller: string;
  action: string;
  resource: string;
};

export type Policies = {
  /** What the role with this ARN may do. */
  ofRole(roleArn: string): { name: string; policy: PolicyDocument }[];
  /** Policy of the resource with this ARN (queue, bucket, key, topic, secret), if it has one. */
  ofResource(arn: string): PolicyDocument | undefined;
  /** What a function's roles allow, pair by pair, each once. */
  grants: Grant[];
};

/** AWS's own managed policies, as far as a function may have them. Source: AWS managed policy reference. */
const managed: Record<string, Statement> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': {
    Effect: 'Allow',
    Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: ['*'],
  },
};

/**
 * Reads the policies of the template.
 * @param revoked a grant to leave out, to see what fails without it
 * @throws Error on a managed policy of AWS that is not known here.
 */
export function readPolicies(stack: Stack, revoked?: Grant): Policies {
  const statements = new Map<string, Statement[]>();
  const put = (roleName: string, more: Statement[]): void => {
    statements.set(roleName, [...(statements.get(roleName) ?? []), ...more]);
  };
  const each = <Schema extends z.ZodType>(type: string, schema: Schema) =>
    Object.entries(stack.assembly.template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId, resource]) => ({ logicalId, ...parsed(stack, resource, schema) }));

  for (const role of each('AWS::IAM::Role', roleProperties)) {
    for (const policy of role.properties.Policies) put(role.ref(), policy.PolicyDocument.Statement);
    for (const arn of role.properties.ManagedPolicyArns) {
      if (arn.startsWith(`arn:aws:iam::${stack.place.accountId}:`)) continue;
      const statement = managed[arn];
      if (!statement)
        throw new Error(`${role.logicalId} has the managed policy ${arn}, which this cloud does not know`);
      put(role.ref(), [statement]);
    }
  }
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'])
    for (const { properties } of each(type, attachedPolicyProperties))
      for (const role of properties.Roles) put(role, properties.PolicyDocument.Statement);

  const callers = new Map(
    stack.functions.map((item) => [roleNameOf(item.properties.Role), item.constructId]),
  );
  const grants = new Map<string, Grant>();
  for (const [roleName, list] of statements) {
    const caller = callers.get(roleName) ?? roleName;
    for (const grant of list.flatMap((statement) => pairsOf(caller, statement)))
      grants.set(`${caller} ${grant.action} ${grant.resource}`, grant);
    if (revoked?.caller === caller)
      statements.set(
        roleName,
        list.flatMap((item) => without(item, revoked)),
      );
  }

  const resourcePolicies = readResourcePolicies(stack);
  return {
    ofRole(roleArn) {
      const name = roleNameOf(roleArn);
      return [{ name, policy: { Version: '2012-10-17', Statement: statements.get(name) ?? [] } }];
    },
    ofResource: (arn) => resourcePolicies.get(arn),
    grants: [...grants.values()],
  };
}

/** The policies that stand at the resources themselves, by the resource's ARN. */
function readResourcePolicies(stack: Stack): Map<string, PolicyDocument> {
  const byArn = new Map<string, PolicyDocument>();
  const arnByRef = new Map(
    [...stack.queues, ...stack.buckets, ...stack.topics, ...stack.secrets].map((item) => [
      item.ref,
      item.arn,
    ]),
  );
  for (const key of stack.keys) byArn.set(key.arn, key.properties.KeyPolicy);
  for (const resource of Object.values(stack.assembly.template.Resources)) {
    if (
      !/^AWS::(SQS::QueuePolicy|SNS::TopicPolicy|S3::BucketPolicy|SecretsManager::ResourcePolicy)$/.test(
        resource.Type,
      )
    )
      continue;
    const { properties } = parsed(stack, resource, resourcePolicyProperties);
    const document = properties.PolicyDocument ?? properties.ResourcePolicy;
    const targets = [...properties.Queues, ...properties.Topics, properties.Bucket, properties.SecretId];
    for (const target of targets) {
      const arn = target === undefined ? undefined : arnByRef.get(target);
      if (!arn || !document) continue;
      byArn.set(arn, {
        Version: '2012-10-17',
        Statement: [...(byArn.get(arn)?.Statement ?? []), ...document.Statement],
      });
    }
  }
  return byArn;
}

function parsed<Schema extends z.ZodType>(
  stack: Stack,
  resource: TemplateResource,
  schema: Schema,
): { properties: z.infer<Schema>; ref(): string } {
  const { Resources } = stack.assembly.template;
  const logicalId = Object.keys(Resources).find((id) => Resources[id] === resource) ?? '';
  return {
    properties: schema.parse(stack.resolve(resource.Properties ?? {})),
    ref: () => String(stack.resolve({ Ref: logicalId })),
  };
}

function pairsOf(caller: string, statement: Statement): Grant[] {
  if (statement.Effect !== 'Allow') return [];
  return (statement.Action ?? []).flatMap((action) =>
    (statement.Resource ?? []).map((resource) => ({ caller, action, resource })),
  );
}

/** The statement as one for each of its pairs, but for the revoked one. */
function without(statement: Statement, revoked: Grant): Statement[] {
  const pairs = pairsOf(revoked.caller, statement);
  const kept = pairs.filter(
    ({ action, resource }) => action !== revoked.action || resource !== revoked.resource,
  );
  if (kept.length === pairs.length) return [statement];
  return kept.map(({ action, resource }) => {
    const { Sid: _, ...rest } = statement;
    return { ...rest, Action: [action], Resource: [resource] };
  });
}

/** Name in `arn:aws:iam::<account>:role/<path><name>`. */
function roleNameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}
