import type { Alignment } from './align.ts';
import { holdersEnd } from './copyright-notice.ts';
import { isOwnAddress, isRepository } from './license-addresses.ts';
import type { LicenseIndex, Reference } from './license-index.ts';
import { type LicenseNames, type NamedLicense, nameAt } from './license-names.ts';
import { licensesAt } from './licenses-in-sentence.ts';
import { sentenceAt } from './match-phrase.ts';
import { namesEnd } from './names.ts';
import { isPath, isProgramHeading, isProgramName } from './program-name.ts';
import { provenanceAt } from './provenance.ts';
import { FLAG, type ScannedText, wordAt } from './scanned-text.ts';
import { readSpdxExpression } from './spdx-expression.ts';
import { isThirdPartyHeading, isThirdPartyItem } from './third-party.ts';
import { spell } from './vocabulary.ts';
import { TITLE_FRAME } from './word-classes.ts';

/** How words that belong to no licence text are accounted for. */
export type LeftoverRule = 'title' | 'names' | 'phrase' | 'notice' | 'reference' | 'identifier' | 'third party';

/** A part of the text outside the licence texts; `rule` is null where nothing accounts for it. */
export interface Leftover {
  readonly from: number;
  readonly to: number;
  readonly rule: LeftoverRule | null;
  /** The licences that it grants, points to or only names, and how the sentence joins several. */
  readonly named: readonly NamedLicense[];
  readonly relation: 'OR' | 'AND' | null;
  /** Whether what it grants is there to choose instead of what stands before it. */
  readonly isAlternative: boolean;
  /** The expression of an SPDX tag. */
  readonly expression: string | null;
}

const TITLE = new Set(TITLE_FRAME);
/** A title or a line of names is no longer. */
const LONGEST_LINE = 24;
/** A sentence that grants a licence is no longer. */
const LONGEST_NOTICE = 90;
/** More sentences beside licences no licence file has; what comes after is not looked at one by one. */
const MOST_SENTENCES = 1_500;
/** So many that nothing accounts for say enough: a person must read it, whatever comes after. */
const MOST_UNEXPLAINED = 300;
/** So many licences are told that such sentences name. */
const MOST_NAMED = 300;

/** A text that is a licence's notice and nothing else, accounted for; null where it is anything else. */
export function explainNotice(
  scanned: ScannedText,
  owners: Uint16Array,
  index: LicenseIndex,
  names: LicenseNames,
): Leftover[] | null {
  const range = { from: 0, to: scanned.count, isAllOrNothing: true };
  const parts = explainLeftovers(scanned, owners, [], index, names, range);
  return parts.some(({ rule }) => rule === 'notice') && parts.every(({ rule }) => rule !== null) ? parts : null;
}

/** The words to account for; all or nothing gives up, with that part alone, where nothing accounts for one. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly isAllOrNothing?: boolean;
}

/** Accounts for the words outside the licence texts, sentence by sentence. */
export function explainLeftovers(
  scanned: ScannedText,
  owners: Uint16Array,
  texts: readonly Alignment[],
  index: LicenseIndex,
  names: LicenseNames,
  { from, to, isAllOrNothing = false }: Range = { from: 0, to: scanned.count },
): Leftover[] {
  const titles = new Set(texts.flatMap(({ reference }) => titleWords(reference, index)));
  const leftovers: Leftover[] = [];
  /** What the last part names, gathered while parts that nothing accounts for become one. */
  let joined: NamedLicense[] = [];
  let merged = 0;
  let unexplained = 0;
  let named = 0;
  let isBelowHeading = false;
  let at = from;
  while (at < to) {
    if (owners[at] !== 0 || ((scanned.flags[at] ?? 0) & FLAG.hidden) !== 0) {
      at += 1;
      continue;
    }
    let end = at;
    while (end < to && owners[end] === 0) end += 1;
    while (at < end) {
      if (((scanned.flags[at] ?? 0) & FLAG.hidden) !== 0) {
        at += 1;
        continue;
      }
      if (leftovers.length + merged > MOST_SENTENCES || unexplained > MOST_UNEXPLAINED) {
        leftovers.push({
          from: at,
          to: end,
          rule: null,
          named: [],
          relation: null,
          isAlternative: false,
          expression: null,
        });
        at = end;
        break;
      }
      const isBelowNames = isBelow(scanned, leftovers.at(-1), at);
      const tellsNames = named < MOST_NAMED;
      const beside = { titles, names, texts, isBelowHeading, isBelowNames, tellsNames };
      const leftover = explainOne(scanned, at, end, beside);
      if (isAllOrNothing && leftover.rule === null) return [leftover];
      if (leftover.rule === null) {
        unexplained += 1;
        named += leftover.named.length;
      }
      isBelowHeading ||= leftover.rule === 'third party';
      const last = leftovers.at(-1);
      if (leftover.rule === null && last?.rule === null && last.to === leftover.from) {
        joined.push(...leftover.named);
        leftovers[leftovers.length - 1] = { ...last, to: leftover.to, named: joined };
        merged += 1;
      } else {
        joined = [...leftover.named];
        leftovers.push(leftover.rule === null ? { ...leftover, named: joined } : leftover);
      }
      at = Math.max(at + 1, leftover.to);
    }
  }
  return leftovers;
}

