import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { allOverrides } from '../../src/store/overrides.ts';
import { checkPullRequest } from '../../src/tasks/check-pull-request.ts';
import { pullRequestRequest } from '../../src/tasks/requests.ts';
import type { Account, CheckRun, Comment, PullRequest, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, checkOf, requestsOf, writesOf } from './on-github.ts';

const CONFIGURATION =
  'mode: enforce\nchecks: false\ncontributions: {signOff: {check: true}, onboarding: {pullRequests: false}}\n';
const NAME = 'Portreeve DCO';
const COMMAND = '/portreeve override sign-off Work of an employee, by @contract';
let house: House;
let stops: Repository;
let grace: Account;
let pull: PullRequest;
let now: Date;

beforeEach(async () => {
  now = new Date();
  house = await openHouse({ configuration: CONFIGURATION, now: () => now });
  const { github, organization } = house;
  stops = github.createRepository({ owner: organization, name: 'bus-stops', files: ALL_WELL });
  grace = github.createUser('grace');
  await house.refresh();
  pull = github.openPullRequest({
    repository: stops,
    author: grace,
    fork: true,
    commits: [
      { files: { a: 'a' }, message: 'One', author: { name: 'Grace', email: 'grace@navy.example' } },
      { files: { b: 'b' }, message: 'Two', author: { name: 'Grace', email: 'grace@navy.example' } },
    ],
  });
});
afterEach(() => house.close());

type Wish = Partial<Pick<Parameters<typeof pullRequestRequest>[0], 'isOverride' | 'commentId' | 'headSha' | 'pressed'>>;

async function judge(wish: Wish = {}): Promise<CheckRun> {
  const subject = { installationId: house.installation.id, repositoryId: stops.id, nodeId: stops.nodeId };
  const request = pullRequestRequest({ ...subject, number: pull.issue.number, headSha: null, ...wish });
  await checkPullRequest(house.context, request.data as Parameters<typeof checkPullRequest>[1]);
  return checkOf(stops, pull.head.sha, NAME);
}

const heed = ({ id }: Comment) => judge({ isOverride: true, commentId: id });
const kept = () => house.store.asInstallation(house.installation.id, allOverrides);
const reactionsTo = (comment: Comment) => comment.reactions.map(({ content }) => content);

function maintainer(role: 'admin' | 'maintain' | 'write'): Account {
  const account = house.github.createUser(`with-${role}`);
  house.github.setRole(stops, account, role);
  return account;
}

test('of a maintainer takes exactly these commits in, is shown with its reason, and is kept', async () => {
  const failing = await judge();
  expect(failing.conclusion).toBe('failure');
  expect(failing.output.summary).toContain('`/portreeve override sign-off REASON until YYYY-MM-DD`');
  const by = maintainer('maintain');
  const comment = house.github.comment(
    pull,
    `${COMMAND} until 2099-01-01`.replace('2099', String(now.getUTCFullYear() + 1)),
    by,
  );

  const run = await heed(comment);

  expect(run.conclusion).toBe('success');
  expect(run.output.summary).toContain('with-maintain (maintain) took it in without a sign-off');
  expect(run.output.summary).not.toContain('@contract');
  expect(reactionsTo(comment)).toEqual(['+1']);
  expect(await kept()).toMatchObject([
    {
      by: { id: by.id },
      role: 'maintain',
      number: pull.issue.number,
      source: { commentId: comment.id },
      shas: { length: 2 },
    },
  ]);
});

test('delivered twice, writes nothing the second time', async () => {
  await judge();
  const comment = house.github.comment(pull, COMMAND, house.owner);
  await heed(comment);
  const [writes, requests] = [writesOf(house).length, requestsOf(house).length];

  const run = await heed(comment);

  expect(run.conclusion).toBe('success');
  expect(writesOf(house)).toHaveLength(writes);
  expect(requestsOf(house).slice(requests)).toEqual(['POST /graphql', 'POST /graphql']);
  expect(await kept()).toHaveLength(1);
});

test('covers no commit that comes later', async () => {
  await judge();
  await heed(house.github.comment(pull, COMMAND, house.owner));
  house.github.pushToPullRequest(pull, {
    files: { c: 'c' },
    message: 'Three',
    author: { name: 'Grace', email: 'grace@navy.example' },
  });

  const run = await judge();

  expect(run).toMatchObject({ conclusion: 'failure', output: { title: '1 commit is not in order' } });
});

