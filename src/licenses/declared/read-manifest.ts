import type { DeclaredMeaning, LicenseDeclaration } from '../../core/license-declaration.ts';
import { readSpdxExpression } from '../spdx-expression.ts';
import { findLicenseNames, twinsOf } from './find-license-names.ts';

/** What a reader finds: where it stands is a line, or null. */
export type Declared = Omit<LicenseDeclaration, 'path'>;

export type ManifestReading =
  | { readonly status: 'read'; readonly declared: readonly Declared[] }
  /** `problem` goes on after the file's name: `is no JSON`. */
  | { readonly status: 'unreadable'; readonly line: number | null; readonly problem: string };

/** Reads what one kind of file says of the licence. Never throws, and takes linear time, whatever it is given. */
export type ManifestReader = (text: string) => ManifestReading;

const LONGEST_SHOWN = 80;

/** What a file says, in one line that can be shown. */
export function declare(
  written: string,
  line: number | null,
  meaning: DeclaredMeaning,
  scope: Declared['scope'] = 'repository',
): Declared {
  const shown = written
    .slice(0, LONGEST_SHOWN * 4)
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  const characters = [...shown];
  const cut = characters.length > LONGEST_SHOWN ? `${characters.slice(0, LONGEST_SHOWN).join('')}…` : shown;
  return { line, scope, written: cut, meaning };
}

/** What is meant where the format asks for an SPDX expression. */
export function expressionMeaning(text: string, isFault = true): DeclaredMeaning {
  const read = readSpdxExpression(text.trim());
  if (!read.ok) return { kind: 'unclear', problem: read.problem, suggestion: read.suggestion, isFault };
  const [written, ...more] = read.deprecated;
  const twins = written !== undefined && more.length === 0 && read.tree.kind === 'license' ? twinsOf(written) : [];
  // Whoever writes `GPL-3.0` has mostly not thought of the difference, so it settles nothing.
  return twins.length > 1 && read.tree.kind === 'license' && read.tree.exception === null
    ? { kind: 'one-of', ids: twins }
    : { kind: 'expression', expression: read.canonical };
}

const NO_RIGHTS = /^(?:proprietary|unlicensed|commercial|closed|private|all rights reserved\.?|none)$/i;

/** What is meant where people write what they like: an expression, the name of a licence, or that there is none. */
export function nameMeaning(text: string): DeclaredMeaning {
  const said = text.trim();
  if (NO_RIGHTS.test(said)) return { kind: 'no-rights' };
  const expression = expressionMeaning(said, false);
  if (expression.kind !== 'unclear') return expression;
  const ids = findLicenseNames(said);
  return ids.length === 0 ? expression : meaningOf(ids);
}

/** One id is an expression; of several it is not said how they belong together. */
export function meaningOf(ids: readonly string[]): DeclaredMeaning {
  const [only] = ids;
  return ids.length === 1 && only !== undefined ? { kind: 'expression', expression: only } : { kind: 'one-of', ids };
}

/** Of several that are given side by side, each may be chosen. */
export function anyOf(texts: readonly string[], meaning: (text: string) => DeclaredMeaning): DeclaredMeaning {
  const [first = '', ...others] = texts;
  if (others.length === 0) return meaning(first);
  const joined = readSpdxExpression(texts.map((text) => `(${text})`).join(' OR '));
  if (joined.ok) return { kind: 'expression', expression: joined.canonical };
  const unclear = texts.map(meaning).find(({ kind }) => kind === 'unclear');
  return unclear ?? meaningOf(texts.flatMap(findLicenseNames));
}

/** A path from the root, as a manifest in the root writes it. */
export function fileMeaning(path: string): DeclaredMeaning {
  return { kind: 'file', path: path.trim().replace(/^(?:\.?\/)+/, '') };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The non-empty texts of a list, or the one text. */
export function textsOf(value: unknown): string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value.slice(0, MOST_VALUES) : [value];
  return all.filter((one): one is string => typeof one === 'string' && one.trim() !== '');
}

/** Nobody lists more licences or classifiers. */
const MOST_VALUES = 200;
