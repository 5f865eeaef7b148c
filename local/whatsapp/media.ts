import { createHash, createHmac, randomInt } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { refusal } from './errors.ts';
import type { Medium } from './facts.ts';
import { picture } from './picture.ts';
import { type Sample, voiceNote } from './samples.ts';
import type { State } from './state.ts';

/**
 * Media of inbound messages: an id that lives 7 days, and addresses of 5 minutes from which it can be fetched with the
 * token.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export const mediaHost = 'lookaside.fbsbx.com';
const addressLifeMs = 5 * 60_000;
const idLifeMs = 7 * 24 * 3_600_000;

export type HttpAnswer = {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
  /** The connection is closed without an answer. */
  drop?: boolean;
};

export const sampleOf = ({ kind }: Medium): Sample => (kind === 'voice' ? voiceNote : picture);

export const newMedium = (kind: Medium['kind'], phoneNumberId: string, at: number): Medium => ({
  id: `9${Array.from({ length: 14 }, () => randomInt(10)).join('')}`,
  kind,
  at,
  phoneNumberId,
});

export type Media = {
  /** Content of an inbound message that carries it, with an address that begins to age now. */
  describe(medium: Medium): Record<string, string>;
  /** `GET /<version>/<MEDIA_ID>`; null where the id names none. */
  look(id: string, phoneNumberId: string | null): { status: number; answer: unknown } | null;
  /** `GET` of an address; the token is checked by the caller. */
  fetch(url: URL): HttpAnswer;
};

export function openMedia(options: { clock: Clock; state: State; appSecret: string }): Media {
  const { clock, state, appSecret } = options;
  const sealOf = (id: string, expires: string): string =>
    createHmac('sha256', appSecret).update(`media ${id} ${expires}`).digest('base64url').slice(0, 27);

  const addressOf = (id: string, source: string): string => {
    const expires = String(Math.floor((clock.now() + addressLifeMs) / 1000));
    const query = new URLSearchParams({ mid: id, source, ext: expires, hash: `AR${sealOf(id, expires)}` });
    return `https://${mediaHost}/whatsapp_business/attachments/?${query.toString()}`;
  };

  return {
    describe(medium) {
      const { mimeType, bytes } = sampleOf(medium);
      return {
        mime_type: mimeType,
        sha256: sha256(bytes, 'base64'),
        id: medium.id,
        url: addressOf(medium.id, 'webhook'),
      };
    },
    look(id, phoneNumberId) {
      const medium = state.media.get(id);
      if (!medium) return null;
      const isGone = clock.now() - medium.at > idLifeMs;
      if (isGone || (phoneNumberId !== null && phoneNumberId !== medium.phoneNumberId))
        return refusal(100, `Object with ID '${id}' does not exist or cannot be loaded.`, 33);
      const { mimeType, bytes } = sampleOf(medium);
      const answer = {
        messaging_product: 'whatsapp',
        url: addressOf(id, 'getMedia'),
        mime_type: mimeType,
        sha256: sha256(bytes, 'hex'),
        file_size: String(bytes.length),
        id,
      };
      return { status: 200, answer };
    },
    fetch(url) {
      const id = url.searchParams.get('mid') ?? '';
      const expires = url.searchParams.get('ext') ?? '';
      const medium = state.media.get(id);
      const isGenuine = url.searchParams.get('hash') === `AR${sealOf(id, expires)}`;
      if (!medium || !isGenuine || Number(expires) * 1000 <= clock.now())
        return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not Found' };
      const { mimeType, bytes } = sampleOf(medium);
      return {
        status: 200,
        headers: { 'content-type': mimeType, 'content-length': String(bytes.length) },
        body: bytes,
      };
    },
  };
}

const sha256 = (bytes: Buffer, encoding: 'base64' | 'hex'): string =>
  createHash('sha256').update(bytes).digest(encoding);
