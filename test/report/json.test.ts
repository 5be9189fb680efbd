import { expect, test } from '@jest/globals';
import { renderJson } from '../../src/report/json.ts';

const HOSTILE = 'LICENSE-\u001b[2J\u009b2J\u202egnp\u2028\u{e0041}.txt';

test('the JSON has exactly the published keys, and null for what is not there', () => {
  const text = renderJson({
    subject: '.',
    commit: 'abc',
    at: '2026-11-23T12:00:00.000Z',
    verdicts: [
      {
        policy: 'a',
        outcome: 'fail',
        severity: 'error',
        disclosure: 'public',
        reason: null,
        findings: [{ outcome: 'fail', code: 'x', message: 'No.', path: null, line: null }],
      },
    ],
  });

  expect(JSON.parse(text)).toEqual({
    subject: '.',
    verdicts: [
      {
        policy: 'a',
        outcome: 'fail',
        severity: 'error',
        reason: null,
        findings: [{ outcome: 'fail', code: 'x', message: 'No.', path: null, line: null }],
      },
    ],
  });
});

test('a hostile name is the same name, and does nothing to the terminal that shows it', () => {
  const text = renderJson({ subject: HOSTILE, commit: null, at: '', verdicts: [] });

  expect(JSON.parse(text)).toEqual({ subject: HOSTILE, verdicts: [] });
  for (const character of ['\u001b', '\u009b', '\u202e', '\u2028', '\u{e0041}']) expect(text).not.toContain(character);
});
