import { createHash } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dueWork } from '../../shared/store/due.ts';
import { keys } from '../../shared/store/keys.ts';
import { mediaStore } from '../../shared/store/media.ts';
import type { StoredMedia } from '../../shared/store/messages.ts';
import { graphApi } from '../../shared/whatsapp/graph.ts';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import { gather } from '../../test/gather.ts';
import { type GraphServer, metaError, type Scripted, startGraphServer } from '../../test/graph-server.ts';
import { after, noon } from '../../test/intents.ts';
import { putMessageWithMedia } from '../../test/media.ts';
import type { Downloaded } from './download.ts';
import { type Deps, keepMedia } from './media.ts';

const bytes = Buffer.from('a voice');
const fresh: Scripted = { status: 200, body: { url: 'https://fresh', mime_type: 'audio/ogg', sha256: 'ff' } };
const fromDelivery = { url: 'https://delivery' };

let dynamo: TestDynamo;
let graph: GraphServer;
let now: Date;
let objects: Map<string, Uint8Array>;
let waits: number[];
let asked: string[];
/** What each address gives, in order; bytes when nothing is said. */
let found: Record<string, Downloaded[]>;
let deps: Deps;
let count = 0;

beforeAll(async () => {
  [dynamo, graph] = await Promise.all([startDynamo(), startGraphServer()]);
  deps = {
    media: mediaStore(dynamo.client, dynamo.table),
    graph: graphApi({
      baseUrl: graph.baseUrl,
      version: 'v26.0',
      authHeader: 'Authorization',
      token: async () => 'token',
      expireToken: () => undefined,
      timeoutMs: 5000,
    }),
    download: async (url) => {
      asked.push(url);
      return found[url]?.shift() ?? { kind: 'bytes', bytes };
    },
    put: async (key, value) => void objects.set(key, value),
    later: async (_key, waitMs) => void waits.push(waitMs),
    now: () => now,
  };
});
afterAll(() => Promise.all([dynamo.stop(), graph.stop()]));
beforeEach(() => {
  now = noon;
  objects = new Map();
  [waits, asked, found] = [[], [], {}];
  graph.received.length = 0;
  graph.script.length = 0;
});

async function aMessage(media: Partial<StoredMedia> = {}): Promise<string> {
  const messageKey = `m${count++}`;
  await putMessageWithMedia(dynamo, { messageKey, receivedAt: noon, media });
  return messageKey;
}
const run = (messageKey: string) => keepMedia({ v: 1, messageKey }, deps);
const stored = async (messageKey: string) =>
  (await dynamo.client.send(new GetCommand({ TableName: dynamo.table, Key: keys.message(messageKey) }))).Item;
const isDue = async (messageKey: string) => {
  const due = await gather(dueWork(dynamo.client, dynamo.table).take('media', after(1e11)));
  return due.some(({ id }) => id === messageKey);
};

describe('a medium', () => {
  test('is kept under the hash of its message, and is due no more', async () => {
    const messageKey = await aMessage(fromDelivery);
    await run(messageKey);
    expect(objects).toEqual(new Map([[`media/${messageKey}`, bytes]]));
    expect(await stored(messageKey)).toMatchObject({
      media: { state: 'kept', key: `media/${messageKey}`, bytes: 7, mimeType: 'audio/ogg; codecs=opus' },
    });
    expect(await isDue(messageKey)).toBe(false);
    expect(graph.received).toEqual([]);
  });

  test('that is kept is not fetched again', async () => {
    const messageKey = await aMessage(fromDelivery);
    await run(messageKey);
    await run(messageKey);
    expect(asked).toHaveLength(1);
  });

  test.each(['gone', 'foreign-host'] as const)(
    'whose address in the delivery is %s gets a new one',
    async (kind) => {
      const messageKey = await aMessage({ ...fromDelivery, mimeType: null });
      found['https://delivery'] = [{ kind }];
      graph.script.push(fresh);
      await run(messageKey);
      expect(asked).toEqual(['https://delivery', 'https://fresh']);
      expect(graph.received[0]?.path).toBe('/v26.0/9001?phone_number_id=111');
      expect(await stored(messageKey)).toMatchObject({ media: { state: 'kept', mimeType: 'audio/ogg' } });
    },
  );

  test('whose new address is dead gets one more, and then waits', async () => {
    const messageKey = await aMessage();
    found['https://fresh'] = [{ kind: 'gone' }, { kind: 'gone' }];
    graph.script.push(fresh, fresh);
    await run(messageKey);
    expect(graph.received).toHaveLength(2);
    expect(await stored(messageKey)).toMatchObject({
      media: { state: 'pending', attempts: 1 },
      dueAt: after(15_000).toISOString(),
    });
    expect(waits).toEqual([15_000]);
  });

  test.each<[string, Scripted, Downloaded[]]>([
    ['Meta no longer knows it', metaError(100), []],
    ['it is larger than may be', fresh, [{ kind: 'too-large' }]],
    ["its new address is not Meta's", fresh, [{ kind: 'foreign-host' }]],
  ])('is lost when %s', async (_, answer, downloads) => {
    const messageKey = await aMessage();
    graph.script.push(answer);
    found['https://fresh'] = downloads;
    await run(messageKey);
    expect(await stored(messageKey)).toMatchObject({ media: { state: 'lost', reason: expect.any(String) } });
    expect(await isDue(messageKey)).toBe(false);
  });

  test.each<[string, Scripted, Downloaded[]]>([
    ['the token is refused', metaError(190, 401), []],
    ['the Graph API says nothing', 'drop', []],
    ['the Graph API is busy', metaError(2, 503), []],
    ['the download breaks off', fresh, [{ kind: 'failed', reason: 'no-answer' }]],
  ])('waits when %s', async (_, answer, downloads) => {
    const messageKey = await aMessage();
    graph.script.push(answer);
    found['https://fresh'] = downloads;
    await run(messageKey);
    expect(await stored(messageKey)).toMatchObject({ media: { state: 'pending', attempts: 1 } });
  });

  test('waits longer each time, an hour at most, and is lost when Meta has thrown it away', async () => {
    const messageKey = await aMessage();
    for (let attempt = 0; attempt < 12; attempt++) {
      graph.script.push('drop');
      await run(messageKey);
    }
    expect(waits.slice(0, 3)).toEqual([15_000, 30_000, 60_000]);
    expect(Math.max(...waits)).toBe(3_600_000);
    now = after(7 * 24 * 3_600_000 + 1);
    graph.script.push('drop');
    await run(messageKey);
    expect(await stored(messageKey)).toMatchObject({ media: { state: 'lost', reason: 'expired' } });
  });

  test.each([
    ['base64', createHash('sha256').update('something else').digest('base64')],
    ['hexadecimal', createHash('sha256').update(bytes).digest('hex')],
  ])('is kept whatever its digest says (%s)', async (_, sha256) => {
    const messageKey = await aMessage({ ...fromDelivery, sha256 });
    await run(messageKey);
    expect(await stored(messageKey)).toMatchObject({ media: { state: 'kept' } });
  });

  test('of a message that carries none, or is unknown, is nothing to do', async () => {
    await run('unknown');
    expect(asked).toEqual([]);
  });
});
