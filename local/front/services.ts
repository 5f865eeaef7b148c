import type { Clock } from '../clock.ts';
import type { Functions } from '../lambda/functions.ts';
import { bedrockService } from '../language/bedrock.ts';
import { comprehendService } from '../language/comprehend.ts';
import type { LanguageState } from '../language/language.ts';
import type { Sqs } from '../sqs/engine.ts';
import { sqsRequest } from '../sqs/http.ts';
import type { Stack } from '../template/stack.ts';
import type { Authorise } from './authorise.ts';
import type { Call, Service } from './call.ts';
import { dynamodbService } from './dynamodb.ts';
import { passedOn } from './forward.ts';
import type { KeyNeeds } from './keys.ts';
import { lambdaService } from './lambda-api.ts';
import { folderObjects, memoryObjects } from './objects.ts';
import { s3Service } from './s3.ts';
import type { Secrets } from './secrets.ts';
import { snsService } from './sns.ts';
import { sqsService } from './sqs.ts';

/** Every service that functions reach, by its name in the credential scope of a signature. */
export function awsServices(parts: {
  stack: Stack;
  clock: Clock;
  keys: KeyNeeds;
  authorise: Authorise;
  dynamodbUrl: string;
  sqs: Sqs;
  secrets: Secrets;
  functions: Functions;
  language: LanguageState;
  /** Where objects survive a restart. */
  objectsFolder: string | undefined;
  published: (topicArn: string, message: string) => void;
}): Map<string, Service> {
  const { stack, keys, authorise, sqs } = parts;
  const mayList = async ({ principal }: Call, resource: string): Promise<boolean> =>
    principal.kind !== 'function' ||
    (await authorise(principal.roleArn, { action: 's3:ListBucket', resource })) === null;
  const objects = parts.objectsFolder ? folderObjects(parts.objectsFolder) : memoryObjects();
  const services = new Map<string, Service>([
    ['dynamodb', dynamodbService(stack, keys, parts.dynamodbUrl)],
    ['sqs', sqsService(stack, keys, (target, body, signal) => sqsRequest(sqs, target, body, signal))],
    ['secretsmanager', parts.secrets.service],
    ['lambda', lambdaService(parts.functions)],
    ['sns', snsService(stack, keys, parts.published)],
    ['comprehend', comprehendService(parts.language)],
    // Bedrock's runtime signs as the service it belongs to.
    ['bedrock', bedrockService(parts.language, stack.place)],
    ['s3', s3Service({ stack, keys, objects, now: parts.clock.now, mayList })],
  ]);
  return passedOn(services, process.env);
}
