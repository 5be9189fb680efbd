import type { Alignment } from './align.ts';
import type { LicenseIndex, Reference } from './license-index.ts';
import { idOf, type LicenseNames, type NamedLicense, nameAt } from './license-names.ts';
import { phraseEnd } from './match-phrase.ts';
import { GRANTING, NOTICE_FRAME, POINTING } from './phrases.ts';
import { FLAG, type ScannedText, wordAt } from './scanned-text.ts';
import { readSpdxExpression } from './spdx-expression.ts';
import { UNKNOWN_WORD } from './vocabulary.ts';
import { TITLE_FRAME } from './word-classes.ts';

/** How words that belong to no licence text are accounted for. */
export type LeftoverRule = 'title' | 'names' | 'phrase' | 'notice' | 'reference' | 'identifier';

/** A part of the text outside the licence texts; `rule` is null where nothing accounts for it. */
export interface Leftover {
  readonly from: number;
  readonly to: number;
  readonly rule: LeftoverRule | null;
  /** The licences that it grants or points to, and how the sentence joins several. */
  readonly named: readonly NamedLicense[];
  readonly relation: 'OR' | 'AND' | null;
  /** The expression of an SPDX tag. */
  readonly expression: string | null;
}

const TITLE = new Set(TITLE_FRAME);
/** A title or a line of names is no longer. */
const LONGEST_LINE = 24;
/** Two people's names. */
const LONGEST_NAME = 6;
/** A sentence that grants a licence is no longer. */
const LONGEST_NOTICE = 90;
/** More sentences beside licences no licence file has; what comes after is not looked at one by one. */
const MOST_SENTENCES = 2_500;

/** Accounts for the words outside the licence texts, sentence by sentence. */
export function explainLeftovers(
  scanned: ScannedText,
  owners: Uint16Array,
  texts: readonly Alignment[],
  index: LicenseIndex,
  names: LicenseNames,
  range: { readonly from: number; readonly to: number } = { from: 0, to: scanned.count },
): Leftover[] {
  const titles = new Set(texts.flatMap(({ reference }) => titleWords(reference, index)));
  const leftovers: Leftover[] = [];
  let merged = 0;
  let at = range.from;
  while (at < range.to) {
    if (owners[at] !== 0 || ((scanned.flags[at] ?? 0) & FLAG.hidden) !== 0) {
      at += 1;
      continue;
    }
    let end = at;
    while (end < range.to && owners[end] === 0) end += 1;
    while (at < end) {
      if (((scanned.flags[at] ?? 0) & FLAG.hidden) !== 0) {
        at += 1;
        continue;
      }
      if (leftovers.length + merged > MOST_SENTENCES) {
        leftovers.push({ from: at, to: end, rule: null, named: [], relation: null, expression: null });
        at = end;
        break;
      }
      const leftover = explainOne(scanned, at, end, titles, names, texts, index.vocabulary.commonBelow);
      const last = leftovers.at(-1);
      if (leftover.rule === null && last?.rule === null && last.to === leftover.from) {
        leftovers[leftovers.length - 1] = { ...last, to: leftover.to };
        merged += 1;
      } else {
        leftovers.push(leftover);
      }
      at = Math.max(at + 1, leftover.to);
    }
  }
  return leftovers;
}

function explainOne(
  scanned: ScannedText,
  at: number,
  end: number,
  titles: ReadonlySet<string>,
  names: LicenseNames,
  texts: readonly Alignment[],
  commonBelow: number,
): Leftover {
  const piece = (to: number, rule: LeftoverRule | null, expression: string | null = null): Leftover => ({
    from: at,
    to,
    rule,
    named: [],
    relation: null,
    expression,
  });
  const tag = spdxTag(scanned, at, end);
  if (tag !== null) return piece(tag.to, tag.rule, tag.expression);
  const line = lineEnd(scanned, at, end);
  if (line - at <= LONGEST_LINE && isTitleLine(scanned, at, line, titles)) return piece(line, 'title');
  const phrase = phraseEnd(scanned, at, end, names);
  const sentence = sentenceEnd(scanned, at, end, names);
  const notice = noticeIn(scanned, at, sentence, names, commonBelow);
  if (notice !== null && notice.to >= phrase) return { ...notice, from: at };
  if (phrase > at) return piece(phrase, 'phrase');
  if (line - at <= LONGEST_LINE && isNameLine(scanned, at, line, texts.length > 0)) return piece(line, 'names');
  return piece(Math.min(line, sentence), null);
}

/** The words of a licence's own title, of its ids and of their names. */
function titleWords({ ids, title }: Reference, { licenses, vocabulary }: LicenseIndex): string[] {
  const names = ids.map((id) => `${id} ${licenses.get(id)?.name ?? ''}`).join(' ');
  const named = names
    .toLowerCase()
    .replaceAll('licence', 'license')
    .split(/[^\p{L}\p{N}]+/u);
  return [...named, ...title.map((word) => vocabulary.words[word] ?? '')];
}

