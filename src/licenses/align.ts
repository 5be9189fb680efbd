import { type ChoiceTree, growChoices } from './choice-tree.ts';
import type { Anchor, Anchors, Candidate } from './find-candidates.ts';
import { type Alternative, type LicenseIndex, PARTY_SLOT, type Reference } from './license-index.ts';
import { isParty, LONGEST_PARTY } from './party.ts';
import { FLAG, type ScannedText } from './scanned-text.ts';
import { EQUAL, NONE, SearchSteps, STEP_KINDS, UNACCOUNTED } from './search-steps.ts';
import { spell, UNKNOWN_WORD } from './vocabulary.ts';
import type { WordClasses } from './word-classes.ts';

/** A place where text and reference differ: words of each, `end` exclusive. */
export interface Difference {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
  /** Whether a rule accounts for it; the rest is what makes a text altered. */
  readonly rule: DifferenceRule | null;
}

/** What may account for a difference. */
export type DifferenceRule = 'left out' | 'other wording' | 'party' | 'list number' | 'address';

/** A reference text laid along a part of the text. */
export interface Alignment {
  readonly reference: Reference;
  /** Words of the text that it covers. */
  readonly from: number;
  readonly to: number;
  readonly matched: number;
  /** Words of the reference that are not there, and words that are there beside it, which no rule accounts for. */
  readonly missing: number;
  readonly extra: number;
  readonly differences: readonly Difference[];
  readonly score: number;
}

/** Work done, counted in steps, so that a test can hold it to be linear; and how much may still be done. */
export interface Effort {
  steps: number;
  /** Steps that searching around differences may still take. */
  searching: number;
}

/** Reference places are looked up by where a part begins, and, for going backwards, by where it ends. */
interface Rules {
  readonly optionalFrom: ReadonlyMap<number, readonly number[]>;
  readonly optionalTo: ReadonlyMap<number, readonly number[]>;
  readonly alternativesFrom: ReadonlyMap<number, readonly Wordings[]>;
  readonly alternativesTo: ReadonlyMap<number, readonly Wordings[]>;
  /** Place → 1 where a part begins going forward, 2 where one does going backward. */
  readonly begins: Uint8Array;
  /** Place → 1 within a part that may be replaced, or a short one that may be left out. */
  readonly inside: Uint8Array;
  /** All parts' [start, end], to come back to where a part began. */
  readonly parts: readonly (readonly [number, number])[];
  /** By how many words a text that has the longest of all choices is longer than the reference. */
  readonly growth: number;
}

/** What may stand for a part of a reference, read in one direction. */
interface Wordings {
  /** Where the reference goes on. */
  readonly beyond: number;
  readonly tree: ChoiceTree;
  /** Choice → the rule that it is allowed by. */
  readonly rules: readonly DifferenceRule[];
}

/** Equal words in a row after which two texts are in step again. */
const IN_STEP = 8;
/** What an unexplained word costs; an explained one costs 1, so that explanations are tried first. */
const UNEXPLAINED = 16;
/** Twice what a difference, a word that is missing and one that is there beside it take off the score. */
const LOSS_OF_DIFFERENCE = 2;
const LOSS_OF_MISSING = 3;
const LOSS_OF_EXTRA = 2;
/** A search around one difference gives up after so many steps, or at this cost. */
const MOST_STEPS = 3_000;
const MOST_COST = UNEXPLAINED * 60;
const MOST_ANCHORS_TRIED = 40;
/** A walk comes back over no more words to take another way. */
const MOST_RETAKEN = 200;

/** A choice goes on over no more hidden words. */
const MOST_HIDDEN = 40;

/** Numbers of lists that no layout shows count as explained words; no reference has more of them. */
const MOST_LIST_NUMBERS = 40;

/**
 * Lays a candidate's reference along the text, from one of its anchors both ways.
 * @param least a score below which it is of no use: given up, and null, as soon as it cannot come to that
 */
