import * as z from 'zod';
import type { Opinion } from '../../shared/second-reader/opinion.ts';
import { type Answer, jsonBody, type Service } from '../front/call.ts';
import { type LanguageState, never } from './language.ts';

const request = z.object({
  messages: z
    .array(z.object({ role: z.literal('user'), content: z.array(z.object({ text: z.string() })) }))
    .min(1),
  system: z.array(z.object({ text: z.string() })).optional(),
  inferenceConfig: z.object({ maxTokens: z.int(), temperature: z.number() }).partial().optional(),
  toolConfig: z.object({
    tools: z.array(
      z.object({ toolSpec: z.object({ name: z.string(), inputSchema: z.object({ json: z.unknown() }) }) }),
    ),
    toolChoice: z.object({ tool: z.object({ name: z.string() }) }).optional(),
  }),
});
const carried = z.object({ message: z.string() });

/**
 * Converse of the Bedrock runtime with a model that calls the tool it is given.
 * Source: Bedrock API reference, Converse, and its errors.
 */
export function bedrockService(state: LanguageState, place: { region: string; accountId: string }): Service {
  return {
    operation: ({ method, url }) =>
      method === 'POST' && url.pathname.endsWith('/converse') ? 'Converse' : '',
    // Through an inference profile both the profile and its model must be allowed.
    needs({ url, headers }) {
      const region = regionOf(headers.authorization) ?? place.region;
      const [, model = modelOf(url)] = /^(?:us|global)\.(.+)$/u.exec(modelOf(url)) ?? [];
      const profile =
        model === modelOf(url)
          ? []
          : [`arn:aws:bedrock:${region}:${place.accountId}:inference-profile/${modelOf(url)}`];
      return [...profile, `arn:aws:bedrock:${region}::foundation-model/${model}`].map((resource) => ({
        action: 'bedrock:InvokeModel',
        resource,
      }));
    },
    async handle(call) {
      if (call.operation !== 'Converse') return error(404, 'UnknownOperationException', 'Not played here');
      const input = request.safeParse(jsonBody(call.body));
      if (!input.success) return error(400, 'ValidationException', 'The request is not valid');
      const text = textOf(input.data.messages[0]?.content[0]?.text ?? '');
      const name = input.data.toolConfig.tools[0]?.toolSpec.name ?? '';
      const mood = state.take({ service: 'bedrock', operation: 'Converse', texts: [text] });
      switch (mood) {
        case 'throttled':
          return error(429, 'ThrottlingException', 'Too many requests, please wait before trying again.');
        case 'down':
          return error(503, 'ServiceUnavailableException', 'The service is not available.');
        case 'refused':
          return error(400, 'ValidationException', 'Input is too long for requested model.');
        case 'slow':
          await never(call.signal);
          return error(408, 'ModelTimeoutException', 'Nobody waits any more');
        case 'garbage':
          return said({ text: 'Claro que sí, con gusto le ayudo.' });
        case 'wrong':
          return said({ toolUse: { toolUseId: 'tooluse_1', name, input: { petitions: ['call_the_army'] } } });
        case null:
          return said({ toolUse: { toolUseId: 'tooluse_1', name, input: labelsOf(state.opinionOf(text)) } });
        default:
          return mood satisfies never;
      }
    },
    error,
  };
}

function labelsOf({ labels, location = {}, pii = [] }: Partial<Opinion>): object {
  const said = labels ?? { petitions: ['conversation'], incident: null, inProgress: false };
  return { ...said, location, names: pii.filter(({ type }) => type === 'NAME').map(({ text }) => text) };
}

function textOf(json: string): string {
  try {
    return carried.parse(JSON.parse(json)).message;
  } catch {
    return json;
  }
}

const modelOf = ({ pathname }: URL): string => decodeURIComponent(pathname.split('/').at(-2) ?? '');

const regionOf = (authorization: string | undefined): string | undefined =>
  /Credential=[^/]+\/\d+\/([^/]+)\//u.exec(authorization ?? '')?.[1];

const said = (block: object): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    output: { message: { role: 'assistant', content: [block] } },
    stopReason: 'toolUse' in block ? 'tool_use' : 'end_turn',
    usage: { inputTokens: 700, outputTokens: 60, totalTokens: 760 },
    metrics: { latencyMs: 350 },
  }),
});

const error: Service['error'] = (status, code, message) => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
  body: JSON.stringify({ message }),
});
