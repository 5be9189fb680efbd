import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { identifyLicense } from '../../src/licenses/identify-license.ts';
import { loadReferenceData } from '../../src/tasks/reference-data.ts';

const spdx: Readonly<Record<string, { readonly licenseText: string }>> = createRequire(import.meta.url)(
  'spdx-license-list/full.js',
);
const { licenseIndex } = await loadReferenceData();
const expressionOf = (text: string) => identifyLicense(text, licenseIndex()).expression;
const [, BODY = ''] = (spdx.MIT?.licenseText ?? '').split(/(?=Permission is hereby)/);
const MIT = `MIT License\n\nCopyright (c) 2026 City of Ada\n\n${BODY}`;
const APACHE = spdx['Apache-2.0']?.licenseText ?? '';
const ISC = spdx.ISC?.licenseText ?? '';
const BSD_3 = spdx['BSD-3-Clause']?.licenseText ?? '';

describe('who holds the copyright', () => {
  test.each([
    ['a crowd whose work’s name hangs together', 'Copyright (c) 2026 The embedded-io authors'],
    ['a crowd behind a word that licences have', 'Copyright (c) 2026 Notify Contributors'],
    ['a crowd of a kind', 'Copyright (c) 2026, Pexpect development team'],
    ['a crowd behind a plus', 'Copyright (c) 2026 Carl Lerche + nix-rust Authors'],
    ['a crowd that works on something', 'Copyright Contributors to the pythoncapi_compat project.'],
    ['a country in brackets', 'Copyright (c) 2004-2026 QOS.ch Sarl (Switzerland)'],
    ['a country after commas', 'Copyright (c) 2026 Vincent Batts, Raleigh, NC, USA'],
    ['a country within a firm', 'Copyright 2026 Parity Technologies (UK) Ltd.'],
    ['a kind of firm in brackets', 'Copyright (c) 2026 Acme (Pty) Ltd'],
    ['a firm of another kind', 'Copyright (c) 2014-2026 Anthon van der Neut, Ruamel bvba'],
    ['a firm with a small word', 'Copyright (c) 2026 by Ada Byron, The Foundation for Analytics, Inc.'],
    ['a part of a firm', 'Copyright (c) 2026 Acme, a division of Ada Holdings Inc.'],
    ['an address spelled in braces', 'Copyright 2026 ChaiShushan <chaishushan{AT}gmail.com>. All rights reserved.'],
    ['respective authors', 'Copyright (c) 2006-2026 by the respective authors (see AUTHORS file).'],
    ['years behind the name that go on', 'Copyright (c) Pydantic Services Inc. 2025 to present'],
    ['a person called by a word', 'Copyright 2026 Aaron Power, Rik Faith and Alex Young'],
    ['a firm called by words', 'Copyright 2026 Red Hat'],
    ['a foundation', 'Copyright 2026 The Open Source Business Foundation'],
    ['a university', 'Copyright 2026 University of Common Good'],
    ['a firm with a small word in its name', 'Copyright 2026 Software in the Public Interest, Inc.'],
    ['a crowd behind a word of sentences', 'Copyright (c) 2026 require-in-the-middle contributors'],
    ['a month', 'Copyright (c) May 2026 Ada Byron'],
    ['a title in the same line', 'The MIT License (MIT) Copyright (c) 2026 Ada Byron'],
    ['some rights', 'Copyright (c) 2026 Ada Byron, some rights reserved.'],
    ['a person whose surname is a word', 'Copyright 2026 Eugene Ware'],
    ['a person in small letters', 'Copyright (c) 2026 angus croll'],
    ['a person in brackets', 'Copyright (c) 2026 Acme IDE, Inc. (Mike de Boer)'],
    ['a notice right behind a full stop', 'Copyright (c) 2026, Jon Schlinkert.Copyright (c) 2026, Ada Byron'],
    ['a crowd that collaborates', 'Copyright (c) 2026 Node.js API collaborators'],
    ['developers of something', 'Copyright 2026 Developers of the ipnetwork project'],
    ['a person behind an address', 'Copyright (c) 2026 Paul Miller (http://paulmillr.example/), Ada Byron'],
    ['a handle and a host in a list', 'Copyright (c) 2026 Mariusz Nowak, @medikoo, medikoo.com'],
    ['a handle with a capital within', 'Copyright (c) 2026 Ada Byron, WebReflection'],
    ['a nickname behind a person', 'Copyright (c) 2026 Ulrik Sverdrup "bluss"'],
    ['firms in brackets', 'Copyright © WHATWG (Apple, Google, Mozilla, Microsoft)'],
    ['a firm that trains', 'Copyright (c) React Training 2016-2026'],
    [
      'a year of the next one’s',
      'Copyright 2012, 2013 James Halliday <ada@acme.example>, 2009 Ada Byron <280north.com>',
    ],
    ['a year behind “and”', 'Copyright (c) 2013 Stephen Mathieson and 2026 Richie Bendall'],
    ['a program’s original work', 'pngjs original work Copyright (c) 2026 Luke Page & Original Contributors'],
    ['a firm of words', 'Copyright (c) 2026 DocumentCloud and Investigative Reporters & Editors'],
    ['a title in capitals in the same line', 'MIT LICENSED Copyright (c) 2026 Ada Byron'],
    ['a sentence', 'foo-bar is copyright (c) 2026 Ada Byron'],
  ])('%s: %s', (_, line) => {
    expect(expressionOf(`${line}\n\n${BODY}`)).toBe('MIT');
    expect(expressionOf(`${line}, hobbyists only\n\n${BODY}`)).toBe('NOASSERTION');
  });

  test.each([
    '© Acme Ausgenommen Rüstungsindustrie',
    'Copyright 2026 Acme, Nonprofits',
    'Copyright 2026 Ada Byron, Hobbyists',
    'Copyright 2026 Acme Works "hobbyists"',
    'Copyright 2026 Ada Byron "for hobbyists"',
    'Copyright 2026 Ada Trial Version',
    'Copyright 2026 Acme, 2027 Hobbyists Only',
    'Copyright 2026 Acme and 2027 not for sale',
    'commercial original work Copyright 2026 Acme',
    'Copyright 2026 Ada Use',
    'Copyright 2026 Acme (Ada Only)',
    'Copyright 2026 Acme (Ada for Hobbyists)',
    'hobbyists-only is copyright (c) 2026 Acme',
    'Copyright 2026 Ada Byron.Copyright for schools',
    'Copyright 2026 Acme Business Source',
    'Copyright 2026 Acme Free Educational',
    'Copyright 2026 no-commercial-use developers',
    'Copyright 2026 Acme Utilisation Interdite',
    'Copyright 2026 Acme Uso Limitado',
    'Copyright 2026 Acme Gebruik Beperkt',
    'Copyright 2026 Acme Utilizzo Vietato',
    'Copyright 2026 Acme Foundation Source Code Secret',
    'Copyright 2026 Hobbyists Only Contributors',
    'Copyright 2026 the noncommercial-use authors',
    'Copyright (c) 2026 Acme for Evaluation',
    'Copyright (c) 2026 Acme for Hobbyists Only',
    'Copyright 2026 Acme (Educational) Ltd',
    'Copyright (c) 2026 Acme (Switzerland only)',
    'Copyright (c) 2026 Acme, USA only',
    'Copyright (c) 2026 Acme, a division of evaluation',
    'Copyright (c) 2026 Acme + not for sale',
    'Copyright (c) 2026 Acme or its licensees',
    'Copyright (c) 2026 Acme to the noncommercial project',
    'Copyright Contributors to the evaluation use',
    'MIT License for hobbyists Copyright (c) 2026 Acme',
    'MIT License, no resale, Copyright (c) 2026 Acme',
    'Modified MIT License Copyright (c) 2026 Acme',
    'Commercial license Copyright (c) 2026 Acme',
  ])('but not %s', (line) => {
    expect(expressionOf(`${line}\n\n${BODY}`)).toBe('NOASSERTION');
  });
});

