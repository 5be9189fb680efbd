import type { LicenseNames } from './license-names.ts';
import { nameAt } from './license-names.ts';
import { PHRASES } from './phrases.ts';
import { FLAG, type ScannedText, wordAt } from './scanned-text.ts';

type Piece =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'slot'; readonly slot: string }
  | { readonly kind: 'choice'; readonly isOptional: boolean; readonly choices: readonly (readonly Piece[])[] };

/** Phrases by their first word; those that begin with a slot stand under the empty one. */
type Phrases = ReadonlyMap<string, readonly (readonly Piece[])[]>;

let compiled: Phrases | null = null;

/** After the known phrase that begins at a word, the longest; the word itself where none does. */
export function phraseEnd(scanned: ScannedText, at: number, end: number, names: LicenseNames): number {
  compiled ??= compile();
  let best = at;
  for (const key of [wordAt(scanned, at), '']) {
    for (const phrase of compiled.get(key) ?? []) {
      const reached = match(scanned, phrase, 0, at, end, names);
      if (reached > best) best = reached;
    }
  }
  return best;
}

/** Where a phrase ends that begins at a word; -1 where it does not stand there. */
function match(
  scanned: ScannedText,
  pieces: readonly Piece[],
  piece: number,
  from: number,
  end: number,
  names: LicenseNames,
): number {
  const one = pieces[piece];
  if (one === undefined) return from;
  const at = skipHidden(scanned, from, end);
  if (one.kind === 'word') {
    if (at >= end || same(wordAt(scanned, at)) !== one.word) return -1;
    return match(scanned, pieces, piece + 1, at + 1, end, names);
  }
  if (one.kind === 'choice') {
    for (const choice of one.choices) {
      const reached = match(scanned, [...choice, ...pieces.slice(piece + 1)], 0, at, end, names);
      if (reached !== -1) return reached;
    }
    return one.isOptional ? match(scanned, pieces, piece + 1, at, end, names) : -1;
  }
  for (const reached of slotEnds(scanned, one.slot, at, end, names)) {
    const done = match(scanned, pieces, piece + 1, reached, end, names);
    if (done !== -1) return done;
  }
  return -1;
}

const MOST_SLOT_WORDS = 9;
const THINGS = new Set(
  'program software library file files package project module work code source script document documentation tool application app product it plugin this the our font data license copying txt md'.split(
    ' ',
  ),
);

function slotEnds(scanned: ScannedText, slot: string, at: number, end: number, names: LicenseNames): number[] {
  if (slot === 'license') {
    const named = nameAt(scanned, at, names);
    const ends = named === null ? [] : [named.to];
    return [...ends, ...(['license', 'licence'].includes(wordAt(scanned, at)) ? [at + 1] : [])];
  }
  const ends: number[] = [];
  for (let next = at; next < end && next < at + MOST_SLOT_WORDS * (slot === 'place' ? 3 : 1); next += 1) {
    if (next > at && slot !== 'place' && ((scanned.flags[next - 1] ?? 0) & FLAG.stopAfter) !== 0) break;
    if (next > at && ((scanned.flags[next] ?? 0) & FLAG.paragraphStart) !== 0) break;
    const flag = scanned.flags[next] ?? 0;
    const word = wordAt(scanned, next);
    const isPlace =
      slot === 'place' &&
      /^(?:usr|share|common|licenses|lgpl|gpl|agpl|gfdl|mpl|apache|artistic|bsd|cc0|the|file|street|suite|floor|fifth|temple|franklin|place|mass|ave|st|usa|road|\d+|v?\d)$/.test(
        word,
      );
    const isName = scanned.ids[next] === 0 || (flag & (FLAG.capital | FLAG.digits | FLAG.address)) !== 0;
    if (
      !isName &&
      !isPlace &&
      !(slot === 'thing' && THINGS.has(word)) &&
      !(slot === 'name' && /^(?:and|the|of|et|al|contributors|authors|de|van|von|others|by)$/.test(word))
    )
      break;
    ends.push(next + 1);
  }
  return slot === 'place' || slot === 'name' ? ends.reverse() : ends;
}

function skipHidden({ flags }: ScannedText, from: number, end: number): number {
  let at = from;
  while (at < end && ((flags[at] ?? 0) & FLAG.hidden) !== 0) at += 1;
  return at;
}

function same(word: string): string {
  return word === 'licence' ? 'license' : word;
}

function compile(): Phrases {
  const byFirst = new Map<string, (readonly Piece[])[]>();
  for (const phrase of PHRASES) {
    const pieces = piecesOf(phrase);
    for (const first of firstWords(pieces)) {
      const group = byFirst.get(first) ?? [];
      group.push(pieces);
      byFirst.set(first, group);
    }
  }
  return byFirst;
}

function firstWords(pieces: readonly Piece[]): string[] {
  const [one] = pieces;
  if (one === undefined || one.kind === 'slot') return [''];
  if (one.kind === 'word') return [one.word];
  return [...new Set([...one.choices.flatMap(firstWords), ...(one.isOptional ? firstWords(pieces.slice(1)) : [])])];
}

function piecesOf(phrase: string): Piece[] {
  const tokens = phrase.match(/\[[^\]]*\]|\([^)]*\)|\{[a-z]+\}|[\p{L}\p{N}]+/gu) ?? [];
  return tokens.map((token): Piece => {
    if (token.startsWith('{')) return { kind: 'slot', slot: token.slice(1, -1) };
    if (token.startsWith('[') || token.startsWith('(')) {
      const choices = token.slice(1, -1).split('|').map(piecesOf);
      return { kind: 'choice', isOptional: token.startsWith('['), choices };
    }
    return { kind: 'word', word: same(token) };
  });
}
