import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { known, unavailable } from '../../src/core/fact.ts';
import { filesWith } from '../../src/core/files.ts';
import { identifyLicense } from '../../src/licenses/identify-license.ts';
import { licensesFact } from '../../src/licenses/licenses-fact.ts';
import { loadReferenceData } from '../../src/tasks/reference-data.ts';

const spdx: Readonly<Record<string, { readonly licenseText: string }>> = createRequire(import.meta.url)(
  'spdx-license-list/full.js',
);
const { licenseIndex } = await loadReferenceData();
const index = licenseIndex();
const textOf = (id: string) => spdx[id]?.licenseText ?? '';
const identify = (text: string) => identifyLicense(text, index);

/** Deprecated names of a licence with an exception: their text is the exception alone, which grants nothing by itself. */
const isExceptionAlone = (id: string) => id.includes('-with-');
/** Its text's title says 1.0. */
const WRONG_TITLE = ['SISSL-1.2'];
const wholeLicenses = Object.keys(spdx).filter((id) => !isExceptionAlone(id) && !WRONG_TITLE.includes(id));

test.each(wholeLicenses)('the SPDX list’s own text of %s is identified, to the word', (id) => {
  const { expression, sameText, matches } = identify(textOf(id));
  const base = id.replace(/\+$/, '').replace(/-(?:only|or-later)$/, '');
  const isGnu = /^(?:A?GPL|LGPL|GFDL)-/.test(id);

  expect([isGnu ? base : expression, ...sameText]).toContain(isGnu ? base : id);
  expect(expression === 'NOASSERTION').toBe(isGnu);
  expect(matches.map(({ kind }) => kind)).toEqual([isGnu ? 'version-open' : 'exact']);
});

test.each(Object.keys(spdx).filter(isExceptionAlone))('the exception %s alone is named, and is no licence', (id) => {
  expect(identify(textOf(id))).toMatchObject({ expression: 'NOASSERTION', matches: [{ id, kind: 'exact' }] });
});

const eupl = new URL('../../scripts/eupl-1.2/', import.meta.url);
test.each(readdirSync(eupl).filter((name) => name.endsWith('.txt')))('the EUPL 1.2 in %s is the EUPL 1.2', (name) => {
  const text = readFileSync(new URL(name, eupl), 'utf8');

  expect(identify(text)).toMatchObject({ expression: 'EUPL-1.2', match: 'exact' });
});

const MIT = textOf('MIT').replace('<year> <copyright holders>', '2026 City of Ada');
const APACHE = textOf('Apache-2.0');

describe('a text as people keep it', () => {
  test.each([
    ['with its holder', 'MIT', MIT],
    ['with another title', 'MIT', MIT.replace('MIT License', 'The MIT License (MIT)')],
    ['with a Markdown title', 'MIT', MIT.replace('MIT License', '## License: MIT\n')],
    ['without a title', 'MIT', MIT.replace('MIT License', '')],
    ['in one line a paragraph', 'MIT', MIT.replace(/([^\n])\n(?=[^\n])/g, '$1 ')],
    ['in a comment', 'MIT', `/*\n${MIT.replace(/^/gm, ' * ')}\n */`],
    ['with Windows’ line ends', 'MIT', MIT.replace(/\n/g, '\r\n')],
    ['with two holders', 'MIT', MIT.replace('Copyright (c) 2026', 'Copyright (c) 2020 Bob\nCopyright (c) 2026')],
    ['without how to apply it', 'Apache-2.0', APACHE.slice(0, APACHE.indexOf('APPENDIX'))],
    [
      'with how to apply it, filled in',
      'Apache-2.0',
      APACHE.replace('[yyyy] [name of copyright owner]', '2026 City of Ada'),
    ],
    ['in old spelling', 'MIT', MIT.replace('sublicense', 'sub-license')],
  ])('%s', (_, id, text) => {
    expect(identify(text)).toMatchObject({ expression: id, match: 'exact' });
  });
});

const ISC = textOf('ISC')
  .replaceAll('AND ISC', 'AND THE COPYRIGHT HOLDERS')
  .replaceAll('SHALL ISC', 'SHALL ACME, INC. OR ITS CONTRIBUTORS');
const BSD = textOf('BSD-3-Clause');

