import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../src/core/language.ts';
import { compareVerdicts } from '../../src/plan/compare-verdicts.ts';
import { renderNothingToJudge, renderPullRequestCheck } from '../../src/report/check-run.ts';
import { aVerdict } from '../support/verdicts.ts';
import { aFrame, placeholdersIn } from './a-frame.ts';

const debt = aVerdict({ policy: 'contributing-guide', fails: ['missing'] });
const content = {
  comparison: compareVerdicts(
    [aVerdict({}), aVerdict({ policy: 'security-policy', fails: ['missing'] }), debt],
    [
      aVerdict({ severity: 'error', fails: ['missing'] }),
      aVerdict({ policy: 'security-policy' }),
      debt,
      aVerdict({ policy: 'license-approved', outcome: 'unknown' }),
    ],
  ),
  holding: [aVerdict({ policy: 'security-policy' })],
  exempt: [aVerdict({ policy: 'license-approved', outcome: 'exempt', reason: 'Exempt until 2027-01-01.' })],
  baseBranch: 'main',
  headSha: '0123456789abcdef0123456789abcdef01234567',
  changedPaths: ['LICENSE', 'src/a.js'],
  repair: 'open-repair',
};

describe('the check run of a pull request', () => {
  test('reads', () => {
    const { title, summary, annotations, requestedActions } = renderPullRequestCheck(aFrame(), content);

    expect(`${title}\n\n${summary}`).toMatchInlineSnapshot(`
"1 policy broken by this pull request

Portreeve compares \`main\` as it stands with what merging this pull request would make of it. Only what the pull request itself breaks can fail this check; what was wrong before is never held against it.

## Broken by this pull request

### A licence file in the root (required)

**What was found**

- missing.

**Why it matters** Without a licence nobody else may use, change or share the code, however public it is: copyright reserves all rights. A file in the root is where people, package managers and GitHub look for it.

**How to mend it** Add the full text of the licence as a file called LICENSE in the root of the default branch. Ask your Open Source Programme Office which licence to choose when you are not sure.

<sub>Read more: <https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/licensing-a-repository> · <https://baseline.openssf.org/versions/2025-02-25#osps-le-0301> · <https://reuse.software/spec-3.3/></sub>

**If it cannot be met here** An exemption can be granted by: [OSPO of the City](https://ospo.city.example/). It names the repository, the policy, the reason, who approved it and its last day, and stands in \`city/.github: .github/portreeve.yml\`.

## Mended by this pull request. Thank you!

- A security policy that says how to report in private

## Could not be judged

- A licence that the organisation approves: GitHub did not answer.

This is not your fault and does not block you. The check is made again with the next push, or when you press “Re-run”.

## Wrong before this pull request

A guide for contributors

- missing.

## Excused

- A licence that the organisation approves: Exempt until 2027-01-01.

## Met

- A security policy that says how to report in private

Questions? Contact: [OSPO of the City](https://ospo.city.example/). \`/portreeve recheck\` in a comment makes Portreeve look again. Everybody can ask for it.

Judged: 0123456789abcdef0123456789abcdef01234567.

---
Portreeve · [OSPO of the City](https://ospo.city.example/)"
`);
    expect(annotations).toEqual([
      {
        path: 'LICENSE',
        line: 1,
        level: 'failure',
        title: 'A licence file in the root',
        message: 'missing.',
      },
    ]);
    expect(requestedActions.map(({ identifier, label }) => [identifier, label])).toEqual([
      ['open-repair', 'Open repair PR'],
    ]);
  });

  test('that finds nothing says so in a sentence', () => {
    expect(renderNothingToJudge(aFrame()).summary).toBe('No policy looks at what this pull request changes.');
  });

  test.each(LANGUAGES)('keeps GitHub’s limits and has every placeholder filled in %s', (language) => {
    const { title, summary, requestedActions } = renderPullRequestCheck(aFrame(language), content);

    expect(placeholdersIn(title, summary)).toEqual([]);
    for (const { label, description, identifier } of requestedActions) {
      expect([label.length <= 20, description.length <= 40, identifier.length <= 20]).toEqual([true, true, true]);
    }
  });
});