export function align(
  scanned: ScannedText,
  owners: Uint16Array,
  candidate: Pick<Candidate, 'reference' | 'anchors'>,
  index: LicenseIndex,
  effort: Effort,
  least = Number.NEGATIVE_INFINITY,
): Alignment | null {
  const reference = index.references[candidate.reference];
  const rules = reference === undefined ? null : rulesOf(reference);
  const anchor = rules === null ? null : bestAnchor(candidate.anchors, owners, rules);
  if (reference === undefined || rules === null || anchor === null) return null;
  const most = Math.min(scanned.count, reference.words.length + rules.growth);
  if (most < least) return null;
  const walk = new Walk(scanned, owners, reference, index.classes, rules, candidate.anchors, effort, most - least);
  const back = walk.run(-1, anchor.place, anchor.at);
  if (back === null) return null;
  const headMissing = wordsNeeded(reference, 0, back.place);
  const forth = walk.loses(headMissing) ? walk.run(1, anchor.place, anchor.at) : null;
  if (forth === null) return null;
  const differences = [...back.differences.reverse(), ...forth.differences];
  const tailMissing = wordsNeeded(reference, forth.place, reference.words.length);
  if (headMissing > 0) differences.unshift({ from: back.at, to: back.at, start: 0, end: back.place, rule: null });
  if (tailMissing > 0)
    differences.push({ from: forth.at, to: forth.at, start: forth.place, end: reference.words.length, rule: null });
  let missing = 0;
  let extra = 0;
  let explained = 0;
  let unexplained = 0;
  for (const { from, to, start, end, rule } of differences) {
    if (rule !== null) {
      explained += visibleWords(scanned, from, to);
      continue;
    }
    unexplained += 1;
    missing += wordsNeeded(reference, start, end);
    extra += visibleWords(scanned, from, to);
  }
  const matched = back.matched + forth.matched;
  return {
    reference,
    from: back.at,
    to: forth.at,
    matched,
    missing,
    extra,
    differences: joinDifferences(differences),
    score: matched + 0.9 * explained - 1.5 * missing - extra - unexplained,
  };
}

/** Words of the reference between two places that may not be left out. */
function wordsNeeded({ optional }: Reference, start: number, end: number): number {
  if (start >= end) return 0;
  let needed = end - start;
  let from = start;
  for (const [a, b] of [...optional].sort(([a, b], [c, d]) => a - c || d - b)) {
    const low = Math.max(a, from);
    const high = Math.min(b, end);
    if (a < start || low >= high) continue;
    if (b > end) continue;
    needed -= high - low;
    from = high;
  }
  return needed;
}

function visibleWords({ flags }: ScannedText, from: number, to: number): number {
  let visible = 0;
  for (let at = from; at < to; at += 1) if (((flags[at] ?? 0) & FLAG.hidden) === 0) visible += 1;
  return visible;
}

/** Neighbouring differences without an explanation are one to people. */
function joinDifferences(differences: readonly Difference[]): Difference[] {
  const joined: Difference[] = [];
  for (const difference of differences) {
    const last = joined.at(-1);
    if (
      last !== undefined &&
      last.rule === null &&
      difference.rule === null &&
      last.to === difference.from &&
      last.end === difference.start
    ) {
      joined[joined.length - 1] = { ...last, to: difference.to, end: difference.end };
    } else {
      joined.push(difference);
    }
  }
  return joined;
}

/** An anchor to start from: one whose beginning in the text is the commonest, and whose rows are there only once. */
function bestAnchor({ ats, places }: Anchors, owners: Uint16Array, rules: Rules): Anchor | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < ats.length; index += 1) {
    const start = (ats[index] ?? 0) - (places[index] ?? 0);
    if (start < low) low = start;
    if (start > high) high = start;
  }
  if (low > high) return null;
  const starts = new Uint32Array(high - low + 1);
  const perPlace = new Uint32Array(rules.inside.length);
  let free = 0;
  for (let index = 0; index < ats.length; index += 1) {
    const at = ats[index] ?? 0;
    const place = places[index] ?? 0;
    if (owners[at] !== 0) continue;
    free += 1;
    starts[at - place - low] = (starts[at - place - low] ?? 0) + 1;
    perPlace[place] = (perPlace[place] ?? 0) + 1;
  }
  let best: Anchor | null = null;
  let most = 0;
  for (let index = 0; index < ats.length; index += 1) {
    const at = ats[index] ?? 0;
    const place = places[index] ?? 0;
    if (owners[at] !== 0) continue;
    // Anchors stand in the text's order: those of one word are neighbours.
    const isAlone = perPlace[place] === 1 && ats[index - 1] !== at && ats[index + 1] !== at;
    // From inside a part, the walks both ways would never pass where another choice begins.
    const isOutside = rules.inside[place] === 0;
    const count = (starts[at - place - low] ?? 0) + (isAlone ? free : 0) + (isOutside ? 2 * free : 0);
    if (count > most) {
      best = { at, place };
      most = count;
    }
  }
  return best;
}

