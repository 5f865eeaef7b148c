/**
 * Preloaded into every function process (`--import`), before the bundle. It moves `Date` by the clock's offset, sends
 * `fetch` to Meta's hosts to the front instead, and keeps every other connection on this machine. Timers stay real.
 * Plain JavaScript, since stripping types would nearly double the start of each process.
 *
 * Configured by the last argument, JSON `{ offset, front, hosts, caller }`: nothing of it may stand in the environment.
 */
import { Socket } from 'node:net';

const { offset: startOffset, front, hosts, caller } = JSON.parse(process.argv.at(-1) ?? '{}');

const RealDate = globalThis.Date;
const realNow = RealDate.now;
let offset = startOffset;

/** @param {number} milliseconds how far the cloud's clock stands ahead */
export function setOffset(milliseconds) {
  offset = milliseconds;
}

const now = () => realNow() + offset;

RealDate.now = now;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: () => new RealDate(now()).toString(),
});
RealDate.prototype.constructor = globalThis.Date;

const realFetch = globalThis.fetch;

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const url = new URL(request.url);
  if (!hosts.includes(url.host)) return realFetch(request);
  const headers = new Headers(request.headers);
  headers.set('x-original-host', url.host);
  headers.set('x-local-caller', caller);
  const target = new URL(url.pathname + url.search, front);
  const body = request.body === null ? undefined : await request.arrayBuffer();
  return realFetch(target, {
    method: request.method,
    headers,
    body,
    redirect: request.redirect,
    signal: request.signal,
  });
};

const connect = Socket.prototype.connect;

Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  const host = typeof options === 'object' ? options.host : undefined;
  if (typeof options === 'object' && !options.path && host !== undefined && !isHere(host)) {
    const refused = new Error(`This cloud has no internet: connection to ${host} refused`);
    this.destroy(Object.assign(refused, { code: 'ENETUNREACH' }));
    return this;
  }
  return connect.apply(this, given);
};

function isHere(host) {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
