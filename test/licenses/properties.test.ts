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

/** Where a text's sentences begin and end, and what in them the SPDX list leaves open: who gives it, and lists' numbers. */
const OPERATIVE: Readonly<Record<string, { readonly from: string; readonly to?: string; readonly open?: RegExp }>> = {
  MIT: { from: 'Permission is', open: /AUTHORS OR COPYRIGHT HOLDERS/g },
  ISC: { from: 'Permission to', open: /and\/or/g },
  'BSD-2-Clause': {
    from: 'Redistribution and',
    open: /the above copyright|SOFTWARE IS PROVIDED BY|THE COPYRIGHT HOLDERS? (?:AND|OR) CONTRIBUTORS|THIS SOFTWARE, EVEN/g,
  },
  'BSD-3-Clause': {
    from: 'Redistribution and',
    open: /the above copyright|SOFTWARE IS PROVIDED BY|THE COPYRIGHT HOLDERS? (?:AND|OR) CONTRIBUTORS|THIS SOFTWARE, EVEN|of the copyright holder|specific prior/g,
  },
  Zlib: { from: 'Permission is' },
  'BSL-1.0': { from: 'Permission is', to: 'THE SOFTWARE IS' },
  'Apache-2.0': { from: '1. Definitions', to: 'END OF TERMS', open: /\(i+\)/g },
  'EUPL-1.2': { from: 'This European', to: 'Appendix' },
  'MPL-2.0': { from: '1. Definitions', to: 'Exhibit A' },
  'GPL-2.0-only': { from: 'The licenses for most', to: 'END OF TERMS' },
  'GPL-3.0-only': { from: 'The GNU General Public License is a free', to: 'END OF TERMS' },
};

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Words within the sentences that grant and disclaim. */
function operativeWords(id: string): Word[] {
  const text = textOf(id);
  const { from = '', to, open } = OPERATIVE[id] ?? {};
  const first = text.indexOf(from);
  const last = to === undefined ? text.length : text.lastIndexOf(to);
  const places = open === undefined ? [] : [...text.matchAll(open)].map((at) => [at.index, at.index + at[0].length]);
  expect(first).toBeGreaterThanOrEqual(0);
  expect(last).toBeGreaterThan(first);
  return [...text.matchAll(/\p{L}{2,}/gu)]
    .map((word) => ({ text: word[0], start: word.index, end: word.index + word[0].length }))
    .filter(({ start, end }) => start >= first && end <= last)
    .filter(({ start }) => !places.some(([low = 0, high = 0]) => start >= low && start < high));
}

const NOUNS = ['not', 'only', 'internal', 'except', 'royalty'];
const CHANGES: Readonly<Record<string, (text: string, word: Word, next: Word, seed: number) => string>> = {
  deleted: (text, { start, end }) => text.slice(0, start) + text.slice(end),
  inserted: (text, { start }, _, seed) => `${text.slice(0, start)}${NOUNS[seed % NOUNS.length]} ${text.slice(start)}`,
  swapped: (text, word, next) =>
    text.slice(0, word.start) + next.text + text.slice(word.end, next.start) + word.text + text.slice(next.end),
};

describe.each(Object.keys(CHANGES))('a %s word in a sentence that counts is never overlooked', (change) => {
  test.each(Object.keys(OPERATIVE))('%s', (id) => {
    const text = textOf(id);
    const words = operativeWords(id);
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (place, seed) => {
        const at = place % (words.length - 1);
        const [word, next] = [words[at], words[at + 1]];
        if (word === undefined || next === undefined || word.text.toLowerCase() === next.text.toLowerCase()) return;
        const { expression, sameText } = identifyLicense(CHANGES[change]?.(text, word, next, seed) ?? '', index);

        expect([expression, ...sameText]).toEqual(['NOASSERTION']);
      }),
      { ...RUNS, numRuns: id.startsWith('GPL') ? 15 : 30 },
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
