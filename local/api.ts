import * as z from 'zod';
import type { Cloud } from './cloud.ts';
import type { GatewayAnswer, GatewayRequest } from './gateway.ts';
import type { Views } from './views.ts';

/**
 * The addresses under `/_local/` that are not the simulated WhatsApp's:
 *
 *     GET  /_local/health                 whether it runs, and its clock
 *     GET  /_local/config                 what a script needs to post a delivery and to play Meta
 *     GET  /_local/state                  queues, counts, functions
 *     GET  /_local/messages|reports|parked  JSON arrays, newest last
 *     POST /_local/schedules/<id>/run     runs a schedule's target now
 *     POST /_local/clock                  {advanceSeconds}: moves time in every part
 *     POST /_local/settle                 answers when nothing runs or is due any more
 *     *    /_local/graph/…                the simulated Graph API
 */
type LocalApi = (request: GatewayRequest) => Promise<GatewayAnswer | null>;

/** A year: beyond it every sweep of the way would take hours to play. */
const mostAdvanceSeconds = 366 * 86_400;

const advance = z.strictObject({ advanceSeconds: z.number().min(0).max(mostAdvanceSeconds) });

type Handler = (match: RegExpExecArray, request: GatewayRequest) => Promise<GatewayAnswer>;

export function localApi({ cloud, views, url }: { cloud: Cloud; views: Views; url: string }): LocalApi {
  const clock = (): object => ({
    now: new Date(cloud.clock.now()).toISOString(),
    aheadSeconds: Math.round(cloud.clock.offset() / 1000),
  });

  const routes: [string, RegExp, Handler][] = [
    ['GET', /^\/_local\/health$/, async () => json({ status: 'ok', ...clock() })],
    ['GET', /^\/_local\/config$/, async () => json(configOf(cloud, url))],
    ['GET', /^\/_local\/state$/, async () => json(await views.state())],
    ['GET', /^\/_local\/messages$/, async () => json(await views.messages())],
    ['GET', /^\/_local\/reports$/, async () => json(await views.reports())],
    ['GET', /^\/_local\/parked$/, async () => json(await views.parked())],
    ['POST', /^\/_local\/schedules\/([^/]+)\/run$/, async ([, id = '']) => runSchedule(cloud, id)],
    ['POST', /^\/_local\/clock$/, async (_, { body }) => moveClock(cloud, body, clock)],
    [
      'POST',
      /^\/_local\/settle$/,
      async () => {
        await cloud.settle();
        return json({ settled: true, ...clock() });
      },
    ],
  ];

  return async (request) => {
    const { pathname, search } = new URL(request.url, url);
    if (!pathname.startsWith('/_local/')) return null;
    const graph = /^\/_local\/graph(\/.*)$/.exec(pathname)?.[1];
    if (graph) return cloud.whatsapp.handle({ ...request, host: 'graph.facebook.com', path: graph + search });
    const fitting = routes.filter(([, pattern]) => pattern.test(pathname));
    for (const [method, pattern, handle] of fitting) {
      const match = pattern.exec(pathname);
      if (method === request.method && match) return handle(match, request);
    }
    const [known] = fitting;
    if (known) return json({ error: `Esta dirección se pide con ${known[0]}.` }, 405);
    return json(
      { error: `No existe ${pathname}. Las direcciones están en el README, bajo «Direcciones locales».` },
      404,
    );
  };
}

function configOf(cloud: Cloud, url: string): object {
  return {
    webhookUrl: `${url}/webhook`,
    verifyToken: cloud.secrets.current('VerifyToken'),
    appSecret: cloud.secrets.current('AppSecret'),
    phoneNumberIds: cloud.whatsapp.numbers.map(({ id }) => id),
    graphUrl: `${url}/_local/graph`,
  };
}

async function runSchedule(cloud: Cloud, id: string): Promise<GatewayAnswer> {
  const known = cloud.stack.schedules.map(({ constructId }) => constructId);
  if (!known.includes(id))
    return json({ error: `No hay un horario «${id}». Los que hay: ${known.join(', ')}.` }, 404);
  await cloud.runSchedule(id);
  return json({ started: id }, 202);
}

async function moveClock(cloud: Cloud, body: Buffer, clock: () => object): Promise<GatewayAnswer> {
  const asked = advance.safeParse(parsed(body));
  if (!asked.success)
    return json({ error: `Envíe {"advanceSeconds": n}, con n de 0 a ${mostAdvanceSeconds} segundos.` }, 400);
  await cloud.advance(asked.data.advanceSeconds);
  return json(clock());
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

function json(value: unknown, status = 200): GatewayAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}
