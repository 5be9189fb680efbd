import { expect, test } from '@jest/globals';
import { LANGUAGES } from '../../src/core/language.ts';
import { renderLaunchIssue } from '../../src/report/launch-issue.ts';
import { aVerdict } from '../support/verdicts.ts';
import { aFrame, placeholdersIn } from './a-frame.ts';

const CONTENT = { name: 'bus-stops', kind: 'data', license: 'CC0-1.0', verdicts: [], hasProposals: true } as const;

test.each(LANGUAGES)('it is whole in %s', (language) => {
  const { title, body } = renderLaunchIssue(aFrame(language), CONTENT);
  expect(placeholdersIn(title, body)).toEqual([]);
  expect(body).toContain('`CC0-1.0`');
});

test('hostile names stay text', () => {
  const { title, body } = renderLaunchIssue(
    { ...aFrame(), owner: '@everyone <img src=x>' },
    { ...CONTENT, name: 'a\nb @all', license: null },
  );
  expect(title).not.toContain('\n');
  expect(body).not.toMatch(/<img|(?<![\w`])@everyone\b/);
});

test('only what was judged is on the list', () => {
  const verdicts = (['pass', 'fail', 'unknown', 'not-applicable'] as const).map((outcome) =>
    aVerdict({ policy: 'readme', outcome }),
  );
  const { body } = renderLaunchIssue(aFrame(), { ...CONTENT, license: null, verdicts });
  expect(body.match(/- \[.\] A README.*/g)).toEqual([
    '- [x] A README that says what this is',
    '- [ ] A README that says what this is',
  ]);
});
