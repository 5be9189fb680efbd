import { describe, expect, test } from '@jest/globals';
import { mayBecomePartOf } from '../../src/licenses/compatibility.ts';
import { COMPATIBILITY_RULES } from '../../src/licenses/compatibility-rules.ts';
import { SPDX_IDS } from '../../src/licenses/generated/spdx-ids.ts';
import { readSpdxExpression } from '../../src/licenses/spdx-expression.ts';

function tree(text: string) {
  const expression = readSpdxExpression(text);
  if (!expression.ok) throw new Error(`${text} ${expression.problem}`);
  return expression.tree;
}
const judge = (inbound: string, outbound: string) => mayBecomePartOf(tree(inbound), tree(outbound));

const [YES, NO, ASK] = ['compatible', 'incompatible', 'ask a person'] as const;

describe('what comes in, and the whole', () => {
  test.each([
    ['MIT', 'EUPL-1.2', YES],
    ['MIT', 'GPL-2.0-only', YES],
    ['BSD-3-Clause', 'Apache-2.0', YES],
    ['MIT', 'CC0-1.0', ASK],
    ['CC0-1.0', 'MIT', YES],
    ['Apache-2.0', 'GPL-2.0-only', NO],
    ['Apache-2.0', 'GPL-2.0-or-later', NO],
    ['Apache-2.0', 'GPL-3.0-only', YES],
    ['Apache-2.0', 'AGPL-3.0-or-later', YES],
    ['Apache-2.0', 'LGPL-2.1-only', ASK],
    ['Apache-2.0', 'EUPL-1.2', YES],
    ['Apache-2.0', 'MIT', ASK],
    ['GPL-3.0-or-later', 'Apache-2.0', NO],
    ['GPL-2.0-only', 'GPL-3.0-only', NO],
    ['GPL-2.0-or-later', 'GPL-3.0-only', YES],
    ['GPL-2.0-only', 'GPL-2.0-or-later', NO],
    ['GPL-3.0-only', 'AGPL-3.0-only', YES],
    ['AGPL-3.0-only', 'GPL-3.0-only', ASK],
    ['GPL-3.0-only', 'MIT', NO],
    ['GPL-2.0-only', 'EUPL-1.2', NO],
    ['EUPL-1.2', 'GPL-2.0-only', YES],
    ['EUPL-1.2', 'GPL-3.0-or-later', YES],
    ['EUPL-1.2', 'AGPL-3.0-only', YES],
    ['EUPL-1.2', 'MPL-2.0', YES],
    ['EUPL-1.2', 'LGPL-3.0-only', YES],
    ['EUPL-1.2', 'LGPL-2.0-only', ASK],
    ['EUPL-1.2', 'CECILL-2.1', YES],
    ['EUPL-1.2', 'LiLiQ-Rplus-1.1', YES],
    ['EUPL-1.2', 'CC-BY-SA-3.0', ASK],
    ['EUPL-1.2', 'EPL-2.0', ASK],
    ['EUPL-1.2', 'MIT', NO],
    ['EUPL-1.1', 'EUPL-1.2', YES],
    ['EUPL-1.1', 'GPL-3.0-only', ASK],
    ['LGPL-2.1-only', 'GPL-3.0-only', YES],
    ['LGPL-3.0-only', 'GPL-2.0-only', NO],
    ['LGPL-3.0-only', 'EUPL-1.2', ASK],
    ['MPL-2.0', 'GPL-2.0-only', YES],
    ['MPL-2.0', 'EUPL-1.2', ASK],
    ['MPL-2.0-no-copyleft-exception', 'GPL-3.0-only', NO],
    ['EPL-2.0', 'GPL-2.0-only', ASK],
    ['CDDL-1.0', 'GPL-2.0-only', NO],
    ['BSD-4-Clause', 'GPL-3.0-only', NO],
    ['GFDL-1.3-only', 'GPL-3.0-only', NO],
    ['CC-BY-4.0', 'CC-BY-SA-4.0', YES],
    ['CC-BY-4.0', 'GPL-3.0-only', YES],
    ['CC-BY-4.0', 'EUPL-1.2', ASK],
    ['CC-BY-4.0', 'ODbL-1.0', ASK],
    ['CC-BY-SA-4.0', 'GPL-3.0-only', YES],
    ['CC-BY-SA-4.0', 'GPL-2.0-only', NO],
    ['CC-BY-SA-4.0', 'CC-BY-4.0', NO],
    ['CC-BY-NC-4.0', 'CC-BY-4.0', NO],
    ['CC-BY-ND-4.0', 'CC-BY-SA-4.0', NO],
    ['ODbL-1.0', 'CC-BY-4.0', NO],
    ['CC0-1.0', 'ODbL-1.0', YES],
    ['etalab-2.0', 'CC-BY-4.0', YES],
    ['OGL-UK-3.0', 'CC-BY-4.0', YES],
    ['LicenseRef-City', 'EUPL-1.2', ASK],
    ['BUSL-1.1', 'MIT', ASK],
    ['EUPL-1.2', 'EUPL-1.2', YES],
  ])('%s → %s: %s', (inbound, outbound, answer) => {
    expect(judge(inbound, outbound).answer).toBe(answer);
  });
});

