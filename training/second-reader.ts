import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { ComprehendClient } from '@aws-sdk/client-comprehend';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { bedrockReader } from '../shared/second-reader/bedrock.ts';
import { comprehendReader } from '../shared/second-reader/comprehend.ts';
import { masked } from '../shared/second-reader/masked.ts';
import { reconsidered, type SecondReader } from '../shared/second-reader/opinion.ts';
import type { Answered } from './metrics.ts';

type Options = { reader?: string; region?: string; model?: string; endpoint?: string };

/**
 * The second reader that a command line names, with the credentials of the environment.
 * @throws Error in Spanish when something is missing.
 */
export function secondReader({ reader, region, model, endpoint }: Options): SecondReader {
  if (region === undefined) throw new Error('Falta la región: --region us-west-2');
  if (reader === 'comprehend') return comprehendReader(new ComprehendClient({ region }), endpoint ?? null);
  if (reader !== 'bedrock') throw new Error('El segundo lector es «comprehend» o «bedrock»');
  if (model === undefined) throw new Error('Falta el modelo: --model us.amazon.nova-lite-v1:0');
  return bedrockReader(new BedrockRuntimeClient({ region, requestHandler: new NodeHttpHandler() }), model);
}

const batchSize = 25;
const batchMs = 120_000;

/** The same answers after a second reading, as the pipeline would weigh it. */
export async function readTwice(first: readonly Answered[], reader: SecondReader): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (let start = 0; start < first.length; start += batchSize) {
    const batch = first.slice(start, start + batchSize);
    const opinions = await reader.read(
      batch.map(({ message }) => masked(message.text)),
      AbortSignal.timeout(batchMs),
    );
    for (const [index, answer] of batch.entries()) {
      const opinion = opinions[index];
      const known = new Set(answer.personal.map(({ text }) => text));
      answers.push(
        opinion === undefined
          ? answer
          : {
              ...answer,
              said: reconsidered(answer.said, opinion),
              personal: [...answer.personal, ...opinion.pii.filter(({ text }) => !known.has(text))],
            },
      );
    }
  }
  return answers;
}
