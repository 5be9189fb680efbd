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
  let { to } = found;
  for (let tries = 0; tries < 3 && to < end; tries += 1) {
    if (NOUN.test(wordAt(scanned, to)) && !isInBrackets(scanned, to)) to += 1;
    const again = isInBrackets(scanned, to) ? nameAt(scanned, to, names) : null;
    // `the GNU General Public License (GPL)` says one thing twice.
    if (again === null || (again.id !== null && again.id !== found.id)) break;
    if (again.id === null && !isSameFamily(again, found)) break;
    to = again.to;
  }
  return { named, to };
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
  return before.startsWith('/') ? { to: at, relation: null } : null;
}
