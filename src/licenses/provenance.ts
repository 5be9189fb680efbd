import { GIVEN_NAMES } from './given-names.ts';
import { isHomePage, isOnForge, isOwnAddress } from './license-addresses.ts';
import { type LicenseNames, type NamedLicense, nameAt } from './license-names.ts';
import { isName, isNoOrdinaryWord, namesEnd } from './names.ts';
import { isProgramName } from './program-name.ts';
import { FLAG, type ScannedText, wordAt } from './scanned-text.ts';
import { NEVER_A_NAME } from './word-classes.ts';
import { wordList } from './word-list.ts';

/** A sentence that says where a part of the work comes from. */
export interface Provenance {
  readonly to: number;
  readonly named: readonly NamedLicense[];
}

/** At least one of these says where something comes from. */
const COMES = new Set(
  wordList(`based derived ported forked adapted copied taken extracted borrowed borrows inspired modified rewritten written
    created developed contains contain includes include incorporates incorporate fork port pulled imported added obtained
    bundles embeds converted translated originates`),
);
/**
 * What else such a sentence is made of: things, and small words. No condition, permission, negation or limit can be said
 * with them: there is no *use*, *only*, *may*, *must*, *for*, *without*, *if* or *not*.
 */
const SAID = new Set([
  ...COMES,
  ...wordList(`the a an this these it its which some several other original both is are was were has have been code file
    files folder directory library libraries project projects package packages module modules program software source
    sources repository implementation implementations version versions part parts portion portions piece pieces snippet
    snippets function functions algorithm algorithms work works derivative clone class classes tests fixtures script
    scripts plugin idea ideas design originally initially partially partly heavily loosely largely also directly
    verbatim slightly here and s from on of by in at as turn following`),
]);
/** A name comes right after one of these. */
const BEFORE_NAME = new Set(
  wordList('from on of by the in and this s file files project library package module repository'),
);
const BE = /^(?:is|are|was|were|been)$/;
const LICENSED = /^(?:licensed|distributed|released|published|available|provided)$/;
const TERM = new Set(NEVER_A_NAME);
/** No such sentence has more words. */
const LONGEST = 60;

/** `The tests are based on foo-bar by Ada Byron, which is under the following license`; null where it says anything else. */
export function provenanceAt(scanned: ScannedText, from: number, end: number, names: LicenseNames): Provenance | null {
  const named: NamedLicense[] = [];
  let says = false;
  let last: number | null = null;
  let at = from;
  while (at < Math.min(end, from + LONGEST)) {
    const flag = scanned.flags[at] ?? 0;
    if ((flag & FLAG.hidden) !== 0) break;
    if (at > from && (flag & (FLAG.lineStart | FLAG.thoughtStart)) !== 0) last = at;
    if (at > from && isApart(scanned, at)) break;
    const to = pieceEnd(scanned, from, at, end, names, named);
    if (to === at) return says && last === at ? { to: at, named } : null;
    says ||= COMES.has(wordAt(scanned, at));
    at = to;
  }
  return says ? { to: at, named } : null;
}

/** Whether a sentence ends before a word. */
function isApart({ flags }: ScannedText, at: number): boolean {
  const isStop = ((flags[at - 1] ?? 0) & FLAG.stopAfter) !== 0;
  return isStop || ((flags[at] ?? 0) & FLAG.paragraphStart) !== 0;
}

/** After the next piece of the sentence: a word of it, a name, an address, a licence; the word itself where it is none. */
function pieceEnd(
  scanned: ScannedText,
  first: number,
  at: number,
  end: number,
  names: LicenseNames,
  named: NamedLicense[],
): number {
  const word = wordAt(scanned, at);
  if (((scanned.flags[at] ?? 0) & FLAG.address) !== 0) return isPlace(scanned, at) ? at + 1 : at;
  if (word === 'with' && /^(?:changes|modifications)$/.test(wordAt(scanned, at + 1))) return at + 2;
  if (/^(?:under|with|uses)$/.test(word)) return licenseEnd(scanned, at + 1, end, names, named) ?? at;
  if (LICENSED.test(word)) return /^(?:under|with)$/.test(wordAt(scanned, at + 1)) ? at + 1 : at;
  const license = nameAt(scanned, at, names);
  if (license !== null && license.to <= end && isBracketed(scanned, at, license.to)) {
    named.push(license);
    return license.to;
  }
  if (word === 'by') {
    const people = namesEnd(scanned, at + 1, end);
    return people > at + 1 ? people : at;
  }
  const program = workEnd(scanned, first, at, end);
  if (program > at) return program;
  return SAID.has(word) ? at + 1 : at;
}

