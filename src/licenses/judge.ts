import type { LicenseCertainty, LicenseMatchKind } from '../core/license.ts';
import type { Alignment, Difference } from './align.ts';
import type { Leftover } from './explain-leftovers.ts';
import type { LicenseIndex } from './license-index.ts';
import { idOf, isGnu, isOfFamily, type NamedLicense } from './license-names.ts';
import { FLAG, type ScannedText } from './scanned-text.ts';
import { readSpdxExpression, type SpdxTree } from './spdx-expression.ts';
import { spell } from './vocabulary.ts';

/** A match in words of the text; bytes come later. */
export interface RawMatch {
  readonly id: string;
  readonly kind: LicenseMatchKind;
  readonly from: number;
  readonly to: number;
  readonly differences: readonly { readonly expected: string; readonly from: number; readonly to: number }[];
}

export interface Judgement {
  readonly expression: string;
  readonly sameText: readonly string[];
  readonly open: boolean | null;
  readonly certainty: LicenseCertainty;
  readonly matches: readonly RawMatch[];
  readonly evidence: string;
  readonly parts: readonly { readonly from: number; readonly to: number; readonly how: string | null }[];
}

/** A licence that the text grants, by whatever part of it. */
interface Grant {
  /** Without `-only` and `-or-later`. */
  readonly base: string;
  /** What the part alone says: `GPL-2.0-or-later`, or the base where it leaves that open. */
  readonly id: string;
  readonly isVersionOpen: boolean;
  readonly from: number;
}

const GNU = /^(?:A?GPL|LGPL|GFDL)-\d/;
/** A part of a text this large is the text, altered; a smaller one a part of it. */
const MOST_OF_IT = 0.6;

/** Puts what was found together: all matches, what they mean together, and whether any word is left unexplained. */
export function judge(
  scanned: ScannedText,
  texts: readonly Alignment[],
  leftovers: readonly Leftover[],
  index: LicenseIndex,
  hints: { readonly versions?: 'only' | 'or-later' },
): Judgement {
  const textMatches = texts.map((text) => toMatch(text, index));
  const noticeMatches = leftovers.flatMap(toMatches);
  const thirdParty = thirdPartyFrom(textMatches, noticeMatches, leftovers);
  const inPrincipal = ({ from }: { readonly from: number }) => thirdParty === null || from < thirdParty;
  const matches = [...textMatches, ...noticeMatches]
    .sort((a, b) => a.from - b.from)
    .map(
      (match): RawMatch =>
        inPrincipal(match) || match.kind === 'reference' ? match : { ...match, kind: 'third-party' },
    );
  const parts = partsOf(scanned, textMatches, leftovers);

  const grants = [...textMatches.filter(isClean).map(toGrant), ...leftovers.flatMap(leftoverGrants)].filter(
    inPrincipal,
  );
  const altered = textMatches.filter((match) => !isClean(match));
  const exceptions = grants.filter(({ base }) => isException(base));
  const licenses = grants.filter(({ base }) => !isException(base));
  const bases = [...new Set(licenses.map(({ base }) => base))];
  const unexplained = leftovers.filter((one) => one.rule === null && !isParameter(bases, one));
  const pointers = leftovers.filter(
    (one) => one.rule !== null && inPrincipal(one) && !one.named.every((named) => isKnown(named, one, bases)),
  );
  const kept = matches.find(({ id, kind }) => kind === 'third-party' && index.licenses.get(id)?.open === false);

  const nothing = (evidence: string): Judgement => ({
    expression: 'NOASSERTION',
    sameText: [],
    open: matches.some(({ id }) => index.licenses.get(id)?.open === false) ? false : null,
    certainty: 'unidentified',
    matches,
    evidence,
    parts,
  });
  const [firstAltered] = altered;
  if (firstAltered !== undefined) return nothing(alteredEvidence(firstAltered, scanned, texts));
  if (licenses.length === 0 && identified(leftovers).length === 0)
    return nothing(nothingEvidence(scanned, matches, leftovers));
  const [firstUnexplained] = unexplained;
  if (firstUnexplained !== undefined) {
    return nothing(
      `It has ${bases.join(', ') || 'a licence'}, and beside it words that are no part of it: “${quote(scanned, firstUnexplained)}” (line ${scanned.lines[firstUnexplained.from]}). A person must say whether they change the terms.`,
    );
  }
  const [pointer] = pointers;
  if (pointer !== undefined)
    return nothing(
      `It also points to other terms: “${quote(scanned, pointer)}” (line ${scanned.lines[pointer.from]}).`,
    );

  if (kept !== undefined) return nothing(`It bundles something that is under ${kept.id}, which is not open source.`);

  const tags = identified(leftovers);
  const resolved = resolveVersions(licenses, hints.versions ?? null);
  const joined = join(resolved, exceptions, leftovers, tags);
  if (joined === null)
    return nothing(`It holds several licences (${bases.join(', ')}) and does not say how they relate.`);
  const isOpen = openness(joined, index);
  const open = [...resolved.values()].filter((id) => GNU.test(id) && !/-(?:only|or-later)$/.test(id));
  if (open.length > 0 && resolved.size === 1 && tags.length === 0) {
    const [base = ''] = open;
    return {
      ...nothing(
        `Every word is that of the ${nameOf(`${base}-only`, index)}. Whether later versions hold too (${base}-only or ${base}-or-later), the text does not say.`,
      ),
      sameText: [`${base}-only`, `${base}-or-later`],
      open: index.licenses.get(`${base}-only`)?.open ?? null,
    };
  }
  if (open.length > 0)
    return nothing(
      `It holds ${bases.join(', ')}, and does not say whether later versions of ${open.join(', ')} hold too.`,
    );
  const isExact = textMatches.every(
    (match) => match.kind === 'exact' || match.kind === 'version-open' || !inPrincipal(match),
  );
  return {
    expression: joined,
    sameText:
      textMatches.length === 1 && texts[0] !== undefined && joined === textMatches[0]?.id
        ? texts[0].reference.ids.slice(1)
        : [],
    open: isOpen,
    certainty: isExact ? 'exact' : 'equivalent',
    matches,
    evidence: evidenceOf(joined, textMatches, texts, index),
    parts,
  };
}

