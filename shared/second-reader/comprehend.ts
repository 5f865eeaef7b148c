import {
  BatchDetectEntitiesCommand,
  ClassifyDocumentCommand,
  type ClassifyDocumentCommandOutput,
  type ComprehendClient,
  DetectPiiEntitiesCommand,
  type Entity,
  type PiiEntity,
} from '@aws-sdk/client-comprehend';
import { type Location, petitions } from '../domain/taxonomy.ts';
import type { PersonalKind } from '../language/personal-data.ts';
import type { PersonalDatum } from '../language/redact.ts';
import type { Opinion, SecondReader } from './opinion.ts';

/** Texts of one BatchDetectEntities. https://docs.aws.amazon.com/comprehend/latest/dg/guidelines-and-limits.html */
const mostTexts = 25;
/** UTF-8 bytes of one text in a batch; a custom classifier takes 10 KB. Same page. */
const mostBytes = 5_000;
/** Calls of one text at once, well below the 20 a second that an account begins with. */
const atOnce = 5;
/** Below it a span is a guess. */
const sure = 0.8;

/** Comprehend's types of personal data that are ours; it knows none of CURP, RFC, INE and CLABE, which we find by rule. */
const personalKinds: Readonly<Record<string, PersonalKind>> = {
  NAME: 'NAME',
  ADDRESS: 'ADDRESS',
  PHONE: 'PHONE',
  EMAIL: 'EMAIL',
  LICENSE_PLATE: 'PLATE',
  CREDIT_DEBIT_NUMBER: 'CARD',
  BANK_ACCOUNT_NUMBER: 'BANK',
};

/**
 * Amazon Comprehend as second reader: entities as places, personal data, and, where the stage has an endpoint of its
 * own, a classifier trained with our petitions as classes. Source: Comprehend API reference, BatchDetectEntities,
 * DetectPiiEntities, ClassifyDocument.
 */
export function comprehendReader(
  client: ComprehendClient,
  classifierEndpointArn: string | null,
): SecondReader {
  const entitiesOf = async (texts: string[], abortSignal: AbortSignal): Promise<Entity[][]> => {
    const { ResultList = [] } = await client.send(
      new BatchDetectEntitiesCommand({ TextList: texts, LanguageCode: 'es' }),
      { abortSignal },
    );
    // A text that the batch could not read has an entry in ErrorList instead: it has no entities.
    const byIndex = new Map(ResultList.map(({ Index, Entities }) => [Index, Entities]));
    return texts.map((_, index) => byIndex.get(index) ?? []);
  };
  const personalIn = async (text: string, abortSignal: AbortSignal): Promise<PiiEntity[]> => {
    const { Entities } = await client.send(new DetectPiiEntitiesCommand({ Text: text, LanguageCode: 'es' }), {
      abortSignal,
    });
    return Entities ?? [];
  };
  const emergencyIn = async (text: string, abortSignal: AbortSignal): Promise<number | undefined> => {
    if (classifierEndpointArn === null) return undefined;
    return scoreOf(
      await client.send(new ClassifyDocumentCommand({ Text: text, EndpointArn: classifierEndpointArn }), {
        abortSignal,
      }),
    );
  };
  return {
    name: 'comprehend',
    async read(texts, signal) {
      const cut = texts.map(withinBytes);
      const batches = Array.from({ length: Math.ceil(cut.length / mostTexts) }, (_, index) =>
        cut.slice(index * mostTexts, (index + 1) * mostTexts),
      );
      const entities = (await Promise.all(batches.map((batch) => entitiesOf(batch, signal)))).flat();
      const opinions: Opinion[] = [];
      for (let start = 0; start < cut.length; start += atOnce)
        opinions.push(
          ...(await Promise.all(
            cut.slice(start, start + atOnce).map(async (text, index): Promise<Opinion> => {
              const [personal, emergencyScore] = await Promise.all([
                personalIn(text, signal),
                emergencyIn(text, signal),
              ]);
              return {
                ...(emergencyScore !== undefined && { emergencyScore }),
                location: locationOf(text, entities[start + index] ?? []),
                pii: personalData(text, personal),
              };
            }),
          )),
        );
      return opinions;
    },
  };
}

/** Its first bytes, at the end of a character. */
function withinBytes(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= mostBytes) return text;
  let end = mostBytes;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}

const isSure = ({ Score = 0 }: { Score?: number | undefined }): boolean => Score >= sure;

function scoreOf({ Classes, Labels }: ClassifyDocumentCommandOutput): number | undefined {
  const [emergency] = petitions;
  return (Classes ?? Labels ?? []).find(({ Name }) => Name === emergency)?.Score;
}

/** Comprehend tells that something is a place, not which kind: the word before it does. */
const kindBefore: readonly (readonly [keyof Location, RegExp])[] = [
  [
    'colonia',
    /(?:colonia|col\.?|fracc?(?:ionamiento)?\.?|ejido|barrio|poblado|comisaría|valle)\s+(?:de\s+|del\s+|la\s+|el\s+)*$/iu,
  ],
  [
    'street',
    /(?:calle|av\.?|avenida|blvd\.?|bulevar|boulevard|calzada|callejón|privada|carretera|esquina|esq\.?)\s+(?:de\s+|del\s+|la\s+|el\s+)*$/iu,
  ],
  ['municipality', /(?:municipio|ciudad)\s+(?:de\s+)?$/iu],
];

function locationOf(text: string, entities: readonly Entity[]): Location {
  const location: Location = {};
  for (const entity of entities) {
    const { Type, BeginOffset = 0, Text = '' } = entity;
    // Offsets and text must agree: a service that counts otherwise than we think says nothing.
    if (Type !== 'LOCATION' || !isSure(entity) || Text === '' || !text.startsWith(Text, BeginOffset))
      continue;
    const before = text.slice(Math.max(0, BeginOffset - 24), BeginOffset);
    const kind = kindBefore.find(([, pattern]) => pattern.test(before))?.[0] ?? 'landmark';
    if (kind === 'street') (location.street ??= []).push(Text);
    else location[kind] ??= Text;
  }
  return location;
}

function personalData(text: string, entities: readonly PiiEntity[]): PersonalDatum[] {
  return entities.flatMap((entity) => {
    const type = personalKinds[entity.Type ?? ''];
    const words = text.slice(entity.BeginOffset ?? 0, entity.EndOffset ?? 0);
    return type === undefined || !isSure(entity) || words.trim() === '' ? [] : [{ type, text: words }];
  });
}
