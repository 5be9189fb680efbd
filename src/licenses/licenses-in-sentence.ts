import { isOwnAddress } from './license-addresses.ts';
import { type LicenseNames, type NamedLicense, nameAt } from './license-names.ts';
import { FLAG, type ScannedText, wordAt } from './scanned-text.ts';

/** Licences that a sentence names one after another. */
export interface NamedLicenses {
  readonly from: number;
  readonly to: number;
  readonly named: readonly NamedLicense[];
  /** How the words between join them; null where they do not, or do it in two ways. */
  readonly relation: 'OR' | 'AND' | null;
}

const ARTICLE = /^(?:the|a|an|both|either|la|le|l|der|die|de|il|el)$/;
const NOUN = /^(?:license|licenses|licence|licences|agreement|lizenz|licentie)$/;
/** What the Creative Commons call the reach of a version: `CC0 1.0 Universal`, `CC BY 4.0 International`. */
const KIND_OF_CC = /^(?:universal|international|unported|generic)$/;
const MOST_LICENSES = 6;

/** `the MIT license or the Apache License, Version 2.0`; null where no licence is named at a word. */
export function licensesAt(scanned: ScannedText, from: number, end: number, names: LicenseNames): NamedLicenses | null {
  const first = licenseAt(scanned, from, end, names);
  if (first === null) return null;
  const named = [first.named];
  const relations = new Set<'OR' | 'AND' | null>();
  let { to } = first;
  while (named.length < MOST_LICENSES) {
    const joined = joinAt(scanned, to, end);
    const next = joined === null ? null : licenseAt(scanned, joined.to, end, names);
    if (joined === null || next === null) break;
    named.push(next.named);
    // A comma says what the next word between says.
    if (joined.relation !== 'comma') relations.add(joined.relation);
    to = next.to;
  }
  const [relation = null] = relations;
  return { from, to, named, relation: relations.size === 1 ? relation : null };
}

function licenseAt(
  scanned: ScannedText,
  from: number,
  end: number,
  names: LicenseNames,
): { readonly named: NamedLicense; readonly to: number } | null {
  let at = from;
  while (at < end && at < from + 2 && ARTICLE.test(wordAt(scanned, at))) at += 1;
  const version = versionBefore(scanned, at, end);
  const found = nameAt(scanned, version?.to ?? at, names);
  if (found === null || found.to > scanned.count) return null;
  const named = version?.isLater === true && found.versions === null ? { ...found, versions: 'later' as const } : found;
  let to = found.id?.startsWith('CC') === true && KIND_OF_CC.test(wordAt(scanned, found.to)) ? found.to + 1 : found.to;
  for (let tries = 0; tries < 3 && to < end; tries += 1) {
    if (NOUN.test(wordAt(scanned, to)) && !isInBrackets(scanned, to)) to += 1;
    const inner = wordAt(scanned, to) === 'the' ? to + 1 : to;
    const again = isInBrackets(scanned, to) ? nameAt(scanned, inner, names) : null;
    // `the GNU General Public License (GPL)` says one thing twice.
    if (again === null || (again.id !== null && again.id !== found.id)) break;
    if (again.id === null && !isSameFamily(again, found)) break;
    to = again.to;
  }
  return { named, to: placeEnd(scanned, to, end) };
}

/** Files that have a licence's text, by what it is called: `LICENSE-MIT`, `LICENSE.APACHE2`; others may have other terms. */
const OF_LICENSE =
  /^(?:mit|apache|apache2|apachev2|bsd|bsd2|bsd3|isc|zlib|unlicense|mpl|mpl2|gpl|gpl2|gpl3|lgpl|cc0|0bsd)$/;

