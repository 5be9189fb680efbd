import { type Alignment, align, type Effort } from './align.ts';
import type { LicenseIndex } from './license-index.ts';
import { FLAG, type ScannedText } from './scanned-text.ts';
import { postingsOf, ROW, rowHashAt, slotOf } from './shingles.ts';
import type { VisibleWords } from './visible-words.ts';

/** Before a licence stand its title, who gives it and what for, in no more words. */
const MOST_BEFORE = 400;
const BEGINNING = FLAG.lineStart | FLAG.paragraphStart | FLAG.thoughtStart;

/**
 * The licence that a text is to the word and to its end, with nothing before it that any licence has: most files are
 * that, and are compared with nothing else. Null where the text is more or less.
 * @param owners word → 1 + the alignment that covers it; filled here
 */
export function findExact(
  scanned: ScannedText,
  words: VisibleWords,
  index: LicenseIndex,
  owners: Uint16Array,
  effort: Effort,
): Alignment | null {
  const found = exactReference(scanned, words, index, effort);
  if (found === null) return null;
  const anchors = { ats: Uint32Array.of(words.places[found.start] ?? 0), places: Uint16Array.of(0) };
  const alignment = align(scanned, owners, { reference: found.reference, anchors }, index, effort);
  if (alignment !== null) owners.fill(1, alignment.from, alignment.to);
  return alignment;
}

/** Of several the first in the index: the list has some licences twice, and then without their title first. */
function exactReference(
  scanned: ScannedText,
  words: VisibleWords,
  index: LicenseIndex,
  effort: Effort,
): { readonly reference: number; readonly start: number } | null {
  const byLength = referencesByLength(index);
  let best: { readonly reference: number; readonly start: number } | null = null;
  for (let start = 0; start < Math.min(words.ids.length, MOST_BEFORE); start += 1) {
    const asLong = byLength.get(words.ids.length - start);
    if (asLong === undefined || !isBeginning(scanned, words, start)) continue;
    for (const reference of asLong) {
      if (best !== null && best.reference < reference) continue;
      if (isSame(words.ids, start, index.references[reference]?.words, effort)) best = { reference, start };
    }
  }
  return best === null || hasRowBefore(words.ids, best.start, index, effort) ? null : best;
}

/** Whether a line or a sentence begins at a visible word, or a notice ends right before it. */
function isBeginning({ flags }: ScannedText, { places }: VisibleWords, at: number): boolean {
  const place = places[at] ?? 0;
  return ((flags[place] ?? 0) & BEGINNING) !== 0 || at === 0 || places[at - 1] !== place - 1;
}

function isSame(ids: Uint16Array, start: number, words: Uint16Array | undefined, effort: Effort): boolean {
  if (words === undefined) return false;
  let at = 0;
  while (at < words.length && ids[start + at] === words[at]) at += 1;
  effort.steps += at + 1;
  return at === words.length;
}

/** Whether a row of words that begins before a place is one of any licence. */
function hasRowBefore(ids: Uint16Array, end: number, { shingles }: LicenseIndex, effort: Effort): boolean {
  for (let at = 0; at < end && at + ROW <= ids.length; at += 1) {
    effort.steps += 1;
    if (postingsOf(shingles, slotOf(shingles, rowHashAt(ids, at))) > 0) return true;
  }
  return false;
}

const knownLengths = new WeakMap<LicenseIndex, ReadonlyMap<number, readonly number[]>>();

/** How many words a licence has → those that have as many. */
function referencesByLength(index: LicenseIndex): ReadonlyMap<number, readonly number[]> {
  const known = knownLengths.get(index);
  if (known !== undefined) return known;
  const byLength = Map.groupBy(
    index.references.map((reference) => reference.index),
    (reference) => index.references[reference]?.words.length ?? 0,
  );
  knownLengths.set(index, byLength);
  return byLength;
}
