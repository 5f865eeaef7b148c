import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** How long a value is used before it is asked for again: a rotation is seen within it. */
const maxAgeMs = 5 * 60_000;
/** A forger who makes signatures fail must not make us ask more often than this. */
const minAgeMs = 10_000;
/** How long after a rotation the former value is still good: Meta's switch and ours are never the same instant. */
const rotationMs = 24 * 3_600_000;

/** A client whose time-outs fit a function that must answer within a second. */
export function secretsClient(): SecretsManagerClient {
  return new SecretsManagerClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 500, requestTimeout: 2000, throwOnRequestTimeout: true },
  });
}

export type Secrets = {
  /** Current value of the secret. */
  read(arn: string): Promise<string>;
  /** Current value, then the former one while a rotation is younger than 24 hours. */
  readRotating(arn: string): Promise<string[]>;
  /** Asks again at the next read, unless the value was read in the last ten seconds. */
  expire(arn: string): void;
};

/**
 * Reads secrets through a cache that lives as long as the environment.
 * @throws what Secrets Manager throws, when a value is not in the cache.
 */
export function cachedSecrets(client: SecretsManagerClient, now: () => number = Date.now): Secrets {
  const cache = new Map<string, { at: number; values: Promise<string[]> }>();

  const cached = (key: string, load: () => Promise<string[]>): Promise<string[]> => {
    const known = cache.get(key);
    if (known && now() - known.at < maxAgeMs) return known.values;
    const values = load();
    cache.set(key, { at: now(), values });
    // A failed read must not be remembered.
    values.catch(() => cache.delete(key));
    return values;
  };

  const version = async (
    arn: string,
    stage: string,
  ): Promise<{ value: string; changedAt: number } | null> => {
    try {
      const answer = await client.send(new GetSecretValueCommand({ SecretId: arn, VersionStage: stage }));
      if (answer.SecretString === undefined) throw new Error('The secret holds no text');
      return { value: answer.SecretString, changedAt: answer.CreatedDate?.getTime() ?? 0 };
    } catch (error) {
      if (stage === 'AWSPREVIOUS' && error instanceof ResourceNotFoundException) return null;
      throw error;
    }
  };

  const current = async (arn: string): Promise<string[]> => [(await version(arn, 'AWSCURRENT'))?.value ?? ''];

  const rotating = async (arn: string): Promise<string[]> => {
    const [present, former] = await Promise.all([version(arn, 'AWSCURRENT'), version(arn, 'AWSPREVIOUS')]);
    if (!present) return [];
    return former && now() - present.changedAt < rotationMs ? [present.value, former.value] : [present.value];
  };

  return {
    async read(arn) {
      const [value] = await cached(arn, () => current(arn));
      if (!value) throw new Error('The secret is empty: put it with `npm run alerta -- secretos`');
      return value;
    },
    readRotating: (arn) => cached(`${arn}#rotating`, () => rotating(arn)),
    expire(arn) {
      for (const key of [arn, `${arn}#rotating`]) {
        const known = cache.get(key);
        if (known && now() - known.at >= minAgeMs) cache.delete(key);
      }
    },
  };
}