const knownRules = new WeakMap<Reference, Rules>();

function rulesOf(reference: Reference): Rules {
  const known = knownRules.get(reference);
  if (known !== undefined) return known;
  const { optional, alternatives } = reference;
  const rules: Rules = {
    optionalFrom: grouped(optional.map(([start, end]) => [start, end])),
    optionalTo: grouped(optional.map(([start, end]) => [end, start])),
    alternativesFrom: grouped(alternatives.map((one) => [one[0], wordingsOf(one, 1)])),
    alternativesTo: grouped(alternatives.map((one) => [one[1], wordingsOf(one, -1)])),
    begins: new Uint8Array(reference.words.length + 1),
    inside: new Uint8Array(reference.words.length + 1),
    parts: [...optional, ...alternatives.map(([start, end]) => [start, end] as const)],
    growth: MOST_LIST_NUMBERS + alternatives.reduce((sum, one) => sum + growthOf(one), 0),
  };
  for (const [start, end] of rules.parts) {
    rules.begins[start] = (rules.begins[start] ?? 0) | 1;
    rules.begins[end] = (rules.begins[end] ?? 0) | 2;
    if (end - start < MOST_RETAKEN) rules.inside.fill(1, start + 1, end);
  }
  knownRules.set(reference, rules);
  return rules;
}

function wordingsOf([start, end, choices]: Alternative, direction: Direction): Wordings {
  return {
    beyond: direction === 1 ? end : start,
    tree: growChoices(choices, direction === -1),
    rules: choices.map((choice) => (choice.includes(PARTY_SLOT) ? 'party' : 'other wording')),
  };
}

function growthOf([start, end, choices]: Alternative): number {
  const lengths = choices.map((choice) =>
    choice.reduce<number>((sum, word) => sum + (word === PARTY_SLOT ? LONGEST_PARTY : 1), 0),
  );
  return Math.max(0, ...lengths.map((length) => length - (end - start)));
}

function grouped<T>(entries: readonly (readonly [number, T])[]): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>();
  for (const [key, value] of entries) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

interface Reached {
  /** Between words: of the reference, of the text. */
  readonly place: number;
  readonly at: number;
  readonly matched: number;
  readonly differences: Difference[];
}

/** A way around a difference: where it begins, and the steps from there. */
interface Way {
  readonly origin: { readonly place: number; readonly at: number };
  readonly steps: readonly {
    readonly from: { readonly place: number; readonly at: number };
    readonly to: { readonly place: number; readonly at: number };
    readonly kind: (typeof STEP_KINDS)[number];
  }[];
}

/** One of several wordings that a text has, and where the text is after it. */
interface Chosen {
  readonly choice: number;
  readonly to: number;
}

/** Used by one search after the other. */
const SEARCH = new SearchSteps();

type Direction = 1 | -1;

/** Goes along a reference and a text at once, and around each place where they differ on the cheapest way. */
class Walk {
  readonly #scanned: ScannedText;
  readonly #owners: Uint16Array;
  readonly #reference: Reference;
  readonly #classes: WordClasses;
  readonly #rules: Rules;
  readonly #anchors: Anchors;
  readonly #effort: Effort;
  /** What unexplained differences may still take off the score. */
  #allowed: number;
  /** Places that the walk has come back to. */
  readonly #retaken = new Set<string>();

