import { findLicenseNames } from './find-license-names.ts';
import { declare, expressionMeaning, type ManifestReading, meaningOf } from './read-manifest.ts';

/**
 * `spec.license = "MIT"` and `spec.licenses = ["MIT", "Ruby"]` of a gemspec. It is a program, which is not run: only what
 * is written out in one line is read.
 * @see https://guides.rubygems.org/specification-reference/#license=
 */
export function readGemspec(text: string): ManifestReading {
  const declared = text.split(/\r\n|\r|\n/).flatMap((line, index) => {
    const value = /^\s*\w{1,50}\.licenses?\s{0,20}=(.{1,500})$/.exec(line)?.[1];
    if (value === undefined) return [];
    const names = [...value.matchAll(/"([^"#]{1,200})"|'([^']{1,200})'/g)].map(
      ([, double, single]) => double ?? single ?? '',
    );
    const [first] = names;
    if (first === undefined) return [];
    const ids = [...new Set(names.flatMap(findLicenseNames))];
    const meaning = names.length === 1 || ids.length === 0 ? expressionMeaning(first, false) : meaningOf(ids);
    return [declare(names.join(', '), index + 1, meaning)];
  });
  return { status: 'read', declared };
}
