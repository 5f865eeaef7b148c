import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  Metadata: z.object({ 'aws:cdk:path': z.string() }).partial().default({}),
});

/** One resource, with the id its construct has in the code. */
export type Resource = z.infer<typeof resource> & { logicalId: string; constructId: string };

const template = z.object({
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), z.object({ Description: z.string(), Value: z.unknown() })),
});

/** The template of a stage as a cloud assembly holds it. */
export function templateIn(folder: string, stage: string) {
  const text = readFileSync(join(folder, `AlertaCiudadana-${stage}.template.json`), 'utf8');
  const { Resources, Outputs } = template.parse(JSON.parse(text));
  const resources: Resource[] = Object.entries(Resources).map(([logicalId, item]) => ({
    ...item,
    logicalId,
    constructId: constructIdOf(item.Metadata['aws:cdk:path'] ?? ''),
  }));
  const all = (type: string): Resource[] => resources.filter(({ Type }) => Type === type);
  const byId = (id: string): Resource => {
    const found = resources.find(({ logicalId }) => logicalId === id);
    if (!found) throw new Error(`No resource ${id}`);
    return found;
  };
  return { resources, outputs: Outputs, all, byId };
}

export type Stack = ReturnType<typeof templateIn>;

const constructIdOf = (path: string): string =>
  path.split('/').findLast((part) => part !== 'Resource' && part !== 'DefaultPolicy') ?? '';

/** Logical ids that a value refers to, anywhere in it. */
export function referred(value: unknown): string[] {
  return [...JSON.stringify(value).matchAll(/"(?:Ref|Fn::GetAtt)":(?:\[)?"([A-Za-z0-9]+)"/g)].map(
    ([, id]) => id ?? '',
  );
}

const statements = z.object({
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({
        Effect: z.literal('Allow'),
        Action: z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat()),
        Resource: z.unknown().transform((value) => [value].flat()),
      }),
    ),
  }),
});

/** What a role may do, statement by statement. */
export function permissionsOf(stack: Stack, role: Resource): { actions: string[]; resources: unknown[] }[] {
  const own = z.array(statements).parse(role.Properties['Policies'] ?? []);
  const attached = stack
    .all('AWS::IAM::Policy')
    .filter((policy) => referred(policy.Properties['Roles']).includes(role.logicalId))
    .map((policy) => statements.parse(policy.Properties));
  return [...own, ...attached]
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .map(({ Action, Resource: resources }) => ({ actions: Action, resources }));
}

/** Role of a function. */
export function roleOf(stack: Stack, fn: Resource): Resource {
  return stack.byId(referred(fn.Properties['Role'])[0] ?? '');
}
