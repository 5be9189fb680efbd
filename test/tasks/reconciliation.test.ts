import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkPullRequest } from '../../src/tasks/check-pull-request.ts';
import { pullRequestTask } from '../../src/tasks/requests.ts';
import { sweep } from '../../src/tasks/sweep.ts';
import type { PullRequest, Repository } from '../github/state.ts';
import { APP_PERMISSIONS } from '../support/app-manifest.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, checkOf, checksOf, requestsOf, writesOf } from './on-github.ts';

const NAME = 'Portreeve DCO';
let house: House;
let stops: Repository;
let now: Date;

async function open(configuration: string): Promise<void> {
  now = new Date();
  house = await openHouse({ configuration, now: () => now });
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: ALL_WELL });
  await house.refresh();
  await house.sweep();
}

const onlySignOffs = 'mode: enforce\nchecks: false\ncontributions: {signOff: {check: true}}\n';
const both = 'mode: enforce\ncontributions: {signOff: {check: true}}\n';

beforeEach(() => open(both));
afterEach(() => house.close());

function contribute(head: string): PullRequest {
  return house.github.openPullRequest({ repository: stops, author: house.owner, head, files: { [head]: head } });
}

const subject = () => ({ installationId: house.installation.id, repositoryId: stops.id, nodeId: stops.nodeId });
const judged = () => house.enqueued.splice(0).filter(({ queue }) => queue === 'pull-request');

describe('an open pull request of which no event told is judged by the next sweep', () => {
  test.each([
    ['where only sign-offs are checked', onlySignOffs, [NAME]],
    ['where both are', both, ['Portreeve', NAME]],
  ])('%s', async (_where, configuration, names) => {
    await house.close();
    await open(configuration);
    const pull = contribute('a');

    await house.sweep();

    for (const name of names) expect(checkOf(stops, pull.head.sha, name).status).toBe('completed');
    const writes = writesOf(house).length;
    await house.sweep();
    expect(writesOf(house)).toHaveLength(writes);
  });

  test('where one of its checks stands and the other was lost', async () => {
    const pull = contribute('a');
    await house.sweep();
    await house.store.asInstallation(house.installation.id, (db) =>
      db.deleteFrom('artifact').where('key', 'like', `check-run:%:${NAME}:${pull.head.sha}`).execute(),
    );

    await expect(house.sweep()).rejects.toThrow('it is brought up to date');
    await house.sweep();

    // It is found on GitHub, and kept again: no second one.
    expect(checksOf(stops, pull.head.sha, NAME)).toHaveLength(1);
    expect(judged()).toEqual([]);
  });

  test('S11: where the commit has its checks already, of another pull request', async () => {
    await house.close();
    await open(onlySignOffs);
    const { github, owner } = house;
    const author = { name: 'Ada', email: 'ada@example.org' };
    const signed = 'Two\n\nSigned-off-by: Ada <ada@example.org>\n';
    const commits = [
      { files: { a: 'a' }, message: 'One', author },
      { files: { b: 'b' }, message: signed, author },
    ];
    const worse = github.openPullRequest({ repository: stops, author: owner, head: 'feature', commits });
    const parent = stops.git.store.commit(worse.head.sha).parents[0] ?? '';
    github.pushFiles(stops, { branch: 'release', parent, message: 'Release' });
    const better = github.openPullRequest({ repository: stops, author: owner, head: 'feature', base: 'release' });
    await house.check(stops, better.issue.number);
    expect(checkOf(stops, worse.head.sha, NAME).conclusion).toBe('success');

    await house.sweep();

    expect(checkOf(stops, worse.head.sha, NAME).conclusion).toBe('failure');
    const writes = writesOf(house).length;
    await house.sweep();
    expect(writesOf(house)).toHaveLength(writes);
  });

  test('where the push was lost that changed what sign-offs are judged by, once', async () => {
    await house.close();
    await open(onlySignOffs);
    const author = house.github.createUser('grace', { name: 'Grace Hopper', email: 'grace@navy.example' });
    const message = 'Name the stops\n\nSigned-off-by: Grace Hopper <grace@home.example>\n';
    const pull = house.github.openPullRequest({ repository: stops, author, head: 'a', files: { a: 'a' }, message });
    await house.sweep();
    expect(checkOf(stops, pull.head.sha, NAME).conclusion).toBe('failure');
    const files = { '.mailmap': 'Grace Hopper <grace@navy.example> <grace@home.example>\n' };
    house.github.pushFiles(stops, { files, message: 'Say whose addresses are whose' });

    await house.sweep();
    expect(checkOf(stops, pull.head.sha, NAME).conclusion).toBe('success');
    const writes = writesOf(house).length;
    await house.sweep();
    expect(writesOf(house)).toHaveLength(writes);
  });

  test('once the permission to report is granted', async () => {
    const { checks: _checks, ...others } = APP_PERMISSIONS;
    house.github.changePermissions(house.installation, others);
    await house.refresh();
    const pull = contribute('a');
    await house.sweep();
    expect(checksOf(stops, pull.head.sha, NAME)).toEqual([]);

    house.github.changePermissions(house.installation, APP_PERMISSIONS);
    await house.refresh();
    expect(house.enqueued.map(({ queue }) => queue)).toContain('sweep');
    await house.sweep();

    expect(checkOf(stops, pull.head.sha, NAME).status).toBe('completed');
  });
});

