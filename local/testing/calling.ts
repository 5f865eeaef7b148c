import * as z from 'zod';
import type { Cloud } from '../cloud.ts';
import { importing } from './tiny-cloud.ts';

/**
 * A function that makes whatever SDK call its event names, and answers with what came of it: the output, or the error's
 * name and message. Bytes come back as text.
 */
export const callingFunction = `${importing(
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-lambda',
  '@aws-sdk/client-s3',
  '@aws-sdk/client-secrets-manager',
  '@aws-sdk/client-sqs',
)}
const sdk = { dynamodb: _aws_sdk_client_dynamodb, lambda: _aws_sdk_client_lambda, s3: _aws_sdk_client_s3,
  secretsmanager: _aws_sdk_client_secrets_manager, sqs: _aws_sdk_client_sqs };
const client = { dynamodb: 'DynamoDBClient', lambda: 'LambdaClient', s3: 'S3Client',
  secretsmanager: 'SecretsManagerClient', sqs: 'SQSClient' };
export const handler = async ({ service, command, input }) => {
  try {
    const calling = new sdk[service][client[service]]({ maxAttempts: 1 });
    const { $metadata, ...output } = await calling.send(new sdk[service][command + 'Command'](input));
    if (output.Body) output.Body = await output.Body.transformToString();
    if (output.Payload) output.Payload = Buffer.from(output.Payload).toString();
    return { output };
  } catch (error) {
    return { error: error.name, message: error.message, reasons: error.CancellationReasons?.map(({ Code }) => Code) };
  }
};`;

const outcome = z.object({
  output: z.record(z.string(), z.unknown()).optional(),
  error: z.string().optional(),
  message: z.string().optional(),
  reasons: z.array(z.string()).optional(),
});

/** Has the function make a call. */
export async function calling(
  cloud: Cloud,
  functionId: string,
  call: { service: string; command: string; input: object },
): Promise<z.infer<typeof outcome>> {
  return outcome.parse(await cloud.invoke(functionId, call));
}
