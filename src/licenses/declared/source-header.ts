import { declare, expressionMeaning, type ManifestReading } from './read-manifest.ts';

const MOST_LINES = 40;
// In two parts, so that this line is none.
const TAG = new RegExp(`SPDX-License-${'Identifier'}:(.{1,500})`);

/**
 * The SPDX tags at the head of a source file.
 * @see https://spdx.github.io/spdx-spec/v3.0.1/annexes/using-SPDX-short-identifiers-in-source-files/
 */
export function readSourceHeader(text: string): ManifestReading {
  const declared = text
    .slice(0, 8_000)
    .split(/\r\n|\r|\n/, MOST_LINES)
    .flatMap((line, index) => {
      const said =
        TAG.exec(line)?.[1]
          ?.replace(/\s*(?:\*\/|-->|\*\)|#\}|"""|''').*$/, '')
          .trim() ?? '';
      // Programs that write headers have the tag in their own text.
      if (said === '' || /[$%{}<"'`\\]/.test(said)) return [];
      return [declare(said, index + 1, expressionMeaning(said), 'part')];
    });
  return { status: 'read', declared };
}