/** Whether a word comes right after names, or after who wrote it: `Authors: Ada <ada@acme.example>`. */
function isBelow(scanned: ScannedText, last: Leftover | undefined, at: number): boolean {
  if (last === undefined || last.to !== at) return false;
  return last.rule === 'names' || (last.rule === 'phrase' && WHO.test(wordAt(scanned, last.from)));
}

const WHO = /^(?:author|contributor|maintainer)s?$/;

/** What is known beside a part. */
interface Surroundings {
  readonly titles: ReadonlySet<string>;
  readonly names: LicenseNames;
  readonly texts: readonly Alignment[];
  readonly isBelowHeading: boolean;
  readonly isBelowNames: boolean;
  /** Whether licences are told that words name which nothing accounts for. */
  readonly tellsNames: boolean;
}

function explainOne(
  scanned: ScannedText,
  at: number,
  end: number,
  { titles, names, texts, isBelowHeading, isBelowNames, tellsNames }: Surroundings,
): Leftover {
  const isHead = texts.every(({ from }) => from > at);
  const piece = (to: number, rule: LeftoverRule | null, expression: string | null = null): Leftover => ({
    from: at,
    to,
    rule,
    named: [],
    relation: null,
    isAlternative: false,
    expression,
  });
  const tag = spdxTag(scanned, at, end);
  if (tag !== null) return piece(tag.to, tag.rule, tag.expression);
  const line = Math.min(lineEnd(scanned, at, end), nextNotice(scanned, at, end));
  if (isThirdPartyHeading(scanned, at, line) || (isBelowHeading && isThirdPartyItem(scanned, at, line, names)))
    return piece(line, 'third party');
  const known = sentenceAt(scanned, at, end, names);
  const isTitle =
    line - at <= LONGEST_LINE &&
    (isTitleLine(scanned, at, line, titles) || (isHead && isProgramTitle(scanned, at, line)));
  if (isTitle && line >= (known?.to ?? at)) return piece(line, 'title');
  const licensed = line - at <= LONGEST_LINE ? licenseOfTitle(scanned, at, line, names) : null;
  if (licensed !== null && line >= (known?.to ?? at)) return { ...piece(line, 'title'), named: [licensed] };
  if (!isHead && isPathLine(scanned, at, line)) return piece(line, 'title');
  if (known !== null && endsHere(scanned, known.to, end)) {
    const rule = known.kind === 'grant' ? 'notice' : known.kind === 'pointer' ? 'reference' : 'phrase';
    const { to, named, relation, isAlternative } = known;
    return { ...piece(to, rule), named, relation, isAlternative };
  }
  const origin = provenanceAt(scanned, at, end, names);
  if (origin !== null) return { ...piece(origin.to, 'phrase'), named: origin.named };
  if (
    line - at <= LONGEST_LINE &&
    (isContactLine(scanned, at, line, isBelowNames) || isRepositoryLine(scanned, at, line))
  )
    return piece(line, 'names');
  const to = Math.min(line, sentenceEnd(scanned, at, end));
  return { ...piece(to, null), named: tellsNames ? namesIn(scanned, at, to, names) : [] };
}

/** Licences that words name which nothing accounts for: told, but not taken for granted. */
function namesIn(scanned: ScannedText, from: number, to: number, names: LicenseNames): NamedLicense[] {
  const named: NamedLicense[] = [];
  for (let at = from; at < to; at += 1) {
    const isAddress = ((scanned.flags[at] ?? 0) & FLAG.address) !== 0;
    const found = isAddress ? null : nameAt(scanned, at, names);
    if (found === null) continue;
    named.push(found);
    at = Math.max(at, found.to - 1);
  }
  return named;
}

