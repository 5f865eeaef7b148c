import type { Place } from '../template/resolve.ts';
import type { FunctionResource } from '../template/stack.ts';

/**
 * The whole environment of a function process: the template's variables and those that the Lambda runtime reserves,
 * plus where the AWS SDK finds the services. Nothing of the machine's own environment.
 * Source: AWS Lambda developer guide, "Defined runtime environment variables".
 * @param accessKeyId tells the front which environment calls
 */
export function functionVariables(
  resource: FunctionResource,
  options: { place: Place; frontUrl: string; accessKeyId: string },
): Record<string, string> {
  const { properties, ref: name } = resource;
  return {
    ...properties.Environment.Variables,
    _HANDLER: properties.Handler,
    AWS_ACCESS_KEY_ID: options.accessKeyId,
    AWS_DEFAULT_REGION: options.place.region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `[$LATEST]${options.accessKeyId.toLowerCase()}`,
    AWS_REGION: options.place.region,
    AWS_SECRET_ACCESS_KEY: 'not-a-secret-the-front-reads-only-the-key-id',
    AWS_SESSION_TOKEN: 'not-a-secret-either',
    LAMBDA_TASK_ROOT: resource.assetFolder,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin/:/bin',
    TZ: 'UTC',
    AWS_ENDPOINT_URL: options.frontUrl,
  };
}
