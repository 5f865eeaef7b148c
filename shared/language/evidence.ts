import type { Incident } from '../domain/taxonomy.ts';
import type { Lexicon } from './phrasebook.ts';

/**
 * What a phrase can be evidence of. An incident alone leaves the tense to its sentence; `:now` and `:past` carry it;
 * `:topic` only names a subject.
 */
export type IncidentEvidence = Incident | `${Incident}:${'now' | 'past' | 'topic'}`;

export type EvidenceLexicon = Lexicon<IncidentEvidence>;

/** What turns the reading of a sentence or of the whole message. */
export type Cue =
  | 'now'
  | 'present'
  | 'past'
  | 'habit'
  | 'future'
  | 'if'
  | 'not'
  | 'almost'
  | 'denial'
  | 'closed'
  | 'follow-up'
  | 'hearsay'
  | 'chain'
  | 'elsewhere'
  | 'advert'
  | 'innocent'
  | 'laughter'
  | 'fear'
  | 'injury'
  | 'weapon'
  | 'vulnerable'
  | 'threat'
  | 'pain'
  | 'burnable'
  | 'attack'
  | 'distress'
  | 'covert'
  | 'truth'
  | 'steering'
  | 'reason';

/** What is asked for. */
export type Asking =
  | 'ask:patrol'
  | 'ask:unit'
  | 'ask:workshop'
  | 'ask:enrollment'
  | 'ask:info'
  | 'ask:practical';

export type CueLexicon = Lexicon<Cue | Asking>;

export type Evidence = IncidentEvidence | Cue | Asking;
