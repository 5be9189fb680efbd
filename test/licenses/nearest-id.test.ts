import { expect, test } from '@jest/globals';
import { SPDX_IDS } from '../../src/licenses/generated/spdx-ids.ts';
import { nearestId } from '../../src/licenses/nearest-id.ts';
import { isDeprecated } from '../../src/licenses/spdx-successors.ts';

test.each([
  ['mit', 'MIT'],
  ['MTI', 'MIT'],
  ['EUPL-1.3', 'EUPL-1.2'],
  ['Apache', 'Apache-2.0'],
  ['CC-BY-4', 'CC-BY-4.0'],
  ['gpl-3.0', 'GPL-3.0-only'],
  ['GPL-3', 'GPL-3.0-only'],
  ['gpl-3.0+', 'GPL-3.0-or-later'],
  ['LGPL', 'LGPL-3.0-only'],
  ['GPL-2.0-onyl', 'GPL-2.0-only'],
  ['gpl-2.0-with-classpath-exception', null],
  ['something else', null],
])('by %s, %s is meant', (given, meant) => {
  expect(nearestId(given)).toBe(meant);
});

test('no deprecated id is ever proposed', () => {
  for (const id of SPDX_IDS) {
    const meant = nearestId(id.toLowerCase());

    expect(meant === null || !isDeprecated(meant)).toBe(true);
  }
});
