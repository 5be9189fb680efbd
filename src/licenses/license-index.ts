import { readNumbers } from './packed-numbers.ts';
import { readShingles, type Shingles } from './shingles.ts';
import { readVocabulary, type Vocabulary } from './vocabulary.ts';
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
 * Reads the unpacked index: a length, a head as JSON in UTF-8, then as little endian numbers the vocabulary, the words of
 * all reference texts and their rows, as `packVocabulary` and `packShingles` wrote them.
 */
export function readLicenseIndex(bytes: Uint8Array): LicenseIndex {
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head: IndexHead = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headLength)));
  const numbers = readNumbers(bytes, 4 + headLength);
  const vocabulary = readVocabulary(numbers);
  const all = numbers.words(head.references.reduce((sum, { length }) => sum + length, 0));
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
    shingles: readShingles(numbers),
  };
}
