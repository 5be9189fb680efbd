import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { identifyLicense } from '../../src/licenses/identify-license.ts';
import { loadReferenceData } from '../../src/tasks/reference-data.ts';

const spdx: Readonly<Record<string, { readonly licenseText: string }>> = createRequire(import.meta.url)(
  'spdx-license-list/full.js',
);
const { licenseIndex } = await loadReferenceData();
const identify = (text: string) => identifyLicense(text, licenseIndex());
const textOf = (id: string) => spdx[id]?.licenseText ?? '';
const MIT = textOf('MIT').replace('<year> <copyright holders>', '2026 Acme');
const EUPL = textOf('EUPL-1.2');
const COMMONS = readFileSync(
  new URL('../../scripts/license-data/texts/LicenseRef-Commons-Clause-1.0.txt', import.meta.url),
  'utf8',
);

test.each([
  'BUSL-1.1',
  'SSPL-1.0',
  'Elastic-2.0',
  'FSL-1.1-MIT',
  'FSL-1.1-ALv2',
  'SUL-1.0',
  'JSON',
  'CC-BY-NC-4.0',
  'CC-BY-ND-4.0',
])('%s is named, and is not open', (id) => {
  expect(identify(textOf(id))).toMatchObject({ expression: id, open: false });
});

describe('a text with a catch has no expression', () => {
  test.each([
    ['the Commons Clause before', `${COMMONS}\n\nSoftware: Foo\n\nLicense: MIT\n\nLicensor: Acme\n\n${MIT}`],
    ['the Commons Clause after', `${MIT}\n\n${COMMONS}`],
    ['no evil', MIT.replace('THE SOFTWARE IS', 'The Software shall be used for Good, not Evil.\n\nTHE SOFTWARE IS')],
    ['a field of use', `${MIT}\n\nThe Software may not be used for military purposes.`],
    ['not for money', `Non-commercial use only.\n\n${MIT}`],
    ['a limit of revenue', `${MIT}\n\nOrganizations with revenue above 1 million USD need a commercial license.`],
    ['a watermark', MIT.replace('\n\nTHE SOFTWARE', '\n\nThe watermark must remain visible.\n\nTHE SOFTWARE')],
    ['terms on the copyright line', MIT.replace('2026 Acme', '2026 Acme. Use is limited to evaluation.')],
    ['terms on the copyright line without a stop', MIT.replace('2026 Acme', '2026 Acme, for internal use only')],
    ['a word in the grant', MIT.replace('use, copy, modify', 'use, copy')],
    ['a word for another', MIT.replace('without restriction', 'with restriction')],
    ['a shortened EUPL', EUPL.slice(0, EUPL.length / 2)],
    [
      'an invented EUPL',
      'EUROPEAN UNION PUBLIC LICENCE v. 1.2\n\nYou may use this work for free if you credit the author.',
    ],
    ['other terms in a notice', 'Licensed under the MIT license and the terms at https://acme.example/terms.'],
    ['other terms beside it', `${MIT}\n\nThis software is also subject to the terms at https://acme.example/terms.`],
  ])('%s', (_, text) => {
    const { expression, open } = identify(text);

    expect(expression).toBe('NOASSERTION');
    expect(open).not.toBe(true);
  });
});
