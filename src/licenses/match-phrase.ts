import { holdersEnd } from './copyright-notice.ts';
import { isOnForge, isOwnAddress, isRepository } from './license-addresses.ts';
import type { LicenseNames, NamedLicense } from './license-names.ts';
import { licensesAt, type NamedLicenses } from './licenses-in-sentence.ts';
import { isName, namesEnd, showsName } from './names.ts';
import { ALTERNATIVELY, GRANTS, PHRASES, POINTERS } from './phrases.ts';
import { FLAG, type ScannedText, wordAt } from './scanned-text.ts';
import { numberOf, UNKNOWN_WORD, type Vocabulary } from './vocabulary.ts';

/** A known sentence in a text. */
export interface KnownSentence {
  readonly kind: 'grant' | 'pointer' | 'phrase';
  /** The word after it. */
  readonly to: number;
  readonly named: readonly NamedLicense[];
  readonly relation: 'OR' | 'AND' | null;
  /** Whether what it grants is there to choose instead of what stands before it. */
  readonly isAlternative: boolean;
}

/** What must come next: a word by its number, a slot, one of several ways, or the end. */
type Step =
  | { readonly kind: 'word'; readonly word: number; readonly next: Step }
  | { readonly kind: 'slot'; readonly slot: string; readonly next: Step }
  | { readonly kind: 'fork'; readonly ways: readonly Step[]; readonly firsts: FirstWords }
  | { readonly kind: 'end' };

/** The words of which one must come next; null where that is not only a matter of words. */
type FirstWords = ReadonlySet<number> | null;

interface Sentence {
  readonly kind: KnownSentence['kind'];
  readonly step: Step;
}

/** The known sentences, in the numbers of a vocabulary. */
interface Sentences {
  /** By their first word. */
  readonly byFirst: ReadonlyMap<number, readonly Sentence[]>;
  /** Those that may begin with a slot. */
  readonly withSlot: readonly Sentence[];
  /** The word with which a grant begins that is there to choose. */
  readonly alternatively: number;
  /** Number of a word → the one that it counts as in a sentence, which hardly ever is another. */
  readonly standing: Uint16Array;
}

/** Stands where a sentence has a word that the vocabulary lacks, which no word of a text is then. */
const NO_WORD = -1;

const END: Step = { kind: 'end' };
const knownSentences = new WeakMap<Vocabulary, Sentences>();

/** The longest known sentence that begins at a word; null where none does. */
export function sentenceAt(scanned: ScannedText, at: number, end: number, names: LicenseNames): KnownSentence | null {
  const sentences = sentencesIn(scanned.vocabulary);
  const place: Place = { scanned, end, names, standing: sentences.standing, slots: new Map(), licenses: new Map() };
  const first = wordNumber(place, at);
  const ofFirst = sentences.byFirst.get(first) ?? [];
  let best: KnownSentence | null = null;
  for (const known of [ofFirst, sentences.withSlot]) {
    for (const { kind, step } of known) {
      const reached = walk(place, step, at, null);
      if (reached === null || reached.to <= (best?.to ?? at)) continue;
      const { to, found } = reached;
      const named = (found?.named ?? []).map((one) => withoutInvariants(scanned, one, to));
      const isAlternative = kind === 'grant' && known === ofFirst && first === sentences.alternatively;
      best = { kind, to, named, relation: relationOf(scanned, at, to, found), isAlternative };
    }
  }
  return best;
}

/** `GNU Free Documentation License, Version 1.3 …; with no Invariant Sections`, which has an id of its own. */
function withoutInvariants(scanned: ScannedText, named: NamedLicense, end: number): NamedLicense {
  if (!named.id?.startsWith('GFDL-')) return named;
  for (let at = named.to; at + 1 < end; at += 1)
    if (wordAt(scanned, at) === 'no' && wordAt(scanned, at + 1) === 'invariant')
      return { ...named, id: `${named.id}-no-invariants` };
  return named;
}