function isTitleLine(scanned: ScannedText, from: number, to: number, titles: ReadonlySet<string>): boolean {
  for (let at = from; at < to; at += 1) {
    const word = wordAt(scanned, at) === 'licence' ? 'license' : wordAt(scanned, at);
    if (((scanned.flags[at] ?? 0) & (FLAG.hidden | FLAG.address)) !== 0) continue;
    if (!titles.has(word) && !TITLE.has(word)) return false;
  }
  return true;
}

/** A line of names: with an address or in brackets, or after a notice; each word is a name, not a word of a sentence. */
function isNameLine(scanned: ScannedText, from: number, to: number, hasText: boolean): boolean {
  let hasAddress = false;
  for (let at = from; at < to; at += 1) {
    const flag = scanned.flags[at] ?? 0;
    const word = wordAt(scanned, at);
    if ((flag & FLAG.address) !== 0) hasAddress = true;
    else if ((flag & (FLAG.hidden | FLAG.digits)) === 0 && !isNameWord(scanned, at, word)) return false;
  }
  if (hasAddress) return true;
  if (hasText && to - from <= LONGEST_NAME && areUnknown(scanned, from, to)) return true;
  const isAfterNotice = from > 0 && ((scanned.flags[from - 1] ?? 0) & FLAG.hidden) !== 0;
  return hasText && (isAfterNotice || from === 0) && to - from <= 8;
}

/** Whether all words begin with a capital and no licence has half of them. */
function areUnknown({ ids, flags }: ScannedText, from: number, to: number): boolean {
  let unknown = 0;
  for (let at = from; at < to; at += 1) {
    if (((flags[at] ?? 0) & FLAG.capital) === 0 && ids[at] !== UNKNOWN_WORD) return false;
    if (ids[at] === UNKNOWN_WORD) unknown += 1;
  }
  return unknown * 2 >= to - from;
}

function isNameWord(scanned: ScannedText, at: number, word: string): boolean {
  if (
    /^(?:and|the|of|by|de|van|von|et|al|others|other|contributors|contributor|authors|author|copyright|inc|ltd|maintainer|maintainers|email|web|url|homepage|website|twitter|github|at|dot|com|org|net|project|c)$/.test(
      word,
    )
  )
    return true;
  if (word.length === 1 || isJoined(scanned, at) || isJoined(scanned, at + 1)) return true;
  if (NOT_NAMES.test(word)) return false;
  return ((scanned.flags[at] ?? 0) & FLAG.capital) !== 0 || scanned.ids[at] === 0;
}

const NOT_NAMES =
  /^(?:use|used|not|no|non|only|without|commercial|noncommercial|permission|permitted|prohibited|forbidden|restricted|may|must|shall|should|can|cannot|is|are|be|will|provided|that|this|except|unless|if|when|where|distribute|distribution|redistribution|copying|modify|sell|sale|allowed|required|fee|evaluation|internal|purposes|terms|conditions|license|licensed|you|any|each|every|all|enterprise|proprietary|confidential|private|personal|academic|research|educational|trial|subscription|paid|free)$/;

function lineEnd({ flags }: ScannedText, from: number, end: number): number {
  let at = from + 1;
  while (at < end && at - from < LONGEST_NOTICE && ((flags[at] ?? 0) & FLAG.lineStart) === 0) at += 1;
  return at;
}

/** A sentence ends at a full stop with a capital after it, at an empty line, or where a known sentence begins. */
function sentenceEnd(scanned: ScannedText, from: number, end: number, names: LicenseNames): number {
  const { flags } = scanned;
  let at = from + 1;
  while (at < end && at - from < LONGEST_NOTICE) {
    const flag = flags[at] ?? 0;
    if ((flag & FLAG.paragraphStart) !== 0) return at;
    if (((flags[at - 1] ?? 0) & FLAG.stopAfter) !== 0 && (flag & (FLAG.capital | FLAG.address)) !== 0) return at;
    if ((flag & FLAG.thoughtStart) !== 0 && phraseEnd(scanned, at, end, names) > at) return at;
    at += 1;
  }
  return at;
}

