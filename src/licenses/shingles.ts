import { type PackedNumbers, packNumbers } from './packed-numbers.ts';

/** Where the sampled rows of four words stand in the reference texts, in a hash table with open addressing. */
export interface Shingles {
  /** Slot → the half of its row's hash that the slot itself does not tell. */
  readonly checks: Uint16Array;
  /** Slot → its first posting; one more for the end. A slot without postings is free. */
  readonly firsts: Uint32Array;
  /** Posting → the text. */
  readonly references: Uint16Array;
  /** Posting → the word of it at which the row begins: the low byte and the high one, which pack better apart. */
  readonly lowPositions: Uint8Array;
  readonly highPositions: Uint8Array;
  /** Text → how many of its rows are kept, and one of how many these are. */
  readonly kept: Uint16Array;
  readonly every: Uint8Array;
}

/** Less than half of them are taken. */
const SLOTS = 2 ** 17;

/** A row of this many words. */
export const ROW = 4;

/** The hash of four words in a row. */
function rowHash(a: number, b: number, c: number, d: number): number {
  const high = Math.imul((a << 16) | b, 0x9e3779b1);
  const low = Math.imul((c << 16) | d, 0x85ebca6b);
  const mixed = Math.imul((high ^ (high >>> 15)) + low, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}

/** The hash of the row that begins at a word. */
export function rowHashAt(words: Uint16Array, at: number): number {
  return rowHash(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0);
}

/** The slot of a row's hash, free or taken. */
export function slotOf({ checks, firsts }: Pick<Shingles, 'checks' | 'firsts'>, hash: number): number {
  const check = checkOf(hash);
  let slot = firstSlotOf(hash);
  while (firsts[slot] !== firsts[slot + 1] && checks[slot] !== check) slot = (slot + 1) & (SLOTS - 1);
  return slot;
}

/** Where a row is looked for first: by bits that say nothing of whether it is kept, or kept ones would crowd. */
function firstSlotOf(hash: number): number {
  return (hash >>> 11) & (SLOTS - 1);
}

/** The bits of a hash that its first slot does not tell. */
function checkOf(hash: number): number {
  return (hash & 0x7ff) | ((hash >>> 28) << 11);
}

/** How many texts' rows are in a slot. */
export function postingsOf({ firsts }: Pick<Shingles, 'firsts'>, slot: number): number {
  return (firsts[slot + 1] ?? 0) - (firsts[slot] ?? 0);
}

/** One row of how many is kept: all of a short text, one of eight of a long one. */
function sampling(length: number): number {
  if (length < 150) return 1;
  return length < 600 ? 2 : 8;
}

function isKept(hash: number, every: number): boolean {
  return ((hash >>> 8) & (every - 1)) === 0;
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
    const check = checkOf(row.hash);
    let slot = firstSlotOf(row.hash);
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
    lowPositions: Uint8Array.from(rows, ({ position }) => position & 0xff),
    highPositions: Uint8Array.from(rows, ({ position }) => position >>> 8),
    kept,
    every: Uint8Array.from(texts, ({ words }) => sampling(words.length)),
  };
}

function sampledRows(words: Uint16Array, reference: number): Row[] {
  const every = sampling(words.length);
  return Array.from({ length: Math.max(0, words.length - ROW + 1) }, (_, position) => position)
    .map((position): Row => ({ hash: rowHashAt(words, position), reference, position }))
    .filter(({ hash }) => isKept(hash, every));
}

/** The table as `readShingles` reads it. */
export function packShingles(shingles: Shingles): Uint8Array[] {
  const { checks, firsts, references, lowPositions, highPositions, kept, every } = shingles;
  const counts = new Uint32Array([references.length, kept.length]);
  const perSlot = Uint16Array.from(checks, (_, slot) => (firsts[slot + 1] ?? 0) - (firsts[slot] ?? 0));
  return [...[counts, checks, perSlot, references, kept].map(packNumbers), lowPositions, highPositions, every];
}

export function readShingles(numbers: PackedNumbers): Shingles {
  const [postings = 0, texts = 0] = numbers.longs(2);
  const checks = numbers.words(SLOTS);
  const firsts = firstsOf(numbers.words(SLOTS));
  const references = numbers.words(postings);
  const kept = numbers.words(texts);
  const lowPositions = numbers.bytes(postings);
  const highPositions = numbers.bytes(postings);
  return { checks, firsts, references, lowPositions, highPositions, kept, every: numbers.bytes(texts) };
}

/** Slot → its first posting, from how many each has: as numbers that rise they would pack badly. */
function firstsOf(perSlot: Uint16Array): Uint32Array {
  const firsts = new Uint32Array(perSlot.length + 1);
  let first = 0;
  for (let slot = 0; slot < perSlot.length; slot += 1) {
    first += perSlot[slot] ?? 0;
    firsts[slot + 1] = first;
  }
  return firsts;
}
