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
const MIT = textOf('MIT').replace('<year> <copyright holders>', '2026 City of Ada');
const [, MIT_BODY = ''] = MIT.split(/(?=Permission is hereby)/);
const BSD = textOf('BSD-3-Clause');
const APACHE = textOf('Apache-2.0');
const ISC = textOf('ISC');
const EUPL = textOf('EUPL-1.2');

function expectKept(text: string): void {
  const { expression, open } = identify(text);

  expect({ expression, open: open === true }).toEqual({ expression: 'NOASSERTION', open: false });
}

describe('a condition on the line of the copyright', () => {
  test.each([
    'Copyright (c) 2026 Acme (non-commercial use)',
    'Copyright (c) 2026 Acme (for members of the Acme Network)',
    'Copyright (c) 2026 Acme - evaluation copy',
    'Copyright (c) 2026 Acme; not for resale',
    'Copyright (c) 2026 Acme. Not to be used in production.',
    'Copyright (c) 2026 Acme <legal@acme.example>, academic use',
    'Copyright (c) 2026 Acme <legal@acme.example> - no commercial use',
    'Copyright (c) 2026 Acme, Inc. Confidential.',
    'Copyright (c) 2026 Acme Inc., except as agreed in writing',
    'Copyright (c) 2026 Acme and its licensees only',
    'Copyright (c) 2026 Acme / internal',
    'Copyright (c) 2026 Acme "not for sale"',
    'Copyright (c) 2026 No Commercial Use Inc.',
    'Copyright (c) 2026 Acme, a company that permits no resale',
    'Modified work, not for sale, Copyright (c) 2026 Acme',
    'Portions may not be sold Copyright (c) 2026 Acme',
    'non-commercial-only copyright (c) 2026 Acme',
    'Based on research, without any right to sell, copyright (c) 2026 Acme',
    'hobbyists-only (C) 2026 Acme',
    'Copyright (c) 2026 Acme\nOnly for schools <legal@acme.example>',
    'Copyright (c) 2026 Acme One Machine',
    'Copyright (c) 2026 not-if-you-sell-any-part contributors',
    'Copyright (c) 2026 Acme Keep Secret',
    'Copyright (c) 2026 Acme Trial Version',
    'Copyright (c) 2026 Acme, 2027 Noncommercial',
    'Copyright (c) 2026 Acme\n2027 Not For Sale',
    'Copyright (c) 2026 Acme contributors to evaluation',
    'Copyright (c) 2026 Acme (the "Author" of this)',
    'Noncommercial\nCopyright (c) 2026 Acme',
    'For Hobbyists software\n\nCopyright (c) 2026 Acme',
    'Copyright (c) 2026 Acme, tous droits d’usage commercial exclus',
    'Copyright (c) 2026 Acme, alle kommerziellen Rechte vorbehalten',
  ])('%s', (line) => expectKept(`${line}\n\n${MIT_BODY}`));
});

describe('a condition in the line of the project’s name', () => {
  test.each([
    'Foo, free for personal use',
    'Foo (community edition, not for production)',
    'Foo: evaluation version',
    'foo-for-noncommercial-use',
    'foo.only',
    'Foo License with restrictions',
    'MIT License (without the right to sell)',
    'The MIT License, for academic use',
    'MIT License with Commons Clause',
    'Almost the MIT License',
    'MIT License - Acme edition, no resale',
    'MIT or commercial',
  ])('%s', (line) => expectKept(`${line}\n\n${MIT}`));
});

describe('a sentence that names a licence and takes something back', () => {
  test.each([
    'Foo is licensed under the MIT License except for the files in ee/.',
    'Foo is licensed under the MIT License, except for commercial use.',
    'Foo is licensed under the MIT License unless you are a competitor.',
    'Foo is licensed under the MIT License for noncommercial purposes.',
    'Foo is MIT licensed for open source projects; companies must buy a license.',
    'Foo is covered by the MIT License until 2027.',
    'Foo is licensed under the MIT License with the following restriction: no resale.',
    'Foo may be licensed under the MIT License upon payment.',
    'Foo is not licensed under the MIT License.',
    'Foo was licensed under the MIT License until version 2.',
    'Foo will be licensed under the MIT License four years after its release.',
    'Parts of Foo are licensed under the MIT License.',
    'Foo Core is licensed under the MIT License. Foo Enterprise is not.',
    'Licensed under the EUPL for public administrations.',
    'Licensed under the Apache License, Version 2.0 (non-military use).',
    'Ce logiciel est distribué sous licence MIT, hors usage commercial.',
    'Diese Software ist unter der MIT Lizenz lizenziert, außer für Unternehmen.',
    'Deze software is vrijgegeven onder de MIT licentie, behalve voor bedrijven.',
    'Questo software è rilasciato sotto la licenza MIT, salvo uso militare.',
    'Este software está licenciado bajo la licencia MIT, excepto para empresas.',
  ])('%s', (sentence) => {
    expectKept(`${sentence}\n`);
    expectKept(`${sentence}\n\n${MIT}`);
  });
});

describe('something after the end', () => {
  test.each([
    ['Users with more than 100 employees need a commercial license.', MIT],
    ['The names of the rivers may only be used with permission.', BSD],
    ['Attribution must be shown in the user interface.', ISC],
    ['Military use is prohibited.', APACHE],
    ['You agree to the terms of service of Acme.', APACHE],
    ['Additional term: no machine learning.', EUPL],
    ['Cette licence ne vaut pas pour les entreprises.', EUPL],
    ['Diese Lizenz gilt nur für Behörden.', EUPL],
    ['Solo para uso educativo.', MIT],
    ['Solo per uso personale.', MIT],
    ['Alleen voor eigen gebruik.', MIT],
    ['Endast för privat bruk.', MIT],
    ['Tylko do użytku niekomercyjnego.', MIT],
    ['Только для некоммерческого использования.', MIT],
    ['仅限非商业用途。', MIT],
    ['Solo para uso educativo <legal@acme.example>', MIT],
    ['github.com/acme/terms applies.', MIT],
    ['Bundled with a proprietary font that may not be redistributed.', MIT],
  ] as const)('%s', (sentence, text) => expectKept(`${text}\n\n${sentence}\n`));
});

describe('a word changed within', () => {
  test.each([
    ['to any person obtaining', 'to any natural person obtaining'],
    ['without limitation the rights', 'with limitation the rights'],
    ['and/or sell', 'but not sell'],
    ['copies of the Software, and to permit', 'copies of the Software, and not to permit'],
    ['notice shall be included', 'notice shall be shown and included'],
    ['free of charge', 'free of charge until 2027'],
  ])('%s: %s', (from, to) => {
    expect(MIT).toContain(from);
    expectKept(MIT.replace(from, to));
  });
});

test.each(['PolyForm-Noncommercial-1.0.0', 'PolyForm-Small-Business-1.0.0', 'CC-BY-NC-SA-4.0', 'Hippocratic-2.1'])(
  '%s is named, and not called open',
  (id) => {
    const { expression, open } = identify(textOf(id));

    expect({ expression, open: open === true }).toEqual({ expression: id, open: false });
  },
);