function isPlace(scanned: ScannedText, at: number): boolean {
  return isOnForge(scanned, at) || isOwnAddress(scanned, at) || isHomePage(scanned, at);
}

/** `(MIT)` */
function isBracketed({ text, starts, ends }: ScannedText, from: number, to: number): boolean {
  return text.charAt((starts[from] ?? 0) - 1) === '(' && text.charAt(ends[to - 1] ?? 0) === ')';
}

/** After `the MIT license below` or `the following license`; null where no licence is said. */
function licenseEnd(
  scanned: ScannedText,
  from: number,
  end: number,
  names: LicenseNames,
  named: NamedLicense[],
): number | null {
  let at = from;
  while (at < end && /^(?:the|a|an|same|following)$/.test(wordAt(scanned, at))) at += 1;
  const license = nameAt(scanned, at, names);
  if (license !== null) {
    named.push(license);
    at = license.to;
  }
  const isSaid = at < end && /^licen[sc]es?$/.test(wordAt(scanned, at));
  if (!isSaid && license === null) return null;
  if (license === null && !/^(?:following|same)$/.test(wordAt(scanned, at - 1))) return null;
  if (isSaid) at += 1;
  return at < end && /^(?:below|above)$/.test(wordAt(scanned, at)) ? at + 1 : at;
}

/** After what a work is called; the word itself where it is no name, or would be what something is said to be. */
function workEnd(scanned: ScannedText, first: number, at: number, end: number): number {
  const before = at === first ? '' : wordAt(scanned, at - 1);
  const piece = joinedEnd(scanned, at, end);
  if (isCode(scanned, at, piece)) return piece;
  if (before !== '' && !BEFORE_NAME.has(before)) return at;
  if (at > first + 1 && before === 'the' && BE.test(wordAt(scanned, at - 2))) return at;
  if (piece > at + 1 && isProgramName(scanned, at, piece)) return versionEnd(scanned, piece, end);
  let to = at;
  while (to < end && to < at + 3 && isWorkWord(scanned, to) && (to === at || isSpaced(scanned, to))) to += 1;
  if (to > at) return versionEnd(scanned, to, end);
  return before !== '' && scanned.ids[at] === 0 ? at + 1 : at;
}

function isWorkWord(scanned: ScannedText, at: number): boolean {
  const word = wordAt(scanned, at);
  if (((scanned.flags[at] ?? 0) & FLAG.capital) === 0 || TERM.has(word)) return false;
  return isNoOrdinaryWord(scanned, at) || GIVEN_NAMES.has(word) || (at > 0 && isName(scanned, at));
}

function isSpaced({ text, starts, ends }: ScannedText, at: number): boolean {
  return text.slice(ends[at - 1], starts[at]) === ' ';
}

/** More words that are joined to one are longer than what any program is called. */
const MOST_JOINED = 41;

/** After words that signs without a space join to one: `lib/node.js`, `foo_bar`. */
function joinedEnd({ text, starts, ends }: ScannedText, from: number, end: number): number {
  let at = from + 1;
  const most = Math.min(end, from + MOST_JOINED);
  while (at < most && /^[-._/@+]$/.test(text.slice(ends[at - 1], starts[at]))) at += 1;
  return at;
}

/** `` `querystring` ``, `parse()` */
function isCode({ text, starts, ends }: ScannedText, from: number, to: number): boolean {
  const after = text.slice(ends[to - 1], (ends[to - 1] ?? 0) + 2);
  const before = text.slice(Math.max(0, (starts[from] ?? 0) - 2), starts[from]);
  return after === '()' || (/`[./@]?$/.test(before) && after.startsWith('`'));
}

/** `1.8.3`, `v2.0` */
function versionEnd({ text, starts, ends }: ScannedText, from: number, end: number): number {
  const [said] = /^ v?\d+(?:\.\d+)+(?=[\s,.;)]|$)/i.exec(text.slice(ends[from - 1], (ends[from - 1] ?? 0) + 20)) ?? [];
  if (said === undefined) return from;
  let at = from;
  while (at < end && (ends[at] ?? 0) <= (ends[from - 1] ?? 0) + said.length && (starts[at] ?? 0) > 0) at += 1;
  return at;
}
