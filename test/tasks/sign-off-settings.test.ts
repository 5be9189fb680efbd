import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { POLICIES } from '../../src/policies/index.ts';
import type { PullRequest, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, checkOf, only, ourIssues, writesOf } from './on-github.ts';

const CONFIGURATION = 'mode: enforce\nproposals: false\ncontributions: {signOff: {check: true}}\n';
let house: House;
let stops: Repository;

async function open(configuration: string): Promise<void> {
  const policies = POLICIES.filter(({ id }) => id === 'sign-off-settings');
  house = await openHouse({ configuration, policies });
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: ALL_WELL });
  await house.refresh();
}

beforeEach(() => open(CONFIGURATION));
afterEach(() => house.close());

function require(...checks: readonly { readonly context: string; readonly integrationId: number | null }[]): void {
  const parameters = { __typename: 'RequiredStatusChecksParameters', requiredStatusChecks: checks };
  stops.settings = { ...stops.settings, rules: [{ id: 'RR_1', type: 'REQUIRED_STATUS_CHECKS', parameters }] };
}

test('maintainers are told once of all that works against sign-offs, and the issue closes when it is mended', async () => {
  stops.settings = { ...stops.settings, squashMergeCommitMessage: 'BLANK' };
  require({ context: 'DCO', integrationId: null }, { context: 'Portreeve DCO', integrationId: 7 });
  await house.sweep();

  const { body, state } = only(ourIssues(stops));
  expect(state).toBe('open');
  for (const told of [
    'Commits made in the browser come without a sign-off',
    'holds nothing but the title',
    'requires the check DCO; Portreeve reports Portreeve DCO',
    'requires the check Portreeve DCO from another app',
  ]) {
    expect(body).toContain(told);
  }
  const writes = writesOf(house).length;
  await house.sweep();
  expect(writesOf(house)).toHaveLength(writes);

  stops.webCommitSignoffRequired = true;
  stops.settings = { ...stops.settings, squashMergeCommitMessage: 'COMMIT_MESSAGES' };
  require({ context: 'Portreeve DCO', integrationId: house.context.app.appId });
  await house.sweep();
  expect(only(ourIssues(stops)).state).toBe('closed');
  expect(house.github.violations).toEqual([]);
});

test('a classic branch protection that waits for the check of before is told of, too', async () => {
  stops.webCommitSignoffRequired = true;
  const requires = (...requiredStatusCheckContexts: readonly string[]) => {
    stops.settings = {
      ...stops.settings,
      squashMergeCommitMessage: 'COMMIT_MESSAGES',
      refUpdateRule: { requiredStatusCheckContexts },
    };
  };
  requires('build', 'DCO');
  await house.sweep();
  expect(only(ourIssues(stops)).body).toContain('requires the check DCO; Portreeve reports Portreeve DCO');

  requires('build', 'Portreeve DCO');
  await house.sweep();
  expect(only(ourIssues(stops)).state).toBe('closed');
  expect(house.github.violations).toEqual([]);
});

test('a contributor hears nothing of it', async () => {
  await house.sweep();
  const author = house.github.createUser('mona');
  const pull: PullRequest = house.github.openPullRequest({ repository: stops, author, fork: true, files: { a: 'a' } });
  await house.check(stops, pull.issue.number);

  const texts = [
    ...pull.issue.comments.map(({ body }) => body),
    checkOf(stops, pull.head.sha).output.summary,
    checkOf(stops, pull.head.sha, 'Portreeve DCO').output.summary,
  ].join('\n');
  expect(texts).not.toContain('Settings that keep sign-offs');
  expect(texts).not.toContain('come without a sign-off');
});

test('where no sign-offs are asked for, nothing is said, and GitHub is not asked for the settings', async () => {
  await house.close();
  await open('mode: enforce\nproposals: false\n');
  await house.sweep();

  expect(ourIssues(stops)).toEqual([]);
  const asked = house.github.requests.map(({ body }) => JSON.stringify(body ?? null));
  expect(asked.filter((body) => body.includes('"withMergeSettings":true'))).toEqual([]);
});
