import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { identifyLicense } from '../../src/licenses/identify-license.ts';
import { loadReferenceData } from '../../src/tasks/reference-data.ts';

const spdx: Readonly<Record<string, { readonly licenseText: string }>> = createRequire(import.meta.url)(
  'spdx-license-list/full.js',
);
const { licenseIndex } = await loadReferenceData();
const expressionOf = (text: string) => identifyLicense(text, licenseIndex()).expression;
const MIT = (spdx.MIT?.licenseText ?? '').replace('<year> <copyright holders>', '2026 City of Ada');
const APACHE = spdx['Apache-2.0']?.licenseText ?? '';
const ISC = spdx.ISC?.licenseText ?? '';
const EUPL = spdx['EUPL-1.2']?.licenseText ?? '';

test('the texts that the tables alter are clean by themselves', () => {
  expect([MIT, APACHE, ISC, EUPL].map(expressionOf)).toEqual(['MIT', 'Apache-2.0', 'ISC', 'EUPL-1.2']);
});

describe('a sentence below a licence that takes something back', () => {
  test.each([
    'Use is governed by the agreement at https://acme.example/agreement.',
    'This software is subject to the Acme Framework Contract.',
    'This program is provided subject to the terms of the Acme Contract.',
    'These terms are for hobbyists only.',
    'You may use the software only as provided by Acme.',
    'You may use the software provided you are Acme.',
    'Only Acme can redistribute modified versions of this software.',
    'Released to Acme only.',
    'Published version only; rights to modify and distribute are reserved.',
    'Available only under the terms of the Acme Contract.',
    'You may redistribute modified source only under the terms of Acme.',
    'You may use, copy and modify this software only in example projects provided by Acme.',
    'This license can be modified by the author, and following versions are governed by the Acme Contract.',
    'Later versions of this software are governed by the Acme Contract.',
    'Distribution of this software is subject to the Acme Contract.',
    'For license information see https://acme.example/commercial',
    'License: https://acme.example/terms',
    'See LICENSE-COMMERCIAL.txt for details.',
    'Hobbyists Solely.',
    'Solely For Hobbyists https://acme.example',
    'Ceiling Of Revenue: EUR 1000000',
    'Gewerbliche Nutzung untersagt.',
    'Gewerbliche Nutzung untersagt https://acme.example',
    'Ausschließlich Privatnutzung',
    'Hobbyists Exclusively, Corporations Excluded',
    'Contributors Acme Excluding Military Weapons',
    'Authors: Acme. Watermark Mandatory.',
    'Authors: Nonprofits',
    'Authored by Acme, Hobbyists Exclusively',
    'Contributed by Acme, Max 5 Nutzer',
    'Address all questions regarding this license to Acme, Hobbyists Exclusively',
    'Copyright 2026 Acme AI Training Excluded',
    '(c) 2026 Acme. KI Training Ausgeschlossen',
    'Die Software unterliegt den Bedingungen der Acme AGB.',
  ])('%s', (sentence) => {
    expect(expressionOf(`${MIT}\n\n${sentence}\n`)).toBe('NOASSERTION');
  });

  test('nor below another text', () => {
    expect(expressionOf(`${EUPL}\n\nThis software is provided subject to the Acme Contract.\n`)).toBe('NOASSERTION');
    expect(expressionOf(`${APACHE}\n\nSee the Elastic License for the ee folder.\n`)).toBe('NOASSERTION');
  });
});

