import { createHash } from 'node:crypto';
import type { Stack } from '../template/stack.ts';
import type { Answer, Call, Need, Service } from './call.ts';
import type { KeyNeeds } from './keys.ts';
import type { ObjectStore, StoredObject } from './objects.ts';

const operations: Record<string, string> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
};

/** Source: Service Authorization Reference, Amazon S3: HEAD needs the permission of GET. */
const actions: Record<string, string> = { HeadObject: 's3:GetObject' };

type Place = { bucket: string; key: string };

/**
 * S3 for single objects, addressed by path or by host. A missing object is told apart from a forbidden one only to those
 * who may list the bucket. Source: S3 API reference, GetObject ("permissions").
 */
export function s3Service(options: {
  stack: Stack;
  keys: KeyNeeds;
  objects: ObjectStore;
  now: () => number;
  mayList: (call: Call, bucketArn: string) => Promise<boolean>;
}): Service {
  const { stack, keys, objects } = options;
  const known = (bucket: string): boolean => stack.buckets.some(({ ref }) => ref === bucket);

  const get = async (call: Call, { bucket, key }: Place): Promise<Answer> => {
    const found = await objects.get(bucket, key);
    if (found)
      return {
        status: 200,
        headers: headersOf(found),
        body: call.operation === 'HeadObject' ? '' : found.body,
      };
    if (await options.mayList(call, `arn:aws:s3:::${bucket}`))
      return error(404, 'NoSuchKey', 'The specified key does not exist.');
    return error(403, 'AccessDenied', 'Access Denied');
  };

  const put = async (call: Call, { bucket, key }: Place): Promise<Answer> => {
    if (call.headers['if-none-match'] === '*' && (await objects.get(bucket, key)))
      return error(
        412,
        'PreconditionFailed',
        'At least one of the pre-conditions you specified did not hold',
      );
    const { body, trailers } = decoded(call);
    const object: StoredObject = {
      contentType: call.headers['content-type'] ?? 'binary/octet-stream',
      etag: `"${createHash('md5').update(body).digest('hex')}"`,
      modifiedAt: options.now(),
      headers: { ...keptHeaders(call.headers), ...trailers },
      body,
    };
    await objects.put(bucket, key, object);
    return { status: 200, headers: { etag: object.etag, ...checksums(object) }, body: '' };
  };

  return {
    operation: ({ method }) => operations[method] ?? method,
    needs(call): Need[] {
      const { bucket, key } = placeOf(call);
      const action = actions[call.operation] ?? `s3:${call.operation}`;
      const arn = `arn:aws:s3:::${bucket}`;
      const onKey =
        action === 's3:GetObject' ? keys.toRead(arn) : action === 's3:PutObject' ? keys.toWrite(arn) : [];
      return [{ action, resource: `${arn}/${key}` }, ...onKey];
    },
    async handle(call) {
      const place = placeOf(call);
      if (!known(place.bucket)) return error(404, 'NoSuchBucket', 'The specified bucket does not exist');
      if (!place.key || call.url.searchParams.has('uploads'))
        return error(501, 'NotImplemented', `${call.method} ${call.url.pathname} is not played here`);
      if (call.operation === 'GetObject' || call.operation === 'HeadObject') return get(call, place);
      if (call.operation === 'PutObject') return put(call, place);
      if (call.operation !== 'DeleteObject')
        return error(405, 'MethodNotAllowed', 'The method is not allowed');
      await objects.remove(place.bucket, place.key);
      return { status: 204, headers: {}, body: '' };
    },
    error,
  };
}

const error: Service['error'] = (status, code, message) => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});

/** `bucket.s3.…/key` or `/bucket/key`. */
function placeOf({ url, headers }: Pick<Call, 'url' | 'headers'>): Place {
  const virtual = /^([a-z0-9.-]+)\.s3[.-]/.exec(headers.host ?? '')?.[1];
  const path = decodeURIComponent(url.pathname.slice(1));
  if (virtual) return { bucket: virtual, key: path };
  const slash = path.indexOf('/');
  return slash < 0 ? { bucket: path, key: '' } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

function keptHeaders(headers: Call['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && /^x-amz-(meta-|checksum-(crc|sha))/.test(name) ? [[name, value]] : [],
    ),
  );
}

function checksums({ headers }: StoredObject): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-amz-checksum-')));
}

function headersOf(object: StoredObject): Record<string, string> {
  return {
    ...object.headers,
    'content-type': object.contentType,
    'content-length': String(object.body.length),
    etag: object.etag,
    'last-modified': new Date(object.modifiedAt).toUTCString(),
  };
}

/**
 * The object's bytes: as they are, or out of `aws-chunked` framing (`<hex size>;…\r\n<bytes>\r\n` … `0\r\n`, then the
 * checksum as a trailer). Source: S3 API reference, "Signature calculations: transferring a payload in multiple chunks".
 */
export function decoded({ headers, body }: Pick<Call, 'headers' | 'body'>): {
  body: Buffer;
  trailers: Record<string, string>;
} {
  const framed = (headers['content-encoding'] ?? '').includes('aws-chunked');
  if (!framed) return { body, trailers: {} };
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16);
    at = lineEnd + 2;
    if (!size) break;
    parts.push(body.subarray(at, at + size));
    at += size + 2;
  }
  const trailers = Object.fromEntries(
    body
      .toString('latin1', at)
      .split('\r\n')
      .map((line) => /^(x-amz-checksum-[a-z0-9]+):(.+)$/.exec(line))
      .flatMap((match) => (match ? [[match[1], match[2]]] : [])),
  );
  return { body: Buffer.concat(parts), trailers };
}