/** `dual licensed under A and B` and `A or B` leave the choice; `A and B` alone does not. */
function relationOf(scanned: ScannedText, from: number, to: number, found: NamedLicenses | null): 'OR' | 'AND' | null {
  if (found === null || found.named.length < 2) return null;
  for (let at = from; at < to; at += 1)
    if (/^(?:dual|dually|double|triple|tri|either|choice|option)$/.test(wordAt(scanned, at)) && at < found.from)
      return 'OR';
  return found.relation;
}

interface Place {
  readonly scanned: ScannedText;
  readonly end: number;
  readonly names: LicenseNames;
  readonly standing: Sentences['standing'];
  /** Where slots may end and which licences are named, by the word they begin at: many sentences ask for the same. */
  readonly slots: Map<string, Map<number, readonly number[]>>;
  readonly licenses: Map<number, NamedLicenses | null>;
}

interface Reached {
  readonly to: number;
  readonly found: NamedLicenses | null;
}

/** The farthest place that the steps lead to from a word; null where they lead nowhere. */
function walk(place: Place, step: Step, from: number, found: NamedLicenses | null): Reached | null {
  if (step.kind === 'end') return { to: from, found };
  const { scanned, end } = place;
  if (step.kind === 'fork') {
    return farthest(place, step.ways, from, found);
  }
  const at = skipHidden(scanned, from, end);
  if (step.kind === 'word') {
    if (at >= end || wordNumber(place, at) !== step.word) return null;
    return walk(place, step.next, at + 1, found);
  }
  if (step.slot === 'label') return isLabel(scanned, from) ? walk(place, step.next, from, found) : null;
  if (step.slot === 'licenses') {
    const named = found === null ? licensesIn(place, at) : null;
    return named === null ? null : walk(place, step.next, named.to, named);
  }
  let best: Reached | null = null;
  for (const reached of slotEndsIn(place, step.slot, at)) {
    const done = walk(place, step.next, reached, found);
    if (done !== null && done.to > (best?.to ?? -1)) best = done;
  }
  return best;
}

function farthest(place: Place, ways: readonly Step[], from: number, found: NamedLicenses | null): Reached | null {
  const at = skipHidden(place.scanned, from, place.end);
  const next = at < place.end ? wordNumber(place, at) : NO_WORD;
  let best: Reached | null = null;
  for (const way of ways) {
    if (!mayBegin(way, next)) continue;
    const reached = walk(place, way, from, found);
    if (reached !== null && reached.to > (best?.to ?? -1)) best = reached;
  }
  return best;
}

/** Whether a step may go on with a word; slots are looked at when they are reached. */
function mayBegin(step: Step, next: number): boolean {
  if (step.kind === 'word') return step.word === next && next !== NO_WORD;
  return step.kind !== 'fork' || step.firsts === null || step.firsts.has(next);
}

/** The number that a word counts as in a sentence. */
function wordNumber({ scanned, standing }: Place, at: number): number {
  const id = scanned.ids[at] ?? UNKNOWN_WORD;
  return standing[id] ?? id;
}

function licensesIn({ scanned, end, names, licenses }: Place, at: number): NamedLicenses | null {
  const known = licenses.get(at);
  if (known !== undefined) return known;
  const named = licensesAt(scanned, at, end, names);
  licenses.set(at, named);
  return named;
}

function slotEndsIn({ scanned, end, slots }: Place, slot: string, at: number): readonly number[] {
  const ofSlot = slots.get(slot) ?? new Map<number, readonly number[]>();
  const known = ofSlot.get(at);
  if (known !== undefined) return known;
  const ends = slotEnds(scanned, slot, at, end);
  slots.set(slot, ofSlot.set(at, ends));
  return ends;
}

