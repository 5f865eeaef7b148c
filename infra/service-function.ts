import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { type ICommandHooks, LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type LogGroupProps, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Settings } from './settings.ts';
import type { WorkQueue } from './work-queue.ts';

type Props = {
  settings: Settings;
  /** Folder of `functions/` with its `handler.ts`. */
  folder: string;
  timeout: Duration;
  memorySize: number;
  environment: Record<string, string>;
  /** Only for what somebody types by name. */
  functionName?: string;
  /**
   * True for a function on a ring of queues (retry, timer, lane): Lambda stops a message that has gone round about 16
   * times, and ours end by their own count of attempts and `notAfter`.
   */
  onRing?: boolean;
  /** Where an event goes that was handed over asynchronously and failed. */
  deadLetters?: Queue;
  /** A file that is put beside the bundle. */
  fileBeside?: string;
};

const root = join(import.meta.dirname, '..');
const credentials = fileURLToPath(import.meta.resolve('./lambda-credentials.ts'));

/** What every function of the pipeline has in common. */
export class ServiceFunction extends NodejsFunction {
  readonly ownRole: Role;

  constructor(scope: Construct, id: string, props: Props) {
    const { settings } = props;
    // Beside the function and not under it: nothing can be put under what is not made yet.
    const logGroup = new LogGroup(scope, `${id}Log`, kept(settings));
    const role = roleThatLogs(scope, `${id}Role`, logGroup);
    super(scope, id, {
      entry: join(root, 'functions', props.folder, 'handler.ts'),
      runtime: Runtime.NODEJS_24_X,
      architecture: settings.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      memorySize: props.memorySize,
      timeout: props.timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      recursiveLoop: props.onRing ? RecursiveLoop.ALLOW : RecursiveLoop.TERMINATE,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...props.environment },
      depsLockFilePath: join(root, 'package-lock.json'),
      projectRoot: root,
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        mainFields: ['module', 'main'],
        minify: true,
        sourceMap: true,
        sourcesContent: false,
        logLevel: LogLevel.WARNING,
        // The SDK that was tested is the one that is shipped: Lambda's own changes without notice.
        externalModules: [],
        esbuildArgs: { '--alias:@aws-sdk/credential-provider-node': credentials },
        ...(props.fileBeside && { commandHooks: copying(props.fileBeside) }),
      },
      ...(props.functionName && { functionName: props.functionName }),
      ...(props.deadLetters && { deadLetterQueue: props.deadLetters }),
    });
    this.ownRole = role;
    acknowledge(
      this,
      'Serverless-LambdaTracing',
      'The keyed hash of an event, in logs and queues, follows a message; X-Ray would need a permission on every resource',
    );
  }

  /** Permits calls, spelt out, on resources, spelt out. */
  allow(resources: string | string[], ...actions: string[]): this {
    this.addToRolePolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions, resources: [resources].flat() }),
    );
    return this;
  }

  /** Feeds the function from a queue, with partial batch answers; the queue's visibility must fit the timeout. */
  consume(queue: WorkQueue, options: { batchSize: number; maxConcurrency: number }): this {
    this.addEventSource(new SqsEventSource(queue, { ...options, reportBatchItemFailures: true }));
    acknowledge(
      this,
      ['Serverless-LambdaEventSourceMappingDestination', 'Serverless-LambdaDLQ'],
      'What fails five times goes to the dead letters of its queue; a mapping of SQS takes no destination of its own',
    );
    return this;
  }
}

/** Puts a file beside the bundle, on any system that Node runs on. */
function copying(file: string): ICommandHooks {
  return {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (_, outputFolder) => [
      `node -e "require('node:fs').copyFileSync(process.argv[1], process.argv[2])" "${file}" "${join(outputFolder, basename(file))}"`,
    ],
  };
}

/** A role of its own that may write its own log: the managed policy would let it write any. */
function roleThatLogs(scope: Construct, id: string, logGroup: LogGroup): Role {
  return new Role(scope, id, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      log: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            resources: [logGroup.logGroupArn],
          }),
        ],
      }),
    },
  });
}

const isRetention = (days: number): days is RetentionDays => days in RetentionDays;

/** How long a log is kept. */
export function kept(settings: Settings): LogGroupProps {
  const days = settings.logRetentionDays;
  if (!isRetention(days)) throw new RangeError(`CloudWatch keeps no log for ${days} days`);
  return { retention: days, removalPolicy: removalPolicy(settings) };
}

/** What outlives the stack, by the stage's setting. */
export function removalPolicy(settings: Settings): RemovalPolicy {
  return settings.removal === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
