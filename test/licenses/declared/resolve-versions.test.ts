import { expect, test } from '@jest/globals';
import { known, unavailable } from '../../../src/core/fact.ts';
import { filesWith } from '../../../src/core/files.ts';
import type { IdentifiedLicense } from '../../../src/core/license.ts';
import { readDeclarations } from '../../../src/licenses/declared/declarations-fact.ts';
import { resolveVersions } from '../../../src/licenses/declared/resolve-versions.ts';

const EXACT: IdentifiedLicense = {
  path: 'COPYING',
  expression: 'GPL-3.0-only',
  sameText: [],
  open: true,
  match: 'exact',
  matches: [],
  evidence: 'Every word is that of the GPL.',
};
const OPEN: IdentifiedLicense = {
  ...EXACT,
  expression: 'NOASSERTION',
  sameText: ['GPL-3.0-only', 'GPL-3.0-or-later'],
  match: 'unidentified',
  matches: [{ id: 'GPL-3.0', kind: 'version-open', start: 0, end: 9, startLine: 1, endLine: 1, differences: [] }],
};
const OTHER: IdentifiedLicense = { ...EXACT, expression: 'MIT', sameText: [] };
const ALTERED: IdentifiedLicense = { ...OPEN, sameText: [], matches: [] };

const UNSETTLED = 'NOASSERTION, GPL-3.0-only, GPL-3.0-or-later';

const cargo = (license: string) => ({ 'Cargo.toml': `[package]\nlicense = "${license}"\n` });
const npm = (license: string) => ({ 'package.json': `{ "license": "${license}" }` });
const header = { 'a.c': `// SPDX-License-${'Identifier'}: GPL-3.0-or-later` };

test.each<[what: string, IdentifiedLicense, Record<string, string>, string]>([
  ['a manifest that says it', OPEN, cargo('GPL-3.0-or-later'), 'GPL-3.0-or-later'],
  ['a header that says it', OPEN, header, 'GPL-3.0-or-later'],
  ['the other version', OPEN, cargo('GPL-3.0-only'), 'GPL-3.0-only'],
  ['a text whose version is open by itself', OPEN, cargo('GPL-3.0-or-later'), 'GPL-3.0-or-later'],
  ['one of several licences', OPEN, cargo('MIT OR GPL-3.0-or-later'), 'GPL-3.0-or-later'],
  ['two that agree', OPEN, { ...cargo('GPL-3.0-only'), ...npm('GPL-3.0-only') }, 'GPL-3.0-only'],
  ['two that do not', OPEN, { ...cargo('GPL-3.0-only'), ...npm('GPL-3.0-or-later') }, UNSETTLED],
  ['the deprecated id, which does not say it', OPEN, npm('GPL-3.0'), UNSETTLED],
  ['another version', OPEN, npm('GPL-2.0-only'), UNSETTLED],
  ['nobody', OPEN, {}, UNSETTLED],
  ['another licence', OTHER, cargo('GPL-3.0-only'), 'MIT'],
  ['an altered text', ALTERED, cargo('GPL-3.0-only'), 'NOASSERTION'],
])('%s', (_, license, files, expected) => {
  const declarations = known({ ...readDeclarations(filesWith(files), null), texts: [] });

  const resolved = resolveVersions(known([license]), declarations);

  const told = resolved.status === 'known' ? resolved.value : [];
  expect(told.map(({ expression, sameText }) => [expression, ...sameText].join(', '))).toEqual([expected]);
});

test('it says who says so', () => {
  const declarations = known({ ...readDeclarations(filesWith(cargo('GPL-3.0-or-later')), null), texts: [] });

  expect(resolveVersions(known([OPEN]), declarations)).toMatchObject({
    value: [
      {
        match: 'exact',
        open: true,
        evidence: 'Every word is that of the GPL. Which version is meant says Cargo.toml:2: GPL-3.0-or-later.',
      },
    ],
  });
});

test('what is unavailable settles nothing', () => {
  const nothing = unavailable('No rights.');

  expect(resolveVersions(nothing, nothing)).toEqual(nothing);
  expect(resolveVersions(known([EXACT]), nothing)).toEqual(known([EXACT]));
});
