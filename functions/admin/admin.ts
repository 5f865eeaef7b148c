/**
 * What arrives: a request of the command line, by an IAM-authorised invoke. What leaves: its answer, or a refusal that
 * says which field is wrong. Called by: SSP staff through `npm run alerta`, and the local cloud's demo.
 * Surprising: every action may be repeated; putting back what was parked and a crash between leave a copy in both places,
 * which the next run of triage knows for a duplicate.
 */

import type { ParkedItem, ParkedMessages } from './parked.ts';
import type { Registry } from './registry.ts';
import { adminRequest } from './requests.ts';

export type AdminAnswer =
  | { refused: { path: string; reason: string }[] }
  | { parked: ParkedItem[] }
  | { requeued: boolean }
  | { imported: { groups: number; members: number; operators: number } };

export type AdminDeps = { parked: ParkedMessages; registry: Registry; now: () => Date };

export async function admin(request: unknown, deps: AdminDeps): Promise<AdminAnswer> {
  // Where a schema says nothing of its own, the code of the fault is the reason.
  const parsed = adminRequest.safeParse(request, { error: ({ code }) => code });
  if (!parsed.success)
    return {
      refused: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), reason: message })),
    };
  const asked = parsed.data;
  switch (asked.action) {
    case 'parked.list':
      return { parked: await deps.parked.list(asked.month ?? deps.now().toISOString().slice(0, 7)) };
    case 'parked.requeue':
      return { requeued: await deps.parked.requeue({ pk: asked.pk, sk: asked.sk }) };
    case 'registry.import':
      return { imported: await deps.registry.import(asked) };
    default:
      return asked satisfies never;
  }
}