/** Whether a licence that a sentence names is one that the text holds. */
function isKnown(named: NamedLicense, { rule }: Leftover, bases: readonly string[]): boolean {
  if (rule === 'notice' && idOf(named) !== null) return true;
  if (bases.some((base) => isOfFamily(named, base))) return true;
  // The Lesser GPL goes with the GPL, and each GNU notice may say where the other's text stands.
  return rule !== 'notice' && isGnu(named) && bases.some((base) => GNU.test(base));
}

function isClean({ kind }: RawMatch): boolean {
  return kind !== 'altered' && kind !== 'partial';
}

function isException(base: string): boolean {
  return /exception|^LLGPL$|^GPL-CC-1\.0$/i.test(base);
}

function baseOf(id: string): string {
  const withoutKind = id.replace(/-(?:no-)?invariants(?=-(?:only|or-later)$)/, '');
  return GNU.test(id) ? withoutKind.replace(/-(?:only|or-later)$/, '') : id;
}

function toMatch(text: Alignment, index: LicenseIndex): RawMatch & { readonly text: Alignment } {
  const { reference, from, to, matched, missing, extra } = text;
  const [first = ''] = reference.ids;
  const isVersionOpen = reference.ids.some((id) => GNU.test(id) && /-(?:only|or-later)$/.test(id));
  const unexplained = text.differences.filter(({ rule }) => rule === null);
  const differences = unexplained.map((one) => toDifference(one, text, index));
  const id = isVersionOpen ? baseOf(first) : first;
  const kind = kindOf();
  return { id, kind, from, to, differences, text };

  function kindOf(): LicenseMatchKind {
    if (missing > 0 || extra > 0 || unexplained.length > 0)
      return matched / (matched + missing) >= MOST_OF_IT ? 'altered' : 'partial';
    if (isVersionOpen) return 'version-open';
    return text.differences.every((one) => isNothing(one, reference.words.length)) ? 'exact' : 'equivalent';
  }
}