/** `SPDX-License-Identifier: …` to the end of the line. */
function spdxTag(
  scanned: ScannedText,
  at: number,
  end: number,
): { readonly to: number; readonly rule: LeftoverRule | null; readonly expression: string | null } | null {
  if (wordAt(scanned, at) !== 'spdx' || at + 2 >= end) return null;
  const second = wordAt(scanned, at + 1);
  if (second === 'filecopyrighttext' || second === 'filecontributor')
    return { to: lineEnd(scanned, at, end), rule: 'names', expression: null };
  if (second !== 'license' || wordAt(scanned, at + 2) !== 'identifier') return null;
  const to = lineEnd(scanned, at, end);
  const [given = ''] = scanned.text
    .slice(scanned.ends[at + 2], (scanned.ends[to - 1] ?? 0) + 2)
    .split(/[\r\n]/)
    .map((line) =>
      line
        .replace(/^[\s:]+/, '')
        .replace(/\s*(?:\*\/|-->|"|'|`|\*|#|<).*$/, '')
        .trim(),
    );
  const expression = readSpdxExpression(given);
  if (expression.ok) return { to, rule: 'identifier', expression: given };
  const shorter = given.replace(/[.)]+$/, '');
  return readSpdxExpression(shorter).ok
    ? { to, rule: 'identifier', expression: shorter }
    : { to, rule: null, expression: null };
}

/** A sentence that grants licences or points to one, and has no word that could take something back. */
function noticeIn(
  scanned: ScannedText,
  from: number,
  end: number,
  names: LicenseNames,
  commonBelow: number,
): Leftover | null {
  const named: NamedLicense[] = [];
  const words = new Set<string>();
  const pairs = new Set<string>();
  let previous = '';
  let hasAddress = false;
  let isPointing = false;
  let strange = 0;
  let between = '';
  let at = from;
  while (at < end) {
    const word = wordAt(scanned, at);
    const flag = scanned.flags[at] ?? 0;
    const found = (flag & FLAG.address) === 0 ? nameAt(scanned, at, names) : null;
    if (found !== null && found.to <= end + 12) {
      const same = named.findIndex((one) => one.id === found.id || one.id === null || found.id === null);
      const known = named[same];
      if (known === undefined) named.push(found);
      else
        named[same] =
          known.id === null ? { ...found, from: known.from } : { ...known, versions: known.versions ?? found.versions };
      at = Math.max(at + 1, found.to);
      continue;
    }
    if (POINTING.has(word)) isPointing = true;
    words.add(word);
    pairs.add(`${previous} ${word}`);
    previous = word;
    if ((flag & FLAG.address) !== 0) hasAddress = true;
    if (named.length === 1) between += ` ${word}`;
    const isFine =
      NOTICE_FRAME.has(word) || (flag & (FLAG.hidden | FLAG.digits | FLAG.address)) !== 0 || /^v\d$/.test(word);
    if (!isFine) {
      strange += 1;
      const isName =
        scanned.ids[at] === 0 ||
        isJoined(scanned, at) ||
        ((flag & FLAG.capital) !== 0 && (scanned.ids[at] ?? 0) >= commonBelow);
      if (!isName || strange > 6) return null;
    }
    at += 1;
  }
  const isLabelled = named.some((one) => one.from > from && isLabel(scanned, one.from));
  const isGranting = isLabelled || [...words].some((word) => GRANTING.has(word));
  // Other terms, wherever they stand, are no notice of a known licence.
  if (hasAddress && (words.has('also') || pairs.has('terms at') || pairs.has('conditions at'))) return null;
  if (named.length === 0 && isGranting && !isPointing && !hasAddress && ANNOUNCING.some((word) => words.has(word))) {
    return { from, to: at, rule: 'phrase', named, relation: null, expression: null };
  }
  if (named.length === 0 && !isPointing) return null;
  const isGrant = isGranting && named.length > 0 && named.every((one) => idOf(one) !== null);
  return {
    from,
    to: at,
    rule: isGrant ? 'notice' : 'reference',
    named,
    relation: relationOf(named, words, between),
    expression: null,
  };
}

/** Whether a word hangs on the one before by a full stop or a dash: `Node.js`, `real-require`. */
function isJoined({ starts, ends, text, count }: ScannedText, at: number): boolean {
  if (at === 0 || at >= count || starts[at] !== (ends[at - 1] ?? 0) + 1) return false;
  return /[.\-_]/.test(text.charAt(ends[at - 1] ?? 0));
}

/** `It is licensed as follows`, `it is dual licensed`: what is meant comes after. */
const ANNOUNCING = ['dual', 'dually', 'follows', 'following'];

/** `License: MIT`. */
function isLabel(scanned: ScannedText, at: number): boolean {
  return (
    ((scanned.flags[at] ?? 0) & FLAG.thoughtStart) !== 0 &&
    /^(?:licen[sc]es?|lizenz|licentie|licenza|licencia)$/.test(wordAt(scanned, at - 1))
  );
}

/** `dual licensed under A and B` and `A or B` leave the choice; `A and B` alone does not. */
function relationOf(named: readonly NamedLicense[], words: ReadonlySet<string>, between: string): 'OR' | 'AND' | null {
  if (named.length < 2) return null;
  const isChoice = ['dual', 'dually', 'either', 'choice', 'option', 'oder', 'ou', 'o', 'of'].some(
    (word) => words.has(word) && (word.length > 2 || /\b(?:ou|o)\b/.test(between)),
  );
  if (isChoice || / or\b| oder\b/.test(between)) return 'OR';
  return / (?:and|und|et|en|e|y)\b/.test(between) ? 'AND' : null;
}
