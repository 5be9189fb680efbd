import { describe, expect, test } from '@jest/globals';
import { filesWith } from '../../../src/core/files.ts';
import type { DeclaredMeaning } from '../../../src/core/license-declaration.ts';
import { readDeclarations } from '../../../src/licenses/declared/declarations-fact.ts';
import { growth, LINEAR } from '../../support/growth.ts';

const TAG = `SPDX-License-${'Identifier'}`;

function meant(meaning: DeclaredMeaning): string {
  switch (meaning.kind) {
    case 'expression':
      return meaning.expression;
    case 'one-of':
      return `one of ${meaning.ids.join(' ')}`;
    case 'file':
      return `the file ${meaning.path}`;
    case 'no-rights':
      return 'no rights';
    case 'unclear':
      return `${meaning.isFault ? 'a fault' : 'unclear'}: ${meaning.problem}`;
  }
}

/** `line: what is meant` of each declaration in a file, and why it could not be read. */
function told(path: string, text: string): string[] {
  const { declarations, unreadable } = readDeclarations(filesWith({ [path]: text }), null);
  return [
    ...declarations.map(({ line, scope, meaning }) => `${line}${scope === 'part' ? ' part' : ''}: ${meant(meaning)}`),
    ...unreadable.map(({ line, problem }) => `${line}: ${problem}`),
  ];
}

type Row = readonly [what: string, text: string, ...expected: string[]];

