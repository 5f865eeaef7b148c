import type { Answer, Principal, Service } from './call.ts';

/** Where a process can die around a request: before it has an effect, after the effect, after its answer. */
export type Phase = 'before' | 'effect' | 'answer';

export const phases: readonly Phase[] = ['before', 'effect', 'answer'];

/** One moment in the life of a function: around its n-th request for one operation. */
export type Point = {
  /** Construct id. */
  functionId: string;
  /** `service:Operation`, e.g. `dynamodb:TransactWriteItems`, `graph:POST messages`. */
  operation: string;
  /** Counted from 1 for each function and operation since the cloud started. */
  nth: number;
  phase: Phase;
};

/** What happens at a point. An error in phase `effect` is an answer that got lost on its way. */
export type Deed =
  | { kind: 'kill' }
  | { kind: 'drop' }
  | { kind: 'error'; status: number; code: string; message: string };

export type Faults = {
  /** Has something happen once, when its point is reached. */
  plan: (point: Point, deed: Deed) => void;
  /** All points there were since the start, by function and operation. */
  passed: () => Point[];
  /** Points at which something planned has happened. */
  struck: () => Point[];
};

/** The front's side: counts requests and carries out what is planned. */
export type FaultPoints = Faults & {
  /** Begins a request: gives the function that is asked at each of its phases; in `answer`, while the answer leaves. */
  begin: (
    principal: Principal,
    operation: string,
  ) => (phase: Phase, error: Service['error'], leaving?: Promise<void>) => Answer | undefined;
};

export function faultPoints(): FaultPoints {
  const counts = new Map<string, number>();
  const planned = new Map<string, Deed>();
  const struck: Point[] = [];

  const strike = (
    principal: Principal,
    deed: Deed,
    error: Service['error'],
    leaving?: Promise<void>,
  ): Answer => {
    if (deed.kind === 'error') return error(deed.status, deed.code, deed.message);
    if (deed.kind === 'kill' && principal.kind === 'function') principal.kill(leaving);
    return { status: 500, headers: {}, body: '', drop: true };
  };

  return {
    plan: (point, deed) => void planned.set(nameOf(point), deed),
    passed: () =>
      [...counts].flatMap(([name, count]) => {
        const [functionId = '', ...operation] = name.split(' ');
        return Array.from({ length: count }, (_, index) =>
          phases.map((phase) => ({ functionId, operation: operation.join(' '), nth: index + 1, phase })),
        ).flat();
      }),
    struck: () => [...struck],
    begin(principal, operation) {
      if (principal.kind !== 'function') return () => undefined;
      const { functionId } = principal;
      const name = `${functionId} ${operation}`;
      const nth = (counts.get(name) ?? 0) + 1;
      counts.set(name, nth);
      return (phase, error, leaving) => {
        const point = { functionId, operation, nth, phase };
        const deed = planned.get(nameOf(point));
        if (!deed) return undefined;
        planned.delete(nameOf(point));
        struck.push(point);
        return strike(principal, deed, error, leaving);
      };
    },
  };
}

function nameOf({ functionId, operation, nth, phase }: Point): string {
  return `${functionId} ${operation} ${nth} ${phase}`;
}
