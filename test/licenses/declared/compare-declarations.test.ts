import { expect, test } from '@jest/globals';
import { filesWith } from '../../../src/core/files.ts';
import type { IdentifiedLicense } from '../../../src/core/license.ts';
import { compareDeclarations } from '../../../src/licenses/declared/compare-declarations.ts';
import { readDeclarations } from '../../../src/licenses/declared/declarations-fact.ts';

const TAG = `SPDX-License-${'Identifier'}`;

function text(path: string, expression: string, more: Partial<IdentifiedLicense> = {}): IdentifiedLicense {
  return { path, expression, sameText: [], open: true, match: 'exact', matches: [], evidence: 'x', ...more };
}
const altered = text('LICENSE', 'NOASSERTION', { match: 'unidentified' });
const versionOpen = text('COPYING', 'NOASSERTION', {
  match: 'unidentified',
  sameText: ['GPL-3.0-only', 'GPL-3.0-or-later'],
  matches: [{ id: 'GPL-3.0', kind: 'version-open', start: 0, end: 1, startLine: 1, endLine: 1, differences: [] }],
});

const npm = (license: string) => ({ 'package.json': `{ "license": "${license}" }` });
const cargo = (license: string) => ({ 'Cargo.toml': `[package]\nlicense = "${license}"` });
const header = (license: string) => ({ 'src/a.ts': `// ${TAG}: ${license}` });

type Texts = readonly IdentifiedLicense[];
const CASES: readonly [
  what: string,
  files: Readonly<Record<string, string>>,
  root: Texts,
  beside: Texts,
  ...expected: string[],
][] = [
  ['the same licence', npm('MIT'), [text('LICENSE', 'MIT')], [], 'matches'],
  ['another licence', npm('MIT'), [text('LICENSE', 'EUPL-1.2')], [], 'contradicts'],
  ['a choice, one of which is there', npm('MIT OR ISC'), [text('LICENSE', 'ISC')], [], 'matches'],
  ['both of a choice', npm('MIT OR ISC'), [text('LICENSE-MIT', 'MIT'), text('LICENSE-ISC', 'ISC')], [], 'matches'],
  ['one of two files', npm('MIT'), [text('LICENSE-MIT', 'MIT'), text('LICENSE-ISC', 'ISC')], [], 'matches'],
  ['an expression found in one file', npm('MIT'), [text('LICENSE', 'MIT AND ISC')], [], 'matches'],
  ['two, one of which is missing', npm('MIT AND ISC'), [text('LICENSE', 'MIT')], [], 'lacks-text'],
  [
    'two, one of which is beside',
    npm('MIT AND ISC'),
    [text('LICENSE', 'MIT')],
    [text('LICENSES/ISC.txt', 'ISC')],
    'matches',
  ],
  [
    'the licence of a part for the whole',
    npm('ISC'),
    [text('LICENSE', 'MIT')],
    [text('LICENSES/ISC.txt', 'ISC')],
    'contradicts',
  ],
  ['texts only beside', npm('ISC'), [], [text('LICENSES/ISC.txt', 'ISC')], 'matches'],
  ['a later version allowed', npm('GPL-2.0-or-later'), [text('COPYING', 'GPL-3.0-only')], [], 'matches'],
  ['a later version not allowed', npm('GPL-2.0-only'), [text('COPYING', 'GPL-3.0-only')], [], 'contradicts'],
  ['a version left open', npm('GPL-3.0-or-later'), [versionOpen], [], 'matches'],
  ['another version left open', npm('GPL-2.0-or-later'), [versionOpen], [], 'matches'],
  [
    'a version left open, and who does not agree',
    { ...cargo('GPL-3.0-only'), ...npm('GPL-3.0-or-later') },
    [versionOpen],
    [],
    'matches',
    'differs',
  ],
  [
    'a deprecated id settles nothing',
    { ...npm('GPL-3.0-only'), ...cargo('GPL-3.0') },
    [versionOpen],
    [],
    'matches',
    'matches',
  ],
  [
    'two licences for two packages',
    { ...npm('MIT'), ...cargo('ISC') },
    [text('A', 'MIT'), text('B', 'ISC')],
    [],
    'matches',
    'matches',
  ],
  ['no text', npm('MIT'), [], [], 'not-compared'],
  ['no text, and who differs', { ...cargo('MIT'), ...npm('ISC') }, [], [], 'not-compared', 'differs'],
  ['no text, and who may agree', { ...npm('MIT'), ...cargo('MIT OR ISC') }, [], [], 'not-compared', 'not-compared'],
  ['an altered text', npm('MIT'), [altered], [], 'not-compared'],
  ['an altered text beside another', npm('EUPL-1.2'), [altered, text('LICENSE-MIT', 'MIT')], [], 'not-compared'],
  ['a text that is no licence of the list', npm('LicenseRef-ours'), [text('LICENSE', 'MIT')], [], 'not-compared'],
  ['no rights', npm('UNLICENSED'), [text('LICENSE', 'MIT')], [], 'grants-nothing'],
  ['no rights, and no text', npm('UNLICENSED'), [], [], 'not-compared'],
  ['a part with its text', header('ISC'), [text('LICENSE', 'MIT')], [text('LICENSES/ISC.txt', 'ISC')], 'matches'],
  ['a part without its text', header('ISC'), [text('LICENSE', 'MIT')], [], 'part-lacks-text'],
  ['parts do not speak for the whole', { ...header('ISC'), ...npm('MIT') }, [], [], 'not-compared', 'not-compared'],
];

test.each(CASES)('%s', (_, files, root, beside, ...expected) => {
  const declarations = { ...readDeclarations(filesWith(files), null), texts: beside };

  const found = compareDeclarations(root, declarations);

  const statusOf = (path: string) => found.find(({ declaration }) => declaration.path === path)?.status;
  expect(Object.keys(files).map(statusOf)).toEqual(expected);
});
