import * as z from 'zod/mini';

/**
 * The environment of each function. Infrastructure fills it with `satisfies Record<keyof TriageEnv, string>`, so a
 * misspelt or missing name does not compile; `readEnv` checks it once, at the cold start.
 */
const url = z.url();
const arn = z.string().check(z.startsWith('arn:'));
const filled = z.string().check(z.minLength(1));
const list = z.pipe(
  z.string(),
  z.transform((text) => text.split(',').filter((part) => part !== '')),
);

const graph = {
  /** Meta's or a solution provider's, without the version: `https://graph.facebook.com`. */
  GRAPH_BASE_URL: url,
  /** `v26.0`; empty where a provider's path has none. */
  GRAPH_VERSION: z.string(),
  /** `Authorization` (then `Bearer <token>`), or a provider's header, which takes the bare token. */
  GRAPH_AUTH_HEADER: filled,
  ACCESS_TOKEN_ARN: arn,
};

const lanes = { OUT_URGENT_QUEUE_URL: url, OUT_ANSWERS_QUEUE_URL: url, OUT_BULK_QUEUE_URL: url };

export const webhookEnv = z.object({
  URGENT_QUEUE_URL: url,
  INBOUND_QUEUE_URL: url,
  STATUSES_QUEUE_URL: url,
  CLAIMS_BUCKET: filled,
  APP_SECRET_ARN: arn,
  VERIFY_TOKEN_ARN: arn,
  HASH_SECRET_ARN: arn,
  /** Lower case: `x-hub-signature-256`, or a provider's. */
  SIGNATURE_HEADER: filled,
});
export type WebhookEnv = z.infer<typeof webhookEnv>;

export const triageEnv = z.object({
  TABLE_NAME: filled,
  CONTACTS_TABLE_NAME: filled,
  CLAIMS_BUCKET: filled,
  OUT_URGENT_QUEUE_URL: url,
  OUT_ANSWERS_QUEUE_URL: url,
  MEDIA_QUEUE_URL: url,
  /** Empty where the stage has no second reader. */
  READINGS_QUEUE_URL: z.union([z.literal(''), url]),
  HASH_SECRET_ARN: arn,
  /** Our business phone number ids; what is sent to another is kept aside. */
  PHONE_NUMBER_IDS: list,
  /** IANA zone in which days are counted. */
  TIME_ZONE: filled,
});
export type TriageEnv = z.infer<typeof triageEnv>;

export const senderEnv = z.object({
  ...graph,
  ...lanes,
  TABLE_NAME: filled,
  CONTACTS_TABLE_NAME: filled,
  TIMERS_QUEUE_URL: url,
  HASH_SECRET_ARN: arn,
  TIME_ZONE: filled,
});
export type SenderEnv = z.infer<typeof senderEnv>;

export const settleEnv = z.object({
  TABLE_NAME: filled,
  CLAIMS_BUCKET: filled,
  TIMERS_QUEUE_URL: url,
  HASH_SECRET_ARN: arn,
});
export type SettleEnv = z.infer<typeof settleEnv>;

export const timerEnv = z.object({ ...lanes, TABLE_NAME: filled, MEDIA_QUEUE_URL: url });
export type TimerEnv = z.infer<typeof timerEnv>;

export const mediaEnv = z.object({
  ...graph,
  TABLE_NAME: filled,
  MEDIA_BUCKET: filled,
  /** Host names or `*.suffix` from which media may be fetched with our token. */
  MEDIA_HOSTS: list,
  TIMERS_QUEUE_URL: url,
});
export type MediaEnv = z.infer<typeof mediaEnv>;

export const secondReaderEnv = z.object({
  TABLE_NAME: filled,
  READINGS_QUEUE_URL: url,
  URGENT_QUEUE_URL: url,
  INBOUND_QUEUE_URL: url,
  /** Region of Comprehend and Bedrock, which need not be the stage's. */
  READER_REGION: filled,
  /** Services to ask: `comprehend`, `bedrock`. */
  READERS: list,
  /** A custom classifier of Comprehend's; empty for none. */
  CLASSIFIER_ENDPOINT_ARN: z.string(),
  /** Model or inference profile of Bedrock; empty for none. */
  BEDROCK_MODEL_ID: z.string(),
});
export type SecondReaderEnv = z.infer<typeof secondReaderEnv>;

export const digestEnv = z.object({
  TABLE_NAME: filled,
  OUT_BULK_QUEUE_URL: url,
  /** The number that speaks to groups without one of their own. */
  PHONE_NUMBER_IDS: list,
  TIME_ZONE: filled,
  HASH_SECRET_ARN: arn,
});
export type DigestEnv = z.infer<typeof digestEnv>;

export const adminEnv = z.object({
  TABLE_NAME: filled,
  CONTACTS_TABLE_NAME: filled,
  INBOUND_QUEUE_URL: url,
  STATUSES_QUEUE_URL: url,
  HASH_SECRET_ARN: arn,
});
export type AdminEnv = z.infer<typeof adminEnv>;

/**
 * Reads the process's environment by a schema.
 * @throws Error naming each variable that is missing or malformed and how (zod's code), never its value.
 */
export function readEnv<Schema extends z.ZodMiniType>(
  schema: Schema,
  from: NodeJS.ProcessEnv = process.env,
): z.infer<Schema> {
  const result = schema.safeParse(from);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`);
  throw new Error(`The function's environment is not as infra/ should have set it: ${faults.join('; ')}`);
}
