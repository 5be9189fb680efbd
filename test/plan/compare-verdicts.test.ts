import { expect, test } from '@jest/globals';
import type { Verdict } from '../../src/core/verdict.ts';
import { compareVerdicts } from '../../src/plan/compare-verdicts.ts';
import { concludePullRequest } from '../../src/plan/plan-check-run.ts';
import { aVerdict } from '../support/verdicts.ts';

const passes = aVerdict({ severity: 'error' });
const fails = aVerdict({ severity: 'error', fails: ['missing'] });
const warns = aVerdict({ severity: 'warning', fails: ['missing'] });
const unknown = aVerdict({ outcome: 'unknown' });
const twoDebts = aVerdict({ severity: 'error', fails: ['empty', 'binary'], path: 'LICENSE' });
const emptyLicense = aVerdict({ severity: 'error', fails: ['empty'], path: 'LICENSE' });

const CASES: readonly [rule: string, before: Verdict, after: Verdict, conclusion: string, counts: string][] = [
  ['all is well', passes, passes, 'success', 'broken 0, old 0, mended 0, unknown 0'],
  ['it breaks an error: failure', passes, fails, 'failure', 'broken 1, old 0, mended 0, unknown 0'],
  ['it breaks a warning: neutral', aVerdict({}), warns, 'neutral', 'broken 1, old 0, mended 0, unknown 0'],
  ['old debt is never held against it', fails, fails, 'neutral', 'broken 0, old 1, mended 0, unknown 0'],
  ['old debt that becomes another is old debt', fails, emptyLicense, 'neutral', 'broken 0, old 1, mended 0, unknown 0'],
  ['one debt more than before is new', emptyLicense, twoDebts, 'failure', 'broken 1, old 0, mended 0, unknown 0'],
  ['it mends', fails, passes, 'success', 'broken 0, old 0, mended 1, unknown 0'],
  ['what could not be judged is said', passes, unknown, 'neutral', 'broken 0, old 0, mended 0, unknown 1'],
  ['what was unknown before cannot be blamed on it', unknown, fails, 'neutral', 'broken 0, old 0, mended 0, unknown 1'],
];

test.each(CASES)('%s', (_rule, before, after, conclusion, counts) => {
  const comparison = compareVerdicts([before], [after]);

  expect(concludePullRequest(comparison)).toBe(conclusion);
  const { broken, old, mended, unknown } = comparison;
  expect(`broken ${broken.length}, old ${old.length}, mended ${mended.length}, unknown ${unknown.length}`).toBe(counts);
});
