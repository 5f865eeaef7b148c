/**
 * Stands in the bundles for the SDK's chain of credential providers (single sign-on, instance metadata, profiles, and
 * clients for each), some 110 KB of which a Lambda function uses one: the role's credentials in its environment.
 * Source: Lambda developer guide, "Defined runtime environment variables"; `docs/decisions/0004-credentials-in-bundles.md`.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
