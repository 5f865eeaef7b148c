import { Aws } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IScheduleTarget, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

type Options = {
  input: Record<string, unknown>;
  /** Seconds after which the call makes no sense any more, and how often it is tried until then. */
  maximumEventAgeInSeconds: number;
  maximumRetryAttempts: number;
  deadLetters?: Queue;
};

/**
 * A schedule's target that may call one function and nothing else: CDK's own would permit all its versions too.
 * Source: EventBridge Scheduler user guide, "Confused deputy prevention" (the account's condition).
 */
export function scheduledCall(
  scope: Construct,
  id: string,
  fn: ServiceFunction,
  options: Options,
): IScheduleTarget {
  const statements = [
    new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] }),
  ];
  if (options.deadLetters)
    statements.push(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [options.deadLetters.queueArn] }),
    );
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
    inlinePolicies: { call: new PolicyDocument({ statements }) },
  });
  return {
    bind: () => ({
      arn: fn.functionArn,
      role,
      input: ScheduleTargetInput.fromObject(options.input),
      retryPolicy: {
        maximumEventAgeInSeconds: options.maximumEventAgeInSeconds,
        maximumRetryAttempts: options.maximumRetryAttempts,
      },
      ...(options.deadLetters && { deadLetterConfig: { arn: options.deadLetters.queueArn } }),
    }),
  };
}
