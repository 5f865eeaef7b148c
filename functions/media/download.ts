/**
 * Fetches media with our token, from Meta's hosts only: an address comes in a delivery or an answer, and whoever could
 * forge one would be handed the token.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export type Downloaded =
  | { kind: 'bytes'; bytes: Uint8Array }
  /** The address is dead: a new one can be asked for. */
  | { kind: 'gone' }
  | { kind: 'too-large' }
  | { kind: 'foreign-host' }
  | { kind: 'failed'; reason: string };

export type Download = (url: string) => Promise<Downloaded>;

export type DownloadSettings = {
  /** Host names or `*.suffix`. */
  hosts: readonly string[];
  authorisation: () => Promise<Record<string, string>>;
  maxBytes: number;
  timeoutMs: number;
  fetch: typeof fetch;
};

/**
 * Bytes are held in memory, whole: the largest medium has 100 MB and the function room for it, a record at a time. A
 * stream into S3 would save that room and lose the retries of the SDK and the digest before anything is written.
 */
export function downloader(settings: DownloadSettings): Download {
  return async (url) => {
    if (!isAllowed(url, settings.hosts)) return { kind: 'foreign-host' };
    try {
      const response = await settings.fetch(url, {
        headers: { ...(await settings.authorisation()), connection: 'close' },
        // A redirect would carry the token to wherever it points.
        redirect: 'error',
        signal: AbortSignal.timeout(settings.timeoutMs),
      });
      if (response.status === 404 || response.status === 410) return { kind: 'gone' };
      if (!response.ok) return { kind: 'failed', reason: `http-${response.status}` };
      const bytes = await bounded(response, settings.maxBytes);
      return bytes === null ? { kind: 'too-large' } : { kind: 'bytes', bytes };
    } catch (error) {
      const reason = error instanceof Error && error.name === 'TimeoutError' ? 'time-out' : 'no-answer';
      return { kind: 'failed', reason };
    }
  };
}

/** HTTPS at a host of the list, at its usual port and without credentials of its own. */
export function isAllowed(url: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username } = new URL(url);
  if (protocol !== 'https:' || port !== '' || username !== '') return false;
  return hosts.some((host) => (host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host));
}

/** The body, or null when it is larger than it may be, whatever its length header says. */
async function bounded(response: Response, maxBytes: number): Promise<Uint8Array | null> {
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await response.body?.cancel();
    return null;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
