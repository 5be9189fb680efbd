import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { identifyLicense } from '../../src/licenses/identify-license.ts';
import { loadReferenceData } from '../../src/tasks/reference-data.ts';

const spdx: Readonly<Record<string, { readonly licenseText: string }>> = createRequire(import.meta.url)(
  'spdx-license-list/full.js',
);
const { licenseIndex } = await loadReferenceData();
const index = licenseIndex();

const IDS = [
  'MIT',
  'ISC',
  'BSD-3-Clause',
  'BSD-2-Clause',
  'Apache-2.0',
  'Zlib',
  'BSL-1.0',
  'Unlicense',
  'EUPL-1.2',
  'MPL-2.0',
];
const textOf = (id: string) => (spdx[id]?.licenseText ?? '').replace(/Copyright \(c\) <.*\n/, '');
const anId = fc.constantFrom(...IDS);
const expressionOf = (text: string) => identifyLicense(text, index).expression;
const RUNS = { numRuns: 40, seed: 20_261_125 };

/** What people and tools do to a text without changing what it says. */
const HARMLESS: Readonly<Record<string, (text: string) => string>> = {
  'a byte order mark': (text) => `\uFEFF${text}`,
  'line ends of Windows': (text) => text.replace(/\n/g, '\r\n'),
  'white space': (text) => `\n\n${text.replace(/ /g, '  ')}\n\n\n`,
  'no-break spaces': (text) => text.replace(/ /g, '\u00A0'),
  'a comment': (text) => `/*\n${text.replace(/^/gm, ' * ')}\n */`,
  'comment signs': (text) => text.replace(/^/gm, '# '),
  slashes: (text) => text.replace(/^/gm, '// '),
  'a quotation': (text) => text.replace(/^/gm, '> '),
  'a copyright line': (text) => `Copyright (c) 2019-2026 Ada Lovelace and contributors\n\n${text}`,
  'one line a paragraph': (text) => text.replace(/([^\n])\n(?=[^\n])/g, '$1 '),
  'typographic quotes': (text) => text.replace(/"([^"]*)"/g, '“$1”'),
  capitals: (text) => text.toUpperCase(),
};

describe('what changes no word changes no answer', () => {
  test.each(Object.keys(HARMLESS))('%s', (name) => {
    fc.assert(
      fc.property(anId, (id) => {
        expect(expressionOf(HARMLESS[name]?.(textOf(id)) ?? '')).toBe(id);
      }),
      RUNS,
    );
  });
});

/** Words within the sentences that grant and disclaim; not the title, and not who gives the licence. */
function wordsOf(text: string): RegExpMatchArray[] {
  return [...text.matchAll(/\p{L}{2,}/gu)].filter(
    ({ index: at = 0 }) => at > text.length * 0.15 && at < text.length * 0.7,
  );
}

const OPERATIVE = ['MIT', 'Zlib', 'BSL-1.0', 'EUPL-1.2', 'MPL-2.0'];

describe('a word more or less in a sentence that counts', () => {
  const aPlace = fc.tuple(fc.constantFrom(...OPERATIVE), fc.nat());

  test('a deleted word is never overlooked', () => {
    fc.assert(
      fc.property(aPlace, ([id, place]) => {
        const text = textOf(id);
        const words = wordsOf(text);
        const word = words[place % words.length];
        if (word === undefined) return;
        const altered = text.slice(0, word.index) + text.slice((word.index ?? 0) + word[0].length);

        expect(expressionOf(altered)).toBe('NOASSERTION');
      }),
      { ...RUNS, numRuns: 150 },
    );
  });

  test('an inserted word is never overlooked', () => {
    fc.assert(
      fc.property(aPlace, fc.constantFrom('not', 'only', 'internal', 'except', 'royalty'), ([id, place], more) => {
        const text = textOf(id);
        const words = wordsOf(text);
        const at = words[place % words.length]?.index ?? 0;

        expect(expressionOf(`${text.slice(0, at)}${more} ${text.slice(at)}`)).toBe('NOASSERTION');
      }),
      { ...RUNS, numRuns: 150 },
    );
  });
});

test('two licences one after the other are both named', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anId, { minLength: 2, maxLength: 2 }), ([one = '', other = '']) => {
      const { matches, expression } = identifyLicense(`${textOf(one)}\n\n----\n\n${textOf(other)}`, index);
      const ids = new Set(matches.map(({ id }) => id));

      expect(expression).toBe('NOASSERTION');
      expect(ids.has(one) && ids.has(other)).toBe(true);
    }),
    RUNS,
  );
});

test('no text throws, and every place lies within it', () => {
  const aPiece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '<p>',
      '](',
      '&copy;',
      '(c) 2020',
      'Copyright',
      'SPDX-License-Identifier:',
      'licensed under the MIT',
      '\uD800',
      '\0',
      '1.',
    ),
    anId.map((id) => textOf(id).slice(0, 400)),
  );
  fc.assert(
    fc.property(fc.array(aPiece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join(' ');
      const size = Buffer.byteLength(text);
      for (const { start, end } of identifyLicense(text, index).matches) {
        expect(start).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(size);
      }
    }),
    { ...RUNS, numRuns: 100 },
  );
});

test.each([
  ['words of nothing', 'lorem ipsum dolor '],
  ['a licence again and again', `${textOf('MIT')}\n\n`],
  ['the beginning of a licence', `${textOf('Apache-2.0').slice(0, 600)} `],
  ['notices', 'Copyright (c) 2026 Ada\n'],
  ['titles', 'MIT License\n'],
  ['pointers', 'licensed under the GNU General Public License version 2 or later '],
  ['open brackets', '](<p &'],
  ['full stops', 'A. '],
  ['ampersands', '&'],
  ['names', 'written by Aa and Bb '],
  ['grants', 'Licensed under the MIT license. '],
])('the steps for %s grow with the text', (_, piece) => {
  const steps = (size: number) => identifyLicense(piece.repeat(Math.ceil(size / piece.length)), index).steps;
  const small = steps(40_000);
  const large = steps(160_000);

  expect(large).toBeLessThanOrEqual(5 * small + 50_000);
});

test.each([5, 9, 14])('pieces of %i words that fit nowhere are given up', (length) => {
  const words = ['MIT', 'ISC', 'BSD-3-Clause', 'X11', 'HPND'].flatMap((id) => textOf(id).split(/\s+/));
  let place = 7;
  const piece = () => {
    place = (place * 48_271) % 2_147_483_647;
    const from = place % (words.length - length);
    return words.slice(from, from + length).join(' ');
  };
  const text = Array.from({ length: Math.ceil(80_000 / length) }, piece).join(' ');

  expect(identifyLicense(text, index).steps).toBeLessThan(80_000 * 8);
});
