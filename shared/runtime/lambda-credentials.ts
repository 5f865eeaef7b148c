/**
 * Stands in for the SDK's chain of credential providers inside the functions' bundles (`infra/service-function.ts`
 * puts it there): in Lambda the credentials are in the environment, and the chain's other links (files, single
 * sign-on, instance metadata) are 120 KB that every cold start would read.
 * Source: AWS Lambda developer guide, "Using Lambda environment variables", reserved variables.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