describe('of 130 open pull requests', () => {
  const passes = async (trigger: string): Promise<number> => {
    await sweep(house.context, { installationId: house.installation.id, trigger });
    return judged().length;
  };
  const judge = async (pull: PullRequest): Promise<void> => {
    const task = { ...subject(), number: pull.issue.number, headSha: pull.head.sha };
    await checkPullRequest(house.context, pullRequestTask.parse(task));
  };

  test('all are found that were never judged; where the newest are in order, only the day’s sweep looks at the others', async () => {
    // The proposal is a pull request, too.
    await house.sweep();
    const pulls = Array.from({ length: 130 }, (_, index) => contribute(`change-${index}`));
    expect(await passes('lost-deliveries')).toBe(130);

    for (const pull of pulls.slice(-50)) {
      // GitHub takes 80 writes a minute.
      now = new Date(now.getTime() + 3_000);
      await judge(pull);
    }
    house.github.resetRequests();
    expect(await passes('lost-deliveries')).toBe(0);
    expect(requestsOf(house).filter((route) => route === 'POST /graphql').length).toBeLessThan(4);
    expect(await passes('sweep')).toBe(80);
  }, 120_000);
});

test('a storm of comments that ask is answered by one run of each check', async () => {
  const pull = contribute('a');
  await house.check(stops, pull.issue.number);
  const reports = () => writesOf(house).filter((write) => write.includes('check-runs')).length;
  const before = reports();
  const askedAt = new Date(now.getTime() + 10_000).toISOString();
  const comments = Array.from({ length: 20 }, () => house.github.comment(pull, '/portreeve recheck', house.owner));
  now = new Date(now.getTime() + 12_000);

  for (const { id: commentId } of comments) {
    const task = { ...subject(), number: pull.issue.number, headSha: null, isRequested: true, commentId, askedAt };
    await checkPullRequest(house.context, pullRequestTask.parse(task));
  }

  expect(reports() - before).toBe(2);
  expect(comments.every(({ reactions }) => reactions.length === 1)).toBe(true);

  now = new Date(now.getTime() + 60_000);
  const later = new Date(now.getTime() - 1_000).toISOString();
  const again = { ...subject(), number: pull.issue.number, headSha: null, isRequested: true, askedAt: later };
  await checkPullRequest(house.context, pullRequestTask.parse(again));
  expect(reports() - before).toBe(4);
});
