import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { ComprehendClient } from '@aws-sdk/client-comprehend';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type InboundEvent, readingWork } from '../../shared/queues/events.ts';
import { queueText, sendAll, sendWork, sqsClient } from '../../shared/queues/send.ts';
import { inBatches, toDeadLetters } from '../../shared/runtime/batch.ts';
import { readEnv, secondReaderEnv } from '../../shared/runtime/env.ts';
import { gathered } from '../../shared/runtime/gathered.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { bedrockReader } from '../../shared/second-reader/bedrock.ts';
import { comprehendReader } from '../../shared/second-reader/comprehend.ts';
import { guarded } from '../../shared/second-reader/guarded.ts';
import { secondReadings } from '../../shared/store/second-readings.ts';
import { documentClient } from '../../shared/store/table.ts';
import { type Deps, readAgain } from './second-reader.ts';

const env = readEnv(secondReaderEnv);
const sqs = sqsClient();
/** It enriches: it must not hold its queue. Ten messages, in the function's half minute. */
const deadlineMs = 10_000;
/** Comprehend answers in tenths of a second; a language model writes its answer. */
const comprehendPatience = { connectionTimeout: 500, requestTimeout: 1_500, throwOnRequestTimeout: true };
const bedrockPatience = { connectionTimeout: 500, requestTimeout: 6_000, throwOnRequestTimeout: true };
const region = env.READER_REGION;

const readers = [
  ...(env.READERS.includes('comprehend')
    ? [
        comprehendReader(
          new ComprehendClient({ region, maxAttempts: 2, requestHandler: comprehendPatience }),
          env.CLASSIFIER_ENDPOINT_ARN === '' ? null : env.CLASSIFIER_ENDPOINT_ARN,
        ),
      ]
    : []),
  ...(env.READERS.includes('bedrock')
    ? [
        bedrockReader(
          // Its default speaks HTTP/2, for streams that are not used here.
          new BedrockRuntimeClient({
            region,
            maxAttempts: 1,
            requestHandler: new NodeHttpHandler(bedrockPatience),
          }),
          env.BEDROCK_MODEL_ID,
        ),
      ]
    : []),
].map((reader) => guarded(reader, deadlineMs));

const deps: Deps = {
  secondReadings: secondReadings(documentClient(), env.TABLE_NAME),
  readers,
  hand: async (event: InboundEvent, urgent) => {
    const refused = await sendAll(sqs, urgent ? env.URGENT_QUEUE_URL : env.INBOUND_QUEUE_URL, [
      { body: queueText(event), groupId: event.conversation, deduplicationId: event.id },
    ]);
    if (refused.length > 0) throw new Error('The queue did not take a second reading');
  },
  later: (work, delaySeconds) => sendWork(sqs, env.READINGS_QUEUE_URL, [work], { delaySeconds }),
  now: () => new Date(),
};

/** The services take several texts a call, so the records of a batch are read together. */
const process = gathered((batch: Parameters<typeof readAgain>[0]) => readAgain(batch, deps));

export const handler = lambda(inBatches({ schema: readingWork, version: 1, process, park: toDeadLetters }));
