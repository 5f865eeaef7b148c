import { createHmac, timingSafeEqual } from 'node:crypto';

const form = /^sha256=([0-9a-f]{64})$/iu;

/**
 * Tells whether Meta signed these very bytes with one of our app secrets.
 *
 * @param body the bytes as received: a re-serialised body has another signature.
 * @param header value of `X-Hub-Signature-256`: `sha256=` and 64 hexadecimal digits.
 * @param secrets the app secret, and during a rotation the former one too; with none, nothing is genuine.
 * Source: Meta, "Webhooks: create a webhook endpoint", validation of payloads.
 */
export function isGenuine(body: Buffer, header: string | undefined, secrets: readonly string[]): boolean {
  const digits = header === undefined ? undefined : form.exec(header)?.[1];
  if (digits === undefined) return false;
  const claimed = Buffer.from(digits, 'hex');
  let genuine = false;
  // Every secret is tried, so that the time taken does not tell which one fits.
  for (const secret of secrets) {
    if (secret === '') continue;
    const expected = createHmac('sha256', secret).update(body).digest();
    if (timingSafeEqual(expected, claimed)) genuine = true;
  }
  return genuine;
}

/** Compares two secrets in a time that tells nothing of where they differ. */
export function isSameSecret(given: string, expected: string): boolean {
  return expected !== '' && timingSafeEqual(digest(given), digest(expected));
}

/** Texts of any length as bytes of one length, which is what can be compared in constant time. */
function digest(text: string): Buffer {
  return createHmac('sha256', 'comparison').update(text).digest();
}
