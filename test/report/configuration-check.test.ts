import { describe, expect, test } from '@jest/globals';
import { describeChange } from '../../src/config/describe-change.ts';
import { readConfiguration } from '../../src/config/read-configuration.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { POLICIES } from '../../src/policies/index.ts';
import { renderConfigurationCheck, renderRejectedConfiguration } from '../../src/report/configuration-check.ts';
import { aFrame, placeholdersIn } from './a-frame.ts';

const PATH = '.github/.github/portreeve.yml';
const BROKEN = 'mode: enfroce\npolicies:\n  licence-file: off\n';
const CHANGED = `
mode: enforce
language: fr
policies: { license-approved: off, license-file: { severity: warning } }
groups: [{ name: archives, match: { names: [old-*] }, mode: observe }]
exemptions:
  - { policy: security-policy, repositories: [hidden], reason: Lawsuit, approver: grace, until: 2027-01-01 }
`;

function read(text: string) {
  return readConfiguration(text, PATH, POLICIES, 'organization');
}

function changed(showsDetails: boolean) {
  const reading = read(CHANGED);
  if (!reading.ok) throw new Error('the example is broken');
  const change = describeChange(POLICIES, [], [reading.configuration]);
  return {
    change,
    impact: { failing: ['stops', 'hidden'], passing: ['bare'] },
    agreements: [],
    showsDetails,
    branch: 'main',
  };
}

function problems() {
  const reading = read(BROKEN);
  return reading.ok ? [] : reading.problems;
}

describe('the check run of a configuration', () => {
  test('that is broken says where, and what was meant', () => {
    const { title, summary } = renderRejectedConfiguration(aFrame(), problems(), '.github');

    expect(`${title}\n\n${summary}`).toMatchInlineSnapshot(`
"2 problems in the configuration

Merged as it stands, this file would be refused as a whole, and the last good configuration would stay in force.

- \`.github/.github/portreeve.yml\`, line 1, column 7, \`mode\`: “enfroce” does not fit: it must be “observe” or “enforce”. Did you mean \`enforce\`?
- \`.github/.github/portreeve.yml\`, line 3, column 3, \`policies.licence-file\`: There is no policy called “licence-file”. Did you mean \`license-file\`?

---
Portreeve · [OSPO of the City](https://ospo.city.example/)"
`);
  });

  test('in a public repository gives numbers', () => {
    const { title, summary } = renderConfigurationCheck(aFrame(), changed(false));

    expect(`${title}\n\n${summary}`).toMatchInlineSnapshot(`
"The configuration is valid

Once this is on \`main\`, it holds for all repositories that the organisation gave Portreeve access to.

## What would change

- Mode: \`observe\` → \`enforce\`. With mode \`enforce\`, Portreeve begins to report checks, to keep issues and to propose files.
- 1 policy switched off
- 2 settings changed
- 1 group changed
- 1 exemption added
- 2 repositories would newly fail, by what was last seen of them
- 1 repository would no longer fail, by what was last seen of it

---
Portreeve · [OSPO of the City](https://ospo.city.example/)"
`);
    expect(summary).not.toMatch(/hidden|Lawsuit|grace|archives/);
  });

  test('in a private repository tells all', () => {
    expect(renderConfigurationCheck(aFrame(), changed(true)).summary).toMatchInlineSnapshot(`
"Once this is on \`main\`, it holds for all repositories that the organisation gave Portreeve access to.

## What would change

- Mode: \`observe\` → \`enforce\`. With mode \`enforce\`, Portreeve begins to report checks, to keep issues and to propose files.
- 1 policy switched off: \`license-approved\`
- \`language\`: \`"en"\` → \`"fr"\`
- \`policies.license-file.severity\`: \`"error"\` → \`"warning"\`
- 1 group changed: \`archives\`
- 1 exemption added: \`security-policy\` \`hidden\` → 2027-01-01
- 2 repositories would newly fail, by what was last seen of them: \`stops\`, \`hidden\`
- 1 repository would no longer fail, by what was last seen of it: \`bare\`

---
Portreeve · [OSPO of the City](https://ospo.city.example/)"
`);
  });

  test.each(LANGUAGES)('has every placeholder filled in %s', (language) => {
    const frame = aFrame(language);
    const texts = [
      renderRejectedConfiguration(frame, problems(), '.github'),
      renderConfigurationCheck(frame, changed(true)),
      renderConfigurationCheck(frame, changed(false)),
    ].flatMap(({ title, summary }) => [title, summary]);

    expect(placeholdersIn(...texts)).toEqual([]);
  });
});
