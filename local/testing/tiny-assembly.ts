import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TemplateResource } from '../assembly.ts';

/**
 * Writes a cloud assembly as CDK would, for tests that need small functions of their own.
 * @param functions source text of each function's `index.mjs`, by asset hash
 * @returns the assembly's folder
 */
export async function tinyAssembly(input: {
  resources: Record<string, TemplateResource>;
  functions?: Record<string, string>;
}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tiny-assembly-'));
  const files: Record<string, unknown> = {};
  for (const [hash, source] of Object.entries(input.functions ?? {})) {
    await mkdir(join(folder, `asset.${hash}`));
    await writeFile(join(folder, `asset.${hash}`, 'index.mjs'), source);
    files[hash] = { source: { path: `asset.${hash}` }, destinations: { here: { objectKey: `${hash}.zip` } } };
  }
  const artifacts = {
    'Tiny.assets': { type: 'cdk:asset-manifest', properties: { file: 'Tiny.assets.json' } },
    Tiny: {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/us-west-2',
      properties: { templateFile: 'Tiny.template.json' },
    },
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
  await writeFile(join(folder, 'Tiny.assets.json'), JSON.stringify({ version: '55.0.0', files }));
  await writeFile(join(folder, 'Tiny.template.json'), JSON.stringify({ Resources: input.resources }));
  return folder;
}

/** A function and its role in a template, as CDK writes them. */
export function tinyFunction(
  id: string,
  options: {
    hash: string;
    statements?: unknown[];
    environment?: Record<string, unknown>;
    timeoutSeconds?: number;
    reserved?: number;
  },
): Record<string, TemplateResource> {
  return {
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
        Code: {
          S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}-${AWS::Region}' },
          S3Key: `${options.hash}.zip`,
        },
        MemorySize: 256,
        Timeout: options.timeoutSeconds ?? 10,
        ...(options.reserved === undefined ? {} : { ReservedConcurrentExecutions: options.reserved }),
        Environment: { Variables: options.environment ?? {} },
      },
      Metadata: { 'aws:cdk:path': `Tiny/Functions/${id}/Resource` },
    },
    [`${id}Role`]: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
    [`${id}Policy`]: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: `${id}Policy`,
        PolicyDocument: { Version: '2012-10-17', Statement: options.statements ?? [] },
        Roles: [{ Ref: `${id}Role` }],
      },
    },
  };
}

/** A statement that allows actions on resources. */
export function allow(actions: string[], ...resources: unknown[]): unknown {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}
