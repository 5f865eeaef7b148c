/** What the benchmark uses of libraries that ship no types. */
declare module '@nlpjs/core' {
  export type Container = { use: (plugin: unknown) => void };
  export function containerBootstrap(): Promise<Container>;
}

declare module '@nlpjs/lang-es' {
  export const LangEs: unknown;
}

declare module '@nlpjs/nlu' {
  import type { Container } from '@nlpjs/core';

  type Settings = {
    locale: string;
    container: Container;
    log: boolean;
    iterations: number;
    learningRate: number;
  };
  type Answer = { classifications: { intent: string; score: number }[] };
  export class NluNeural {
    constructor(settings: Settings);
    train(corpus: readonly { utterance: string; intent: string }[]): Promise<unknown>;
    process(utterance: string): Promise<Answer>;
  }
}
