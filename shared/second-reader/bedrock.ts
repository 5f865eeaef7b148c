import {
  type BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandOutput,
} from '@aws-sdk/client-bedrock-runtime';
import * as z from 'zod/mini';
import { incidents, type Location, petitions } from '../domain/taxonomy.ts';
import { guide } from './guide.ts';
import type { Opinion, SecondReader } from './opinion.ts';

const toolName = 'label_message';
/** Calls at once: a fresh account's quota is some tens a minute. */
const atOnce = 4;

const span = z.string().check(z.minLength(1));

/** The only thing that comes back from a model: labels of the taxonomy, and pieces of the text. */
const answer = z.object({
  petitions: z.array(z.enum(petitions)).check(z.minLength(1), z.maxLength(3)),
  incident: z.nullable(z.enum(incidents)),
  inProgress: z.boolean(),
  location: z.optional(
    z.object({
      municipality: z.nullish(span),
      colonia: z.nullish(span),
      street: z.nullish(z.array(span)),
      landmark: z.nullish(span),
    }),
  ),
  names: z.optional(z.array(span)),
});
type Answer = z.infer<typeof answer>;

/** As the model sees it (JSON Schema, as Converse takes it). */
const inputSchema = {
  type: 'object',
  properties: {
    petitions: { type: 'array', items: { enum: petitions }, minItems: 1, maxItems: 3 },
    incident: { enum: [...incidents, null] },
    inProgress: { type: 'boolean' },
    location: {
      type: 'object',
      properties: {
        municipality: { type: 'string' },
        colonia: { type: 'string' },
        street: { type: 'array', items: { type: 'string' } },
        landmark: { type: 'string' },
      },
    },
    names: { type: 'array', items: { type: 'string' } },
  },
  required: ['petitions', 'incident', 'inProgress'],
};

/** The model answered with something else than the labels that it was asked for. */
class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer';
}

/**
 * A language model on Amazon Bedrock as second reader, through the Converse API with one tool that it must call. A text
 * is data: it travels as a JSON string of its own message, one a call, so that no text can speak for another; whatever it
 * talks the model into, only labels come back, and pieces that stand in the text.
 * Source: Bedrock API reference, Converse; Bedrock user guide, "Use a tool to complete an Amazon Bedrock model response".
 */
export function bedrockReader(client: BedrockRuntimeClient, modelId: string): SecondReader {
  const readOne = async (text: string, abortSignal: AbortSignal): Promise<Opinion> => {
    const output = await client.send(
      new ConverseCommand({
        modelId,
        system: [{ text: guide }],
        messages: [{ role: 'user', content: [{ text: JSON.stringify({ message: text }) }] }],
        inferenceConfig: { maxTokens: 400, temperature: 0 },
        toolConfig: {
          tools: [
            {
              toolSpec: {
                name: toolName,
                description: 'Guarda las etiquetas del mensaje',
                inputSchema: { json: inputSchema },
              },
            },
          ],
          toolChoice: { tool: { name: toolName } },
        },
      }),
      { abortSignal },
    );
    return opinionOf(answerIn(output), text);
  };
  return {
    name: 'bedrock',
    async read(texts, signal) {
      const opinions: Opinion[] = [];
      for (let start = 0; start < texts.length; start += atOnce)
        opinions.push(
          ...(await Promise.all(texts.slice(start, start + atOnce).map((text) => readOne(text, signal)))),
        );
      return opinions;
    },
  };
}

function answerIn({ output }: ConverseCommandOutput): Answer {
  const called = output?.message?.content?.find(({ toolUse }) => toolUse?.name === toolName);
  const result = answer.safeParse(called?.toolUse?.input);
  if (!result.success) throw new UnusableAnswer('The model did not answer with labels of the taxonomy');
  return result.data;
}

function opinionOf(
  { petitions: set, incident, inProgress, location = {}, names = [] }: Answer,
  text: string,
): Opinion {
  const stands = (words: string | null | undefined): words is string =>
    typeof words === 'string' && text.includes(words);
  const street = (location.street ?? []).filter(stands);
  const place: Location = {
    ...(stands(location.municipality) && { municipality: location.municipality }),
    ...(stands(location.colonia) && { colonia: location.colonia }),
    ...(street.length > 0 && { street }),
    ...(stands(location.landmark) && { landmark: location.landmark }),
  };
  const isChatter = set.includes('conversation');
  return {
    labels: isChatter
      ? { petitions: ['conversation'], incident: null, inProgress: false }
      : {
          petitions: petitions.filter((petition) => set.includes(petition)),
          incident,
          inProgress: inProgress || set.includes('emergency'),
        },
    location: isChatter ? {} : place,
    pii: names.filter(stands).map((words) => ({ type: 'NAME' as const, text: words })),
  };
}
