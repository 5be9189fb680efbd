import { buildVocabulary, type Vocabulary } from './vocabulary.ts';
import { classifyWords, type WordClasses } from './word-classes.ts';

/** Stands in a choice where a party's name may stand. */
export const PARTY_SLOT = 0xffff;

/** Words from `start` to `end` (exclusive) of a reference text that may be left out. */
export type OptionalPart = readonly [start: number, end: number];
/** Words that may be replaced by one of the choices. */
export type Alternative = readonly [start: number, end: number, choices: readonly (readonly number[])[]];

/** What the SPDX list says of a licence. */
export interface KnownLicense {
  readonly name: string;
  /** By the Open Source Initiative, the Free Software Foundation, or what is known not to be; null where none said. */
  readonly open: boolean | null;
}

/** A text that is compared with. */
export interface Reference {
  readonly index: number;
  /** All SPDX ids that have this text, the one that stands for them first. */
  readonly ids: readonly string[];
  /** BCP 47; null for the original. */
  readonly language: string | null;
  /** Its words, without title, notices and list numbers. */
  readonly words: Uint16Array;
  /** Words of its own title, which stands before them. */
  readonly title: readonly number[];
  readonly optional: readonly OptionalPart[];
  readonly alternatives: readonly Alternative[];
}

/** Where the sampled rows of four words stand in the reference texts. */
export interface Shingles {
  readonly keys: Uint32Array;
  /** Slot → first posting; the slot's count stands in `counts`. */
  readonly firsts: Uint32Array;
  readonly counts: Uint16Array;
  readonly references: Uint16Array;
  readonly positions: Uint16Array;
  /** Reference → how many of its rows are kept, and one of how many these are. */
  readonly kept: Uint16Array;
  readonly every: Uint8Array;
}

/** The reference data of licence identification, as `scripts/build-license-index.ts` makes it. */
export interface LicenseIndex {
  /** `SPDX License List 3.x`, for people. */
  readonly listVersion: string;
  readonly licenses: ReadonlyMap<string, KnownLicense>;
  readonly references: readonly Reference[];
  readonly vocabulary: Vocabulary;
  readonly classes: WordClasses;
  readonly shingles: Shingles;
}

/** What stands before the words in the file. */
export interface IndexHead {
  readonly source: string;
  readonly license: string;
  readonly listVersion: string;
  /** id → name and openness: 1 open, 0 not, 2 nobody says. */
  readonly licenses: Readonly<Record<string, readonly [name: string, open: 0 | 1 | 2]>>;
  /** The vocabulary's words, joined by spaces; the first is empty. */
  readonly words: string;
  readonly commonBelow: number;
  /** Other spellings, each with the word that it counts as. */
  readonly spellings: readonly (readonly [spelling: string, number: number])[];
  readonly references: readonly {
    readonly ids: string;
    readonly length: number;
    readonly language?: string;
    readonly title?: readonly number[];
    readonly optional?: readonly OptionalPart[];
    readonly alternatives?: readonly Alternative[];
  }[];
}

/**
 * Reads the unpacked index: a length, a head as JSON in UTF-8 and the words of all reference texts as 16-bit numbers, both
 * numbers little endian.
 */
export function readLicenseIndex(bytes: Uint8Array): LicenseIndex {
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head: IndexHead = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headLength)));
  const all = wordsFrom(bytes, 4 + headLength);
  const vocabulary = buildVocabulary(head.words.split(' '), head.spellings, head.commonBelow);
  let from = 0;
  const references = head.references.map((stored, index): Reference => {
    const words = all.subarray(from, from + stored.length);
    from += stored.length;
    return {
      index,
      ids: stored.ids.split(' '),
      language: stored.language ?? null,
      words,
      title: stored.title ?? [],
      optional: stored.optional ?? [],
      alternatives: stored.alternatives ?? [],
    };
  });
  const licenses = Object.entries(head.licenses).map(([id, [name, open]]): [string, KnownLicense] => [
    id,
    { name, open: open === 2 ? null : open === 1 },
  ]);
  return {
    listVersion: head.listVersion,
    licenses: new Map(licenses),
    references,
    vocabulary,
    classes: classifyWords(vocabulary),
    shingles: buildShingles(references),
  };
}

/** A row of this many words. */
export const ROW = 4;

/** The hash of four words in a row. */
export function rowHash(a: number, b: number, c: number, d: number): number {
  const high = Math.imul((a << 16) | b, 0x9e3779b1);
  const low = Math.imul((c << 16) | d, 0x85ebca6b);
  const mixed = Math.imul((high ^ (high >>> 15)) + low, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}

/** One row of how many is kept: all of a short text, one of eight of a long one. */
function sampling(length: number): number {
  if (length < 150) return 1;
  return length < 600 ? 2 : 8;
}

function buildShingles(references: readonly Reference[]): Shingles {
  const size = 2 ** 17;
  const keys = new Uint32Array(size);
  const counts = new Uint16Array(size);
  const firsts = new Uint32Array(size);
  const capacity = 300_000;
  const slotOf = new Uint32Array(capacity);
  const referenceOf = new Uint16Array(capacity);
  const positionOf = new Uint16Array(capacity);
  let count = 0;
  for (const { words, index } of references) {
    const every = sampling(words.length);
    let [a, b, c] = [words[0] ?? 0, words[1] ?? 0, words[2] ?? 0];
    for (let at = 0; at + ROW <= words.length; at += 1) {
      const d = words[at + 3] ?? 0;
      const hash = rowHash(a, b, c, d) | 1;
      a = b;
      b = c;
      c = d;
      if (every > 1 && ((hash >>> 8) & (every - 1)) !== 0) continue;
      if (count === capacity) break;
      let slot = (hash >>> 1) & (size - 1);
      while (keys[slot] !== 0 && keys[slot] !== hash >>> 0) slot = (slot + 1) & (size - 1);
      keys[slot] = hash >>> 0;
      counts[slot] = (counts[slot] ?? 0) + 1;
      slotOf[count] = slot;
      referenceOf[count] = index;
      positionOf[count] = at;
      count += 1;
    }
  }
  let first = 0;
  for (let slot = 0; slot < size; slot += 1) {
    firsts[slot] = first;
    first += counts[slot] ?? 0;
  }
  const next = firsts.slice();
  const kept = new Uint16Array(references.length);
  const resultReferences = new Uint16Array(count);
  const resultPositions = new Uint16Array(count);
  for (let at = 0; at < count; at += 1) {
    const slot = slotOf[at] ?? 0;
    const place = next[slot] ?? 0;
    next[slot] = place + 1;
    const reference = referenceOf[at] ?? 0;
    resultReferences[place] = reference;
    resultPositions[place] = positionOf[at] ?? 0;
    kept[reference] = (kept[reference] ?? 0) + 1;
  }
  return {
    keys,
    firsts,
    counts,
    references: resultReferences,
    positions: resultPositions,
    kept,
    every: Uint8Array.from(references, ({ words }) => sampling(words.length)),
  };
}

/** The words in native order, wherever in the buffer they begin. */
function wordsFrom(bytes: Uint8Array, from: number): Uint16Array {
  const copy = new Uint8Array(bytes.length - from);
  copy.set(bytes.subarray(from));
  const words = new Uint16Array(copy.buffer, 0, copy.length >>> 1);
  if (isLittleEndian()) return words;
  return words.map((word) => ((word & 0xff) << 8) | (word >>> 8));
}

function isLittleEndian(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
}
