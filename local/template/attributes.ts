import { createHash } from 'node:crypto';
import type { TemplateResource } from '../assembly.ts';
import type { Place } from './resolve.ts';

/** What `Ref` and `Fn::GetAtt` of a resource give. */
export type Attributes = { ref: string; attributes: Record<string, string> };

type Maker = (names: Names) => Attributes;

type Names = {
  /** Logical id, which is also the physical name of what the template does not name. */
  id: string;
  properties: Record<string, unknown>;
  place: Place;
  /** ARN of a service's resource in the played account and region. */
  arn: (service: string, resource: string) => string;
  /** Hexadecimal digits that stay the same for one resource. */
  digits: (length: number) => string;
};

/** By resource type: which value `Ref` gives and which attributes exist, as in the CloudFormation reference of each type. */
const makers: Record<string, Maker> = {
  'AWS::SQS::Queue': ({ id, properties, place, arn }) => {
    const name = properties['FifoQueue'] === true ? `${id}.fifo` : id;
    const url = `${place.queueUrlBase}/${place.accountId}/${name}`;
    return { ref: url, attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: url } };
  },
  'AWS::DynamoDB::GlobalTable': ({ id, arn }) => tableOf(id, arn),
  'AWS::DynamoDB::Table': ({ id, arn }) => tableOf(id, arn),
  'AWS::Lambda::Function': ({ id, properties, arn }) => {
    const name = own(properties['FunctionName']) ?? id;
    return named(name, arn('lambda', `function:${name}`));
  },
  'AWS::Lambda::EventSourceMapping': ({ id, arn, digits }) => {
    const uuid = uuidOf(digits(32));
    return {
      ref: uuid,
      attributes: { Id: uuid, EventSourceMappingArn: arn('lambda', `event-source-mapping:${id}`) },
    };
  },
  'AWS::IAM::Role': ({ id, place, digits }) => ({
    ref: id,
    attributes: {
      Arn: `arn:aws:iam::${place.accountId}:role/${id}`,
      RoleId: `AROA${digits(16).toUpperCase()}`,
    },
  }),
  'AWS::IAM::ManagedPolicy': ({ id, place }) => {
    const arn = `arn:aws:iam::${place.accountId}:policy/${id}`;
    return { ref: arn, attributes: { PolicyArn: arn } };
  },
  'AWS::SecretsManager::Secret': ({ id, properties, arn, digits }) => {
    const secret = arn('secretsmanager', `secret:${own(properties['Name']) ?? id}-${digits(6)}`);
    return { ref: secret, attributes: { Id: secret } };
  },
  'AWS::S3::Bucket': ({ id, place }) => {
    const name = `${id.toLowerCase().slice(0, 50)}-${place.accountId}`;
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${place.region}.amazonaws.com`,
      },
    };
  },
  'AWS::KMS::Key': ({ arn, digits }) => {
    const keyId = uuidOf(digits(32));
    return { ref: keyId, attributes: { Arn: arn('kms', `key/${keyId}`), KeyId: keyId } };
  },
  'AWS::SNS::Topic': ({ id, arn }) => {
    const topic = arn('sns', id);
    return { ref: topic, attributes: { TopicArn: topic, TopicName: id } };
  },
  'AWS::Scheduler::Schedule': ({ id, arn }) => named(id, arn('scheduler', `schedule/default/${id}`)),
  'AWS::Scheduler::ScheduleGroup': ({ id, arn }) => named(id, arn('scheduler', `schedule-group/${id}`)),
  'AWS::Logs::LogGroup': ({ id, arn }) => named(`/aws/${id}`, arn('logs', `log-group:/aws/${id}:*`)),
  'AWS::CloudWatch::Alarm': ({ id, arn }) => named(id, arn('cloudwatch', `alarm:${id}`)),
  'AWS::ApiGatewayV2::Api': ({ digits, place }) => {
    const api = digits(10);
    const host = `https://${api}.execute-api.${place.region}.amazonaws.com`;
    return { ref: api, attributes: { ApiId: api, ApiEndpoint: host } };
  },
  'AWS::ApiGatewayV2::Stage': ({ properties, id }) => {
    return named(own(properties['StageName']) ?? id, id);
  },
};

/** Names and ARNs of one resource. Types that nothing can look inside of get their logical id and no attribute. */
export function attributesOf(logicalId: string, resource: TemplateResource, place: Place): Attributes {
  const hash = createHash('sha256').update(`${place.stackName}/${logicalId}`).digest('hex');
  const names: Names = {
    id: logicalId,
    properties: resource.Properties ?? {},
    place,
    arn: (service, name) => `arn:aws:${service}:${place.region}:${place.accountId}:${name}`,
    digits: (length) => hash.slice(0, length),
  };
  return makers[resource.Type]?.(names) ?? { ref: logicalId, attributes: {} };
}

/** A name that the template itself gives. */
function own(name: unknown): string | undefined {
  return typeof name === 'string' ? name : undefined;
}

function named(ref: string, arn: string): Attributes {
  return { ref, attributes: { Arn: arn } };
}

function tableOf(id: string, arn: Names['arn']): Attributes {
  const table = arn('dynamodb', `table/${id}`);
  return { ref: id, attributes: { Arn: table, TableId: id, StreamArn: `${table}/stream/0` } };
}

function uuidOf(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
