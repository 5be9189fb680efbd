import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import type { Audit } from '../../src/core/audit.ts';
import { POLICIES } from '../../src/policies/index.ts';
import { renderText } from '../../src/report/text.ts';

const audit: Audit = {
  subject: 'bus-stops',
  commit: 'd4f3832aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  at: '2026-11-23T12:00:00.000Z',
  verdicts: [
    {
      policy: 'license-file',
      outcome: 'pass',
      severity: 'error',
      disclosure: 'public',
      reason: null,
      findings: [
        { outcome: 'pass', code: 'present', message: 'The licence is in LICENSE.', path: 'LICENSE', line: null },
      ],
    },
    {
      policy: 'license-approved',
      outcome: 'unknown',
      severity: 'error',
      disclosure: 'public',
      reason: 'The clone lacks the content of LICENSE.',
      findings: [],
    },
    {
      policy: 'contributing-guide',
      outcome: 'exempt',
      severity: 'warning',
      disclosure: 'public',
      reason: 'Exempt until 2027-01-01, approved by ada: takes no contributions',
      findings: [],
    },
    {
      policy: 'security-policy',
      outcome: 'fail',
      severity: 'warning',
      disclosure: 'public',
      reason: null,
      findings: [
        {
          outcome: 'fail',
          code: 'public-only',
          message: 'SECURITY.md names only a public way to report.',
          path: 'SECURITY.md',
          line: 3,
        },
      ],
    },
  ],
};

test('what people read: the worst first, why it matters and how to mend it', () => {
  expect(renderText(audit, POLICIES, { isColoured: false, width: 80 })).toMatchInlineSnapshot(`
"bus-stops at d4f3832aaaaa

✗ security-policy  warning
  SECURITY.md names only a public way to report.
  SECURITY.md:3
  why  Who finds a vulnerability must be able to tell you before telling the
       world. A policy that names no private way to report leaves only silence
       or a public issue, and then attackers read it with you.
  fix  Write a file SECURITY.md in \`.github\`, the root or \`docs\` that names one
       private way to report: an e-mail address that somebody reads, a form, or
       GitHub’s private vulnerability reporting (Settings → Advanced Security).
       Say what happens next and how soon. One policy in the organisation’s
       public \`.github\` repository serves every repository that has none of its
       own.

? license-approved  unknown
  The clone lacks the content of LICENSE.
○ contributing-guide  Exempt until 2027-01-01, approved by ada: takes no contributions
✓ license-file  The licence is in LICENSE.

4 policies: 1 fail, 1 unknown, 1 exempt, 1 pass  (portreeve explain POLICY)
"
`);
});

test('colours change nothing of the words', () => {
  const plain = renderText(audit, POLICIES, { isColoured: false, width: 80 });
  const coloured = renderText(audit, POLICIES, { isColoured: true, width: 80 });

  expect(coloured).toContain('\u001b[31m');
  expect(stripVTControlCharacters(coloured)).toBe(plain);
});

test.each([40, 80, 200])('no line is longer than %d characters or what reads well', (width) => {
  const lines = renderText(audit, POLICIES, { isColoured: false, width }).split('\n');
  const wrapped = lines.filter((line) => line.startsWith('  '));

  expect(Math.max(...wrapped.map((line) => line.length))).toBeLessThanOrEqual(Math.min(96, width));
});

test('hostile names are shown, not obeyed', () => {
  const hostile = 'LICENSE-\u001b[2J\u202e\n\u0007evil';
  const [verdict] = audit.verdicts.slice(3);
  if (verdict === undefined) throw new Error('The audit has a fail');
  const findings = [
    { outcome: 'fail', code: 'empty', message: `${hostile} is empty.`, path: hostile, line: 1 },
  ] as const;
  const text = renderText({ ...audit, subject: hostile, verdicts: [{ ...verdict, findings }] }, POLICIES, {
    isColoured: false,
    width: null,
  });

  for (const character of ['\u001b', '\u202e', '\u0007']) expect(text).not.toContain(character);
  expect(text.split('\n').some((line) => line.startsWith('\u0007') || line.startsWith('evil'))).toBe(false);
  expect(text).toContain('evil is empty.');
});
