import type { IdentifiedLicense } from '../../core/license.ts';
import type { LicenseDeclaration, LicenseDeclarations } from '../../core/license-declaration.ts';
import { type Compatibility, mayBecomePartOf } from '../compatibility.ts';
import { laterVersions } from '../license-lists.ts';
import { readSpdxExpression, type SpdxTree } from '../spdx-expression.ts';

/** What comparing one declaration with the texts came to. */
export type Comparison = { readonly declaration: LicenseDeclaration } & (
  | { readonly status: 'matches'; readonly texts: readonly IdentifiedLicense[] }
  | { readonly status: 'contradicts' | 'grants-nothing'; readonly texts: readonly IdentifiedLicense[] }
  /** One of the licences that it names is found, and these are not. */
  | { readonly status: 'lacks-text'; readonly ids: readonly string[]; readonly texts: readonly IdentifiedLicense[] }
  /** A part is under a licence of which there is no text; null where nothing can be said of the two. */
  | {
      readonly status: 'part-lacks-text';
      readonly compatibility: Compatibility | null;
      readonly texts: readonly IdentifiedLicense[];
    }
  | { readonly status: 'differs'; readonly from: LicenseDeclaration }
  /** There is no text that is certain enough, or the declaration itself is not. */
  | { readonly status: 'not-compared' }
);

/**
 * Compares each declaration with the texts that are certain: those in the root, for a part those in `LICENSES` too. Of
 * declarations that no text settles, each is compared with the first.
 */
export function compareDeclarations(
  licenses: readonly IdentifiedLicense[],
  { declarations, texts }: LicenseDeclarations,
): Comparison[] {
  const root = licenses.filter(isCertain);
  const beside = texts.filter(isCertain);
  const isDoubtful = root.length < licenses.length;
  const compared = declarations.map((declaration): Comparison => {
    const all = [...root, ...beside];
    const isOfParts = declaration.scope === 'part' || (root.length === 0 && !isDoubtful);
    const one = compareWith(declaration, isOfParts ? all : root, all);
    const mayBeMeant = isDoubtful && one.status !== 'matches' && one.status !== 'grants-nothing';
    return mayBeMeant ? { declaration, status: 'not-compared' } : one;
  });
  return compareAmongThemselves(compared);
}

/** @param texts of which one must be named; @param all among which the others may be */
function compareWith(
  declaration: LicenseDeclaration,
  texts: readonly IdentifiedLicense[],
  all: readonly IdentifiedLicense[],
): Comparison {
  const { meaning, scope } = declaration;
  const found = new Set(texts.flatMap(idsOf));
  if (found.size === 0) return { declaration, status: 'not-compared' };
  if (meaning.kind === 'no-rights') return { declaration, status: 'grants-nothing', texts };
  if (meaning.kind === 'file' || meaning.kind === 'unclear') return { declaration, status: 'not-compared' };
  if (meaning.kind === 'one-of') {
    const isFound = meaning.ids.some((id) => found.has(id));
    return { declaration, status: isFound ? 'matches' : 'contradicts', texts };
  }
  const read = readSpdxExpression(meaning.expression);
  if (!read.ok || read.ids.some((id) => id.includes('LicenseRef-'))) return { declaration, status: 'not-compared' };
  if (isSatisfied(read.tree, found)) return { declaration, status: 'matches', texts };
  if (read.ids.some((id) => found.has(id))) {
    const anywhere = new Set(all.flatMap(idsOf));
    if (isSatisfied(read.tree, anywhere)) return { declaration, status: 'matches', texts: all };
    return { declaration, status: 'lacks-text', ids: read.ids.filter((id) => !anywhere.has(id)), texts: all };
  }
  if (scope === 'repository') return { declaration, status: 'contradicts', texts };
  return { declaration, status: 'part-lacks-text', compatibility: compatibilityWith(read.tree, texts), texts };
}

function isSatisfied(tree: SpdxTree, found: ReadonlySet<string>): boolean {
  if (tree.kind === 'and') return tree.parts.every((part) => isSatisfied(part, found));
  if (tree.kind === 'or') return tree.parts.some((part) => isSatisfied(part, found));
  return [tree.id, ...laterVersions(tree)].some((id) => found.has(id));
}

/** Of a part with the one text of the whole; several say nothing about it, nor do readings that differ. */
function compatibilityWith(part: SpdxTree, texts: readonly IdentifiedLicense[]): Compatibility | null {
  const [whole, ...others] = texts;
  if (whole === undefined || others.length > 0) return null;
  const readings = isVersionOpen(whole) ? whole.sameText : [whole.expression];
  const answers = readings.map((reading) => {
    const read = readSpdxExpression(reading);
    return read.ok ? mayBecomePartOf(part, read.tree) : null;
  });
  const [first = null] = answers;
  return answers.every((one) => one?.answer === first?.answer) ? first : null;
}

/** A text that leaves open whether later versions are allowed settles nothing between those that say it. */
function compareAmongThemselves(compared: readonly Comparison[]): Comparison[] {
  const firsts: LicenseDeclaration[] = [];
  return compared.map((one) => {
    const { declaration, status } = one;
    const ids = idsMeant(declaration);
    const isSettled = status !== 'not-compared' && status !== 'matches';
    if (isSettled || declaration.scope === 'part' || declaration.path === null || ids.length === 0) return one;
    const rival = firsts.find((first) => {
      const others = idsMeant(first);
      if (others.some((id) => ids.includes(id))) return false;
      return status === 'not-compared' || areTwins(ids, others);
    });
    firsts.push(declaration);
    return rival === undefined ? one : { declaration, status: 'differs', from: rival };
  });
}

/** Whether both say the same licence, the one with later versions and the other without. */
function areTwins(ids: readonly string[], others: readonly string[]): boolean {
  const bare = (all: readonly string[]) => new Set(all.map(withoutVersions));
  const left = bare(ids);
  return [...bare(others)].some((id) => left.has(id)) && [...ids, ...others].some((id) => id !== withoutVersions(id));
}

function withoutVersions(id: string): string {
  return id.replace(/-(?:only|or-later)$/, '');
}

function idsMeant({ meaning }: LicenseDeclaration): readonly string[] {
  if (meaning.kind === 'one-of') return meaning.ids;
  const read = meaning.kind === 'expression' ? readSpdxExpression(meaning.expression) : null;
  return read?.ok === true ? read.ids : [];
}

/** Whether a text names its licence; one that only leaves its version open does. */
export function isCertain(license: IdentifiedLicense): boolean {
  return license.match !== 'unidentified' || isVersionOpen(license);
}

/** Whether every word is that of a GNU licence, and nothing settles whether later versions hold too. */
export function isVersionOpen({ expression, sameText }: IdentifiedLicense): boolean {
  return expression === 'NOASSERTION' && sameText.length > 0;
}

/** `GPL-3.0`, where `-only` and `-or-later` are open. */
export function openVersion({ sameText: [first = ''] }: IdentifiedLicense): string {
  return withoutVersions(first);
}

/** The ids that a text stands for, both `-only` and `-or-later` where it leaves that open. */
export function idsOf(license: IdentifiedLicense): readonly string[] {
  const read = readSpdxExpression(license.expression);
  return [...(read.ok ? read.ids : []), ...license.sameText];
}
