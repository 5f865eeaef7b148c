import { InvokeCommand } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { adminFunctionName } from '../infra/names.ts';
import type { Console } from './console.ts';
import { Fault, Misuse } from './fault.ts';
import type { Target } from './target.ts';

const parkedItem = z.object({
  pk: z.string(),
  sk: z.string(),
  source: z.string(),
  reason: z.string(),
  path: z.string().optional(),
  receivedAt: z.string(),
});
const listed = z.object({ parked: z.array(parkedItem) });
const requeued = z.object({ requeued: z.boolean() });
const refused = z.object({ refused: z.array(z.object({ path: z.string(), reason: z.string() })) });

type ParkedItem = z.infer<typeof parkedItem>;

/**
 * Lists what could not be processed, without its text, which is a neighbour's.
 * @param month `yyyy-mm`; this month when absent.
 */
export async function listParked(target: Target, console: Console, month: string | undefined): Promise<void> {
  const items = await parkedOf(target, month);
  for (const { sk, source, reason, path } of items)
    console.print([sk, source, reason, path ?? ''].join('\t'));
  console.print(
    items.length === 0
      ? 'No hay nada apartado en ese mes.'
      : `${items.length} en total. Para devolver uno: npm run alerta -- apartados reponer "<primera columna>"`,
  );
}

/** Puts parked messages back on their queues: one, by the first column of the list, or all of a month. */
export async function requeueParked(
  target: Target,
  console: Console,
  asked: { one: string } | { allOf: string | undefined },
): Promise<void> {
  const items = 'one' in asked ? [keyOf(asked.one)] : await parkedOf(target, asked.allOf);
  let count = 0;
  for (const { pk, sk } of items) {
    const answer = await invoke(target, { action: 'parked.requeue', pk, sk }, requeued);
    if (answer.requeued) count++;
    else console.complain(`Ya no está apartado: ${sk}`);
  }
  console.print(count === 1 ? 'Se devolvió 1 a su fila.' : `Se devolvieron ${count} a su fila.`);
}

async function parkedOf(target: Target, month: string | undefined): Promise<ParkedItem[]> {
  return (await invoke(target, { action: 'parked.list', ...(month && { month }) }, listed)).parked;
}

function keyOf(text: string): { pk: string; sk: string } {
  if (!/^\d{4}-\d{2}-\d{2}T[^#]+#./.test(text))
    throw new Misuse('Copie completa la primera columna de «apartados listar», entre comillas.');
  return { pk: `PARKED#${text.slice(0, 7)}`, sk: text };
}

async function invoke<Schema extends z.ZodType>(
  target: Target,
  request: Record<string, unknown>,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const answer = await target.lambda.send(
    new InvokeCommand({ FunctionName: adminFunctionName(target.stage), Payload: JSON.stringify(request) }),
  );
  if (answer.FunctionError)
    throw new Fault('La función Admin falló. Su registro en CloudWatch dice por qué; repetir no hace daño.');
  const value: unknown = JSON.parse(answer.Payload?.transformToString() ?? 'null');
  const no = refused.safeParse(value);
  if (no.success) throw new Misuse(`No se aceptó: ${no.data.refused.map(({ path }) => path).join(', ')}.`);
  return schema.parse(value);
}