describe('what the program is called, above the text', () => {
  test.each([
    'The foo-bar License',
    'License for foo-bar:',
    'TypeBox 2.0',
    'JUnit',
    '# sprintly',
    'Acme Team Services Client for Node.js',
  ])('%s', (line) => {
    expect(expressionOf(`${line}\n\nCopyright (c) 2026 Ada Byron\n\n${BODY}`)).toBe('MIT');
  });

  test.each([
    'The noncommercial-only License',
    'License for hobbyists',
    'License for non-commercial-use',
    'Acme Client for Nonprofits',
    'Acme Client for Hobbyists and Node.js',
    'hobbyists v1.0',
    'hobbyists',
  ])('but not %s', (line) => {
    expect(expressionOf(`${line}\n\nCopyright (c) 2026 Ada Byron\n\n${BODY}`)).toBe('NOASSERTION');
  });
});

describe('a sentence beside the text', () => {
  test.each([
    ['foo-bar is MIT licensed.', ' for open source projects.'],
    ['All contributions towards foo-bar are MIT licensed.', ', except yours.'],
    ['foo-bar is licensed under the terms of the MIT license, reproduced below.', ' for schools.'],
    ['The MIT License, see http://opensource.org/licenses/MIT', ' for schools'],
    ['This license applies to all files in this repository.', ' except ee/.'],
    ['Open Source Initiative OSI - The MIT License', ' for schools'],
    [
      'All files located in the node_modules directory are externally maintained libraries used by this software which have their own licenses; we recommend you read them, as their terms may differ from the terms above.',
      ' This holds for this software, too.',
    ],
    ['Contact: ada@acme.example', ' to buy a license'],
    ['Project home: https://github.com/ada/foo', ' sells it'],
    ['Portions of this project were initially based on foo-bar: https://github.com/ada/foo-bar', ', not for sale.'],
    ['This license is approved by the OSI and FSF as GPL-compatible.', ' for schools.'],
  ])('%s', (sentence, more) => {
    expect(expressionOf(`${MIT}\n\n${sentence}\n`)).toBe('MIT');
    expect(expressionOf(`${MIT}\n\n${sentence.replace(/\.$/, '')}${more}\n`)).toBe('NOASSERTION');
  });

  test.each([
    'The `lib/foo` directory borrows files from joyent/node, which uses the following license:',
    "parse() is based on Joyent's node.js `url` code.",
    'This project contains parts of Node.js.',
    'The `build.bat` file has been added from https://github.com/ada/foo/blob/master/build.bat under the following license:',
    'Includes a portion of the Bower library (http://bower.example/) which is distributed with the (MIT) license below.',
    'Originally written by Ada Byron and Grace Hopper.',
    'Some files from the tests folder are from joyent/node and mscdex/io.js, a fork of nodejs/io.js.',
    'This is a derivative work based on JSONStream by Dominic Tarr, modified and redistributed according to the terms of the MIT license above.',
    'Portions of this project were initially based on the Yahoo! Inc. Postmile project, published at https://github.com/ada/foo.',
    'bl contributors listed at <https://github.com/ada/foo#contributors>',
  ])('where a part comes from: %s', (sentence) => {
    expect(expressionOf(`${MIT}\n\n${sentence}\n`)).toBe('MIT');
    expect(expressionOf(`${MIT}\n\n${sentence.replace(/[.:]?$/, ' for schools.')}\n`)).toBe('NOASSERTION');
    expect(expressionOf(`${MIT}\n\n${sentence.replace(/[.:]?$/, ', not for sale.')}\n`)).toBe('NOASSERTION');
  });

  test.each([
    'This project contains Noncommercial terms.',
    'This project is based on https://acme.example/terms/commercial',
    'This software contains code that may not be sold.',
    'Modified versions must be contributed to Acme.',
    'This project is derived from Acme under the Acme Contract.',
    'This project is based on foo-bar, which is licensed under the Elastic License 2.0.',
    'This project includes parts of foo-bar under the GPL-3.0.',
    'The software is Nonmilitary and based on foo-bar.',
    'This project is based on foo-bar without the right to sell.',
    'Written by Acme, Hobbyists Exclusively.',
    'Use of the files copied from foo-bar is for schools.',
    'This project includes https://github.com/acme/foo/blob/main/COMMERCIAL-LICENSE.md',
  ])('but not: %s', (sentence) => {
    expect(expressionOf(`${MIT}\n\n${sentence}\n`)).toBe('NOASSERTION');
  });

  test('a path heads the notice of a part', () => {
    const withPath = (path: string) => `${MIT}\n\n${path}\n\nCopyright (c) 2026 Grace Hopper\n\n${BODY}`;
    expect(expressionOf(withPath('lib/node'))).toBe('MIT');
    expect(expressionOf(withPath('isaac.js'))).toBe('MIT');
    expect(expressionOf(withPath('not/for/sale'))).toBe('NOASSERTION');
    expect(expressionOf(withPath('Hobbyists'))).toBe('NOASSERTION');
  });

  test('who wrote it, one below another', () => {
    expect(
      expressionOf(`${MIT}\n\nAuthors:\n\n* Ada Byron <ada@acme.example>\n* Grace Hopper <grace@acme.example>\n`),
    ).toBe('MIT');
    expect(
      expressionOf(`${MIT}\n\nAuthors:\n\n* Ada Byron <ada@acme.example>\n* no resale <legal@acme.example>\n`),
    ).toBe('NOASSERTION');
  });
});

