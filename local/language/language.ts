import type { Opinion } from '../../shared/second-reader/opinion.ts';

/** What the simulated language services do at their next calls. */
export type Mood = {
  service: 'comprehend' | 'bedrock';
  /**
   * `throttled`, `down`, `refused`: the service's own error. `slow`: no answer until the caller gives up. `garbage`:
   * an answer of another shape. `wrong`: what was asked is answered, by somebody who was persuaded by the text.
   */
  kind: 'throttled' | 'down' | 'refused' | 'slow' | 'garbage' | 'wrong';
  /** For how many calls. */
  times: number;
};

/** One call as it arrived: what left the programme. */
export type Asked = { service: Mood['service']; operation: string; texts: string[] };

/** Comprehend and Bedrock as they are played here: what they say is set by whoever tests. */
export type LanguageServices = {
  /** Has a service misbehave. */
  plan: (mood: Mood) => void;
  /** What is said of a text that holds these words; without it a text has nothing in it and is conversation. */
  teach: (words: string, opinion: Partial<Opinion>) => void;
  asked: () => readonly Asked[];
};

/** The simulators' side. */
export type LanguageState = LanguageServices & {
  opinionOf: (text: string) => Partial<Opinion>;
  /** Notes a call and tells how it is to be answered. */
  take: (call: Asked) => Mood['kind'] | null;
};

export function languageServices(): LanguageState {
  const moods: Mood[] = [];
  const lessons: { words: string; opinion: Partial<Opinion> }[] = [];
  const asked: Asked[] = [];
  return {
    plan: (mood) => void moods.push({ ...mood }),
    teach: (words, opinion) => void lessons.push({ words, opinion }),
    asked: () => asked,
    opinionOf: (text) => lessons.find(({ words }) => text.includes(words))?.opinion ?? {},
    take(call) {
      asked.push(call);
      const mood = moods.find(({ service, times }) => service === call.service && times > 0);
      if (!mood) return null;
      mood.times--;
      return mood.kind;
    },
  };
}

/** Ends when the caller has gone. */
export function never(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