  constructor(
    scanned: ScannedText,
    owners: Uint16Array,
    reference: Reference,
    classes: WordClasses,
    rules: Rules,
    anchors: Anchors,
    effort: Effort,
    allowed: number,
  ) {
    this.#allowed = allowed;
    this.#scanned = scanned;
    this.#owners = owners;
    this.#reference = reference;
    this.#classes = classes;
    this.#rules = rules;
    this.#anchors = anchors;
    this.#effort = effort;
  }

  /** Whether it can still come to something without some words of the reference that are missing at its beginning. */
  loses(missing: number): boolean {
    if (missing > 0) this.#allowed -= 1 + 1.5 * missing;
    return this.#allowed >= 0;
  }

  /** Null where so much differs that it is of no use. */
  run(direction: Direction, fromPlace: number, fromAt: number): Reached | null {
    const { words } = this.#reference;
    const goal = direction === 1 ? words.length : 0;
    let place = fromPlace;
    let at = fromAt;
    let matched = 0;
    let lost = 0;
    const differences: Difference[] = [];
    /** Place of the reference → where the text was then; kept where a part begins. */
    const passed = new Map<number, { readonly at: number; readonly matched: number }>();
    const { ids, flags } = this.#scanned;
    const owners = this.#owners;
    const ahead = direction === 1 ? 0 : -1;
    while (place !== goal) {
      const run = place;
      while (
        place !== goal &&
        words[place + ahead] === ids[at + ahead] &&
        owners[at + ahead] === 0 &&
        at + ahead < this.#scanned.count &&
        ((flags[at + ahead] ?? 0) & FLAG.hidden) === 0 &&
        words[place + ahead] !== 0 &&
        !this.#beginsPart(place, direction)
      ) {
        place += direction;
        at += direction;
      }
      const length = Math.abs(place - run);
      matched += length;
      this.#effort.steps += length;
      if (place === goal) break;
      if (this.#beginsPart(place, direction)) passed.set(place, { at, matched });
      const next = this.#equal(place, at, direction);
      if (next !== -1) {
        at = next;
        place += direction;
        matched += 1;
        this.#effort.steps += 1;
        continue;
      }
      const most = this.#allowed + (passed.size === 0 ? 0 : this.#lostBy(differences));
      const end = this.#around(place, at, direction, passed, goal, most);
      if (end === null) {
        const anchor = this.#nextAnchor(place, at, direction);
        if (anchor === null) break;
        const gap =
          direction === 1
            ? { from: at, to: anchor.at, start: place, end: anchor.place }
            : { from: anchor.at, to: at, start: anchor.place, end: place };
        lost += gap.end - gap.start + gap.to - gap.from;
        if (lost > 400 && lost > matched) break;
        differences.push({ ...gap, rule: null });
        this.#allowed -= this.#costOf(gap);
        if (this.#allowed < 0) return null;
        place = anchor.place;
        at = anchor.at;
        continue;
      }
      const { origin, steps } = end;
      if (origin.place !== place) this.#retaken.add(`${origin.place} ${origin.at}`);
      const back = passed.get(origin.place);
      if (origin.place !== place && back !== undefined) {
        matched = back.matched;
        while (isBeyond(differences.at(-1), origin.place, direction)) {
          const taken = differences.pop();
          if (taken?.rule === null) this.#allowed += this.#costOf(taken);
        }
      }
      let equal = 0;
      for (const { from, to, kind } of steps) {
        if (kind === 'equal') {
          equal += 1;
          continue;
        }
        const difference =
          direction === 1
            ? { from: from.at, to: to.at, start: from.place, end: to.place, rule: kind }
            : { from: to.at, to: from.at, start: to.place, end: from.place, rule: kind };
        differences.push(difference);
        if (kind !== null) continue;
        lost += 1;
        this.#allowed -= this.#costOf(difference);
      }
      if (this.#allowed < 0) return null;
      matched += equal;
      const reached = steps.at(-1)?.to ?? origin;
      if (reached.place === place && reached.at === at) break;
      place = reached.place;
      at = reached.at;
      if (lost > 60 && lost > matched) break;
    }
    return { place, at, matched, differences };
  }

  /** What a difference that nothing accounts for takes off the score. */
  #costOf({ from, to, start, end }: Omit<Difference, 'rule'>): number {
    return 1 + visibleWords(this.#scanned, from, to) + 1.5 * wordsNeeded(this.#reference, start, end);
  }

  #beginsPart(place: number, direction: Direction): boolean {
    return ((this.#rules.begins[place] ?? 0) & (direction === 1 ? 1 : 2)) !== 0;
  }

  /** Whether a word of the text is free to be compared. */
  #isFree(word: number): boolean {
    return word >= 0 && word < this.#scanned.count && this.#owners[word] === 0;
  }

  /** After the word that equals the reference's next, hidden ones passed over; -1 where it does not. */
  #equal(place: number, at: number, direction: Direction): number {
    const wanted = this.#reference.words[direction === 1 ? place : place - 1];
    const { ids, flags } = this.#scanned;
    let hiddenMatch = -1;
    for (let now = at; ; now += direction) {
      const word = direction === 1 ? now : now - 1;
      if (!this.#isFree(word)) return hiddenMatch;
      const isHidden = ((flags[word] ?? 0) & FLAG.hidden) !== 0;
      if (ids[word] === wanted && wanted !== 0) {
        if (!isHidden) return now + direction;
        if (hiddenMatch === -1) hiddenMatch = now + direction;
      }
      if (!isHidden) return hiddenMatch;
      this.#effort.steps += 1;
      if (Math.abs(now - at) > 400) return hiddenMatch;
    }
  }

  /** What differences take off the score, which a walk that comes back over them may regain. */
  #lostBy(differences: readonly Difference[]): number {
    let lost = 0;
    for (const one of differences) if (one.rule === null) lost += this.#costOf(one);
    return lost;
  }

  /**
   * The cheapest way around a difference to where both are in step again, or to the reference's end.
   * @param most what a way may take off the score
   */
  #around(
    place: number,
    at: number,
    direction: Direction,
    passed: ReadonlyMap<number, { readonly at: number }>,
    goal: number,
    most: number,
  ): Way | null {
    const search = SEARCH;
    search.clear();
    search.push(search.add(place, at, 0, EQUAL, NONE));
    if (passed.size > 0) this.#pushOtherWays(place, direction, passed);
    let budget = Math.min(MOST_STEPS, Math.max(60, this.#effort.searching));
    for (let step = search.pop(); step !== NONE; step = search.pop()) {
      if (!search.visit(step)) continue;
      this.#effort.steps += 1;
      this.#effort.searching -= 1;
      budget -= 1;
      if (search.placeOf(step) === goal) return wayTo(step);
      if (budget < 0 || search.costOf(step) > MOST_COST) return null;
      const slid = this.#slide(step, direction, goal);
      if (slid.inStep) return wayTo(slid.step);
      this.#explained(step, direction);
      this.#unexplained(step, direction, most);
      if (slid.step !== step) search.push(slid.step);
    }
    return null;
  }

  /** Ways that begin where the walk has passed a part which may be left out or replaced. */
  #pushOtherWays(place: number, direction: Direction, passed: ReadonlyMap<number, { readonly at: number }>): void {
    for (const [start, end] of this.#rules.parts) {
      const [begin, finish] = direction === 1 ? [start, end] : [end, start];
      const isInside = direction === 1 ? begin < place && finish >= place : begin > place && finish <= place;
      const back = isInside ? passed.get(begin) : undefined;
      if (back === undefined || Math.abs(begin - place) > MOST_RETAKEN) continue;
      // From there only another way is of use, and a way that was taken once has led here.
      if (this.#retaken.has(`${begin} ${back.at}`)) continue;
      // What was in step until here speaks for the way that was taken.
      this.#explained(SEARCH.add(begin, back.at, Math.abs(begin - place), EQUAL, NONE), direction);
    }
  }

  /** Goes on as long as the words are equal. */
  #slide(from: number, direction: Direction, goal: number): { readonly step: number; readonly inStep: boolean } {
    const cost = SEARCH.costOf(from);
    let step = from;
    let place = SEARCH.placeOf(from);
    let at = SEARCH.atOf(from);
    let run = 0;
    while (place !== goal) {
      const next = this.#equal(place, at, direction);
      if (next === -1) break;
      place += direction;
      at = next;
      step = SEARCH.add(place, at, cost, EQUAL, step);
      run += 1;
      this.#effort.steps += 1;
      if (run >= IN_STEP) return { step, inStep: true };
      if (this.#beginsPart(place, direction)) return { step, inStep: false };
    }
    return { step, inStep: place === goal };
  }

  #explained(step: number, direction: Direction): void {
    const place = SEARCH.placeOf(step);
    const at = SEARCH.atOf(step);
    const cost = SEARCH.costOf(step);
    const go = (toPlace: number, toAt: number, rule: DifferenceRule, extra = 1) =>
      SEARCH.push(SEARCH.add(toPlace, toAt, cost + extra, STEP_KINDS.indexOf(rule), step));
    if (this.#beginsPart(place, direction)) {
      const { optionalFrom, optionalTo, alternativesFrom, alternativesTo } = this.#rules;
      for (const other of (direction === 1 ? optionalFrom : optionalTo).get(place) ?? []) go(other, at, 'left out');
      for (const { beyond, tree, rules } of (direction === 1 ? alternativesFrom : alternativesTo).get(place) ?? [])
        for (const { choice, to } of this.#choices(tree, at, direction))
          go(beyond, to, rules[choice] ?? 'other wording');
    }
    const word = direction === 1 ? at : at - 1;
    const reference = direction === 1 ? place : place - 1;
    if (!this.#isFree(word)) return;
    const flag = this.#scanned.flags[word] ?? 0;
    if ((flag & FLAG.hidden) !== 0) go(place, at + direction, 'list number', 0);
    else if ((flag & FLAG.stopAfter) !== 0 && isListNumber(this.#scanned, word)) {
      go(place, at + direction, 'list number');
    }
    if ((flag & FLAG.address) !== 0 && isAddress(this.#classes, this.#reference.words[reference] ?? 0)) {
      go(place + direction, at + direction, 'address');
    }
  }

  /** The choices that the text has from a word on, by their number, and where it may be after each. */
  #choices(tree: ChoiceTree, at: number, direction: Direction): Chosen[] {
    const chosen: Chosen[] = [];
    this.#follow(tree, at, direction, chosen);
    return chosen.length < 2 ? chosen : chosen.sort((one, other) => one.choice - other.choice);
  }

  #follow({ words, party, complete }: ChoiceTree, at: number, direction: Direction, chosen: Chosen[]): void {
    this.#effort.steps += 1;
    for (const choice of complete) chosen.push({ choice, to: at });
    if (words.size > 0)
      for (const { word, to } of this.#wordsFrom(at, direction)) {
        const next = words.get(word);
        if (next !== undefined) this.#follow(next, to, direction, chosen);
      }
    if (party !== null) this.#followParty(party, at, direction, chosen);
  }

  #followParty(after: ChoiceTree, from: number, direction: Direction, chosen: Chosen[]): void {
    for (let length = 1; length <= LONGEST_PARTY; length += 1) {
      const to = from + length * direction;
      if (!this.#isFree(direction === 1 ? to - 1 : to)) break;
      this.#effort.steps += 1;
      const goesOn =
        after.complete.length > 0 || this.#wordsFrom(to, direction).some(({ word }) => after.words.has(word));
      if (goesOn && isParty(this.#scanned, Math.min(from, to), Math.max(from, to), this.#classes))
        this.#follow(after, to, direction, chosen);
    }
  }

  /** The words that may be next, each once, with where the text is after it: hidden ones, and the first that is not. */
  #wordsFrom(at: number, direction: Direction): { readonly word: number; readonly to: number }[] {
    const { ids, flags } = this.#scanned;
    const found: { readonly word: number; readonly to: number }[] = [];
    for (let now = at; Math.abs(now - at) < MOST_HIDDEN; now += direction) {
      const place = direction === 1 ? now : now - 1;
      if (!this.#isFree(place)) break;
      const word = ids[place] ?? UNKNOWN_WORD;
      if (word !== UNKNOWN_WORD && !found.some((one) => one.word === word)) found.push({ word, to: now + direction });
      if (((flags[place] ?? 0) & FLAG.hidden) === 0) break;
    }
    return found;
  }

  #unexplained(step: number, direction: Direction, most: number): void {
    const place = SEARCH.placeOf(step);
    const at = SEARCH.atOf(step);
    const cost = SEARCH.costOf(step);
    const left = 2 * most - SEARCH.lossOf(step);
    const go = (toPlace: number, toAt: number, extra: number, loss: number) => {
      if (loss <= left) SEARCH.push(SEARCH.add(toPlace, toAt, cost + extra, UNACCOUNTED, step, loss));
    };
    const missing = this.#mayBeLeftOut(direction === 1 ? place : place - 1) ? 0 : LOSS_OF_MISSING;
    go(place + direction, at, UNEXPLAINED, LOSS_OF_DIFFERENCE + missing);
    const word = direction === 1 ? at : at - 1;
    if (!this.#isFree(word)) return;
    const extra = ((this.#scanned.flags[word] ?? 0) & FLAG.hidden) !== 0 ? 0 : LOSS_OF_EXTRA;
    go(place, at + direction, UNEXPLAINED, LOSS_OF_DIFFERENCE + extra);
    go(place + direction, at + direction, UNEXPLAINED + 8, LOSS_OF_DIFFERENCE + missing + extra);
  }

  /** Whether a word of the reference is a part by itself that may be left out. */
  #mayBeLeftOut(place: number): boolean {
    return (this.#rules.begins[place] ?? 0) !== 0 && wordsNeeded(this.#reference, place, place + 1) === 0;
  }

  #nextAnchor(place: number, at: number, direction: Direction): Anchor | null {
    const { ats, places } = this.#anchors;
    let low = 0;
    let high = ats.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ats[middle] ?? 0) < at + (direction === 1 ? 1 : 0)) low = middle + 1;
      else high = middle;
    }
    let nearest: Anchor | null = null;
    for (let tried = 0; tried < MOST_ANCHORS_TRIED && nearest === null; tried += 1) {
      const index = direction === 1 ? low + tried : low - 1 - tried;
      if (index < 0 || index >= ats.length) break;
      const anchor: Anchor = { at: ats[index] ?? 0, place: places[index] ?? 0 };
      if (direction === 1 ? anchor.place > place : anchor.place < place) nearest = anchor;
      this.#effort.steps += 1;
    }
    if (nearest === null || !this.#isFree(nearest.at)) return null;
    for (let word = Math.min(at, nearest.at); word < Math.max(at, nearest.at); word += 1)
      if (!this.#isFree(word)) return null;
    return nearest;
  }
}

/** Whether a difference lies where the walk has gone back over. */
function isBeyond(difference: Difference | undefined, place: number, direction: Direction): boolean {
  if (difference === undefined) return false;
  return direction === 1 ? difference.start >= place : difference.end <= place;
}

/** The way that led to a step of the search. */
function wayTo(last: number): Way {
  const pointOf = (step: number) => ({ place: SEARCH.placeOf(step), at: SEARCH.atOf(step) });
  const steps: Way['steps'][number][] = [];
  let step = last;
  for (let before = SEARCH.beforeOf(step); before !== NONE; before = SEARCH.beforeOf(step)) {
    steps.push({ from: pointOf(before), to: pointOf(step), kind: STEP_KINDS[SEARCH.kindOf(step)] ?? null });
    step = before;
  }
  return { origin: pointOf(step), steps: steps.reverse() };
}

/** `2.`, `b.`, `iv.`, where no line begins since somebody wrapped the text anew. */
function isListNumber({ text, starts, ends }: ScannedText, word: number): boolean {
  const length = (ends[word] ?? 0) - (starts[word] ?? 0);
  return length <= 4 && /^(?:\d{1,2}|[a-z]|[ivx]+)$/i.test(text.slice(starts[word], ends[word]));
}

/** Whether a word of the vocabulary is a web address. */
function isAddress({ vocabulary }: WordClasses, id: number): boolean {
  return /[./]/.test(spell(vocabulary, id));
}