/** A list's number, or how to apply the licence, which follows its end. */
function isNothing({ rule, from, to, end }: Difference, length: number): boolean {
  return rule === 'list number' || (rule === 'left out' && from === to && end === length);
}

function toDifference({ from, to, start, end }: Difference, { reference }: Alignment, { vocabulary }: LicenseIndex) {
  const words = reference.words.subarray(start, Math.min(end, start + 200));
  return { expected: Array.from(words, (word) => spell(vocabulary, word)).join(' '), from, to };
}

function toMatches({ from, to, rule, named, expression }: Leftover): RawMatch[] {
  if (rule === 'identifier') return [{ id: expression ?? '', kind: 'notice', from, to, differences: [] }];
  if (rule !== null && rule !== 'notice' && rule !== 'reference' && rule !== 'title') return [];
  return named.map((one) => {
    const id = idOf(one);
    const isPointer = rule !== 'notice' || id === null;
    return { id: id ?? one.id ?? one.family, kind: isPointer ? 'reference' : 'notice', from, to, differences: [] };
  });
}

function toGrant({ id, kind, from }: RawMatch): Grant {
  return { base: id, id, isVersionOpen: kind === 'version-open', from };
}

function leftoverGrants({ rule, named, from }: Leftover): Grant[] {
  if (rule !== 'notice') return [];
  return named.flatMap((one) => {
    const id = idOf(one);
    return id === null ? [] : [{ base: baseOf(id), id, isVersionOpen: false, from }];
  });
}

function identified(leftovers: readonly Leftover[]): string[] {
  return [
    ...new Set(
      leftovers.flatMap(({ rule, expression }) => (rule === 'identifier' && expression !== null ? [expression] : [])),
    ),
  ];
}

/** A notice beside the text says whether later versions hold; what is known from elsewhere says it else. */
function resolveVersions(grants: readonly Grant[], hint: 'only' | 'or-later' | null): Map<string, string> {
  const resolved = new Map<string, string>();
  for (const { base, id, isVersionOpen } of grants) {
    const known = resolved.get(base);
    if (!isVersionOpen && (known === undefined || known === base || id.endsWith('-or-later'))) resolved.set(base, id);
    else if (known === undefined) resolved.set(base, id);
  }
  if (hint !== null)
    for (const [base, id] of resolved) if (GNU.test(id) && id === base) resolved.set(base, `${base}-${hint}`);
  return resolved;
}

/** The expression of all that is granted; null where the text does not say how several relate. */
function join(
  resolved: ReadonlyMap<string, string>,
  exceptions: readonly Grant[],
  leftovers: readonly Leftover[],
  tags: readonly string[],
): string | null {
  const [tag, ...moreTags] = tags;
  const ids = [...resolved.values()];
  const [only, ...others] = ids;
  if (tag !== undefined) return moreTags.length === 0 && agrees(tag, resolved, exceptions) ? tag : null;
  const [exception, ...moreExceptions] = exceptions;
  if (only === undefined || moreExceptions.length > 0) return null;
  if (exception !== undefined)
    return others.length === 0 && isFit(exception.base, only) ? `${only} WITH ${exception.base}` : null;
  if (others.length === 0) return only;
  const sentence = leftovers.find(
    ({ relation, named }) =>
      relation !== null && named.length === resolved.size && named.every(({ id }) => id !== null && resolved.has(id)),
  );
  if (sentence !== undefined) return ids.join(` ${sentence.relation} `);
  return isChoice(resolved, leftovers) ? ids.join(' OR ') : null;
}

/** `A. Alternatively, … under the terms of B or C`: one licence, and what may be taken instead. */
function isChoice(resolved: ReadonlyMap<string, string>, leftovers: readonly Leftover[]): boolean {
  const alternative = leftovers.find(({ isAlternative, rule }) => isAlternative && rule === 'notice');
  if (alternative === undefined || (alternative.named.length > 1 && alternative.relation !== 'OR')) return false;
  const offered = new Set(alternative.named.map((one) => baseOf(idOf(one) ?? '')));
  return [...resolved.keys()].filter((base) => !offered.has(base)).length === 1;
}