describe('where the text of a licence that is named stands', () => {
  const REST =
    'All files in the project carrying such notice may not be copied, modified, or distributed except according to those terms.';

  test.each([
    [
      'in files and at addresses',
      `Licensed under the Apache License, Version 2.0 <LICENSE-APACHE or\nhttps://www.apache.org/licenses/LICENSE-2.0> or the MIT license <LICENSE-MIT or\nhttps://opensource.org/licenses/MIT>, at your option. ${REST}`,
    ],
    [
      'in files',
      'This project is licensed under the Apache License, Version 2.0 (LICENSE-APACHE) or the MIT license (LICENSE-MIT), at your option.',
    ],
    [
      'in a list',
      'Licensed under either of\n\n * Apache License, Version 2.0, ([LICENSE-APACHE](LICENSE-APACHE) or http://www.apache.org/licenses/LICENSE-2.0)\n * MIT license ([LICENSE-MIT](LICENSE-MIT) or http://opensource.org/licenses/MIT)\n\nat your option.',
    ],
  ])('%s', (_, text) => {
    expect(expressionOf(text)).toBe('Apache-2.0 OR MIT');
  });

  test.each([
    'Licensed under the MIT license (LICENSE-COMMERCIAL).',
    'Licensed under the MIT license (see LICENSE-ENTERPRISE).',
    'Licensed under the MIT license <LICENSE-MIT or https://acme.example/terms>.',
    'Licensed under the MIT license <LICENSE-MIT and a fee>.',
    'Licensed under the MIT license\n * for hobbyists',
    'Licensed under the MIT license\n * Business Source License',
    'Licensed under the Apache License, Version 2.0\n * MIT license',
  ])('but not %s', (text) => {
    expect(expressionOf(text)).toBe('NOASSERTION');
  });
});

