import { expect, test } from '@jest/globals';
import { readSpdxExpression } from '../../src/licenses/spdx-expression.ts';

test.each([
  ['EUPL-1.2', ['EUPL-1.2']],
  ['mit', ['MIT']],
  ['GPL-2.0+', ['GPL-2.0+']],
  ['(MIT OR Apache-2.0) AND CC-BY-4.0', ['MIT', 'Apache-2.0', 'CC-BY-4.0']],
  ['GPL-3.0-or-later WITH Classpath-exception-2.0', ['GPL-3.0-or-later']],
  ['LicenseRef-City-1 or ((MIT))', ['LicenseRef-City-1', 'MIT']],
])('%s is an expression', (text, ids) => {
  expect(readSpdxExpression(text)).toEqual({ ok: true, ids });
});

test.each([
  ['', 'is no whole SPDX licence expression'],
  ['EUPL', 'names “EUPL”, which is not on the SPDX licence list'],
  ['MIT Apache-2.0', 'has “Apache-2.0” where only AND, OR or WITH can stand'],
  ['MIT OR', 'is no whole SPDX licence expression'],
  ['(MIT', 'is no whole SPDX licence expression'],
  ['MIT)', 'has “)” where only AND, OR or WITH can stand'],
  ['MIT WITH (', 'has no exception after WITH, but “(”'],
  ['OR MIT', 'names “OR”, which is not on the SPDX licence list'],
  ['('.repeat(10_000), 'is too long for a licence expression'],
])('%j is none', (text, problem) => {
  expect(readSpdxExpression(text)).toEqual({ ok: false, problem });
});
