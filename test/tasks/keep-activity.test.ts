import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Activity } from '../../src/insights/chaoss/activity.ts';
import { readActivities } from '../../src/store/activities.ts';
import { taskHandlers } from '../../src/tasks/handlers.ts';
import { keepActivity } from '../../src/tasks/keep-activity.ts';
import { keepMembers } from '../../src/tasks/members.ts';
import type { Account, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, only } from './on-github.ts';

let house: House;
let stops: Repository;
let mona: Account;
let now: Date;

beforeEach(async () => {
  house = await openHouse({ configuration: null, now: () => now });
  house.github.clock.set(Date.parse('2026-11-02T09:00:00Z'));
  now = new Date(house.github.clock.now());
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: ALL_WELL });
  mona = house.github.createUser('mona', { email: 'mona@example.org' });
  await house.refresh();
  await house.sweep();
  house.github.resetRequests();
});

afterEach(() => house.close());

function pass(days: number): void {
  house.github.clock.advance(days * 86_400_000);
  now = new Date(house.github.clock.now());
}

function keep(): Promise<void> {
  const { id: installationId, permissions: granted } = house.installation;
  return keepActivity(house.context, { installationId, granted });
}

async function read(): Promise<Activity> {
  await keep();
  return only(await house.store.asInstallation(house.installation.id, readActivities));
}

const queries = () =>
  house.github.requests.filter(({ route, status }) => route === 'POST /graphql' && status === 200).length;
const contribute = (by: Account, head: string) =>
  house.github.openPullRequest({ repository: stops, author: by, fork: by === mona, head, files: { [head]: '1\n' } });

test('who answers whom, and when: programs and authors do not count', async () => {
  const pull = contribute(mona, 'first');
  house.github.comment(pull, 'Hello?', mona);
  pass(1);
  const program = house.github.createApp({ slug: 'robot', permissions: {}, events: [], webhookUrl: null });
  house.github.comment(pull, 'I am a program.', program.bot);
  pass(1);
  house.github.review(pull, { state: 'COMMENTED' }, house.owner);
  house.github.comment(pull, 'And more words.', house.owner);
  house.github.mergePullRequest(pull, { by: house.owner });
  contribute(house.owner, 'own');
  contribute(program.bot, 'automatic');

  expect((await read()).changeRequests).toEqual([
    {
      nodeId: expect.any(String),
      number: pull.issue.number + 1,
      isOutside: false,
      openedAt: '2026-11-04T09:00:00.000Z',
      closedAt: null,
      isMerged: false,
      firstResponseAt: null,
    },
    {
      nodeId: pull.nodeId,
      number: pull.issue.number,
      isOutside: true,
      openedAt: '2026-11-02T09:00:00.000Z',
      closedAt: '2026-11-04T09:00:00.000Z',
      isMerged: true,
      firstResponseAt: '2026-11-04T09:00:00.000Z',
    },
  ]);
});

test('who belongs to the organisation and keeps that private is nobody from outside', async () => {
  house.github.addMember(house.organization, mona, { isConcealed: true });
  contribute(mona, 'first');
  await keepMembers(house.context, house.installation.id);
  expect((await read()).changeRequests.map(({ isOutside }) => isOutside)).toEqual([false]);
});

test('commits are counted by person within a year, programs left out, and nobody is named', async () => {
  pass(400);
  const push = (by: string, email: string) =>
    house.github.pushFiles(stops, {
      files: { [`${now.getTime()}-${by}`]: by },
      message: by,
      author: { name: by, email },
    });
  push('Mona', 'mona@example.org');
  push('Mona at home', 'mona@example.org');
  push('Somebody', 'Some@Body.example');
  push('Somebody', 'some@body.example');
  push('Grace', 'grace@example.org');
  push('robot[bot]', '7+robot[bot]@users.noreply.github.com');
  push('Claude', 'noreply@anthropic.com');
  const activity = await read();
  expect(activity.commits).toEqual([2, 2, 1]);
  expect(activity.isCut).toEqual({ changeRequests: false, releases: false, commits: false });
  expect(JSON.stringify(activity)).not.toMatch(/mona|grace|somebody/i);
});

test('releases are those that were published', async () => {
  stops.settings = {
    releases: [
      { name: '', tagName: 'v2', isDraft: false, publishedAt: '2026-11-01T00:00:00Z' },
      { name: 'Next', tagName: 'v3', isDraft: true, publishedAt: null },
    ],
  };
  expect((await read()).releases).toEqual([{ name: 'v2', publishedAt: '2026-11-01T00:00:00.000Z' }]);
});

test('it is read once a week, many repositories in one request', async () => {
  for (let count = 0; count < 24; count += 1) {
    house.github.createRepository({ owner: house.organization, name: `site-${count}`, files: ALL_WELL });
  }
  house.github.createRepository({ owner: house.organization, name: 'site-24', files: ALL_WELL });
  await house.sweep();
  house.github.resetRequests();
  await keep();
  expect(queries()).toBe(2);
  pass(6);
  await keep();
  expect(queries()).toBe(2);
  pass(1);
  await keep();
  expect(queries()).toBe(4);
});

test('what GitHub cannot answer at once is asked for in halves', async () => {
  house.github.createRepository({ owner: house.organization, name: 'parks', files: ALL_WELL });
  await house.sweep();
  const rule = house.github.faults.add({ route: 'POST /graphql', call: 1, fault: { kind: 'status', status: 502 } });
  await keep();
  expect(rule.hits).toBe(1);
  expect(await house.store.asInstallation(house.installation.id, readActivities)).toHaveLength(2);
});

test('what may not be read is left as it was', async () => {
  const before = await read();
  pass(8);
  house.github.changePermissions(house.installation, { metadata: 'read', contents: 'read' });
  await house.refresh();
  expect(await read()).toEqual(before);
});

test('the clock asks for it, for every installation that is active', async () => {
  const handlers = taskHandlers(house.context);
  const run = { startedAt: now, attempt: 1, signal: new AbortController().signal };
  await handlers.housekeeping({ installationId: 0, work: 'report-all' }, run);
  const [asked, ...others] = house.enqueued;
  expect([asked, others]).toEqual([
    { queue: 'report', key: String(house.installation.id), data: { installationId: house.installation.id } },
    [],
  ]);
  await handlers.report({ installationId: house.installation.id }, run);
  expect(await house.store.asInstallation(house.installation.id, readActivities)).toHaveLength(1);
});
