import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Account, Issue, PullRequest, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, only, ourIssues, writesOf } from './on-github.ts';

const CONFIGURATION = `mode: enforce
governanceRepository: office
contributions:
  onboarding: { answerWithinDays: 5, contact: grace }
`;

let house: House;
let stops: Repository;
let office: Repository;
let mona: Account;
let now: Date;

beforeEach(async () => {
  now = new Date();
  house = await openHouse({ configuration: CONFIGURATION, now: () => now });
  const owner = house.organization;
  stops = house.github.createRepository({ owner, name: 'bus-stops', files: ALL_WELL });
  office = house.github.createRepository({ owner, name: 'office', files: ALL_WELL, visibility: 'private' });
  mona = house.github.createUser('mona');
  await house.refresh();
  await house.sweep();
});

afterEach(() => house.close());

async function contribute(): Promise<PullRequest> {
  const head = `change-${stops.lastNumber}`;
  const files = { 'src/a.js': `${head}\n` };
  const pull = house.github.openPullRequest({ repository: stops, author: mona, fork: true, head, files });
  await house.check(stops, pull.issue.number);
  return pull;
}

async function daysLater(days: number): Promise<void> {
  now = new Date(now.getTime() + days * 86_400_000);
  house.github.resetRequests();
  await house.sweep();
}

const digest = (): Issue => only(ourIssues(office).filter(({ title }) => title.includes('wait for an answer')));
const digests = () => ourIssues(office).filter(({ title }) => title.includes('wait for an answer'));
const calls = () => digest().comments.map(({ body }) => body.split('\n')[0]);
const ourComment = ({ issue }: PullRequest) => only(issue.comments.filter(({ app }) => app !== null)).body;

test('whoever waits for longer than was promised stands in one issue, and one person is told once', async () => {
  const pull = await contribute();
  await daysLater(4);
  expect(digests()).toEqual([]);

  await daysLater(2);
  expect(digest().body).toContain(`[bus-stops#&#8203;${pull.issue.number}](${house.github.url}/city/bus-stops/pull/`);
  expect(calls()).toEqual([expect.stringMatching(/^@grace: 1 contribution has waited/)]);
  expect(ourComment(pull)).toContain('there is none yet. We are sorry');

  await daysLater(1);
  expect(writesOf(house)).toEqual([]);
  expect(calls()).toHaveLength(1);
});

test('who comes to wait later is told of alone', async () => {
  await contribute();
  await daysLater(6);
  const first = now;
  now = new Date(first.getTime() - 3 * 86_400_000);
  const later = await contribute();
  await house.store.asInstallation(house.installation.id, (db) =>
    db.updateTable('contribution').set({ opened_at: now }).where('number', '=', later.issue.number).execute(),
  );
  now = first;
  await daysLater(3);

  expect(digest().body).toContain('2 contributions from outside');
  expect(calls()).toHaveLength(2);
  expect(calls()[1]).toContain('1 contribution has waited');
});

test.each<[how: string, answer: (pull: PullRequest) => void]>([
  ['a comment of a member', (pull) => void house.github.comment(pull, 'Thank you, we look at it.', house.owner)],
  ['a review of a member', (pull) => void house.github.review(pull, { state: 'CHANGES_REQUESTED' }, house.owner)],
  ['being merged', (pull) => void house.github.mergePullRequest(pull, { by: house.owner })],
])('%s takes it off the list, and the issue closes itself', async (_how, answer) => {
  const pull = await contribute();
  await daysLater(6);
  answer(pull);
  await daysLater(1);

  expect(digest()).toMatchObject({ state: 'closed', body: expect.stringContaining('Nobody waits any more') });
  expect(ourComment(pull)).not.toContain('We are sorry');
  await daysLater(1);
  expect(writesOf(house)).toEqual([]);
});

test('who was answered in time is never told of', async () => {
  const pull = await contribute();
  house.github.comment(pull, 'Welcome!', house.owner);
  await daysLater(6);
  expect(digests()).toEqual([]);
  await daysLater(1);
  // Nobody looks again whether it was answered.
  const questions = house.github.requests.map(({ body }) => JSON.stringify(body ?? null));
  expect(questions.filter((question) => question.includes('query Replies'))).toEqual([]);
});

test('neither the asker’s own word nor another stranger’s is an answer', async () => {
  const pull = await contribute();
  house.github.comment(pull, 'Hello?', mona);
  house.github.comment(pull, 'I wait too.', house.github.createUser('hubert'));
  await daysLater(6);
  expect(digest().state).toBe('open');
});

test('in an issue that everybody may read, private repositories are counted and not named', async () => {
  house.github.setVisibility(office, 'public');
  house.github.setVisibility(stops, 'private');
  house.github.setRole(stops, mona, 'read');
  await house.refresh();
  await house.sweep();
  const pull = house.github.openPullRequest({ repository: stops, author: mona, fork: true, files: { a: '1\n' } });
  stops.collaborators.delete(mona.id);
  await house.check(stops, pull.issue.number);
  await daysLater(6);
  expect(digest().body).toContain('1 more, in a repository that not everybody may see');
  expect(digest().body).not.toContain('bus-stops');
});
