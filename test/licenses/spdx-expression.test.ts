import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SPDX_EXCEPTIONS, SPDX_IDS } from '../../src/licenses/generated/spdx-ids.ts';
import { comparable, readSpdxExpression, type SpdxTree } from '../../src/licenses/spdx-expression.ts';
import { successorOf } from '../../src/licenses/spdx-successors.ts';

const require = createRequire(import.meta.url);
const DEPRECATED: readonly string[] = require('spdx-license-ids/deprecated.json');

/** How a text reads: canonical, or what is wrong and what was meant. */
function told(text: string): string {
  const read = readSpdxExpression(text);
  if (read.ok) return read.canonical;
  return `${read.problem}${read.suggestion === null ? '' : ` → ${read.suggestion}`}`;
}

describe('canonical form', () => {
  test.each([
    ['EUPL-1.2', 'EUPL-1.2'],
    ['mit', 'MIT'],
    ['  mit   or\tapache-2.0 ', 'MIT OR Apache-2.0'],
    ['MIT OR Apache-2.0 AND ISC', 'MIT OR Apache-2.0 AND ISC'],
    ['(MIT OR Apache-2.0) AND CC-BY-4.0', '(MIT OR Apache-2.0) AND CC-BY-4.0'],
    ['MIT AND (ISC AND (Zlib))', 'MIT AND ISC AND Zlib'],
    ['MIT OR (ISC OR (Zlib AND MIT))', 'MIT OR ISC OR Zlib AND MIT'],
    ['((MIT))', 'MIT'],
    ['MIT OR mit OR (MIT)', 'MIT'],
    ['(MIT OR ISC) AND (ISC OR MIT)', 'ISC OR MIT'],
    ['apache-2.0 with llvm-exception', 'Apache-2.0 WITH LLVM-exception'],
    ['Apache-2.0+', 'Apache-2.0+'],
    ['GPL-2.0', 'GPL-2.0-only'],
    ['GPL-2.0+', 'GPL-2.0-or-later'],
    ['GPL-2.0-only+', 'GPL-2.0-or-later'],
    ['GPL-2.0-or-later+', 'GPL-2.0-or-later'],
    ['gpl-2.0-with-classpath-exception', 'GPL-2.0-only WITH Classpath-exception-2.0'],
    ['GPL-2.0-with-classpath-exception+', 'GPL-2.0-or-later WITH Classpath-exception-2.0'],
    ['GPL-3.0-or-later WITH Classpath-exception-2.0', 'GPL-3.0-or-later WITH Classpath-exception-2.0'],
    ['licenseref-City-1 or ((MIT))', 'LicenseRef-City-1 OR MIT'],
    ['documentref-x:LicenseRef-y', 'DocumentRef-x:LicenseRef-y'],
    ['MIT WITH AdditionRef-ours', 'MIT WITH AdditionRef-ours'],
    ['Net-SNMP', 'Net-SNMP'],
  ])('%s → %s', (text, canonical) => {
    expect(told(text)).toBe(canonical);
  });

  test('it names its licences once each, and the deprecated ids that were written', () => {
    expect(readSpdxExpression('GPL-2.0 OR MIT AND gpl-2.0')).toMatchObject({
      ids: ['GPL-2.0-only', 'MIT'],
      deprecated: ['GPL-2.0', 'GPL-2.0'],
    });
  });
});

