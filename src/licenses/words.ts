import { isCopyrightNotice } from './copyright-notice.ts';
import { EQUIVALENT_PAIRS, EQUIVALENT_WORDS } from './equivalent-words.ts';

/** A licence text as the SPDX matching guidelines compare it. */
export interface LicenseWords {
  readonly words: readonly string[];
  /** The index in `words` of each line's first word. */
  readonly lineStarts: readonly number[];
}

/** `(a)`, `a)`, `(iv)`, `1)` anywhere, and `1.` or `a.` at the start of a line: the numbering of a list. */
const ENUMERATOR = /\(?(?<![\p{L}\p{N}])(?:\d{1,2}|[a-z]|[ivx]{1,5})\\?\)/giu;
const LEADING_ENUMERATOR = /^[^\p{L}\p{N}]*(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,5})\\?\.(?=\s)/iu;

/**
 * Reduces a text to the words that count: without case, punctuation, white space, comment markers, list numbering and
 * copyright notices, and with variant spellings made one.
 */
export function licenseWords(text: string): LicenseWords {
  const words: string[] = [];
  const lineStarts: number[] = [];
  for (const line of text.normalize('NFKC').split(/\r\n|\r|\n/)) {
    if (isCopyrightNotice(line)) continue;
    const found = wordsOf(line);
    if (found.length === 0) continue;
    lineStarts.push(words.length);
    for (const word of found) push(words, word);
  }
  return {
    words,
    lineStarts: lineStarts.filter((start, index) => start < words.length && start !== lineStarts[index - 1]),
  };
}

/** The words of one line or name, spellings made one. */
export function wordsOf(line: string): string[] {
  const plain = line
    .replace(LEADING_ENUMERATOR, ' ')
    .replace(/©|\(c\)(?=\s*(?:19|20)\d\d)/gi, ' ')
    .replace(ENUMERATOR, ' ')
    .replace(/&/g, ' and ')
    .toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => EQUIVALENT_WORDS.get(word) ?? word);
}

function push(words: string[], word: string): void {
  const last = words.at(-1);
  const pair = last === undefined ? undefined : EQUIVALENT_PAIRS.get(`${last} ${word}`);
  if (pair === undefined) {
    words.push(word);
  } else {
    words.splice(-1, 1, ...pair);
  }
}
