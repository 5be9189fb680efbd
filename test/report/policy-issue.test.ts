import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../src/core/language.ts';
import { renderPolicyIssue } from '../../src/report/policy-issue.ts';
import { aVerdict } from '../support/verdicts.ts';
import { aFrame, placeholdersIn } from './a-frame.ts';

const content = {
  failing: [aVerdict({ policy: 'license-file', severity: 'error', fails: ['missing'] })],
  unknown: [aVerdict({ policy: 'security-policy', outcome: 'unknown' })],
  gaps: [{ path: 'SECURITY.md', missing: ['contact.securityEmail'] }],
  defaultBranch: 'main',
  about: null,
} as const;

describe('the policy issue', () => {
  test('reads', () => {
    const { title, body } = renderPolicyIssue(aFrame(), content);

    expect(`${title}\n\n${body}`).toMatchInlineSnapshot(`
"Open source policies to be met

One open source policy of city is not met in this repository. Here is what is missing, why it matters and how to mend it.

### A licence file in the root (required)

**What was found**

- missing.

**Why it matters** Without a licence nobody else may use, change or share the code, however public it is: copyright reserves all rights. A file in the root is where people, package managers and GitHub look for it.

**How to mend it** Add the full text of the licence as a file called LICENSE in the root of the default branch. Ask your Open Source Programme Office which licence to choose when you are not sure.

<sub>Read more: <https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/licensing-a-repository> · <https://baseline.openssf.org/versions/2025-02-25#osps-le-0301> · <https://reuse.software/spec-3.3/></sub>

**If it cannot be met here** An exemption can be granted by: [OSPO of the City](https://ospo.city.example/). It names the repository, the policy, the reason, who approved it and its last day, and stands in \`city/.github: .github/portreeve.yml\`.

One more policy could not be judged:

- \`security-policy\`: GitHub did not answer.

No pull request can be made for \`SECURITY.md\`: nothing is known of \`contact.securityEmail\`. It can be said in \`city/.github: .github/portreeve.yml\`.

Portreeve looks again after every push to \`main\`. To have it look at once, comment \`/portreeve recheck\`.

Questions? Contact: [OSPO of the City](https://ospo.city.example/).

This issue is kept up to date in place, and closes itself when all is met. Close it as “not planned” and it stays silent until something new is missing. What you write in comments is never changed.

---
Portreeve · [OSPO of the City](https://ospo.city.example/)"
`);
  });

  test('says farewell', () => {
    expect(renderPolicyIssue(aFrame(), { ...content, failing: [] }).body).toMatchInlineSnapshot(`
"All open source policies of city are met in this repository. Thank you! This issue opens again when that changes.

---
Portreeve · [OSPO of the City](https://ospo.city.example/)"
`);
  });

  test.each(LANGUAGES)('has every placeholder filled in %s', (language) => {
    const frame = aFrame(language);
    const texts = [content, { ...content, about: 'city/stops' }, { ...content, failing: [] }].flatMap((one) =>
      Object.values(renderPolicyIssue(frame, one)),
    );

    expect(placeholdersIn(...texts)).toEqual([]);
  });
});
