import { type PackedNumbers, packNumbers } from './packed-numbers.ts';

/** Where the sampled rows of four words stand in the reference texts, in a hash table with open addressing. */
export interface Shingles {
  /** Slot → the half of its row's hash that the slot itself does not tell. */
  readonly checks: Uint16Array;
  /** Slot → its first posting; one more for the end. A slot without postings is free. */
  readonly firsts: Uint32Array;
  /** Posting → the text, and the word of it at which the row begins. */
  readonly references: Uint16Array;
  readonly positions: Uint16Array;
  /** Text → how many of its rows are kept, and one of how many these are. */
  readonly kept: Uint16Array;
  readonly every: Uint8Array;
}

/** Less than half of them are taken. */
const SLOTS = 2 ** 17;

/** A row of this many words. */
export const ROW = 4;

/** The hash of four words in a row. */
export function rowHash(a: number, b: number, c: number, d: number): number {
  const high = Math.imul((a << 16) | b, 0x9e3779b1);
  const low = Math.imul((c << 16) | d, 0x85ebca6b);
  const mixed = Math.imul((high ^ (high >>> 15)) + low, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}

/** The slot of a row's hash, free or taken. */
export function slotOf({ checks, firsts }: Pick<Shingles, 'checks' | 'firsts'>, hash: number): number {
  const check = hash >>> 16;
  let slot = hash & (SLOTS - 1);
  while (firsts[slot] !== firsts[slot + 1] && checks[slot] !== check) slot = (slot + 1) & (SLOTS - 1);
  return slot;
}

/** One row of how many is kept: all of a short text, one of eight of a long one. */
function sampling(length: number): number {
  if (length < 150) return 1;
  return length < 600 ? 2 : 8;
}

interface Row {
  readonly hash: number;
  readonly reference: number;
  readonly position: number;
}

/** Built with the index: at every start it would take longer than all else. */
export function buildShingles(texts: readonly { readonly words: Uint16Array }[]): Shingles {
  const bySlot = new Map<number, Row[]>();
  const checks = new Uint16Array(SLOTS);
  for (const row of texts.flatMap(({ words }, reference) => sampledRows(words, reference))) {
    const check = row.hash >>> 16;
    let slot = row.hash & (SLOTS - 1);
    while (bySlot.has(slot) && checks[slot] !== check) slot = (slot + 1) & (SLOTS - 1);
    checks[slot] = check;
    const rows = bySlot.get(slot);
    if (rows === undefined) bySlot.set(slot, [row]);
    else rows.push(row);
  }
  const slots = Array.from({ length: SLOTS }, (_, slot) => bySlot.get(slot) ?? []);
  const firsts = new Uint32Array(SLOTS + 1);
  for (const [slot, rows] of slots.entries()) firsts[slot + 1] = (firsts[slot] ?? 0) + rows.length;
  const rows = slots.flat();
  const kept = new Uint16Array(texts.length);
  for (const { reference } of rows) kept[reference] = (kept[reference] ?? 0) + 1;
  return {
    checks,
    firsts,
    references: Uint16Array.from(rows, ({ reference }) => reference),
    positions: Uint16Array.from(rows, ({ position }) => position),
    kept,
    every: Uint8Array.from(texts, ({ words }) => sampling(words.length)),
  };
}

function sampledRows(words: Uint16Array, reference: number): Row[] {
  const every = sampling(words.length);
  const hashAt = (at: number) => rowHash(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0);
  return Array.from({ length: Math.max(0, words.length - ROW + 1) }, (_, position) => position)
    .map((position): Row => ({ hash: hashAt(position), reference, position }))
    .filter(({ hash }) => ((hash >>> 8) & (every - 1)) === 0);
}

/** The table as `readShingles` reads it. */
export function packShingles({ checks, firsts, references, positions, kept, every }: Shingles): Uint8Array[] {
  const counts = new Uint32Array([references.length, kept.length]);
  return [counts, checks, firsts, references, positions, kept, Uint16Array.from(every)].map(packNumbers);
}

export function readShingles(numbers: PackedNumbers): Shingles {
  const [postings = 0, texts = 0] = numbers.longs(2);
  return {
    checks: numbers.words(SLOTS),
    firsts: numbers.longs(SLOTS + 1),
    references: numbers.words(postings),
    positions: numbers.words(postings),
    kept: numbers.words(texts),
    every: Uint8Array.from(numbers.words(texts)),
  };
}