describe('a word on the copyright line, or below it, that is no name', () => {
  test.each([
    '2026 Acme, nichtkommerzielle Nutzung vorausgesetzt',
    '2026 Acme. Nichtkommerziell.',
    '2026 Acme, Hobbyists Solely',
    '2026 Acme, noncomercial',
    '2026 Acme. Excluding Military.',
    '2026 Acme, Nonmilitary Applications',
    '2026 Acme, Hobby Projects Exclusively',
    '2026 Acme - Nutzung ausschließlich durch Behörden',
    '2026 Acme, Usage Strictement Personnel',
    '2026 Acme, uso personale esclusivamente',
    '2026 Acme, uitsluitend voor privégebruik',
    '2026 Acme, prohibido lucrar',
    '2026 Acme (Educational)',
    '2026 Acme (Hobbyists)',
    '2026 Acme\nUitsluitend privégebruik',
    '2026 Acme\nUsage Strictement Personnel',
    '2026 Acme\nHobbyists Exclusively',
    '2026 Acme\nNur Forschung Und Lehre',
  ])('%s', (line) => {
    expect(expressionOf(MIT.replace('2026 City of Ada', line))).toBe('NOASSERTION');
  });

  test('nor on the line that the Apache License has for it', () => {
    const withLine = (line: string) => APACHE.replace('[yyyy] [name of copyright owner]', line);
    expect(expressionOf(withLine('2026 Ada Byron, Acme'))).toBe('Apache-2.0');
    expect(expressionOf(withLine('2026 Acme, alleen voor eigen gebruik'))).toBe('NOASSERTION');
    expect(expressionOf(withLine('2026 Acme, nur in Schulen'))).toBe('NOASSERTION');
  });

  test('nor a notice in the middle of a sentence', () => {
    expect(expressionOf(MIT.replace('in the Software without', 'in the Software © 2026 Nonprofits without'))).toBe(
      'NOASSERTION',
    );
  });
});

describe('others’ licences begin at a heading of their own, and nothing else is passed over with them', () => {
  test.each([
    ['a loose word', `Portions of this software may not be sold.\n\nLicensed under the MIT License.`],
    ['an additional licence', `Additional license: you may not sell the Software.\n\nLicensed under the MIT License.`],
    ['other terms', `Other license terms: for Good, not Evil.\n\n${ISC}`],
    ['a model', `This project uses a fair-use model. Contact sales@acme.example.\n\nSPDX-License-Identifier: MIT`],
    ['a condition', `The following license condition applies: no sale.\n\nSPDX-License-Identifier: MIT`],
    ['a part under other terms', 'Portions of this software are available under CC BY-NC 4.0.'],
    ['words below a heading', `Third-party notices\n\nOnly for hobbyists.\n\n${ISC}`],
    ['an altered text below a heading', `Third-party notices\n\n${ISC.replace('with or without fee', 'for a fee')}`],
    ['no open licence below a heading', `Third-party notices\n\n${spdx['BUSL-1.1']?.licenseText ?? ''}`],
  ])('%s', (_, text) => {
    expect(expressionOf(`${MIT}\n\n${text}\n`)).toBe('NOASSERTION');
  });

  test.each([
    `Third-party notices\n\n${ISC}`,
    `# Licenses of bundled dependencies\nThe published Ada artifact additionally contains code with the following licenses:\nISC, MIT\n\nLicense: ISC\nBy: Grace Hopper\nRepository: https://github.com/grace/cobol\n\n${ISC}`,
  ])('but a heading with a licence is', (text) => {
    expect(expressionOf(`${MIT}\n\n${text}\n`)).toBe('MIT');
  });
});

