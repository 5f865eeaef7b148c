import type { Take } from './stage.ts';

/** A small story, played with people of its own, so that any number of them can follow each other in one cloud. */
export type Episode = {
  name: string;
  /** Functions whose requests are points of this episode; those of others are points of another. */
  functions: readonly string[];
  /** What must be there before anything is counted or breaks. */
  arrange?: (take: Take) => Promise<void>;
  play: (take: Take) => Promise<void>;
  /** Minutes in which nothing may be left to do before it is over; retries of asynchronous calls are not in a queue. */
  quietMinutes?: number;
};