const CASES: Readonly<Record<string, readonly Row[]>> = {
  'package.json': [
    ['an expression', '{\n  "name": "x",\n  "license": "(mit OR Apache-2.0)"\n}', '3: MIT OR Apache-2.0'],
    ['with a tab and CRLF', '{\r\n\t"license": "EUPL-1.2"\r\n}', '2: EUPL-1.2'],
    ['with a byte order mark', '\ufeff{ "license": "MIT" }', '1: MIT'],
    ['not a key deeper down', '{ "a": {\n "license": "ISC" },\n "license": "MIT" }', '3: MIT'],
    ['not a value of that name', '{ "license": "MIT",\n "keywords": "license" }', '1: MIT'],
    ['the last of two, which counts', '{ "license": "ISC",\n "license": "MIT" }', '2: MIT'],
    ['an object', '{ "license": { "type": "MIT", "url": "x" } }', '1: MIT'],
    ['a list of objects', '{\n "licenses": [{ "type": "MIT" }, { "type": "ISC" }] }', '2: MIT OR ISC'],
    ['a deprecated id that settles nothing', '{ "license": "GPL-3.0" }', '1: one of GPL-3.0-only GPL-3.0-or-later'],
    ['a deprecated id with a plus', '{ "license": "GPL-3.0+" }', '1: GPL-3.0-or-later'],
    ['a file', '{ "license": "SEE LICENSE IN ./LICENSE.md" }', '1: the file LICENSE.md'],
    ['all rights reserved', '{ "license": "UNLICENSED" }', '1: no rights'],
    ['a wrong word', '{ "license": "EUPL" }', '1: a fault: names “EUPL”, which is not on the SPDX licence list'],
    ['nothing', '{ "name": "x" }'],
    ['an empty word', '{ "license": "" }'],
    ['a number', '{ "license": 7, "licenses": { "a": 1 } }'],
    ['a broken file', '{\n "license": "MIT",\n}', '3: is no JSON'],
    ['a list', '[]', 'null: holds no JSON object'],
    ['an empty file', '', 'null: is no JSON'],
    ['an object that would be everything', '{ "__proto__": { "license": "MIT" } }'],
  ],
  'composer.json': [
    ['an expression', '{ "license": "EUPL-1.2" }', '1: EUPL-1.2'],
    ['a choice', '{ "license": ["LGPL-2.1-only", "GPL-3.0-or-later"] }', '1: LGPL-2.1-only OR GPL-3.0-or-later'],
    ['proprietary', '{ "license": "proprietary" }', '1: no rights'],
  ],
  'pyproject.toml': [
    ['an expression (PEP 639)', '[project]\nname = "x"\nlicense = "MIT AND ISC"\n', '3: MIT AND ISC'],
    ['a text (PEP 621)', '[project]\nlicense = { text = "Apache License 2.0" }\n', '2: Apache-2.0'],
    ['a file (PEP 621)', '[project]\nlicense = { file = "COPYING" }\n', '2: the file COPYING'],
    ['a table of its own', '[project]\nname = "x"\n\n[project.license]\ntext = "MIT"\n', '1: MIT'],
    ['files, patterns left out', '[project]\nlicense-files = ["LICENSE*", "NOTICE"]\n', '2: the file NOTICE'],
    [
      'classifiers',
      '[project]\nclassifiers = [\n "Topic :: Maps",\n "License :: OSI Approved",\n "License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)",\n]\n',
      '5: GPL-3.0-or-later',
    ],
    ['a private classifier', '[project]\nclassifiers = ["License :: Other/Proprietary License"]', '2: no rights'],
    [
      'a classifier that several bear',
      '[project]\nclassifiers = ["License :: OSI Approved :: BSD License"]',
      '2: one of BSD-2-Clause BSD-3-Clause BSD-4-Clause',
    ],
    ['Poetry', '[tool.poetry]\nname = "x"\nlicense = "EUPL-1.2"\n', '3: EUPL-1.2'],
    ['a private package of Poetry', '[tool.poetry]\nlicense = "Proprietary"\n', '2: no rights'],
    [
      'a text nobody can tell',
      '[project]\nlicense = { text = "ours" }\n',
      '2: unclear: names “ours”, which is not on the SPDX licence list',
    ],
    ['a licence as a whole', `[project]\nlicense = { text = """${'Permission is granted. '.repeat(20)}""" }\n`],
    ['another tool', '[tool.black]\nline-length = 100\n'],
    ['a broken file', '[project]\nlicense = MIT\n', '2: is no TOML'],
  ],
  'setup.cfg': [
    ['a name', '[metadata]\nname = x\nlicense = MIT License\n', '3: MIT'],
    ['an expression', '[metadata]\nlicense_expression = EUPL-1.2\n', '2: EUPL-1.2'],
    ['a file', '[metadata]\nlicense_files =\n  COPYING\n  LICEN[CS]E*\n', '3: the file COPYING'],
    [
      'classifiers',
      '[metadata]\nclassifiers =\n    Topic :: Maps\n    License :: OSI Approved :: ISC License (ISCL)\n',
      '4: ISC',
    ],
    ['another section', '[options]\nlicense = MIT\n'],
    ['comments', '[metadata]\n# license = ISC\n; license = ISC\nlicense: MIT\n', '4: MIT'],
  ],
  'Cargo.toml': [
    ['an expression', '[package]\nlicense = "MIT OR Apache-2.0"\n', '2: MIT OR Apache-2.0'],
    ['the old sign for a choice', '[package]\nlicense = "MIT/Apache-2.0"\n', '2: MIT OR Apache-2.0'],
    ['a file', '[package]\nlicense-file = "LICENSE-ours"\n', '2: the file LICENSE-ours'],
    [
      'a workspace',
      '[workspace.package]\nlicense = "EUPL-1.2"\n\n[package]\nlicense.workspace = true\n',
      '2: EUPL-1.2',
    ],
  ],
  'pom.xml': [
    [
      'a name',
      '<project>\n <licenses>\n  <license>\n   <name>Apache License, Version 2.0</name>\n  </license>\n </licenses>\n</project>',
      '4: Apache-2.0',
    ],
    [
      'only an address',
      '<project><licenses><license><url>https://example.org/EUPL-1.2</url></license></licenses></project>',
      '1: EUPL-1.2',
    ],
    [
      'a choice',
      '<project><licenses><license><name>EPL 2.0</name></license>\n<license><name>GPLv2 only</name></license></licenses></project>',
      '1: one of EPL-2.0 GPL-2.0-only',
    ],
    [
      'not in a comment',
      '<project>\n<!-- <licenses><license><name>MIT</name></license></licenses>\n-->\n<licenses><license><name>MIT</name></license></licenses></project>',
      '4: MIT',
    ],
    ['not of a plugin', '<project><build><licenses><license><name>MIT</name></license></licenses></build></project>'],
    ['none', '<project><licenses/></project>'],
    ['a broken file', '<project>\n<licenses>\n</project>', '3: is no XML'],
  ],
  'x.gemspec': [
    ['one', 'Gem::Specification.new do |spec|\n  spec.license = "MIT"\nend\n', '2: MIT'],
    ['several', "  s.licenses = ['MIT', 'GPL-2.0-only']\n", '1: one of MIT GPL-2.0-only'],
    [
      'a program',
      '  s.license = File.read("LICENSE")\n',
      '1: unclear: names “LICENSE”, which is not on the SPDX licence list',
    ],
    ['no value', '  s.license = LICENSE\n'],
  ],
  'publiccode.yml': [
    ['an expression', 'name: x\nlegal:\n  license: EUPL-1.2\n', '3: EUPL-1.2'],
    ['none', 'name: x\n'],
    ['an empty file', ''],
    ['a broken file', 'name: x\n\tlegal: y\n', '2: is no YAML that Portreeve reads'],
    ['aliases', 'a: &a [x]\nlegal: *a\n', '1: is no YAML that Portreeve reads'],
  ],
  'REUSE.toml': [
    [
      'annotations',
      `version = 1\n[[annotations]]\npath = "a"\n"${TAG}" = "MIT"\n\n[[annotations]]\npath = "b"\n${TAG} = ["ISC", "CC0-1.0"]\n`,
      '2 part: MIT',
      '6 part: ISC',
      '6 part: CC0-1.0',
    ],
    ['none', 'version = 1\n'],
  ],
  'README.md': [
    ['a section', '# X\n\n## License\n\nMIT, see [LICENSE](LICENSE).\n', '5: MIT'],
    ['a German section', '# X\n## Lizenz\nDieses Werk steht unter der EUPL, Version 1.2.\n', '3: EUPL-1.2'],
    ['a French section', 'X\n=\n\nLicence\n-------\nCode sous EUPL 1.2\n', '6: EUPL-1.2'],
    ['in the heading', '# X\n## License: ISC\nSee the file.\n', '2: ISC'],
    ['several', '## Licensing\nCode: MIT. Documents: CC-BY-4.0.\n', '2: one of CC-BY-4.0 MIT'],
    ['no further than the section', '## License\nSee LICENSE.\n## Thanks\nMIT\n'],
    ['no section', '# X\nWe like the MIT.\n'],
    ['a picture before the heading', '## 📄 License\nMIT\n', '2: MIT'],
  ],
  'src/main.c': [
    ['a tag', `/* ${TAG}: GPL-2.0-only */\n`, '1 part: GPL-2.0-only'],
    ['a script', `#!/bin/sh\n# ${TAG}: EUPL-1.2\n`, '2 part: EUPL-1.2'],
    ['HTML', `<!-- ${TAG}: MIT -->\n`, '1 part: MIT'],
    ['a program that writes tags', `print("${TAG}: " + id)\nx = \`${TAG}: \${id}\`\n`],
    ['too far down', `${'\n'.repeat(60)}// ${TAG}: MIT\n`],
  ],
};