describe('expressions', () => {
  test.each([
    ['who may choose takes the best', 'MIT OR GPL-3.0-only', 'Apache-2.0', YES],
    ['who may not choose takes all', 'MIT AND GPL-3.0-only', 'Apache-2.0', NO],
    ['who offers a choice must be able to keep it', 'GPL-3.0-only', 'GPL-3.0-only OR MIT', NO],
    ['what fits one part of a work', 'GPL-3.0-only', 'GPL-3.0-only AND MIT', ASK],
    ['an exception may allow more', 'GPL-2.0-only WITH Classpath-exception-2.0', 'Apache-2.0', ASK],
    ['an exception takes nothing', 'GPL-2.0-or-later WITH Classpath-exception-2.0', 'GPL-3.0-only', YES],
    [
      'nobody adds an exception to what is not theirs',
      'GPL-2.0-only',
      'GPL-2.0-only WITH Classpath-exception-2.0',
      ASK,
    ],
    ['what may be licensed at will gets any exception', 'MIT', 'GPL-2.0-only WITH Classpath-exception-2.0', YES],
    ['the same expression', 'MIT OR ISC', 'ISC OR MIT', YES],
  ])('%s', (_, inbound, outbound, answer) => {
    expect(judge(inbound, outbound).answer).toBe(answer);
  });
});

test('each answer has a sentence with both licences, and a source where somebody said it', () => {
  expect(judge('Apache-2.0', 'GPL-2.0-only')).toEqual({
    answer: 'incompatible',
    reason: 'The patent terms of Apache-2.0 are a further restriction, which GPL-2.0 does not allow.',
    source: 'https://www.gnu.org/licenses/license-list.html',
  });
});

test('every rule names licences of the list, none twice, and speaks in a sentence', () => {
  const known = new Set(SPDX_IDS);
  const pairs = new Set<string>();
  for (const { from, to, reason, source } of COMPATIBILITY_RULES) {
    for (const id of [...from, ...(to ?? [])]) expect([id, known.has(id)]).toEqual([id, true]);
    for (const pair of from.flatMap((one) => (to ?? []).map((other) => `${one} ${other}`))) pairs.add(pair);
    expect(reason).toMatch(/^[A-Z{].+\.$/);
    expect(new URL(source).protocol).toBe('https:');
  }
  expect(pairs.size).toBeGreaterThan(300);
});

test('every pair of the list has an answer', () => {
  const some = SPDX_IDS.filter((_, index) => index % 12 === 0);
  for (const inbound of some) for (const outbound of some) expect(judge(inbound, outbound).reason).toMatch(/\.$/);
});
