import type { Grant } from '../../local/template/policies.ts';
import { compare } from '../faults/cover.ts';
import type { Episode } from '../faults/episode.ts';
import { episodes } from '../faults/episodes.ts';
import { type Played, play } from '../faults/play.ts';
import { openStage, type Stage } from '../faults/stage.ts';

/** A cloud with every grant in place, in which an episode is played when somebody asks how it should end. */
export type Reference = {
  grants: readonly Grant[];
  of: (episode: Episode) => Promise<Played>;
  /** Whether a function has written to its log in what was played so far. */
  hasLogged: (functionId: string) => boolean;
  close: () => Promise<void>;
};

export async function openReference(assembly: string): Promise<Reference> {
  const stage = await openStage({ assembly });
  const played = new Map<Episode, Promise<Played>>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    grants: stage.cloud.grants,
    of(episode) {
      // One after the other: episodes share the clock.
      const playing = played.get(episode) ?? last.then(() => play(stage, episode));
      played.set(episode, playing);
      last = playing;
      return playing;
    },
    hasLogged: (functionId) => stage.cloud.logs(functionId).length > 0,
    close: () => stage.cloud.close(),
  };
}

/** Why a grant is needed, or null when nothing is different without it. */
export async function neededFor(
  assembly: string,
  grant: Grant,
  reference: Reference,
): Promise<string | null> {
  const stage = await openStage({ assembly, revoke: grant }).catch((fault: unknown) => String(fault));
  if (typeof stage === 'string') return `nothing begins: ${stage}`;
  try {
    const isAFunction = stage.cloud.functions.find(grant.caller) !== undefined;
    for (const episode of likelyFirst(grant)) {
      if (isAFunction && !(await callsIn(episode, grant.caller, reference))) continue;
      const reason = await difference(stage, episode, grant, reference);
      if (reason !== null) return `${episode.name}: ${reason}`;
    }
    return null;
  } finally {
    await stage.cloud.close();
  }
}

async function difference(
  stage: Stage,
  episode: Episode,
  { caller, action }: Grant,
  reference: Reference,
): Promise<string | null> {
  const { cloud } = stage;
  // What is refused once is refused for good: nothing more is to be learnt.
  const isHopeless = (): boolean => cloud.refusals().length > 0;
  const played = await play(stage, episode, { isHopeless }).catch((fault: unknown) => String(fault));
  const [refusal] = cloud.refusals();
  if (refusal) return refusal.message;
  if (typeof played === 'string') return played;
  const expected = await reference.of(episode);
  if (action.startsWith('logs:') && cloud.logs(caller).length === 0 && reference.hasLogged(caller))
    return 'its log is empty';
  const verdict = compare(expected.state, played.state);
  return verdict.kind === 'alike' ? null : `it ends otherwise: ${JSON.stringify(verdict).slice(0, 200)}`;
}

/** Whether a function has a part in an episode: those whose points it counts need not be played to know. */
async function callsIn(episode: Episode, caller: string, reference: Reference): Promise<boolean> {
  if (episode.functions.includes(caller)) return true;
  const { requests } = await reference.of(episode);
  return [...requests.keys()].some((name) => name.startsWith(`${caller} `));
}

/** Episodes in which the caller is the one that matters come first: most grants are missed in the first. */
function likelyFirst({ caller }: Grant): Episode[] {
  const rank = ({ functions }: Episode): number => (functions.includes(caller) ? 0 : 1);
  return episodes.toSorted((one, other) => rank(one) - rank(other));
}

export const spoken = ({ caller, action, resource }: Grant): string => `${caller} ${action} ${resource}`;
