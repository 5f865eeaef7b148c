import { type FastTextModel, getFastTextClass, getFastTextModule } from 'fasttext.wasm.js';
import { petitions } from '../../../shared/domain/taxonomy.ts';
import { cleaned, type Peer } from './peers.ts';

/**
 * One yes or no for each petition (`ova`) over words and pairs of words. Of some fifteen settings four were within half a
 * point of macro-F1 on the development voices; this is the quickest of them. Pieces of words gave no more than
 * that and took ten times as long.
 */
const settings = {
  loss: 'ova',
  lr: 0.5,
  epoch: 5,
  dim: 50,
  wordNgrams: 2,
  minn: 0,
  maxn: 0,
  bucket: 200_000,
  minCount: 1,
};
const label = '__label__';

/** fastText itself, compiled to WebAssembly: no network, no compiler. */
export const fasttext: Peer = {
  train: async (messages) => {
    const FastText = await getFastTextClass({ getFastTextModule });
    const lines = messages.map(
      ({ text, petitions: set }) => `${set.map((petition) => label + petition).join(' ')} ${cleaned(text)}\n`,
    );
    // It fetches what it learns from; an address of this process' own memory does.
    const address = URL.createObjectURL(new Blob(lines));
    // Its types say unknown, its documentation a model.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const model = (await new FastText().trainSupervised(address, settings, () => {})) as FastTextModel;
    URL.revokeObjectURL(address);
    return (text) => {
      const found = model.predict(`${cleaned(text)}\n`, petitions.length, 0);
      const scores = new Map(
        Array.from({ length: found.size() }, (_, index) => {
          const [score, name] = found.get(index);
          return [name, score];
        }),
      );
      found.delete();
      return petitions.map((petition) => scores.get(label + petition) ?? 0);
    };
  },
};