/** Whether what a sentence says ends before a word: at a full stop or the like, a new line, or the next sentence. */
function endsHere({ flags, text, starts, ends }: ScannedText, to: number, end: number): boolean {
  if (to >= end) return true;
  const flag = flags[to] ?? 0;
  if ((flag & (FLAG.paragraphStart | FLAG.thoughtStart | FLAG.hidden)) !== 0) return true;
  if ((flags[to - 1] ?? 0) & FLAG.stopAfter) return true;
  return (flag & FLAG.lineStart) !== 0 || text.slice(ends[to - 1], starts[to]).includes('*/');
}

/** The words of a licence's own title, of its ids and of their names. */
function titleWords({ ids, title }: Reference, { licenses, vocabulary }: LicenseIndex): string[] {
  const names = ids.map((id) => `${id} ${licenses.get(id)?.name ?? ''}`).join(' ');
  const named = names
    .toLowerCase()
    .replaceAll('licence', 'license')
    .split(/[^\p{L}\p{N}]+/u);
  return [...named, ...title.map((word) => spell(vocabulary, word))];
}

function isTitleLine(scanned: ScannedText, from: number, to: number, titles: ReadonlySet<string>): boolean {
  for (let at = from; at < to; at += 1) {
    const word = wordAt(scanned, at) === 'licence' ? 'license' : wordAt(scanned, at);
    if (((scanned.flags[at] ?? 0) & FLAG.hidden) !== 0 || isOwnAddress(scanned, at)) continue;
    if (!titles.has(word) && !TITLE.has(word)) return false;
  }
  return true;
}

/** The licence of a line that is only its name: `The MIT License (Expat)`; null where it is none, or says more. */
function licenseOfTitle(scanned: ScannedText, from: number, to: number, names: LicenseNames): NamedLicense | null {
  if (((scanned.flags[from] ?? 0) & FLAG.lineStart) === 0) return null;
  const found = licensesAt(scanned, from, to, names);
  const [named = null, ...others] = found?.named ?? [];
  return found?.to === to && others.length === 0 && named?.versions === null ? named : null;
}

/** The first line of all, one word that no licence has, with the notice right below it: `Espree`, or a heading `espree`. */
function isAboveNotice({ flags, ids, text, starts, ends }: ScannedText, at: number): boolean {
  const isHeading =
    /^#{1,3} $/.test(text.slice(0, starts[at])) ||
    /^[ \t]*\r?\n[=-]{3}/.test(text.slice(ends[at], (ends[at] ?? 0) + 40));
  const isName = at === 0 && ids[at] === 0 && (isHeading || ((flags[at] ?? 0) & FLAG.capital) !== 0);
  return isName && ((flags[at + 1] ?? 0) & FLAG.lineStart) !== 0 && ((flags[at + 1] ?? 0) & FLAG.hidden) !== 0;
}

/** A line above the licence that is only what the program is called, or that and `License` or a version: `bcrypt.js`. */
function isProgramTitle(scanned: ScannedText, from: number, to: number): boolean {
  if (to === from + 1 && isAboveNotice(scanned, from)) return true;
  const isFor = /^licen[sc]e$/.test(wordAt(scanned, from)) && wordAt(scanned, from + 1) === 'for';
  const start = isFor ? from + 2 : wordAt(scanned, from) === 'the' ? from + 1 : from;
  const isNamed = !isFor && to - start > 1 && /^licen[sc]e$/.test(wordAt(scanned, to - 1));
  const end = isNamed ? to - 1 : versionStart(scanned, start, to);
  if (start > from && !isFor && !isNamed) return false;
  return isProgramName(scanned, start, end) || (start === from && isProgramHeading(scanned, start, end));
}

/** A file or folder of the work, alone on its line, as the heading of what follows: `lib/node`. */
function isPathLine(scanned: ScannedText, from: number, to: number): boolean {
  return ((scanned.flags[from] ?? 0) & FLAG.lineStart) !== 0 && isPath(scanned, from, to);
}

