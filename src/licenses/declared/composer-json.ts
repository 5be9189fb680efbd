import { readJson } from './json.ts';
import { anyOf, declare, expressionMeaning, type ManifestReading, textsOf } from './read-manifest.ts';

/**
 * `license` of a composer.json: an expression, or a list of which each may be chosen.
 * @see https://getcomposer.org/doc/04-schema.md#license
 */
export function readComposerJson(text: string): ManifestReading {
  const read = readJson(text);
  if (read.status === 'unreadable') return read;
  const written = textsOf(read.value.license);
  if (written.length === 0) return { status: 'read', declared: [] };
  const meaning = anyOf(written, (one) =>
    one.trim().toLowerCase() === 'proprietary' ? { kind: 'no-rights' } : expressionMeaning(one),
  );
  return { status: 'read', declared: [declare(written.join(', '), read.lineOf('license'), meaning)] };
}
