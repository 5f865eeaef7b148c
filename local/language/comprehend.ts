import * as z from 'zod';
import type { Location } from '../../shared/domain/taxonomy.ts';
import type { Opinion } from '../../shared/second-reader/opinion.ts';
import { type Answer, jsonBody, jsonError, type Service, targetOperation } from '../front/call.ts';
import { type LanguageState, never } from './language.ts';

/** https://docs.aws.amazon.com/comprehend/latest/dg/guidelines-and-limits.html, in UTF-8 bytes. */
const limits = { batchTexts: 25, batchText: 5_000, text: 100_000, document: 10_000 };

const language = z.object({ LanguageCode: z.string() });
const batch = language.extend({ TextList: z.array(z.string()).min(1) });
const single = language.extend({ Text: z.string().min(1) });
const document = z.object({ Text: z.string().min(1), EndpointArn: z.string() });

/**
 * The four calls of Amazon Comprehend that are made, with the errors that its API reference documents:
 * BatchDetectEntities, DetectPiiEntities, ClassifyDocument. Offsets count code points, as its guide's "characters".
 */
export function comprehendService(state: LanguageState): Service {
  const error = jsonError('', 'application/x-amz-json-1.1');
  const invalid = (message: string): Answer => error(400, 'InvalidRequestException', message);
  const tooLong = (): Answer =>
    error(400, 'TextSizeLimitExceededException', 'Input text size exceeds limit.');

  const batchEntities = (body: Record<string, unknown>): Answer => {
    const input = batch.safeParse(body);
    if (!input.success) return invalid('Value at TextList failed to satisfy constraint');
    const { TextList, LanguageCode } = input.data;
    if (TextList.length > limits.batchTexts)
      return error(400, 'BatchSizeLimitExceededException', 'Number of documents exceeds limit.');
    if (LanguageCode !== 'es') return error(400, 'UnsupportedLanguageException', 'Language not supported.');
    const tooLarge = (text: string): boolean => text === '' || Buffer.byteLength(text) > limits.batchText;
    return ok({
      ResultList: TextList.flatMap((text, Index) =>
        tooLarge(text) ? [] : [{ Index, Entities: entitiesOf(text, state.opinionOf(text)) }],
      ),
      ErrorList: TextList.flatMap((text, Index) =>
        tooLarge(text)
          ? [{ Index, ErrorCode: 'TEXT_SIZE_LIMIT_EXCEEDED', ErrorMessage: 'Input text size exceeds limit.' }]
          : [],
      ),
    });
  };
  const personal = (body: Record<string, unknown>): Answer => {
    const input = single.safeParse(body);
    if (!input.success) return invalid('Value at Text failed to satisfy constraint');
    const { Text, LanguageCode } = input.data;
    if (!['en', 'es'].includes(LanguageCode))
      return error(400, 'UnsupportedLanguageException', 'Language not supported.');
    if (Buffer.byteLength(Text) > limits.text) return tooLong();
    return ok({ Entities: personalIn(Text, state.opinionOf(Text)) });
  };
  const classify = (body: Record<string, unknown>): Answer => {
    const input = document.safeParse(body);
    if (!input.success) return invalid('Value at Text failed to satisfy constraint');
    if (Buffer.byteLength(input.data.Text) > limits.document) return tooLong();
    const { emergencyScore = 0.01 } = state.opinionOf(input.data.Text);
    return ok({
      Classes: [
        { Name: 'emergency', Score: emergencyScore },
        { Name: 'conversation', Score: 1 - emergencyScore },
      ],
    });
  };
  const played: Record<string, (body: Record<string, unknown>) => Answer> = {
    BatchDetectEntities: batchEntities,
    DetectPiiEntities: personal,
    ClassifyDocument: classify,
  };

  return {
    operation: targetOperation,
    needs(call) {
      const endpoint = jsonBody(call.body)['EndpointArn'];
      return [
        {
          action: `comprehend:${call.operation}`,
          resource: call.operation === 'ClassifyDocument' ? String(endpoint) : '*',
        },
      ];
    },
    async handle(call) {
      const body = jsonBody(call.body);
      const answer = played[call.operation];
      if (!answer) return error(400, 'UnknownOperationException', `${call.operation} is not played here`);
      const texts = z
        .array(z.string())
        .catch([])
        .parse(body['TextList'] ?? [body['Text']]);
      const mood = state.take({ service: 'comprehend', operation: call.operation, texts });
      switch (mood) {
        case 'throttled':
          return error(400, 'TooManyRequestsException', 'Rate exceeded');
        case 'down':
          return error(
            500,
            'InternalServerException',
            'An internal server error occurred. Retry your request.',
          );
        case 'refused':
          return invalid('Input is not valid UTF-8.');
        case 'slow':
          await never(call.signal);
          return error(500, 'InternalServerException', 'Nobody waits any more');
        case 'garbage':
          return ok({ ResultList: 'none', Entities: { what: 'ever' } });
        case 'wrong':
          return ok({
            ResultList: texts.map((_, Index) => ({ Index, Entities: [nowhere] })),
            ErrorList: [],
            Entities: [nowhere],
            Classes: [],
          });
        case null:
          return answer(body);
        default:
          return mood satisfies never;
      }
    },
    error,
  };
}

/** A span that is not where it says. */
const nowhere = { Type: 'LOCATION', Text: 'Atlantis', BeginOffset: 900, EndOffset: 908, Score: 0.99 };

const ok = (body: object): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});

const offsets = (text: string, words: string): { BeginOffset: number; EndOffset: number } => {
  const before = text.slice(0, text.indexOf(words));
  const begin = Array.from(before).length;
  return { BeginOffset: begin, EndOffset: begin + Array.from(words).length };
};

const placesOf = ({ municipality, colonia, street = [], landmark }: Location): string[] =>
  [municipality, colonia, ...street, landmark].filter((place) => place !== undefined);

function entitiesOf(text: string, { location = {} }: Partial<Opinion>): object[] {
  return placesOf(location)
    .filter((words) => text.includes(words))
    .map((words) => ({ Type: 'LOCATION', Text: words, Score: 0.97, ...offsets(text, words) }));
}

function personalIn(text: string, { pii = [] }: Partial<Opinion>): object[] {
  return pii
    .filter(({ text: words }) => text.includes(words))
    .map(({ type, text: words }) => ({
      Type: type === 'PLATE' ? 'LICENSE_PLATE' : type,
      Score: 0.99,
      ...offsets(text, words),
    }));
}
