import { expect, test } from '@jest/globals';
import type { Audit } from '../../src/core/audit.ts';
import { POLICIES } from '../../src/policies/index.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';

function anAudit(message: string, path: string | null): Audit {
  return {
    subject: 'bus-stops',
    commit: null,
    at: '2026-11-23T12:00:00.000Z',
    verdicts: [
      {
        policy: 'contributing-guide',
        outcome: 'unknown',
        severity: 'warning',
        disclosure: 'public',
        reason: 'No rights.',
        findings: [],
      },
      {
        policy: 'license-file',
        outcome: 'fail',
        severity: 'error',
        disclosure: 'public',
        reason: null,
        findings: [{ outcome: 'fail', code: 'empty', message, path, line: 2 }],
      },
    ],
  };
}

test('what people read: a table of all, then what to do about what fails', () => {
  expect(renderMarkdown(anAudit('LICENSE is empty.', 'LICENSE'), POLICIES)).toMatchInlineSnapshot(`
"# Audit of \`bus-stops\`

| Result | Policy | Severity | What was found |
| --- | --- | --- | --- |
| ❌ fail | [license-file](https://github.com/portreeve/portreeve/blob/main/docs/policies/license-file.md) | error | LICENSE is empty. |
| ❔ unknown | [contributing-guide](https://github.com/portreeve/portreeve/blob/main/docs/policies/contributing-guide.md) | warning | No rights. |

## A licence file in the root

- LICENSE is empty. (\`LICENSE:2\`)

**Why it matters:** Without a licence nobody else may use, change or share the code, however public it is: copyright reserves all rights. A file in the root is where people, package managers and GitHub look for it.

**How to mend it:** Add the full text of the licence as a file called LICENSE in the root of the default branch. Ask your Open Source Programme Office which licence to choose when you are not sure.
"
`);
});

test('A22: a hostile name breaks no table, mentions nobody and links nowhere', () => {
  const text = renderMarkdown(
    anAudit('a|b @ada <img src=x> [x](http://evil.example)\n# big is empty.', 'a`|\n#`b'),
    POLICIES,
  );
  const rows = text.split('\n').filter((line) => line.startsWith('|'));

  expect(rows.every((row) => row.replaceAll('\\|', '').split('|').length === 6)).toBe(true);
  expect(text).not.toMatch(/@ada|<img|\]\(http:\/\/evil|^# big/m);
});