describe.each(Object.entries(CASES))('%s', (path, rows) => {
  test.each(rows)('%s', (_, text, ...expected) => {
    expect(told(path, text)).toEqual(expected);
  });
});

test.each([
  ['This is licensed under the AGPL-3.0.', 'AGPL-3.0'],
  ['This is licensed under the GPL-2.0-or-later.', 'GPL-2.0-or-later'],
  ['Code: MIT. Documents: CC-BY-4.0.', 'CC-BY-4.0, MIT'],
])('of a README’s sentence “%s” the licence is said', (sentence, written) => {
  const { declarations } = readDeclarations(filesWith({ 'README.md': `## License\n\n${sentence}\n` }), null);

  expect(declarations).toMatchObject([{ path: 'README.md', written }]);
});

test('files that cannot be read are told, but for READMEs and sources', () => {
  const files = filesWith({
    'package.json': { kind: 'too-large', size: 5_000_000 },
    'Cargo.toml': { kind: 'binary' },
    'pom.xml': { kind: 'broken-link', problem: 'dangling' },
    'setup.cfg': { kind: 'lfs-pointer' },
    'composer.json': `{ "license": "MIT", "x": "${'y'.repeat(300_000)}" }`,
    'README.md': { kind: 'binary' },
    'main.py': { kind: 'binary' },
    'docs/package.json': '{',
  });

  expect(readDeclarations(files, null).unreadable).toEqual([
    { path: 'Cargo.toml', line: null, problem: 'is no text' },
    { path: 'composer.json', line: null, problem: 'is too large to be read' },
    { path: 'package.json', line: null, problem: 'is too large to be read' },
    { path: 'pom.xml', line: null, problem: 'is a symbolic link that leads to no file' },
    { path: 'setup.cfg', line: null, problem: 'is stored in Git LFS' },
  ]);
});