describe('a wording that the SPDX list counts as the same is equivalent', () => {
  test.each([
    ['who disclaims', 'ISC', ISC],
    ['words that may be left out', 'ISC', ISC.replace('and/or distribute', 'and distribute')],
    ['who is liable', 'BSD-3-Clause', BSD.replace('COPYRIGHT HOLDER OR', 'COPYRIGHT HOLDERS OR')],
    [
      'words that may be put in',
      'MIT',
      MIT.replace('permission notice shall', 'permission notice (including the next paragraph) shall'),
    ],
  ])('%s', (_, id, text) => {
    expect(identify(text)).toMatchObject({ expression: id, match: 'equivalent' });
  });

  test.each([
    ['half of a party', ISC.replace('COPYRIGHT HOLDERS', 'COPYRIGHT')],
    ['a sentence where a name may stand', ISC.replace('SHALL ACME', 'WITHOUT FEE, SHALL ACME')],
  ])('but not %s', (_, text) => {
    expect(identify(text)).toMatchObject({ match: 'unidentified' });
  });
});

describe('an altered text is never called what it was', () => {
  test.each([
    ['a word more', MIT.replace('to any person', 'to any natural person')],
    ['a word less', MIT.replace('without limitation', 'limitation')],
    ['a clause after the end', `${MIT}\nThe Software shall be used for Good, not Evil.\n`],
    ['a clause before the beginning', `Not for commercial use.\n\n${MIT}`],
    ['a clause in the title', MIT.replace('MIT License', 'MIT License with Commons Clause')],
    ['a clause on the copyright line', MIT.replace('City of Ada', 'City of Ada. Use is limited to evaluation')],
    ['a clause after the terms', `${APACHE.slice(0, APACHE.indexOf('APPENDIX'))}\nCommercial use needs a contract.\n`],
    ['another licence beside it', `${MIT}\n\n${textOf('ISC')}`],
    ['only its name', 'MIT License'],
    ['only a notice', 'Copyright (c) 2026 City of Ada'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(identify(text)).toMatchObject({ expression: 'NOASSERTION', match: 'unidentified' });
  });
});

describe('a GNU text that does not say whether later versions hold', () => {
  const GPL = textOf('GPL-3.0-or-later');

  test('is named, and has no expression', () => {
    expect(identify(GPL)).toMatchObject({
      expression: 'NOASSERTION',
      open: true,
      sameText: ['GPL-3.0-only', 'GPL-3.0-or-later'],
      matches: [{ id: 'GPL-3.0', kind: 'version-open' }],
    });
  });

  test('is settled by what is known from elsewhere', () => {
    expect(identifyLicense(GPL, index, { versions: 'or-later' }).expression).toBe('GPL-3.0-or-later');
  });

  test('is settled by the notice above it', () => {
    const notice =
      'This program is free software: you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free Software Foundation, either version 3 of the License, or (at your option) any later version.';

    expect(identify(`${notice}\n\n${GPL}`).expression).toBe('GPL-3.0-or-later');
  });

  test('is left open as a fact about a repository', () => {
    expect(licensesFact(known(filesWith({ COPYING: GPL })), licenseIndex)).toMatchObject({
      value: [{ expression: 'NOASSERTION', sameText: ['GPL-3.0-only', 'GPL-3.0-or-later'], match: 'unidentified' }],
    });
  });
});

test('a file of copyright notices counts only where there is no other', () => {
  const NOTICE = 'Copyright (c) 2026 City of Ada. All rights reserved.\n';
  const paths = (contents: Record<string, string>) => {
    const fact = licensesFact(known(filesWith(contents)), licenseIndex);
    return fact.status === 'known' ? fact.value.map(({ path, match }) => `${path} ${match}`) : fact;
  };

  expect(paths({ COPYRIGHT: NOTICE, LICENSE: MIT })).toEqual(['LICENSE exact']);
  expect(paths({ LICENSE: NOTICE })).toEqual(['LICENSE unidentified']);
});

test('the fact has one answer for each readable licence file, and is unavailable where the files are', () => {
  const files = known(
    filesWith({ LICENSE: MIT, 'LICENSE-logo': { kind: 'binary' }, 'docs/LICENSE': MIT, COPYING: ' ' }),
  );

  expect(licensesFact(files, licenseIndex)).toMatchObject({
    status: 'known',
    value: [{ path: 'LICENSE', expression: 'MIT' }],
  });
  expect(licensesFact(unavailable('No rights.'), licenseIndex)).toEqual(unavailable('No rights.'));
});
