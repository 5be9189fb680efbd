/** Stands for every word that no reference text has. */
export const UNKNOWN_WORD = 0;

/**
 * The words of the reference texts, numbered by how many licences have them, the commonest first. Spellings that count
 * as one have one number. Looked up by the hash of a word's letters, so that reading a text makes no strings.
 */
export interface Vocabulary {
  /** Number → the word that stands for it. */
  readonly words: readonly string[];
  /** Numbers below this are of words that many licences have: they say something, and are hardly ever a name. */
  readonly commonBelow: number;
  /** Letters of all spellings, one after another. */
  readonly letters: Uint16Array;
  /** Spelling → where its letters begin; one more for the end. */
  readonly offsets: Uint32Array;
  /** Spelling → word. */
  readonly numbers: Uint16Array;
  /** Hash → spelling + 1, by open addressing. */
  readonly slots: Uint32Array;
}

/**
 * @param words number → word; the first stands for unknown words and is empty
 * @param spellings other spellings, each with the number of its word
 */
export function buildVocabulary(
  words: readonly string[],
  spellings: readonly (readonly [string, number])[],
  commonBelow: number,
): Vocabulary {
  const all = [...words, ...spellings.map(([spelling]) => spelling)];
  const text = all.join('');
  const letters = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) letters[at] = text.charCodeAt(at);
  const offsets = new Uint32Array(all.length + 1);
  const numbers = new Uint16Array(all.length);
  const slots = new Uint32Array(sizeFor(all.length));
  const mask = slots.length - 1;
  let offset = 0;
  for (let index = 0; index < all.length; index += 1) {
    const word = all[index] ?? '';
    offsets[index] = offset;
    offset += word.length;
    numbers[index] = index < words.length ? index : (spellings[index - words.length]?.[1] ?? UNKNOWN_WORD);
    if (index === UNKNOWN_WORD) continue;
    let hash = 0;
    for (let at = offset - word.length; at < offset; at += 1) hash = nextHash(hash, letters[at] ?? 0);
    let slot = finalHash(hash) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = index + 1;
  }
  offsets[all.length] = offset;
  return { words, commonBelow, letters, offsets, numbers, slots };
}

/** The hash of a word goes over its letters, in lower case. */
export function nextHash(hash: number, letter: number): number {
  return (Math.imul(hash, 31) + letter) | 0;
}

/** The number of a word that stands in a row of letters; `UNKNOWN_WORD` where there is none. */
export function lookUp(vocabulary: Vocabulary, hash: number, row: Uint16Array, length: number): number {
  const { letters, offsets, numbers, slots } = vocabulary;
  const mask = slots.length - 1;
  for (let slot = finalHash(hash) & mask; ; slot = (slot + 1) & mask) {
    const index = slots[slot] ?? 0;
    if (index === 0) return UNKNOWN_WORD;
    const start = offsets[index - 1] ?? 0;
    if ((offsets[index] ?? 0) - start !== length) continue;
    let at = 0;
    while (at < length && letters[start + at] === row[at]) at += 1;
    if (at === length) return numbers[index - 1] ?? UNKNOWN_WORD;
  }
}

/** The number of a word given in lower case. */
export function numberOf(vocabulary: Vocabulary, word: string): number {
  const row = new Uint16Array(word.length);
  let hash = 0;
  for (let at = 0; at < word.length; at += 1) {
    const letter = word.charCodeAt(at);
    row[at] = letter;
    hash = nextHash(hash, letter);
  }
  return lookUp(vocabulary, hash, row, word.length);
}

function finalHash(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** A power of two that leaves the table at most half full. */
function sizeFor(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, count * 2)));
}
