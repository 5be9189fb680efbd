import type { DeclaredMeaning } from '../../core/license-declaration.ts';
import { readJson } from './json.ts';
import {
  anyOf,
  declare,
  expressionMeaning,
  fileMeaning,
  isRecord,
  type ManifestReading,
  textsOf,
} from './read-manifest.ts';

const SEE_FILE = /^see licen[cs]e in (.+)$/i;

/**
 * `license` of a package.json, or what came before it: an object with a type, and the list `licenses`.
 * @see https://docs.npmjs.com/cli/configuring-npm/package-json#license
 */
export function readPackageJson(text: string): ManifestReading {
  const read = readJson(text);
  if (read.status === 'unreadable') return read;
  const { license, licenses } = read.value;
  const written = namesIn(license).length > 0 ? namesIn(license) : namesIn(licenses);
  if (written.length === 0) return { status: 'read', declared: [] };
  const line = read.lineOf(namesIn(license).length > 0 ? 'license' : 'licenses');
  return { status: 'read', declared: [declare(written.join(', '), line, anyOf(written, meaningOf))] };
}

function namesIn(value: unknown): string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return textsOf(all.map((one) => (isRecord(one) ? one.type : one)));
}

function meaningOf(text: string): DeclaredMeaning {
  if (text.trim() === 'UNLICENSED') return { kind: 'no-rights' };
  const file = SEE_FILE.exec(text.trim());
  return file?.[1] === undefined ? expressionMeaning(text) : fileMeaning(file[1]);
}
