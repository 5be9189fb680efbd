import { createHash } from 'node:crypto';
import { z } from 'zod';
import { licenseWords, wordsOf } from './words.ts';

/** What the SPDX list says of one licence. */
export interface KnownLicense {
  readonly name: string;
  readonly isOsiApproved: boolean;
}

/** Licences that have one and the same text. */
export interface KnownText {
  /** The one that stands for all first. */
  readonly ids: readonly string[];
  /** The text's language as BCP 47; null for the original. */
  readonly language: string | null;
  /** Whether it is not the list's own text, but one that the list's markup counts as the same. */
  readonly isOtherWording: boolean;
}

/** Stands in the index in the language's place. */
export const OTHER_WORDING = '~';

/** The reference data of licence identification, as `scripts/build-license-index.ts` makes it. */
export interface LicenseTexts {
  /** By SPDX id. */
  readonly licenses: ReadonlyMap<string, KnownLicense>;
  /** By the fingerprint of a text's words. */
  readonly byFingerprint: ReadonlyMap<string, KnownText>;
  /** The numbers of words that a known text has: no other length needs a fingerprint. */
  readonly lengths: ReadonlySet<number>;
}

/** The file `generated/license-index.json`. */
export const licenseIndexSchema = z.strictObject({
  source: z.string(),
  license: z.string(),
  /** id → name, and whether the OSI approved it. */
  licenses: z.record(z.string(), z.tuple([z.string(), z.boolean()])),
  /** `fingerprint words ids [language, or ~ for another wording]` */
  texts: z.array(z.string()),
});
export type LicenseIndex = z.infer<typeof licenseIndexSchema>;

/** A fingerprint for texts that have the same words in the same order. */
export function fingerprint(words: readonly string[]): string {
  return createHash('sha256').update(words.join(' ')).digest('base64url').slice(0, 22);
}

/** Turns the index as stored into the one that is searched. */
export function readLicenseIndex(index: LicenseIndex): LicenseTexts {
  const byFingerprint = new Map<string, KnownText>();
  const lengths = new Set<number>();
  for (const line of index.texts) {
    const [print = '', length = '', ids = '', last = null] = line.split(' ');
    const isOtherWording = last === OTHER_WORDING;
    byFingerprint.set(print, { ids: ids.split(','), language: isOtherWording ? null : last, isOtherWording });
    lengths.add(Number(length));
  }
  const licenses = Object.entries(index.licenses).map(([id, [name, isOsiApproved]]): [string, KnownLicense] => [
    id,
    { name, isOsiApproved },
  ]);
  return { licenses: new Map(licenses), byFingerprint, lengths };
}

/** Words that may stand in a licence's title beside those of its name. */
const TITLE_FRAME = new Set(
  wordsOf('the a software open source public license agreement version v full text of terms'),
);

/** Whether words that stand before a licence's text are its title: each is of its name, its id or of the usual frame. */
export function isTitle(words: readonly string[], id: string, name: string): boolean {
  const own = new Set([...wordsOf(name), ...wordsOf(id)]);
  return words.every((word) => own.has(word) || TITLE_FRAME.has(word));
}

/**
 * The forms in which a reference text is found in repositories: whole, without its title, and without what follows the
 * end of its terms (how to apply them), which the matching guidelines leave out.
 */
export function variantsOf(text: string, id: string, name: string): string[][] {
  const { words, lineStarts } = licenseWords(text);
  const end = endOfTerms(words);
  const ends = end === null ? [words.length] : [words.length, end];
  const starts = [0];
  for (const start of lineStarts.slice(1, 6)) {
    if (isTitle(words.slice(0, start), id, name)) starts.push(start);
  }
  return starts
    .flatMap((start) => ends.map((stop) => words.slice(start, stop)))
    .filter((variant) => variant.length > 0);
}

function endOfTerms(words: readonly string[]): number | null {
  const phrase = ['end', 'of', 'terms', 'and', 'conditions'];
  const last = words.findLastIndex((_, at) => phrase.every((word, offset) => words[at + offset] === word));
  return last === -1 ? null : last + phrase.length;
}
