import { expect, test } from '@jest/globals';
import { findLicenseNames } from '../../../src/licenses/declared/find-license-names.ts';
import { growth, LINEAR } from '../../support/growth.ts';

test.each([
  ['MIT License', 'MIT'],
  ['The MIT License (MIT)', 'MIT'],
  ['Komm mit mir', ''],
  ['Apache License, Version 2.0', 'Apache-2.0'],
  ['Apache-2.0', 'Apache-2.0'],
  ['Apache 2', 'Apache-2.0'],
  ['Apache Software License', 'Apache-1.0 Apache-1.1 Apache-2.0'],
  ['GPL-3.0', 'GPL-3.0-only GPL-3.0-or-later'],
  ['GPLv3', 'GPL-3.0-only GPL-3.0-or-later'],
  ['GPLv3+', 'GPL-3.0-or-later'],
  ['GNU General Public License v3 or later (GPLv3+)', 'GPL-3.0-or-later'],
  ['GNU GPL, version 2 only', 'GPL-2.0-only'],
  ['GNU Lesser General Public License, version 2.1 or any later', 'LGPL-2.1-or-later'],
  ['GNU Affero General Public License v3', 'AGPL-3.0-only AGPL-3.0-or-later'],
  ['LGPL-2.1-only', 'LGPL-2.1-only'],
  ['EUPL', 'EUPL-1.0 EUPL-1.1 EUPL-1.2'],
  ['EUPL v1.2', 'EUPL-1.2'],
  ['European Union Public Licence 1.2 (EUPL 1.2)', 'EUPL-1.2'],
  ['Lizenziert unter der EUPL, Version 1.2', 'EUPL-1.2'],
  ['Licence publique de l’Union européenne v. 1.2', 'EUPL-1.2'],
  ['BSD License', 'BSD-2-Clause BSD-3-Clause BSD-4-Clause'],
  ['3-Clause BSD License', 'BSD-3-Clause'],
  ['BSD-2-Clause.', 'BSD-2-Clause'],
  ['Mozilla Public License 2.0 (MPL 2.0)', 'MPL-2.0'],
  ['CC BY-SA 4.0', 'CC-BY-SA-4.0'],
  ['Creative Commons Attribution 4.0 International', 'CC-BY-4.0'],
  ['CC0 1.0 Universal', 'CC0-1.0'],
  ['Code: MIT, documentation: CC-BY-4.0', 'CC-BY-4.0 MIT'],
  ['MIT or Apache-2.0', 'Apache-2.0 MIT'],
  ['All rights reserved', ''],
  ['See the file LICENSE', ''],
])('%s names %s', (text, ids) => {
  expect(findLicenseNames(text).toSorted().join(' ')).toBe(ids);
});

test.each<[of: string, before: string, row: string]>([
  ['words', '', 'GNU '],
  ['spaces', 'GPL', ' '],
  ['hyphens', 'MIT', '-'],
  ['letters', '', 'a'],
  ['names', '', 'GNU Lesser or Library General Public License (LGPL), version '],
])('a long row of %s is read in linear work', async (_, before, row) => {
  const read = (length: number) => findLicenseNames(before + row.repeat(length / row.length));

  expect(await growth(read, 120_000)).toBeLessThan(LINEAR);
});
