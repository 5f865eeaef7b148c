import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Place } from '../domain/place.ts';
import type { EnsembleModel, NetworkModel } from './ensemble.ts';
import type { LinearModel } from './linear.ts';
import type { Lexicon } from './phrasebook.ts';
import type { TaggerModel } from './tagger.ts';

/** A place of the gazetteer, with the other names that people give it. */
export type KnownPlace = Place & { aliases?: string[] };

/** What makes a sum of the classifier a probability, and from where on it counts. */
export type Calibration = { slope: number; offset: number; cut: number };

/** Everything the classifier knows, as one file holds it. */
export type Model = {
  /** SHA-256, in hex, of what it was trained from. */
  trainedFrom: string;
  /** Phrases of each field of meaning. */
  semantics: Lexicon<string>;
  gazetteer: readonly KnownPlace[];
  judges: EnsembleModel;
  /** By output. */
  calibration: readonly Calibration[];
  places: TaggerModel;
  persons: TaggerModel;
};

const magic = 'ALERTA-ES-MX 1\n';
const alignment = 8;
const compressionLevel = 19;
/** Room for the whole, so that it is put together once. */
const chunkSize = 16 * 1024 * 1024;

type Numbers = Uint32Array | Int8Array | Float32Array;
/** Where an array stands among the numbers, and how long it is. */
type Placed = { at: number; length: number };
type PlacedLinear = { ids: Placed; weights: Placed; scales: Placed };
type PlacedTagger = PlacedLinear & { kinds: readonly string[]; transitions: Placed };
type PlacedNetwork = Pick<NetworkModel, 'scale' | 'dimensions' | 'hidden'> &
  Record<'points' | 'inward' | 'outward', Placed>;
type Header = Omit<Model, 'judges' | 'places' | 'persons'> & {
  judges: PlacedLinear & { networks: PlacedNetwork[] };
  places: PlacedTagger;
  persons: PlacedTagger;
};

/**
 * Writes a model as bytes, compressed by Zstandard: magic with the length of the header, header as JSON, then its numbers,
 * little-endian.
 */
export function writeModel(model: Model): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  const place = (array: Numbers): Placed => {
    const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
    const padding = Buffer.alloc((alignment - (bytes.length % alignment)) % alignment);
    parts.push(bytes, padding);
    const placed = { at, length: array.length };
    at += bytes.length + padding.length;
    return placed;
  };
  const linear = ({ ids, weights, scales }: LinearModel): PlacedLinear => ({
    ids: place(ids),
    weights: place(weights),
    scales: place(scales),
  });
  const tagged = ({ kinds, transitions, ...rest }: TaggerModel): PlacedTagger => ({
    ...linear(rest),
    kinds,
    transitions: place(transitions),
  });
  const { judges } = model;
  const header: Header = {
    ...model,
    judges: {
      ...linear({ ids: judges.ids, ...judges.linear }),
      networks: judges.networks.map(({ points, inward, outward, ...rest }) => ({
        ...rest,
        points: place(points),
        inward: place(inward),
        outward: place(outward),
      })),
    },
    places: tagged(model.places),
    persons: tagged(model.persons),
  };
  const json = Buffer.from(JSON.stringify(header));
  const start = Buffer.from(`${magic}${json.length}\n`);
  const spaces = Buffer.alloc((alignment - ((start.length + json.length) % alignment)) % alignment, ' ');
  return zstdCompressSync(Buffer.concat([start, json, spaces, ...parts]), {
    params: { [constants.ZSTD_c_compressionLevel]: compressionLevel },
  });
}

/**
 * Reads a model's bytes.
 * @throws Error when the bytes are no such model
 */
export function readModel(compressed: Buffer): Model {
  const bytes = zstdDecompressSync(compressed, { chunkSize });
  if (bytes.toString('latin1', 0, magic.length) !== magic) throw new Error('The file is no model of ours');
  const lineEnd = bytes.indexOf('\n', magic.length);
  const length = Number(bytes.toString('latin1', magic.length, lineEnd));
  // The header is what writeModel wrote: the file is part of the release, its hash is checked in the tests.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const header = JSON.parse(bytes.toString('utf8', lineEnd + 1, lineEnd + 1 + length)) as Header;
  const start = bytes.byteOffset + Math.ceil((lineEnd + 1 + length) / alignment) * alignment;
  const { buffer } = start % alignment === 0 ? bytes : new Uint8Array(bytes);
  const offset = start % alignment === 0 ? start : start - bytes.byteOffset;
  const floats = ({ at, length: count }: Placed): Float32Array =>
    new Float32Array(buffer, offset + at, count);
  const small = ({ at, length: count }: Placed): Int8Array => new Int8Array(buffer, offset + at, count);
  const linear = ({ ids, weights, scales }: PlacedLinear): LinearModel => ({
    ids: new Uint32Array(buffer, offset + ids.at, ids.length),
    weights: small(weights),
    scales: floats(scales),
  });
  const tagged = (tagger: PlacedTagger): TaggerModel => ({
    ...linear(tagger),
    kinds: tagger.kinds,
    transitions: floats(tagger.transitions),
  });
  const { ids, ...ownLinear } = linear(header.judges);
  return {
    ...header,
    judges: {
      ids,
      linear: ownLinear,
      networks: header.judges.networks.map((each) => ({
        ...each,
        points: small(each.points),
        inward: floats(each.inward),
        outward: floats(each.outward),
      })),
    },
    places: tagged(header.places),
    persons: tagged(header.persons),
  };
}
