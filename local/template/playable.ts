import type { Template } from '../assembly.ts';

/** Types that a part of the embedded cloud plays. */
const played = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SecretsManager::Secret',
]);

/** Types that change nothing in what a run on one machine does: watching, keeping logs, backups, names. */
const withoutEffect = [
  /^AWS::ApiGatewayV2::Stage$/,
  /^AWS::Backup::/,
  /^AWS::Budgets::/,
  /^AWS::CDK::Metadata$/,
  /^AWS::CloudTrail::Trail$/,
  /^AWS::CloudWatch::/,
  /^AWS::KMS::Alias$/,
  /^AWS::Logs::/,
  /^AWS::SNS::Subscription$/,
  /^AWS::Scheduler::ScheduleGroup$/,
];

/** Resources of the template that the run would need and this cloud cannot play, as `logical id (type)`. */
export function unplayable(template: Template): string[] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => !played.has(Type) && !withoutEffect.some((pattern) => pattern.test(Type)))
    .map(([logicalId, { Type }]) => `${logicalId} (${Type})`);
}
