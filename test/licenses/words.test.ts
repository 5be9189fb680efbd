import { describe, expect, test } from '@jest/globals';
import { isCopyrightNotice } from '../../src/licenses/copyright-notice.ts';
import { licenseWords } from '../../src/licenses/words.ts';

describe('what does not count between two texts', () => {
  test.each([
    ['case', 'PERMISSION Is Hereby', 'permission is hereby'],
    ['white space and line breaks', 'a  b\r\n\tc', 'a b c'],
    ['punctuation and quotes', '“AS IS”, without — any', '"as is" without any'],
    ['comment markers', ' * Permission\n * is granted', 'Permission is granted'],
    ['comment markers of scripts', '# Permission\n# is granted', 'Permission is granted'],
    ['list numbers', '1. Redistributions\n2. Neither', '* Redistributions\n* Neither'],
    ['list letters', '(a) You must\nb) You may', 'You must You may'],
    ['a notice', 'Copyright (c) 2026 City of Ada\n\nPermission', 'Permission'],
    ['spelling', 'licence organisation whilst merchantibility', 'license organization while merchantability'],
    ['spelling in two words', 'sub-license, non-commercial, per cent', 'sublicense noncommercial percent'],
    ['who holds the right', 'the copyright owner', 'the copyright holder'],
    ['the protocol of an address', 'https://city.example', 'http://city.example'],
    ['an ampersand', 'terms & conditions', 'terms and conditions'],
    ['wide letters', 'Ｌicense', 'license'],
  ])('%s', (_, one, other) => {
    expect(licenseWords(one).words).toEqual(licenseWords(other).words);
    expect(licenseWords(one).words.length).toBeGreaterThan(0);
  });

  test('words count, and their order', () => {
    expect(licenseWords('for any purpose').words).not.toEqual(licenseWords('for purpose any').words);
    expect(licenseWords('may not').words).not.toEqual(licenseWords('may').words);
  });
});

describe('a copyright notice', () => {
  test.each([
    'Copyright (c) 2026 City of Ada',
    'Copyright © 2019-2026 Ada Lovelace <ada@city.example>',
    'Copyright 2026 Google LLC',
    'Copyright (C) 2007 Free Software Foundation, Inc. <https://fsf.org/>',
    'Copyright (c) <year> <copyright holders>',
    'Copyright [yyyy] [name of copyright owner]',
    '© 2026 Stadt München und andere',
    '(c) 2026 Gemeente Utrecht',
    ' * Copyright (c) 2014 jonathan ong',
    'Copyright (c) 2012-present, Facebook, Inc. All rights reserved.',
    'All rights reserved.',
  ])('%s', (line) => {
    expect(isCopyrightNotice(line)).toBe(true);
  });

  test.each([
    'Copyright (c) 2026 Acme. Use is limited to evaluation.',
    'Copyright (c) 2026 Acme. No Commercial Use',
    'COPYRIGHT 2026 ACME, FOR EVALUATION ONLY',
    'copyright notice and this permission notice shall be included in all',
    'Copyright holders make no representations about the suitability',
    '(c) You must retain, in the Source form of any Derivative Works',
    'copyright and related rights laws',
    'The copyright is held by Acme',
    'Copyright',
    `Copyright 2026 ${'A '.repeat(400)}`,
  ])('not: %s', (line) => {
    expect(isCopyrightNotice(line)).toBe(false);
  });
});
