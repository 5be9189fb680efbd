import { describe, expect, test } from '@jest/globals';
import { hideNotices } from '../../src/licenses/copyright-notice.ts';
import { explainLeftovers } from '../../src/licenses/explain-leftovers.ts';
import { identifyLicense } from '../../src/licenses/identify-license.ts';
import { buildLicenseNames } from '../../src/licenses/license-names.ts';
import { scanText } from '../../src/licenses/scan.ts';
import type { ScannedText } from '../../src/licenses/scanned-text.ts';
import { loadReferenceData } from '../../src/tasks/reference-data.ts';

const { licenseIndex } = await loadReferenceData();
const index = licenseIndex();
const names = buildLicenseNames(index.licenses);

/** Texts of one piece again and again that were slow once, each by another part of the grammar. */
const PIECES: Readonly<Record<string, string>> = {
  'notices on lines': 'Copyright (c) 2026 Ada\n',
  'notices in a row': 'Copyright (c) 2026 Ada ',
  'notices with addresses': 'Copyright 2026 Ada <ada@acme.example>\n',
  'notices with handles': 'Copyright 2026 Ada (Ray) <ray@acme.example>, ',
  'notices without names': 'Copyright by\n',
  'notices for parts': 'Portions copyright\n',
  'notices of others': 'Based on Foo, copyright 2009\n',
  signs: '&#169; 2026 Ada\n',
  'names in a row': 'Aa Bb Cc Dd ',
  'names in a list': 'Aa, Bb, Cc, ',
  'names in wrapped lines': 'Copyright 2026 Aaaa Bbbb Cccc Dddd Eeee Ffff\nGggg Hhhh\nIiii\n\n',
  addresses: 'Ada <ada@acme.example>\n',
  'words that hyphens join': 'a-b-c-d-',
  organisations: 'The Open Source Business Foundation ',
  'names of licences': 'gnu gpl ',
  'names with versions': 'cc by 4.0 ',
  'names with choices': 'either the MIT or the GPL or the BSD or ',
  'the beginnings of names': 'gnu ',
  grants: 'licensed under the GNU General Public License version 2 or later\n',
  'grants in a row': 'licensed under the GNU General Public License version 2 or later ',
  'grants of two': 'dual licensed under the MIT and GPL ',
  titles: 'MIT License\n',
  tags: 'SPDX-License-Identifier: MIT\n',
  'one tag': 'MIT OR ',
  'headings of others’ work': 'Third-party notices\nfoo 1.2 MIT\n',
};

/** What notices and sentences are read for: how often anything of the scanned text, or where a word begins, is asked for. */
function reads(text: string): number {
  const plain = scanText(text, index.vocabulary, index.classes, false);
  let count = 0;
  const starts = new Proxy(plain.starts, {
    get(target, key) {
      count += 1;
      return Reflect.get(target, key);
    },
  });
  const scanned = { ...plain, starts };
  const counted = new Proxy<ScannedText>(scanned, {
    get(target, key, receiver) {
      count += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  hideNotices(counted, index.classes);
  explainLeftovers(counted, new Uint16Array(scanned.count + 1), [], index, names);
  return count;
}

const repeated = (piece: string, size: number) => piece.repeat(Math.ceil(size / piece.length));

describe('notices and sentences are read no more than in proportion to the text', () => {
  test.each(Object.entries(PIECES))('%s', (_, piece) => {
    const small = reads(repeated(piece, 5_000));
    const large = reads(repeated(piece, 20_000));

    expect(small).toBeGreaterThan(0);
    expect(large).toBeLessThanOrEqual(4.2 * small + 1_000);
  });
});

test.each(['notices with handles', 'names in a row', 'names in a list', 'the beginnings of names'])(
  'of %s, which a person must read in any case, not all is read',
  (name) => {
    const half = reads(repeated(PIECES[name] ?? '', 100_000));
    const all = reads(repeated(PIECES[name] ?? '', 200_000));

    expect(all).toBeLessThan(1.2 * half);
  },
);

test.each([
  ['one word', 'a'],
  ['one word with signs that are not seen', 'a\u00ad'],
  ['one word in Chinese', '版权'],
])('%s of 600,000 letters is not compared letter by letter with what is known', (_, piece) => {
  const { expression, steps } = identifyLicense(repeated(piece, 600_000), index);

  expect(expression).toBe('NOASSERTION');
  expect(steps).toBeLessThan(100);
});