describe('a notice is an order of words', () => {
  test.each([
    'Licensed under the MIT License for hobbyists only.',
    'Licensed under the MIT License to Acme only.',
    'Licensed under the Apache License, Version 2.0, subject to the terms of the Acme Contract.',
    'Licensed under the EUPL, Version 1.2, provided you are a nonprofit.',
    'This file was released under the MIT license and is available only under the Acme Contract.',
    'Examples and documentation are licensed under the MIT License.',
    'The documentation is licensed under the MIT License.',
    'Niet onder de MIT licentie vrijgegeven.',
    'Non rilasciato sotto licenza MIT.',
    'Nicht lizenziert unter der MIT Lizenz.',
    'Non distribué sous licence MIT.',
    'No licenciado bajo la licencia MIT.',
    'Licensed under the GPL version 2 or version 3 of the Acme License.',
    'Licensed under the LGPL 2.1 or 3.',
    'Licensed under a modified MIT License.',
    'Licensed under a MIT-like license.',
    'Licensed under a MIT-style license.',
    'Licensed under terms based on the MIT License.',
    'Released under MIT License version modified by Acme.',
    'Licensed under the MIT License 2.0',
    'License: MIT Modified',
    'License: MIT-Acme',
    'Licensed under the GPL version 2 or Acme Contract later.',
  ])('%s', (text) => {
    expect(expressionOf(text)).toBe('NOASSERTION');
  });

  test.each([
    'Dual licensed under the MIT License and the Elastic License.',
    'Licensed under the MIT License and the Business Source License.',
    'Licensed under the Business Source License or MIT.',
    'Licensed under MIT and GPL.',
    'Licensed under either the GPL or the Artistic License.',
    'Licensed under the Apache License 2.0 and the Creative Commons Attribution-NonCommercial license.',
    '/* Licensed under the MIT License. */\n/* You may use this only under the GPL. */',
  ])('a second licence without a version is not passed over: %s', (text) => {
    expect(expressionOf(text)).toBe('NOASSERTION');
  });

  test.each([
    'Licensed under the Elastic License.',
    'This software is licensed under the Business Source License.',
    'This program is licensed under the GNU Affero General Public License.',
    'Licensed under the European Union Public License.',
    'Licensed under CC BY-NC-SA.',
    'The documentation and source code are licensed under the Creative Commons Attribution-NonCommercial license.',
    'Licensed under the MIT license, version of the Acme Contract.',
    'Modified MIT License',
    'Business Source License',
  ])('nor beside a text: %s', (sentence) => {
    expect(expressionOf(`${sentence}\n\n${MIT}`)).toBe('NOASSERTION');
  });
});

describe('an SPDX tag says what the text says, and nothing after it', () => {
  test.each([
    ['MIT # hobbyists only', ''],
    ['MIT */ not for sale', ''],
    ['MIT " not for sale', ''],
    ['MIT WITH Classpath-exception-2.0', ''],
    ['MIT\nCopyright 2026 Acme, Privatnutzung ausschliesslich', ''],
    ['MIT-0', MIT],
    ['MIT OR BUSL-1.1', MIT],
    ['MIT AND BUSL-1.1', MIT],
    ['MIT AND LicenseRef-Acme-Commercial', MIT],
    ['LicenseRef-MIT-NonCommercial', MIT],
    ['LicenseRef-ISC-Noncommercial OR ISC', ISC],
  ])('%s', (tag, text) => {
    expect(expressionOf(`${text}\n\nSPDX-License-Identifier: ${tag}\n`)).toBe('NOASSERTION');
  });

  test.each([
    ['mit', '', 'MIT'],
    ['GPL-2.0+', '', 'GPL-2.0-or-later'],
    ['GPL-2.0-only WITH Classpath-exception-2.0', '', 'GPL-2.0-only WITH Classpath-exception-2.0'],
    ['MIT -->', '', 'MIT'],
    ['MIT */', '', 'MIT'],
    ['MIT', MIT, 'MIT'],
  ])('but %s does', (tag, text, expression) => {
    expect(expressionOf(`${text}\n\nSPDX-License-Identifier: ${tag}\n`)).toBe(expression);
  });

  test('with REUSE’s line of copyright beside it', () => {
    expect(expressionOf('# SPDX-FileCopyrightText: 2026 Ada\n#\n# SPDX-License-Identifier: MIT\n')).toBe('MIT');
    expect(expressionOf('SPDX-FileCopyrightText: 2026 Ada, Hobbyists Only\nSPDX-License-Identifier: MIT\n')).toBe(
      'NOASSERTION',
    );
  });
});
