import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { identifyLicense } from '../../src/licenses/identify-license.ts';
import { loadReferenceData } from '../../src/tasks/reference-data.ts';

const spdx: Readonly<Record<string, { readonly licenseText: string; readonly osiApproved: boolean }>> = createRequire(
  import.meta.url,
)('spdx-license-list/full.js');
const { licenseIndex } = await loadReferenceData();
const textOf = (id: string) => spdx[id]?.licenseText ?? '';

function answer(text: string): string {
  const { expression, sameText } = identifyLicense(text, licenseIndex());
  return [expression, ...sameText].join(' ');
}

/** Fills the lines of each paragraph anew, as an editor does. */
function wrap(text: string, width: number): string {
  return text
    .split(/\n[ \t]*\n/)
    .map((paragraph) => {
      const lines: string[] = [];
      let line = '';
      for (const word of paragraph.split(/\s+/).filter((one) => one !== '')) {
        if (line !== '' && line.length + 1 + word.length > width) {
          lines.push(line);
          line = word;
        } else line = line === '' ? word : `${line} ${word}`;
      }
      return [...lines, line].join('\n');
    })
    .join('\n\n');
}

/** Where filling joins a notice to the title or the sentence above it, it no longer begins a line. */
const JOINED_NOTICES = new Set(['RPL-1.1', 'VSL-1.0']);
const approved = Object.entries(spdx).flatMap(([id, { osiApproved }]) =>
  osiApproved && !JOINED_NOTICES.has(id) ? [id] : [],
);

test('lines that are broken elsewhere change no answer, in any text that the OSI approved', () => {
  expect(approved.length).toBeGreaterThan(140);
  const anId = fc.constantFrom(...approved);

  fc.assert(
    fc.property(anId, fc.integer({ min: 30, max: 140 }), (id, width) => {
      expect(answer(wrap(textOf(id), width))).toBe(answer(textOf(id)));
    }),
    { numRuns: 150, seed: 20_261_125 },
  );
});

test.each(['CC0-1.0', 'LGPL-2.1-only', 'MPL-2.0', 'GPL-3.0-only', 'EPL-2.0', 'EUPL-1.2', 'MPL-1.1'])(
  '%s is the same at every width',
  (id) => {
    const plain = answer(textOf(id));

    for (let width = 30; width <= 120; width += 6) expect(answer(wrap(textOf(id), width))).toBe(plain);
  },
);

describe('a word that is split over two lines is one word', () => {
  const BSD = textOf('BSD-3-Clause');

  test.each([
    ['modification', 'modifica-\ntion'],
    ['merchantability', 'merchanta-\n  bility'],
    ['otherwise', 'oth-\n * erwise'],
  ])('%s', (word, split) => {
    expect(answer(BSD.replace(new RegExp(word, 'i'), split))).toBe('BSD-3-Clause');
  });

  test('but two words of their own are not', () => {
    expect(answer(BSD.replace('with or without', 'with-\nout or without'))).toBe('NOASSERTION');
  });
});

describe('list numbers count for nothing wherever lines break, version numbers do', () => {
  const EUPL = textOf('EUPL-1.2');
  const MPL = textOf('MPL-1.1');

  test('a letter before a full stop', () => {
    expect(answer(MPL.replace(/\n\s+([a-d])\. /g, ' $1. '))).toBe('MPL-1.1');
  });

  test('the reference to a section', () => {
    expect(answer(MPL.replaceAll('Section 2.1 (a)', 'Section 2.1(a)'))).toBe('MPL-1.1');
  });

  test('another version in the appendix of the EUPL', () => {
    expect(answer(EUPL.replace('CeCILL v. 2.0', 'CeCILL v. 9.0'))).toBe('NOASSERTION');
  });

  test('a short word before a full stop is a word', () => {
    expect(answer(textOf('MIT').replace('IMPLIED, INCLUDING', 'IMPLIED,\nno. INCLUDING'))).toBe('NOASSERTION');
  });
});

test.each([
  ['Copyright (c) 2026 Acme\nHobbyists', 'a short line'],
  ['MIT License\nCopyright (c) 2026 Acme\nHobbyists', 'a line longer than its title'],
])('a name ends with %j, %s, whatever the width', (notice) => {
  const text = textOf('MIT').replace(/[\s\S]*?(?=Permission)/, `${notice}\n\n`);

  for (const width of [40, 60, 78]) {
    const [, body = ''] = text.split('Hobbyists\n\n');
    expect(answer(`${notice}\n\n${wrap(body, width)}`)).toBe('NOASSERTION');
  }
});
