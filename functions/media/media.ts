import type { MediaWork } from '../../shared/queues/events.ts';
import { log } from '../../shared/runtime/log.ts';
import { emit, metricNames } from '../../shared/runtime/metrics.ts';
import type { MediaStore, Medium } from '../../shared/store/media.ts';
import { remedyFor } from '../../shared/whatsapp/errors.ts';
import type { GraphApi, MediaAddress } from '../../shared/whatsapp/graph.ts';
import { isSameDigest } from './digest.ts';
import type { Download, Downloaded } from './download.ts';

/**
 * Arrives: the key of a message that carries a voice note, picture, video or paper; the same one any number of times.
 * Leaves: its bytes in the encrypted bucket and `kept`, or `lost` with a reason once Meta has it no more.
 * Called by: the media queue, which triage and the timer fill.
 * May surprise: the address in the delivery dies after five minutes and Meta's id after seven days; until then what
 * fails is tried again. A digest that differs is noted and the bytes are kept: what it is of is not documented.
 */
export type Deps = {
  media: MediaStore;
  graph: Pick<GraphApi, 'mediaAddress'>;
  download: Download;
  /** Puts bytes under a key; doing it again writes the same. */
  put: (key: string, bytes: Uint8Array, mimeType: string | null) => Promise<void>;
  /** Has it looked at again after a wait. */
  later: (messageKey: string, waitMs: number) => Promise<void>;
  now: () => Date;
};

/** How long Meta keeps what a neighbour sent. */
const lifeMs = 7 * 24 * 3_600_000;
const firstWaitMs = 15_000;
const longestWaitMs = 3_600_000;

export async function keepMedia({ messageKey }: MediaWork, deps: Deps): Promise<void> {
  const medium = await deps.media.read(messageKey);
  if (medium?.state !== 'pending') return;
  const fetched = await fetchMedium(medium, deps);
  switch (fetched.kind) {
    case 'bytes':
      return keep(medium, fetched, deps);
    case 'lost':
      return lose(messageKey, fetched.reason, deps);
    case 'later':
      return wait(medium, fetched.reason, deps);
    default:
      return fetched satisfies never;
  }
}

type Fetched =
  | { kind: 'bytes'; bytes: Uint8Array; address: MediaAddress }
  | { kind: 'lost'; reason: string }
  | { kind: 'later'; reason: string };

/** The delivery's address saves a call while it lives; after it, one that Meta makes anew, and that one twice. */
async function fetchMedium(medium: Medium, deps: Deps): Promise<Fetched> {
  const { url, mimeType, sha256 } = medium;
  if (url !== null && medium.attempts === 0) {
    const address = { url, mimeType, sha256 };
    const first = await deps.download(address.url);
    if (first.kind === 'bytes') return { ...first, address };
    if (first.kind === 'too-large') return { kind: 'lost', reason: 'too-large' };
  }
  const fresh = await fromFreshAddress(medium, deps);
  return fresh.kind === 'gone' ? fromFreshAddress(medium, deps).then(patient) : fresh;
}

/** An address that is dead as soon as it was made is no proof that the medium is: Meta's id tells that. */
const patient = (fetched: Fetched | { kind: 'gone' }): Fetched =>
  fetched.kind === 'gone' ? { kind: 'later', reason: 'address-dead' } : fetched;

async function fromFreshAddress(
  { id, phoneNumberId }: Medium,
  { graph, download }: Deps,
): Promise<Fetched | { kind: 'gone' }> {
  const found = await graph.mediaAddress(id, phoneNumberId);
  if (found.kind === 'unreached') return { kind: 'later', reason: 'graph-unreached' };
  if (found.kind === 'refused') {
    const reason = found.refusal.code === null ? `http-${found.refusal.http}` : String(found.refusal.code);
    // What is final for a message is so for a medium: code 100 comes for an id that is no longer there.
    return { kind: remedyFor(found.refusal).kind === 'drop' ? 'lost' : 'later', reason };
  }
  const { address } = found;
  return afterDownload(await download(address.url), address);
}

function afterDownload(downloaded: Downloaded, address: MediaAddress): Fetched | { kind: 'gone' } {
  switch (downloaded.kind) {
    case 'bytes':
      return { ...downloaded, address };
    case 'too-large':
      return { kind: 'lost', reason: 'too-large' };
    case 'foreign-host':
      return { kind: 'lost', reason: 'foreign-host' };
    case 'gone':
      return { kind: 'gone' };
    case 'failed':
      return { kind: 'later', reason: downloaded.reason };
    default:
      return downloaded satisfies never;
  }
}

async function keep(
  { messageKey, sha256, mimeType }: Medium,
  { bytes, address }: Extract<Fetched, { kind: 'bytes' }>,
  deps: Deps,
): Promise<void> {
  const expected = sha256 ?? address.sha256;
  if (expected !== null && !isSameDigest(bytes, expected)) log.warn('media-digest-differs', { messageKey });
  const type = mimeType ?? address.mimeType;
  const key = `media/${messageKey}`;
  await deps.put(key, bytes, type);
  await deps.media.markKept(messageKey, { key, bytes: bytes.length, mimeType: type });
  log.info('media-kept', { messageKey, bytes: bytes.length });
}

async function lose(messageKey: string, reason: string, { media }: Deps): Promise<void> {
  await media.markLost(messageKey, reason);
  log.error('media-lost', { messageKey, reason });
  emit(metricNames.mediaLost);
}

async function wait(medium: Medium, reason: string, deps: Deps): Promise<void> {
  const { messageKey, sentAt, attempts } = medium;
  const now = deps.now();
  if (now.getTime() - sentAt.getTime() > lifeMs) return lose(messageKey, 'expired', deps);
  const waitMs = Math.min(firstWaitMs * 2 ** Math.min(attempts, 20), longestWaitMs);
  await deps.media.postpone(messageKey, new Date(now.getTime() + waitMs));
  log.warn('media-postponed', { messageKey, reason, attempts });
  await deps.later(messageKey, waitMs);
}
