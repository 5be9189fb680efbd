import { type PackedNumbers, packNumbers } from './packed-numbers.ts';

/** Stands for every word that no reference text has. */
export const UNKNOWN_WORD = 0;

/**
 * The words of the reference texts, numbered by how many licences have them, the commonest first. Spellings that count
 * as one have one number. Looked up by the hash of a word's letters, so that reading a text makes no strings.
 */
export interface Vocabulary {
  /** How many words there are; each is its own first spelling, and the others come after them. */
  readonly count: number;
  /** Numbers below this are of words that many licences have: they say something, and are hardly ever a name. */
  readonly commonBelow: number;
  /** Numbers below this are of words that some licence has in small letters: words of a language, not names. */
  readonly ordinaryBelow: number;
  /** Letters of all spellings, one after another. */
  readonly letters: Uint16Array;
  /** Spelling → where its letters begin; one more for the end. */
  readonly offsets: Uint32Array;
  /** Spelling beyond the words → the word that it counts as. */
  readonly standing: Uint16Array;
  /** Hash → spelling + 1, by open addressing. */
  readonly slots: Uint16Array;
  /** Words as strings, made when they are first asked for. */
  readonly spelled: (string | undefined)[];
}

/**
 * Built with the index: at every start it would take longer than all else.
 * @param words number → word; the first stands for unknown words and is empty
 * @param spellings other spellings, each with the number of its word
 */
export function buildVocabulary(
  words: readonly string[],
  spellings: readonly (readonly [string, number])[],
  commonBelow: number,
  ordinaryBelow = commonBelow,
): Vocabulary {
  const all = [...words, ...spellings.map(([spelling]) => spelling)];
  const letters = Uint16Array.from(all.join(''), (letter) => letter.charCodeAt(0));
  const offsets = offsetsOf(Uint16Array.from(all, ({ length }) => length));
  const slots = new Uint16Array(sizeFor(all.length));
  const mask = slots.length - 1;
  for (let index = UNKNOWN_WORD + 1; index < all.length; index += 1) {
    const own = letters.subarray(offsets[index], offsets[index + 1]);
    let slot = finalHash(own.reduce(nextHash, 0)) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = index + 1;
  }
  const standing = Uint16Array.from(spellings, ([, number]) => number);
  return { count: words.length, commonBelow, ordinaryBelow, letters, offsets, standing, slots, spelled: [] };
}

/** Where each of a row of spellings begins; one more for the end. */
function offsetsOf(lengths: Uint16Array): Uint32Array {
  const offsets = new Uint32Array(lengths.length + 1);
  let offset = 0;
  for (let index = 0; index < lengths.length; index += 1) {
    offset += lengths[index] ?? 0;
    offsets[index + 1] = offset;
  }
  return offsets;
}

/** The vocabulary as `readVocabulary` reads it. */
export function packVocabulary(vocabulary: Vocabulary): Uint8Array[] {
  const { count, commonBelow, ordinaryBelow, letters, offsets, standing, slots } = vocabulary;
  const lengths = offsets.subarray(1).map((end, index) => end - (offsets[index] ?? 0));
  const counts = [count, commonBelow, ordinaryBelow, letters.length, standing.length, slots.length];
  const lists = [Uint32Array.from(counts), letters, standing, slots, Uint16Array.from(lengths)];
  return lists.map(packNumbers);
}

export function readVocabulary(numbers: PackedNumbers): Vocabulary {
  const [count = 0, commonBelow = 0, ordinaryBelow = 0, length = 0, others = 0, size = 0] = numbers.longs(6);
  const letters = numbers.words(length);
  const standing = numbers.words(others);
  const slots = numbers.words(size);
  const offsets = offsetsOf(numbers.words(count + others));
  return { count, commonBelow, ordinaryBelow, letters, offsets, standing, slots, spelled: [] };
}

/** The hash of a word goes over its letters, in lower case. */
export function nextHash(hash: number, letter: number): number {
  return (Math.imul(hash, 31) + letter) | 0;
}

/** The number of a word that stands in a row of letters; `UNKNOWN_WORD` where there is none. */
export function lookUp(vocabulary: Vocabulary, hash: number, row: Uint16Array, length: number): number {
  const { count, letters, offsets, standing, slots } = vocabulary;
  const mask = slots.length - 1;
  for (let slot = finalHash(hash) & mask; ; slot = (slot + 1) & mask) {
    const index = (slots[slot] ?? 0) - 1;
    if (index < 0) return UNKNOWN_WORD;
    const start = offsets[index] ?? 0;
    if ((offsets[index + 1] ?? 0) - start !== length) continue;
    let at = 0;
    while (at < length && letters[start + at] === row[at]) at += 1;
    if (at === length) return index < count ? index : (standing[index - count] ?? UNKNOWN_WORD);
  }
}

/** The number of a word given in lower case. */
export function numberOf(vocabulary: Vocabulary, word: string): number {
  const row = word.length <= ROW.length ? ROW : new Uint16Array(word.length);
  let hash = 0;
  for (let at = 0; at < word.length; at += 1) {
    const letter = word.charCodeAt(at);
    row[at] = letter;
    hash = nextHash(hash, letter);
  }
  return lookUp(vocabulary, hash, row, word.length);
}

/** Where the letters of the word stand that is being looked up. */
const ROW = new Uint16Array(256);

/** The word of a number, in the spelling that stands for all; empty for unknown words. */
export function spell({ spelled, letters, offsets, count }: Vocabulary, number: number): string {
  const known = spelled[number];
  if (known !== undefined) return known;
  if (number >= count) return '';
  const word = String.fromCharCode(...letters.subarray(offsets[number], offsets[number + 1]));
  spelled[number] = word;
  return word;
}

function finalHash(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** A power of two that leaves the table at most half full, and places in it that 16 bits can number. */
function sizeFor(count: number): number {
  if (count >= 2 ** 16) throw new Error('There are more spellings than 16 bits can number.');
  return 2 ** Math.ceil(Math.log2(Math.max(2, count * 2)));
}
