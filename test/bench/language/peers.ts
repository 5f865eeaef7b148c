import type { LabelledMessage } from '../../../training/corpus.ts';

/** How likely each petition is, in the order of the taxonomy; only compared with cuts of the same peer. */
export type Likely = (text: string) => Promise<number[]> | number[];

/** A library that learns petitions from the same messages as we do. */
export type Peer = {
  train: (messages: readonly LabelledMessage[]) => Promise<Likely> | Likely;
  /** What else the library has and why it is not measured; tried here, so that the reason is of this run. */
  leftOut?: (messages: readonly LabelledMessage[]) => string;
};

type Entry = { title: string; packages: readonly string[]; load: () => Promise<Peer> };

/** Loaded by name in a process of their own: one that does not install, load or end spoils no other. */
export const peers = {
  nlpjs: {
    title: 'NLP.js',
    packages: ['@nlpjs/nlu', '@nlpjs/lang-es'],
    load: async () => (await import('./nlpjs.ts')).nlpjs,
  },
  natural: {
    title: 'natural, Bayes',
    packages: ['natural'],
    load: async () => (await import('./natural.ts')).natural,
  },
  fasttext: {
    title: 'fastText',
    packages: ['fasttext.wasm.js'],
    load: async () => (await import('./fasttext.ts')).fasttext,
  },
} satisfies Record<string, Entry>;

export type PeerName = keyof typeof peers;

/**
 * A text as every peer is given it: lower case, no accents, marks and emojis apart. None of them does all of it:
 * fastText gains six points of macro-F1 on the development voices, the others a few tenths.
 */
export const cleaned = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/(?<!n)\p{M}/gu, '')
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}\s]/gu, ' $& ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