describe('the clause of the BSD-3-Clause on names', () => {
  const bsd = (clause: string) =>
    (spdx['BSD-3-Clause']?.licenseText ?? '').replace(
      'Neither the name of the copyright holder nor the names of its contributors may',
      clause,
    );

  test.each([
    'Neither the name of the author nor the names of any co-contributors may',
    'Neither the author nor the names of any contributors may',
    'Neither name of the University nor the names of its contributors may',
    'Neither the name of Jasper Van der Jeugt nor the names of other contributors may',
    "Neither the name of the author/s, nor the names of the project's contributors may",
    'The names of Ada Byron and the names of contributors may not',
  ])('%s', (clause) => {
    expect(expressionOf(bsd(clause))).toBe('BSD-3-Clause');
  });

  test.each([
    'The name of the author may',
    'Neither the name of the author nor the names of its customers may',
    'Without a fee neither the name of the author nor the names of its contributors may',
  ])('but not: %s', (clause) => {
    expect(expressionOf(bsd(clause))).toBe('NOASSERTION');
  });

  test.each(['[deleted]', '[rescinded 22 July 1999]'])('and a clause that was taken back: %s', (mark) => {
    const text = (more: string) =>
      (spdx['BSD-3-Clause']?.licenseText ?? '').replace('\n3. ', `\n3. ${mark}${more}\n4. `);
    expect(expressionOf(text(''))).toBe('BSD-3-Clause');
    expect(expressionOf(text(' for a fee'))).toBe('NOASSERTION');
  });
});

