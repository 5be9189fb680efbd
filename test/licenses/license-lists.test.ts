import { expect, test } from '@jest/globals';
import { judgeByLists, laterVersions } from '../../src/licenses/license-lists.ts';
import { readSpdxExpression } from '../../src/licenses/spdx-expression.ts';

function judge(text: string, allowed: string, denied = ''): string {
  const expression = readSpdxExpression(text);
  if (!expression.ok) throw new Error(expression.problem);
  const lists = { allowed: new Set(allowed.split(' ')), denied: new Set(denied.split(' ')) };
  const judged = judgeByLists(expression.tree, lists);
  return judged.status === 'approved' ? judged.status : `${judged.status}: ${judged.ids.join(' ')}`;
}

test.each([
  ['MIT', 'MIT', '', 'approved'],
  ['MIT', 'ISC', '', 'not-allowed: MIT'],
  ['MIT', 'MIT', 'MIT', 'denied: MIT'],
  ['MIT OR GPL-3.0-only', 'MIT', 'GPL-3.0-only', 'approved'],
  ['MIT AND GPL-3.0-only', 'MIT', '', 'not-allowed: GPL-3.0-only'],
  ['ISC AND GPL-3.0-only', 'MIT', 'GPL-3.0-only', 'denied: GPL-3.0-only'],
  ['ISC OR GPL-3.0-only', 'MIT', 'GPL-3.0-only', 'not-allowed: ISC GPL-3.0-only'],
  ['MIT AND (ISC OR Apache-2.0)', 'MIT Apache-2.0', '', 'approved'],
  ['MIT AND (ISC OR Zlib)', 'MIT Apache-2.0', '', 'not-allowed: ISC Zlib'],
  ['GPL-2.0-or-later', 'GPL-3.0-only', '', 'approved'],
  ['GPL-2.0+', 'GPL-3.0-or-later', '', 'approved'],
  ['GPL-2.0-only', 'GPL-3.0-only GPL-2.0-or-later', '', 'not-allowed: GPL-2.0-only'],
  ['GPL-3.0-or-later', 'GPL-2.0-only', '', 'not-allowed: GPL-3.0-or-later'],
  ['LGPL-2.1-or-later', 'GPL-3.0-only', '', 'not-allowed: LGPL-2.1-or-later'],
  ['EUPL-1.1+', 'EUPL-1.2', '', 'approved'],
  ['BSD-2-Clause+', 'BSD-3-Clause', '', 'not-allowed: BSD-2-Clause'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'GPL-2.0-only', '', 'approved'],
  ['LicenseRef-City', 'MIT', '', 'not-allowed: LicenseRef-City'],
])('%s, allowed %s, denied %s: %s', (text, allowed, denied, told) => {
  expect(judge(text, allowed, denied)).toBe(told);
});

test('later versions are of the same family, and later', () => {
  expect(laterVersions({ id: 'CC-BY-SA-3.0', orLater: true })).toEqual(['CC-BY-SA-4.0']);
  expect(laterVersions({ id: 'MIT', orLater: true })).toEqual([]);
});
