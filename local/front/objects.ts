import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const about = z.object({
  contentType: z.string(),
  etag: z.string(),
  modifiedAt: z.number(),
  /** `x-amz-meta-*` and `x-amz-checksum-*`, given back as they came. */
  headers: z.record(z.string(), z.string()),
});

export type StoredObject = z.infer<typeof about> & { body: Buffer };

/** Where objects of all buckets are kept, each whole or not at all. */
export type ObjectStore = {
  get: (bucket: string, key: string) => Promise<StoredObject | undefined>;
  put: (bucket: string, key: string, object: StoredObject) => Promise<void>;
  remove: (bucket: string, key: string) => Promise<void>;
};

/** Keeps objects in memory. */
export function memoryObjects(): ObjectStore {
  const objects = new Map<string, StoredObject>();
  return {
    get: async (bucket, key) => objects.get(`${bucket}/${key}`),
    put: async (bucket, key, object) => void objects.set(`${bucket}/${key}`, object),
    remove: async (bucket, key) => void objects.delete(`${bucket}/${key}`),
  };
}

/**
 * Keeps objects in a folder, one file each: a line of JSON about it, then its bytes. Files are named by hash, since a
 * key may hold what a file name may not.
 */
export function folderObjects(folder: string): ObjectStore {
  const file = (bucket: string, key: string): string =>
    join(folder, bucket, createHash('sha256').update(key).digest('hex'));
  let count = 0;
  return {
    async get(bucket, key) {
      try {
        const content = await readFile(file(bucket, key));
        const end = content.indexOf('\n');
        return {
          ...about.parse(JSON.parse(content.toString('utf8', 0, end))),
          body: content.subarray(end + 1),
        };
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async put(bucket, key, { body, ...rest }) {
      await mkdir(join(folder, bucket), { recursive: true });
      const unfinished = `${file(bucket, key)}.${++count}`;
      await writeFile(unfinished, Buffer.concat([Buffer.from(`${JSON.stringify(rest)}\n`), body]));
      await rename(unfinished, file(bucket, key));
    },
    remove: (bucket, key) => rm(file(bucket, key), { force: true }),
  };
}
