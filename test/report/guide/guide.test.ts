import { describe, expect, test } from '@jest/globals';
import { readConfiguration } from '../../../src/config/read-configuration.ts';
import { LANGUAGES, type Language } from '../../../src/core/language.ts';
import { POLICIES } from '../../../src/policies/index.ts';
import { renderGuideHtml, renderGuideMarkdown } from '../../../src/report/guide/render.ts';
import type { GuideInput } from '../../../src/report/guide/sections.ts';
import { aFrame, placeholdersIn } from '../a-frame.ts';

const EVIL = '<script>alert(1)</script>@everyone|[x](https://evil.example)';
const CITY = `mode: enforce
defaultLicense: EUPL-1.2
policies:
  license-approved: { allowed: [EUPL-1.2, MIT] }
  support: off
  readme: { severity: error }
contributions:
  signOff: { check: true }
  ai: disclose
  onboarding: { answerWithinDays: 5 }
groups:
  - name: ${JSON.stringify(EVIL)}
    match: { names: ['data-*'] }
    kind: data
    policies: { readme: { severity: info }, code-owners: off }
exemptions:
  - { policy: license-file, repositories: [old-site], reason: ${JSON.stringify(EVIL)}, approver: ada, until: 2027-03-31 }
  - { policy: readme, repositories: [older], reason: Over., approver: ada, until: 2026-11-24 }
`;

function input(text: string | null): GuideInput {
  const today = '2026-11-25';
  if (text === null) return { layers: [], today };
  const reading = readConfiguration(text, '.github/.github/portreeve.yml', POLICIES, 'organization');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return { layers: [reading.configuration], today };
}

const guide = (text: string | null, language: Language = 'en') => renderGuideMarkdown(aFrame(language), input(text));

describe.each(LANGUAGES)('in %s', (language) => {
  test.each([CITY, null])('no sentence is left unfinished', (text) => {
    const page = renderGuideHtml(aFrame(language), input(text)).replace(/<style>[\s\S]*<\/style>/, '');
    expect(placeholdersIn(page, guide(text, language))).toEqual([]);
  });
});

test.each<[what: string, found: RegExp]>([
  ['what is required comes first', /### A licence file in the root \(required\)[\s\S]*\(recommended\)/],
  ['a severity of the organisation’s own', /### A README that says what this is \(required\)/],
  ['an option of its own', /As set here: allowed: EUPL-1\.2, MIT\./],
  ['the way to mend it', /How to mend it: Write a file CONTRIBUTING\.md/],
  [
    'groups and what differs',
    /names: data-\\\* \| A README that says what this is: for information; .*: off; kind: data/,
  ],
  ['sign-offs', /- Authors sign off their commits/],
  ['programs', /- Whoever lets a program write names it/],
  ['promises', /within 5 days/],
  ['licences', /- Code: EUPL-1\.2/],
  ['exemptions that hold', /\| old-site \| A licence file in the root \| 31 March 2027 \| ada \|/],
  ['how to ask for one', /An exemption can be granted by: OSPO of the City/],
])('it tells %s', (_what, found) => {
  expect(guide(CITY)).toMatch(found);
});

test('it does not tell what is switched off, nor what is over', () => {
  expect(guide(CITY)).not.toMatch(/### A page that says where to get help|\| older \|/);
  expect(guide(null)).toMatch(/### A page that says where to get help/);
});

test('without a file it says what is built in', () => {
  expect(guide(null)).toMatch(/No file says anything[\s\S]*nothing is written to them[\s\S]*Commits need no sign-off/);
});

test('what people wrote acts nowhere', () => {
  expect(guide(CITY)).not.toMatch(/<script|@everyone|\]\(https:\/\/evil/);
  const page = renderGuideHtml(aFrame(), input(CITY));
  expect(page).not.toContain('<script');
  expect(page).toContain('&lt;script&gt;');
});