/** Where `v1.2.3` or `2.0` begins at the end of a line; the end where it does not. */
function versionStart({ flags, starts, ends, text }: ScannedText, from: number, to: number): number {
  let at = to;
  while (at - 1 > from && ((flags[at - 1] ?? 0) & FLAG.digits) !== 0 && text.charAt((starts[at - 1] ?? 0) - 1) === '.')
    at -= 1;
  const first = text.slice(starts[at - 1], ends[at - 1]);
  return at < to && at - 1 > from && /^v?\d{1,3}$/i.test(first) ? at - 1 : to;
}

/** Where to find who wrote it, right after a copyright notice: addresses, and what they are called. */
function isContactLine(scanned: ScannedText, from: number, to: number, isBelowNames: boolean): boolean {
  const isAfterNotice = isBelowNames || (from > 0 && ((scanned.flags[from - 1] ?? 0) & FLAG.hidden) !== 0);
  if (isAfterNotice && hasMail(scanned, from, to) && namesEnd(scanned, from, to) === to) return true;
  let hasAddress = false;
  let areOwn = true;
  for (let at = from; at < to; at += 1) {
    const flag = scanned.flags[at] ?? 0;
    if ((flag & FLAG.address) !== 0) {
      hasAddress = true;
      areOwn &&= isOwnAddress(scanned, at);
    } else if ((flag & FLAG.hidden) === 0 && !CONTACT.test(wordAt(scanned, at))) return false;
  }
  return hasAddress && (isAfterNotice || areOwn);
}

/** Where the work whose licence follows comes from, alone on its line. */
function isRepositoryLine(scanned: ScannedText, from: number, to: number): boolean {
  return to === from + 1 && ((scanned.flags[from] ?? 0) & FLAG.lineStart) !== 0 && isRepository(scanned, from);
}

function hasMail({ text, starts, ends }: ScannedText, from: number, to: number): boolean {
  return /[\w.+-]@[\w-]+\./.test(text.slice(starts[from], ends[to - 1]));
}

const CONTACT = /^(?:email|e|mail|web|website|url|homepage|www|others|author|authors|and|contributors)$/;

function lineEnd({ flags }: ScannedText, from: number, end: number): number {
  let at = from + 1;
  while (at < end && at - from < LONGEST_NOTICE && ((flags[at] ?? 0) & FLAG.lineStart) === 0) at += 1;
  return at;
}

/** Where a copyright notice begins on the same line: `MIT License Copyright (c) 2026 Ada`. */
function nextNotice({ flags, starts, text }: ScannedText, from: number, end: number): number {
  let at = from + 1;
  while (at < end && at - from < LONGEST_NOTICE && ((flags[at] ?? 0) & FLAG.lineStart) === 0) {
    const begins = /^(?:copyright\b|\(c\)|©)/i.test(text.slice(starts[at], (starts[at] ?? 0) + 10));
    if (begins && ((flags[at] ?? 0) & FLAG.hidden) !== 0) return at;
    at += 1;
  }
  return at;
}

/** A sentence ends at a full stop with a capital after it, or at an empty line. */
function sentenceEnd({ flags }: ScannedText, from: number, end: number): number {
  let at = from + 1;
  while (at < end && at - from < LONGEST_NOTICE) {
    const flag = flags[at] ?? 0;
    if ((flag & FLAG.paragraphStart) !== 0) return at;
    if (((flags[at - 1] ?? 0) & FLAG.stopAfter) !== 0 && (flag & (FLAG.capital | FLAG.address)) !== 0) return at;
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
  if (second === 'filecopyrighttext' || second === 'filecontributor') {
    const to = lineEnd(scanned, at, end);
    return { to, rule: holdersEnd(scanned, at + 2, to) === to ? 'names' : null, expression: null };
  }
  if (second !== 'license' || wordAt(scanned, at + 2) !== 'identifier') return null;
  const to = lineEnd(scanned, at, end);
  const given = /^[ \t]*:?([^\r\n]*)/.exec(
    scanned.text.slice(scanned.ends[at + 2], (scanned.ends[to - 1] ?? 0) + 40),
  )?.[1];
  const expression = readSpdxExpression((given ?? '').replace(COMMENT_END, ''));
  return { to, rule: expression.ok ? 'identifier' : null, expression: expression.ok ? expression.canonical : null };
}

/** What closes a comment, a string or a tag on its line, or the sentence. */
const COMMENT_END = /[\s.]*(?:\*\/|-->|--%>|\?>|#\}|\*\)|<\/[a-z]{1,12}>|["'`]+[,;]?)?\s*$/;