/**
 * Whether a tag says what the text holds: the same licences, and no other. A tag alone holds what it says; a choice
 * between licences must have the text of each, or a text would stand for one that nobody has shown.
 */
function agrees(tag: string, resolved: ReadonlyMap<string, string>, exceptions: readonly Grant[]): boolean {
  const expression = readSpdxExpression(tag);
  if (!expression.ok || !areExceptionsFit(expression.tree)) return false;
  if (resolved.size === 0) return exceptions.length === 0;
  const said = new Set(expression.ids);
  const held = [...resolved].flatMap(([base, id]) =>
    said.has(id)
      ? [id]
      : said.has(`${base}-only`) && id === base
        ? [`${base}-only`]
        : said.has(`${base}-or-later`)
          ? [`${base}-or-later`]
          : [],
  );
  return (
    held.length === resolved.size &&
    new Set(held).size === said.size &&
    exceptions.every(({ base }) => tag.includes(` WITH ${base}`))
  );
}

/** The SPDX list's exceptions are for GNU licences, but for a few that say so. */
function areExceptionsFit(tree: SpdxTree): boolean {
  if (tree.kind !== 'license') return tree.parts.every(areExceptionsFit);
  return tree.exception === null || isFit(tree.exception, tree.id);
}

function isFit(exception: string, id: string): boolean {
  return GNU.test(id) || (OTHER_EXCEPTIONS[exception]?.test(id) ?? false);
}

/** Exceptions to other licences than the GNU ones. */
const OTHER_EXCEPTIONS: Readonly<Record<string, RegExp>> = {
  'LLVM-exception': /^Apache-2\.0$/,
  'Swift-exception': /^Apache-2\.0$/,
  'SHL-2.0': /^Apache-2\.0$/,
  'SHL-2.1': /^Apache-2\.0$/,
  'CGAL-linking-exception': /^QPL-1\.0$/,
  'INRIA-QPL-1.0-2004': /^QPL-1\.0/,
};

/** Open where each licence that must be kept to is, or one of those to choose from. */
function openness(expression: string, { licenses }: LicenseIndex): boolean | null {
  const isChoice = / OR /.test(expression);
  const all = expression
    .replace(/ WITH [^\s()]+/g, '')
    .split(/[\s()]+/)
    .filter((word) => word !== '' && word !== 'AND' && word !== 'OR')
    .map((id) => licenses.get(id.replace(/\+$/, ''))?.open ?? null);
  if (isChoice && !/ AND /.test(expression)) return all.includes(true) ? true : all.includes(null) ? null : false;
  return all.includes(false) ? false : all.includes(null) ? null : true;
}

/** Where the licences of things that come along begin: below a heading, after the principal licence. */
function thirdPartyFrom(
  texts: readonly RawMatch[],
  notices: readonly RawMatch[],
  leftovers: readonly Leftover[],
): number | null {
  const granting = [...texts.filter(isClean), ...notices.filter(({ kind }) => kind === 'notice')];
  const first = leftovers.find(({ rule }) => rule === 'third party');
  if (first === undefined || !granting.some(({ to }) => to <= first.from)) return null;
  return granting.some(({ from }) => from >= first.to) ? first.from : null;
}

/** The Business Source License's parameters are each licensor's own words, and part of it. */
function isParameter(bases: readonly string[], _: Leftover): boolean {
  return bases.length === 1 && bases[0] === 'BUSL-1.1';
}

const RULE_NAMES = {
  title: 'title',
  names: 'names',
  phrase: 'a known sentence that changes nothing',
  notice: 'a notice',
  reference: 'a pointer',
  identifier: 'an SPDX tag',
  'third party': 'heads others’ work',
} as const;