/** `<LICENSE-MIT or https://opensource.org/licenses/MIT>`: after where the text stands, in brackets behind its name. */
function placeEnd(scanned: ScannedText, from: number, end: number): number {
  const { text, ends } = scanned;
  let last = from;
  for (let at = from; at < end && isInBrackets(scanned, at); at = joinsPlaces(scanned, last) ? last + 1 : end) {
    let to = wordAt(scanned, at) === 'see' ? at + 1 : at;
    to = fileEnd(scanned, to, end);
    // `([LICENSE-MIT](LICENSE-MIT) or https://opensource.org/licenses/MIT)`: the file is a link within the brackets.
    const isLink = wordAt(scanned, to) === 'or' && text.startsWith('](', ends[to - 1]);
    const isClosed = to > at && !isLink && isClosing(text.charAt(ends[to - 1] ?? 0));
    if (!isClosed && to > at && to < end && wordAt(scanned, to) === 'or') to += 1;
    if (!isClosed && to < end && isOwnAddress(scanned, to)) to += 1;
    if (to === at || !isClosing(text.charAt(ends[to - 1] ?? 0))) break;
    last = to;
  }
  return last;
}

function isClosing(sign: string): boolean {
  return sign === ')' || sign === '>' || sign === ']';
}

/** `<LICENSE-MIT> or <https://opensource.org/licenses/MIT>` */
function joinsPlaces(scanned: ScannedText, at: number): boolean {
  return wordAt(scanned, at) === 'or' && isInBrackets(scanned, at + 1);
}

function fileEnd(scanned: ScannedText, from: number, end: number): number {
  const { text, starts, ends } = scanned;
  if (from + 1 >= end || !/^(?:license|licence|copying)$/.test(wordAt(scanned, from))) return from;
  if (!/^[-._]$/.test(text.slice(ends[from], starts[from + 1])) || !OF_LICENSE.test(wordAt(scanned, from + 1)))
    return from;
  const isDocument =
    from + 2 < end &&
    text.slice(ends[from + 1], starts[from + 2]) === '.' &&
    /^(?:txt|md)$/.test(wordAt(scanned, from + 2));
  return isDocument ? from + 3 : from + 2;
}

/** `version 2 or later of the` before a name. */
function versionBefore(scanned: ScannedText, from: number, end: number) {
  const words: string[] = [];
  for (let at = from; at < Math.min(end, from + 9); at += 1) words.push(wordAt(scanned, at));
  const [said, later] =
    /^(?:versions? |v )?v?\d+(?: \d+)?((?: (?:or|and)(?: at your option)?(?: any)? (?:later|newer|above)(?: versions?)?)?) of the /.exec(
      words.join(' '),
    ) ?? [];
  if (said === undefined) return null;
  return { to: from + said.trim().split(' ').length, isLater: later !== '' };
}

function isSameFamily(one: NamedLicense, other: NamedLicense): boolean {
  return one.family.toLowerCase() === other.family.toLowerCase();
}

function isInBrackets({ flags, count }: ScannedText, at: number): boolean {
  return at < count && ((flags[at] ?? 0) & FLAG.bracketBefore) !== 0;
}

/** What stands before a word, behind the brackets of a place that the one before has. */
function gapBefore({ text, starts, ends }: ScannedText, at: number): string {
  const from = ends[at - 1] ?? 0;
  return text
    .slice(from, Math.min(starts[at] ?? 0, from + 20))
    .replace(/^[\])>]+[.,;]?/, '')
    .replace(/^[.,;]/, '');
}

function joinAt(
  scanned: ScannedText,
  at: number,
  end: number,
): { readonly to: number; readonly relation: 'OR' | 'AND' | 'comma' | null } | null {
  if (at >= end) return null;
  const before = scanned.text.slice(
    scanned.ends[at - 1],
    Math.min(scanned.starts[at] ?? 0, (scanned.ends[at - 1] ?? 0) + 4),
  );
  const word = wordAt(scanned, at);
  if (/^(?:or|oder|ou|o)$/.test(word)) return { to: at + 1, relation: 'OR' };
  if (word === 'and' && wordAt(scanned, at + 1) === 'or') return { to: at + 2, relation: null };
  if (/^(?:and|und|et|en|e|y)$/.test(word)) return { to: at + 1, relation: 'AND' };
  if (before.includes(',')) return { to: at, relation: 'comma' };
  if (/^[ \t]*\r?\n[ \t]*(?:\r?\n[ \t]*)?[*+•-] $/.test(gapBefore(scanned, at))) return { to: at, relation: 'comma' };
  return before.startsWith('/') ? { to: at, relation: null } : null;
}