test.each([
  ['GPL-3.0', 'one of GPL-3.0-only GPL-3.0-or-later'],
  ['EUPL-1.2', 'EUPL-1.2'],
  ['NOASSERTION', null],
])('what GitHub shows (%s) has no place', (detected, expected) => {
  const { declarations } = readDeclarations(filesWith({}), detected);

  expect(declarations.map(({ path, meaning }) => [path, meant(meaning)])).toEqual(
    expected === null ? [] : [[null, expected]],
  );
});

test('what is shown of a value is one line, cut, and turns no text around', () => {
  const value = `MIT\\u202e\\u0007\\n${'x'.repeat(500)}`;
  const { declarations } = readDeclarations(filesWith({ 'package.json': `{ "license": "${value}" }` }), null);

  expect(declarations[0]?.written).toBe(`MIT ${'x'.repeat(76)}…`);
});

/** As much as a manifest may hold. */
const SIZE = 260_000;
type Fill = (part: string) => string;
const HOSTILE: Readonly<Record<string, readonly (readonly [string, (fill: Fill) => string])[]>> = {
  'package.json': [
    ['nested lists', (fill) => fill('[')],
    ['nested objects', (fill) => fill('{"a":')],
    ['quotes', (fill) => `{ "license": ${fill('"')}`],
    ['brackets in a value', (fill) => `{ "license": "${fill('(')}" }`],
    ['licences', (fill) => `{ "license": [${fill('"MIT",')}"MIT"] }`],
    ['keys', (fill) => `{${fill('"license":"",')}"a":1}`],
  ],
  'pyproject.toml': [
    ['nested lists', (fill) => `a = ${fill('[')}`],
    ['nested tables', (fill) => `[project${fill('.a')}]`],
    ['headers', (fill) => `[project]\nlicense = "MIT"\n${fill('[[a]]\n')}`],
    ['classifiers', (fill) => `[project]\nclassifiers = [${fill('"License :: MIT",')}]`],
    ['a bracket without end', (fill) => `[${fill(' ')}`],
    ['escapes', (fill) => `a = "${fill('\\')}`],
  ],
  'Cargo.toml': [['dotted keys', (fill) => `package.license${fill('.a')} = 1`]],
  'REUSE.toml': [['annotations', (fill) => fill(`[[annotations]]\n${TAG} = "MIT"\n`)]],
  'setup.cfg': [['continued lines', (fill) => `[metadata]\nlicense =\n${fill(' MIT\n')}`]],
  'pom.xml': [
    ['nested elements', (fill) => fill('<a>')],
    ['a document type', () => '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><project>&d;</project>'],
    ['licences', (fill) => `<project><licenses>${fill('<license><name>MIT</name></license>')}</licenses></project>`],
    ['comments without end', (fill) => `<project>${fill('<!--')}`],
    ['ampersands', (fill) => `<project>${fill('&amp;')}</project>`],
    ['attributes', (fill) => `<project ${fill('a="b" ')}/>`],
    ['text', (fill) => `<project>${fill('x<b/>')}</project>`],
  ],
  'x.gemspec': [
    ['one line', (fill) => `s.license = ${fill('"MIT"')}`],
    ['spaces', (fill) => `s.license${fill(' ')}= "MIT"`],
  ],
  'publiccode.yml': [['nested lists', (fill) => `legal: ${fill('[')}`]],
  'README.md': [
    ['headings', (fill) => fill('## License\n')],
    ['spaces', (fill) => `## License${fill(' ')}\n${fill(' ')}`],
    ['names', (fill) => `## License\n${fill('GNU ')}`],
  ],
  'main.c': [
    ['tags', (fill) => fill(`${TAG}: MIT `)],
    ['spaces', (fill) => `${TAG}: MIT${fill(' ')}`],
  ],
};

const filledTo =
  (size: number): Fill =>
  (part) =>
    part.repeat(Math.floor(size / part.length));

describe.each(Object.entries(HOSTILE))('a hostile %s', (path, rows) => {
  test.each(rows)('%s', async (_, write) => {
    const read = (size: number) => readDeclarations(filesWith({ [path]: write(filledTo(size)) }), null);

    for (const { written } of read(SIZE).declarations) expect([...written].length).toBeLessThanOrEqual(81);
    expect(await growth(read, SIZE / 4)).toBeLessThan(LINEAR);
  });
});
