import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import * as z from 'zod';
import type { Settings } from './settings.ts';
import { AlertaCiudadana } from './stack.ts';

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** Feature flags of `cdk.json`, which the CDK's command line would pass, and construct paths in the template. */
function projectContext(): Record<string, unknown> {
  const { context } = cdkJson.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../cdk.json'), 'utf8')),
  );
  return { ...context, 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
}

/** An app with the project's flags, whoever runs it: the same template comes from `cdk`, `npm start` and tests. */
export function newApp(props: AppProps = {}): App {
  return new App({ analyticsReporting: false, ...props, context: { ...projectContext(), ...props.context } });
}

/** Adds the stack of a stage and the rules its template must keep: a broken one fails the synthesis. */
export function addStack(app: App, settings: Settings): AlertaCiudadana {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return new AlertaCiudadana(app, `AlertaCiudadana-${settings.stage}`, settings);
}