test('counts no more once its day is over', async () => {
  await judge();
  expect((await heed(house.github.comment(pull, COMMAND, house.owner))).conclusion).toBe('success');
  now = new Date(now.getTime() + 31 * 86_400_000);

  expect((await judge()).conclusion).toBe('failure');
});

test('is over by itself, though nothing happens in the pull request', async () => {
  await judge();
  await heed(house.github.comment(pull, COMMAND, house.owner));
  now = new Date(now.getTime() + 31 * 86_400_000);

  await house.sweep();

  expect(checkOf(stops, pull.head.sha, NAME).conclusion).toBe('failure');
  house.enqueued.splice(0);
  await house.sweep();
  expect(house.enqueued.filter(({ queue }) => queue === 'pull-request')).toEqual([]);
});

describe('by a button below the check', () => {
  const press = (by: Account, headSha = pull.head.sha, deliveryId = 'delivery-1') =>
    judge({ headSha, pressed: { button: 'override-employee', by: { id: by.id, login: by.login }, deliveryId } });

  test('a maintainer takes exactly these commits in for 30 days, once', async () => {
    const failing = await judge();
    expect(failing.actions.map(({ identifier }) => identifier)).toEqual(['override-employee', 'override-no-answer']);
    const by = maintainer('maintain');

    const run = await press(by);

    expect(run).toMatchObject({ conclusion: 'success', actions: [] });
    expect(run.output.summary).toContain('The work of an employee, by contract.');
    const record = {
      by: { id: by.id },
      role: 'maintain',
      source: { deliveryId: 'delivery-1' },
      shas: { length: 2 },
      expiresAt: new Date(now.getTime() + 30 * 86_400_000).toISOString(),
    };
    expect(await kept()).toMatchObject([record]);
    const writes = writesOf(house).length;
    await press(by);
    expect(await kept()).toHaveLength(1);
    expect(writesOf(house)).toHaveLength(writes);
  });

  test('S20: it does not count of somebody who may merge, and no more, nor of a head that is another by now', async () => {
    await judge();
    expect((await press(maintainer('write'))).output.summary).toContain(
      'with-write does not count: only people with the role',
    );
    const before = pull.head.sha;
    house.github.pushToPullRequest(pull, {
      files: { c: 'c' },
      message: 'Three',
      author: { name: 'Grace', email: 'grace@navy.example' },
    });
    await judge();

    const run = await press(house.owner, before);

    expect(run.conclusion).toBe('failure');
    expect(run.output.summary).toContain('had not been judged yet');
    expect(await kept()).toEqual([]);
  });
});

describe('S20: does not count', () => {
  test.each<[what: string, give: () => Comment, told: string | null]>([
    ['of somebody who may merge, and no more', () => house.github.comment(pull, COMMAND, maintainer('write')), null],
    ['of the contributor', () => house.github.comment(pull, COMMAND, grace), null],
    [
      'of who was a maintainer when it was written',
      () => {
        const by = maintainer('admin');
        const comment = house.github.comment(pull, COMMAND, by);
        stops.collaborators.delete(by.id);
        return comment;
      },
      null,
    ],
    [
      'where the comment was edited',
      () => {
        const comment = house.github.comment(pull, 'Hm.', house.owner);
        house.github.clock.advance(5_000);
        house.github.editComment(comment, COMMAND);
        return comment;
      },
      'its comment was edited',
    ],
    ['without a reason', () => house.github.comment(pull, '/portreeve override sign-off', house.owner), 'no reason'],
  ])('%s', async (_what, give, told) => {
    const before = await judge();
    const summary = before.output.summary;
    const comment = give();

    const run = await heed(comment);

    expect(run.conclusion).toBe('failure');
    expect(reactionsTo(comment)).toEqual(['confused']);
    expect(await kept()).toEqual([]);
    if (told === null) expect(run.output.summary).toBe(summary);
    else expect(run.output.summary).toContain(told);
    const writes = writesOf(house).length;
    await judge();
    expect(writesOf(house)).toHaveLength(writes);
  });

  test('where the branch moved after it was given, until it is given again', async () => {
    await judge();
    const comment = house.github.comment(pull, COMMAND, house.owner);
    house.github.pushToPullRequest(pull, {
      files: { c: 'c' },
      message: 'Three',
      author: { name: 'Grace', email: 'grace@navy.example' },
    });
    now = new Date(now.getTime() + 10_000);

    const run = await heed(comment);
    expect(run.conclusion).toBe('failure');
    expect(run.output.summary).toContain('had not been judged yet');

    house.github.clock.advance(20_000);
    expect((await heed(house.github.comment(pull, COMMAND, house.owner))).conclusion).toBe('success');
  });
});