describe('what is no expression is told with what was meant', () => {
  test.each([
    ['', 'is no whole SPDX licence expression'],
    ['EUPL', 'names “EUPL”, which is not on the SPDX licence list → EUPL-1.2'],
    ['EUPL-1.3', 'names “EUPL-1.3”, which is not on the SPDX licence list → EUPL-1.2'],
    ['Apache-1', 'names “Apache-1”, which is not on the SPDX licence list → Apache-1.1'],
    ['Apache2.0', 'names “Apache2.0”, which is not on the SPDX licence list → Apache-2.0'],
    ['GPL', 'names “GPL”, which is not on the SPDX licence list → GPL-3.0-only'],
    ['MIT Apache-2.0', 'has “Apache-2.0” where only AND, OR or WITH can stand'],
    ['MIT OR', 'is no whole SPDX licence expression'],
    ['(MIT', 'is no whole SPDX licence expression'],
    ['MIT)', 'has “)” where only AND, OR or WITH can stand'],
    ['()', 'has “)” where a licence must stand'],
    ['MIT WITH (', 'has no exception after WITH, but “(”'],
    [
      'MIT WITH Classpath',
      'names “Classpath” after WITH, which is not on the SPDX list of exceptions → Classpath-exception-2.0',
    ],
    ['MIT WITH LLVM-exception WITH LLVM-exception', 'has a second exception, “LLVM-exception”, for one licence'],
    ['(MIT OR ISC) WITH LLVM-exception', 'has WITH after a bracket, where it says nothing'],
    [
      'GPL-2.0-with-classpath-exception WITH LLVM-exception',
      'has a second exception, “LLVM-exception”, for one licence',
    ],
    ['OR MIT', 'has “OR” where a licence must stand'],
    ['MIT/Apache-2.0', 'names “MIT/Apache-2.0”, which is not on the SPDX licence list'],
    ['("', 'names “"”, which is not on the SPDX licence list'],
  ])('%j %s', (text, problem) => {
    expect(told(text)).toBe(problem);
  });

  test.each([
    ['brackets', '('.repeat(100_000)],
    ['closed brackets', `${'('.repeat(50_000)}MIT${')'.repeat(50_000)}`],
    ['alternatives', 'MIT OR '.repeat(15_000)],
    ['one word', 'M'.repeat(100_000)],
  ])('100 kB of %s', (_, text) => {
    expect(told(text)).toBe('is too long for a licence expression');
  });
});

test('brackets as deep as the longest expression allows are read', () => {
  const deep = `${'(MIT OR ISC AND '.repeat(220)}Zlib${')'.repeat(220)}`;

  expect(told(deep)).toMatch(/^MIT OR ISC AND \(/);
});

test('every id of the list reads as itself or as its successor, in any case', () => {
  for (const id of SPDX_IDS) {
    const { id: meant, exception } = successorOf(id) ?? { id, exception: null };
    expect(told(id.toLowerCase())).toBe(exception === null ? meant : `${meant} WITH ${exception}`);
  }
});

test('every deprecated id has a successor that is not deprecated itself, but the one that has none', () => {
  const without = DEPRECATED.filter((id) => successorOf(id) === null);
  const successors = DEPRECATED.flatMap((id) => successorOf(id) ?? []);

  expect(without).toEqual(['Net-SNMP']);
  for (const { id, exception } of successors) {
    expect([SPDX_IDS.includes(id), DEPRECATED.includes(id)]).toEqual([true, false]);
    expect(exception === null || SPDX_EXCEPTIONS.includes(exception)).toBe(true);
  }
});

const license = fc.record({
  kind: fc.constant('license' as const),
  id: fc.constantFrom('MIT', 'ISC', 'EUPL-1.2', 'Zlib', 'LicenseRef-a'),
  orLater: fc.constant(false),
  exception: fc.constantFrom(null, 'LLVM-exception'),
});
const { tree } = fc.letrec<{ tree: SpdxTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    license,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));
const bracketed = (node: SpdxTree): string =>
  node.kind === 'license'
    ? `${node.id}${node.exception === null ? '' : ` with ${node.exception}`}`
    : `(${node.parts.map(bracketed).join(` ${node.kind} `)})`;

test('what was written is read again as the same, whatever the brackets', () => {
  fc.assert(
    fc.property(tree, (given) => {
      const first = readSpdxExpression(bracketed(given));
      if (!first.ok) return first.problem === 'is too long for a licence expression';
      const again = readSpdxExpression(first.canonical);
      return again.ok && again.canonical === first.canonical && comparable(again.tree) === comparable(first.tree);
    }),
  );
});

test('no text throws', () => {
  const word = fc.oneof(fc.constantFrom('(', ')', 'AND', 'OR', 'WITH', '+', 'MIT', 'GPL-2.0+'), fc.string());
  fc.assert(
    fc.property(fc.array(word), (words) => {
      readSpdxExpression(words.join(' '));
    }),
  );
});