test.each(['BSL-1.0', 'curl'])('the title of %s may be missing', (id) => {
  const [, ...paragraphs] = (spdx[id]?.licenseText ?? '').split('\n\n');

  expect(expressionOf(paragraphs.join('\n\n'))).toBe(id);
});

describe('wordings that change nothing', () => {
  test.each([
    ['BSD-3-Clause', BSD_3.replaceAll('the above copyright notice', 'the copyright notice')],
    ['BSD-3-Clause', BSD_3.replace('prior written permission', 'prior written permission of Yahoo! Inc')],
    ['ISC', ISC.replace('AND ISC DISCLAIMS', 'AND THE AUTHORS DISCLAIM')],
    ['ISC', ISC.replace('this software for any', 'this software and its documentation for any')],
    [
      'Apache-2.0',
      'Copyright 2026 Amazon.com, Inc. or its affiliates. All Rights Reserved.\n\nLicensed under the Apache License, Version 2.0 (the "License"). You may not use this file except in compliance with the License. A copy of the License is located at\n\n    http://aws.amazon.com/apache2.0/\n\nor in the "license" file accompanying this file. This file is distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for the specific language governing permissions and limitations under the License.',
    ],
  ])('%s', (id, text) => {
    expect(expressionOf(text)).toBe(id);
  });
});

/** As the LLVM project has it below the Apache License. */
const LLVM = `--- LLVM Exceptions to the Apache 2.0 License ----

As an exception, if, as a result of your compiling your source code, portions of this Software are embedded into an Object form of such source code, you may redistribute such embedded portions in such Object form without complying with the conditions of Sections 4(a), 4(b) and 4(d) of the License.

In addition, if you combine or link compiled forms of this Software with software that is licensed under the GPLv2 ("Combined Software") and if a court of competent jurisdiction determines that the patent provision (Section 3), the indemnity provision (Section 9) or other Section of the License conflicts with the conditions of the GPLv2, you may retroactively and prospectively choose to deem waived or otherwise exclude such Section(s) of the License, but only in their entirety and only with respect to the Combined Software.
`;

test('an exception goes with a licence that it fits', () => {
  const tagged = (id: string) => `SPDX-License-Identifier: ${id}\n`;

  expect(expressionOf(`${APACHE}\n\n${LLVM}`)).toBe('Apache-2.0 WITH LLVM-exception');
  expect(expressionOf(`${MIT}\n\n${LLVM}`)).toBe('NOASSERTION');
  expect(expressionOf(tagged('Apache-2.0 WITH LLVM-exception'))).toBe('Apache-2.0 WITH LLVM-exception');
  expect(expressionOf(tagged('Apache-2.0 WITH Classpath-exception-2.0'))).toBe('NOASSERTION');
});
