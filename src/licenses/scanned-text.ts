import { spell, UNKNOWN_WORD, type Vocabulary } from './vocabulary.ts';

/** What is known of a word beside its number. */
export const FLAG = {
  /** First of its line. */
  lineStart: 1,
  /** First after an empty line, or of the text. */
  paragraphStart: 2,
  /** A list's number or letter, or part of a copyright notice: it may be passed over, and counts where it is needed. */
  hidden: 4,
  /** Begins with a capital letter. */
  capital: 8,
  /** Has no small letter. */
  allCapitals: 16,
  /** A full stop, and white space or the end, comes after it. */
  stopAfter: 32,
  /** A comma, a dash or an opening bracket comes after it: what goes on belongs to it. */
  goesOn: 64,
  /** A web address or an e-mail address, as one word. */
  address: 128,
  /** Digits only. */
  digits: 256,
  /** The © sign or (c). */
  mark: 512,
  /** Punctuation that ends a thought stands between it and the word before: `.` `:` `;`. */
  thoughtStart: 1024,
  /** A plus sign comes after it, as in GPLv2+. */
  plusAfter: 2048,
  /** Stands in brackets of any kind, or its bracket opens just before it. */
  bracketBefore: 4096,
} as const;

/** A text as words. All arrays have an entry for each word, and room to spare. */
export interface ScannedText {
  readonly text: string;
  readonly vocabulary: Vocabulary;
  readonly count: number;
  readonly ids: Uint16Array;
  readonly flags: Uint16Array;
  /** UTF-16 offsets into the text. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** From 1. */
  readonly lines: Uint32Array;
  /** How many characters its lines have before they are broken; 0 where that does not show. */
  readonly width: number;
}

/** A word with letters beyond ASCII, as the vocabulary has it. */
export function plainWord(word: string): string {
  if (isAscii(word)) return word.toLowerCase();
  return word
    .replace(/[\u00ad\ufeff\u200b-\u200d\u2060]/g, '')
    .normalize('NFKC')
    .toLowerCase();
}

function isAscii(word: string): boolean {
  for (let at = 0; at < word.length; at += 1) if (word.charCodeAt(at) >= 128) return false;
  return true;
}

/** Longer rows of letters are no word that anything is compared with, so only their beginning is read. */
const LONGEST_WORD = 600;

/** A word of a scanned text as the vocabulary has it, or would: in lower case, an address without its scheme. */
export function wordAt(scanned: ScannedText, at: number): string {
  const id = scanned.ids[at] ?? UNKNOWN_WORD;
  if (id !== UNKNOWN_WORD && at < scanned.count) return spell(scanned.vocabulary, id);
  const start = scanned.starts[at] ?? 0;
  const word = plainWord(scanned.text.slice(start, Math.min(scanned.ends[at] ?? start, start + LONGEST_WORD)));
  if (((scanned.flags[at] ?? 0) & FLAG.address) === 0) return word;
  return word.replace(/^[a-z]{2,10}:\/\//, '').replace(/^www\./, '');
}
