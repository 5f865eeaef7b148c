import type { Lane } from '../../shared/domain/intent.ts';
import type { KeyedHash } from '../../shared/runtime/hash.ts';
import type { Operators } from '../../shared/store/operators.ts';
import type { GraphApi } from '../../shared/whatsapp/graph.ts';
import type { SettleDeps } from '../../shared/whatsapp/settlement.ts';
import type { ComposeDeps } from './compose.ts';

export type Deps = ComposeDeps &
  SettleDeps & {
    operators: Operators;
    graph: Pick<GraphApi, 'send'>;
    /** Puts intents on their lane at once. */
    nudge: (lane: Lane, intentIds: string[]) => Promise<void>;
    hash: () => Promise<KeyedHash>;
  };