/** `License: MIT`. */
function isLabel({ text, starts, ends, count }: ScannedText, at: number): boolean {
  return (
    at > 0 &&
    at < count &&
    /^[*_`\s]*:/.test(text.slice(ends[at - 1], Math.min(starts[at] ?? 0, (ends[at - 1] ?? 0) + 8)))
  );
}

const LONGEST_BRAND = 4;
const LONGEST_PLACE = 24;
const FILE = /^(?:license|licence|copying|notice|copyright|readme|authors|contributors|unlicense)$/;
const EXTENSION = /^(?:txt|md|rst|html|lesser|lib|l?gpl|l?gplv?[23]|lgplv?21|fdl)$/;
const PLACE =
  /^(?:usr|share|common|licenses|lgpl|gpl|agpl|gfdl|mpl|apache|artistic|bsd|cc0|street|suite|floor|fifth|temple|franklin|place|boston|cambridge|massachusetts|mass|ma|ave|st|usa|us|road|\d+|v?\d)$/;

/** Where a slot that begins at a word may end. */
function slotEnds(scanned: ScannedText, slot: string, at: number, end: number): number[] {
  if (at >= end) return [];
  if (slot === 'address') return isOwnAddress(scanned, at) ? [at + 1] : [];
  if (slot === 'mail') return isMail(scanned, at) ? [at + 1] : [];
  if (slot === 'origin') return isOnForge(scanned, at) ? [at + 1] : [];
  if (slot === 'repository') return isRepository(scanned, at) ? [at + 1] : [];
  if (slot === 'names') {
    const to = namesEnd(scanned, at, end);
    return to > at + 1 || (to === at + 1 && showsName(scanned, at)) ? [to] : [];
  }
  if (slot === 'holders') {
    const to = ((scanned.flags[at] ?? 0) & FLAG.digits) !== 0 ? holdersEnd(scanned, at, end) : at;
    return to > at + 1 ? [to] : [];
  }
  if (slot === 'file') {
    if (!FILE.test(wordAt(scanned, at))) return [];
    return at + 1 < end && hangsOn(scanned, at + 1)
      ? EXTENSION.test(wordAt(scanned, at + 1))
        ? [at + 2]
        : []
      : [at + 1];
  }
  const ends: number[] = [];
  let isOnlyItsOwn = false;
  for (let next = at; next < end && next < at + (slot === 'place' ? LONGEST_PLACE : LONGEST_BRAND); next += 1) {
    if (next > at && ((scanned.flags[next] ?? 0) & FLAG.paragraphStart) !== 0) break;
    if (
      slot === 'place'
        ? !isOwnAddress(scanned, next) && !PLACE.test(wordAt(scanned, next))
        : !isName(scanned, next) && !isHyphenated(scanned, next) && !isOfGnu(scanned, at, next)
    )
      break;
    isOnlyItsOwn ||= !isCommon(scanned, next) || isOfGnu(scanned, at, next);
    if (slot !== 'program' || isOnlyItsOwn) ends.push(next + 1);
  }
  return ends;
}

function isMail({ text, starts, ends, flags }: ScannedText, at: number): boolean {
  return ((flags[at] ?? 0) & FLAG.address) !== 0 && /^[\w.+-]+@/.test(text.slice(starts[at], ends[at]));
}

/** `GNU Time` */
function isOfGnu(scanned: ScannedText, from: number, at: number): boolean {
  return at === from + 1 && wordAt(scanned, from) === 'gnu' && ((scanned.flags[at] ?? 0) & FLAG.capital) !== 0;
}

function isCommon({ ids, vocabulary }: ScannedText, at: number): boolean {
  const id = ids[at] ?? 0;
  return id !== 0 && id < vocabulary.commonBelow;
}

/** `man-db`. */
function isHyphenated(scanned: ScannedText, at: number): boolean {
  return hangsOn(scanned, at) || (at + 1 < scanned.count && hangsOn(scanned, at + 1));
}

/** `LICENSE.txt`, `LICENSE-COMMERCIAL`. */
function hangsOn({ text, starts, ends }: ScannedText, at: number): boolean {
  return starts[at] === (ends[at - 1] ?? 0) + 1 && /[.\-_]/.test(text.charAt(ends[at - 1] ?? 0));
}

function skipHidden({ flags }: ScannedText, from: number, end: number): number {
  let at = from;
  while (at < end && ((flags[at] ?? 0) & FLAG.hidden) !== 0) at += 1;
  return at;
}

/** Spellings that count as others in a sentence. */
const STANDING: readonly (readonly [string, string])[] = [
  ['licence', 'license'],
  ['licenced', 'licensed'],
  ['licences', 'licenses'],
];

function sentencesIn(vocabulary: Vocabulary): Sentences {
  const known = knownSentences.get(vocabulary);
  if (known !== undefined) return known;
  const sentences = compile(vocabulary);
  knownSentences.set(vocabulary, sentences);
  return sentences;
}

function compile(vocabulary: Vocabulary): Sentences {
  const numbered = STANDING.map(([said, meant]) => [numberOf(vocabulary, said), numberOf(vocabulary, meant)] as const);
  const standing = Uint16Array.from({ length: vocabulary.count }, (_, number) => number);
  for (const [said, meant] of numbered) if (said !== UNKNOWN_WORD) standing[said] = meant;
  const byFirst = new Map<number, Sentence[]>();
  const withSlot: Sentence[] = [];
  const numberIn = (word: string) => {
    const number = numberOf(vocabulary, word);
    return number === UNKNOWN_WORD ? NO_WORD : (standing[number] ?? number);
  };
  const add = (kind: Sentence['kind'], phrases: readonly string[]) => {
    for (const phrase of phrases) {
      const sentence = { kind, step: stepsOf(phrase, numberIn) };
      if (mayBeginWithSlot(sentence.step)) withSlot.push(sentence);
      for (const first of wordsFirst(sentence.step)) {
        const others = byFirst.get(first);
        if (others === undefined) byFirst.set(first, [sentence]);
        else others.push(sentence);
      }
    }
  };
  add('grant', GRANTS);
  add('pointer', POINTERS);
  add('phrase', PHRASES);
  return { byFirst, withSlot, alternatively: numberIn(ALTERNATIVELY), standing };
}

/** The words that a step may begin with, beside slots. */
function wordsFirst(step: Step): ReadonlySet<number> {
  if (step.kind === 'word') return new Set([step.word]);
  if (step.kind === 'fork') return step.firsts ?? new Set(step.ways.flatMap((way) => [...wordsFirst(way)]));
  return new Set();
}

function mayBeginWithSlot(step: Step): boolean {
  return step.kind === 'slot' || (step.kind === 'fork' && step.firsts === null && step.ways.some(mayBeginWithSlot));
}

/** The words of which one must come next for any of some ways. */
function firstsOf(ways: readonly Step[]): FirstWords {
  const firsts = new Set<number>();
  for (const way of ways) {
    if (way.kind === 'word') firsts.add(way.word);
    else if (way.kind !== 'fork' || way.firsts === null) return null;
    else for (const first of way.firsts) firsts.add(first);
  }
  return firsts;
}

/** Reads a phrase from its end, so that each step knows the next. */
function stepsOf(phrase: string, numberIn: (word: string) => number): Step {
  const tokens = phrase.match(/[[\]()|]|\{[a-z]+\}|[\p{L}\p{N}]+/gu) ?? [];
  let at = tokens.length - 1;
  return sequence(END);

  function sequence(next: Step): Step {
    let step = next;
    for (; at >= 0; at -= 1) {
      const token = tokens[at] ?? '';
      if (token === '(' || token === '[' || token === '|') return step;
      if (token === ')' || token === ']') step = choice(step, token === ']');
      else if (token.startsWith('{')) step = { kind: 'slot', slot: token.slice(1, -1), next: step };
      else step = { kind: 'word', word: numberIn(token), next: step };
    }
    return step;
  }

  function choice(next: Step, isOptional: boolean): Step {
    const ways: Step[] = [];
    do {
      at -= 1;
      ways.push(sequence(next));
    } while (tokens[at] === '|');
    const all = isOptional ? [...ways.reverse(), next] : ways.reverse();
    return { kind: 'fork', ways: all, firsts: firstsOf(all) };
  }
}