function partsOf(scanned: ScannedText, texts: readonly RawMatch[], leftovers: readonly Leftover[]) {
  const parts: { from: number; to: number; how: string | null }[] = [
    ...texts.map(({ id, kind, from, to }) => ({ from, to, how: `${id}, ${kind}` })),
    ...leftovers.map(({ from, to, rule }) => ({
      from,
      to,
      how: rule === null ? null : RULE_NAMES[rule],
    })),
  ];
  const covered = new Uint8Array(scanned.count);
  for (const { from, to } of parts) covered.fill(1, from, to);
  const isNotice = (at: number) => covered[at] === 0 && ((scanned.flags[at] ?? 0) & FLAG.hidden) !== 0;
  for (let at = 0; at < scanned.count; at += 1) {
    if (!isNotice(at)) continue;
    let to = at + 1;
    while (to < scanned.count && isNotice(to)) to += 1;
    parts.push({ from: at, to, how: 'copyright notice or list number' });
    at = to;
  }
  return parts.sort((a, b) => a.from - b.from);
}

function quote(
  { text, starts, ends }: ScannedText,
  { from, to }: { readonly from: number; readonly to: number },
): string {
  const whole = text.slice(starts[from], ends[to - 1]).replace(/\s+/g, ' ');
  return whole.length > 160 ? `${whole.slice(0, 160)}…` : whole;
}

function nameOf(id: string, { licenses }: LicenseIndex): string {
  return licenses.get(id)?.name ?? id;
}

function languageOf(match: RawMatch, texts: readonly Alignment[]): string {
  const language = texts.find(({ from }) => from === match.from)?.reference.language ?? null;
  return language === null ? '' : ` (${language})`;
}

function alteredEvidence(match: RawMatch, scanned: ScannedText, texts: readonly Alignment[]): string {
  const [first] = match.differences;
  const many = match.differences.length;
  const where =
    first === undefined
      ? ''
      : ` First difference, line ${scanned.lines[Math.min(first.from, scanned.count - 1)]}: ${inWords(first, scanned)}.`;
  const what = match.kind === 'partial' ? 'has only a part of' : 'is nearly';
  return `It ${what} ${match.id}${languageOf(match, texts)}, but differs from it in ${many === 1 ? 'one place' : `${many} places`}.${where}`;
}

function inWords(difference: RawMatch['differences'][number], scanned: ScannedText): string {
  const found = difference.to > difference.from ? `“${quote(scanned, difference)}”` : null;
  const expected = difference.expected === '' ? null : `“${difference.expected.slice(0, 160)}”`;
  if (found === null) return `${expected} is missing`;
  return expected === null ? `${found} was added` : `${found} stands for ${expected}`;
}

function nothingEvidence(scanned: ScannedText, matches: readonly RawMatch[], leftovers: readonly Leftover[]): string {
  const [first] = matches;
  const strange = leftovers.find(({ rule, named }) => rule === null && named.length > 0);
  if (first !== undefined && strange !== undefined)
    return `It names ${first.id}, in words that are not known to grant it: “${quote(scanned, strange)}” (line ${scanned.lines[strange.from]}).`;
  if (first !== undefined) return `It only points to ${first.id}; the terms themselves stand elsewhere.`;
  for (let at = 0; at < scanned.count; at += 1) {
    if (((scanned.flags[at] ?? 0) & FLAG.hidden) === 0) return 'Its words are not those of a known licence.';
  }
  return 'It has no words but copyright notices.';
}

function evidenceOf(
  expression: string,
  matches: readonly RawMatch[],
  texts: readonly Alignment[],
  index: LicenseIndex,
): string {
  const [match] = matches;
  if (match === undefined) return `It says that ${expression} holds, in sentences that say nothing else.`;
  const [text] = texts;
  const language = text?.reference.language ?? null;
  const official = language === null ? '' : `, in its official text in the language “${language}”`;
  const wording = match.kind === 'equivalent' ? ', in a wording that the SPDX list counts as the same' : '';
  const several = expression.includes(' ') ? expression : nameOf(match.id, index);
  return `Every word is accounted for: ${several}${official}${wording}.`;
}
