import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkPullRequest } from '../../src/tasks/check-pull-request.ts';
import { CONFIGURATION_CHECK } from '../../src/tasks/configuration-check.ts';
import { taskHandlers } from '../../src/tasks/handlers.ts';
import { pullRequestRequest } from '../../src/tasks/requests.ts';
import { createCheckRun } from '../github/operations/checks.ts';
import type { CheckRun, PullRequest, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, checkOf, checksOf, only, writesOf } from './on-github.ts';

const PATH = '.github/portreeve.yml';
const CONFIGURATION = 'mode: enforce\n';
let house: House;
let stops: Repository;
let now: number;

beforeEach(async () => {
  now = Date.parse('2026-11-23T12:00:00Z');
  house = await openHouse({ configuration: CONFIGURATION, now: () => new Date(now) });
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: ALL_WELL });
  await house.refresh();
});

afterEach(() => house.close());

/** The organisation's configuration repository. */
function town(): Repository {
  return only([...house.github.world.repositories.values()].filter(({ name }) => name === '.github'));
}

async function configure(text: string): Promise<void> {
  house.github.pushFiles(town(), { message: 'Configure', files: { [PATH]: text } });
  await house.refresh();
}

/** The run that GitHub shows: the newest of a name. */
function shown({ head }: PullRequest): CheckRun {
  const newest = checksOf(stops, head.sha).sort((a, b) => b.id - a.id)[0];
  if (newest === undefined) throw new Error(`No check run on ${head.sha}`);
  return newest;
}

const shownPlaces = (pull: PullRequest) => shown(pull).annotations.map(({ path, title }) => [path, title]);

describe('A29: a check run of our name by another app', () => {
  function foreign({ head: { sha: headSha } }: PullRequest, externalId: string): CheckRun {
    const { github, organization } = house;
    const app = github.createApp({ slug: 'impostor', permissions: { checks: 'write' }, events: [], webhookUrl: null });
    github.installApp({ app, account: organization });
    const success = { status: 'completed', conclusion: 'success' } as const;
    return createCheckRun(github.world, stops, app, { name: 'Portreeve', headSha, externalId, ...success });
  }

  test('is not ours: ours stands beside it, and says what it says', async () => {
    const pull = house.github.openPullRequest({ repository: stops, deletes: ['LICENSE'] });
    const copied = foreign(pull, '');
    await house.check(stops, pull.issue.number);

    const ours = only(checksOf(stops, pull.head.sha).filter(({ suite }) => suite.app.slug === 'portreeve'));
    expect([ours.conclusion, copied.conclusion]).toEqual(['failure', 'success']);
  });

  test('is not adopted for ours either, when the answer to our request was lost', async () => {
    const first = house.github.openPullRequest({ repository: stops, deletes: ['LICENSE'] });
    const rule = house.github.faults.add({ route: 'POST /repos/{owner}/{repo}/check-runs', fault: { kind: 'reset' } });
    await expect(house.check(stops, first.issue.number)).rejects.toMatchObject({ kind: 'outage' });
    rule.remove();
    // It knows what ours would be called.
    const sent = house.github.requests.find(({ route }) => route === 'POST /repos/{owner}/{repo}/check-runs')?.body;
    const copied = foreign(first, String(Object(sent).external_id));
    await house.check(stops, first.issue.number);

    const ours = only(checksOf(stops, first.head.sha).filter(({ suite }) => suite.app.slug === 'portreeve'));
    expect(copied.externalId).toBe(ours.externalId);
    expect([ours.conclusion, copied.conclusion]).toEqual(['failure', 'success']);
  });
});

describe('annotations', () => {
  let pull: PullRequest;

  beforeEach(async () => {
    pull = house.github.openPullRequest({ repository: stops, deletes: ['LICENSE', 'SECURITY.md'] });
    await house.check(stops, pull.issue.number);
  });

  test('each stands once, however often the check is asked for again', async () => {
    const before = checkOf(stops, pull.head.sha).annotations;
    expect(before.map(({ path }) => path)).toContain('LICENSE');
    for (let round = 0; round < 3; round += 1) {
      house.github.rerequestCheckRun(shown(pull));
      await house.check(stops, pull.issue.number, { isRequested: true });
    }

    expect(checkOf(stops, pull.head.sha).annotations).toEqual(before);
    expect(shown(pull)).toMatchObject({ status: 'completed', conclusion: 'failure' });
  });

  test('others than before stand alone in a new run', async () => {
    const before = shown(pull);
    const places = shownPlaces(pull);
    await configure(`${CONFIGURATION}policies:\n  security-policy: off\n`);
    await house.check(stops, pull.issue.number);
    const rest = places.filter(([path]) => path !== 'SECURITY.md');

    expect(rest).not.toHaveLength(places.length);
    expect(checksOf(stops, pull.head.sha)).toHaveLength(2);
    expect(shown(pull).id).not.toBe(before.id);
    expect(shownPlaces(pull)).toEqual(rest);

    house.github.resetRequests();
    await house.check(stops, pull.issue.number);
    expect(writesOf(house)).toEqual([]);
  });

  test('none any more: a new run shows none', async () => {
    await configure(
      `${CONFIGURATION}policies:\n  security-policy: off\n  license-file: off\n  license-approved: off\n`,
    );
    await house.check(stops, pull.issue.number);

    expect(shownPlaces(pull)).toEqual([]);
    expect(shown(pull).conclusion).toBe('success');
  });

  test('that come back as they were are shown by the newest run', async () => {
    const places = shownPlaces(pull);
    await configure(`${CONFIGURATION}policies:\n  security-policy: off\n`);
    await house.check(stops, pull.issue.number);
    await configure(CONFIGURATION);
    await house.check(stops, pull.issue.number);

    expect(shownPlaces(pull)).toEqual(places);
  });

  test('of one who changes nothing but a severity are replaced too', async () => {
    await configure(`${CONFIGURATION}policies:\n  license-file:\n    severity: warning\n`);
    await house.check(stops, pull.issue.number);
    const levels = shown(pull).annotations.map(({ path, annotation_level }) => [path, annotation_level]);

    expect(levels).toContainEqual(['LICENSE', 'warning']);
    expect(levels).not.toContainEqual(['LICENSE', 'failure']);
  });
});

describe('“Re-run” on the check of a configuration completes it again', () => {
  const settled = { status: 'completed' } as const;

  /** Presses the button, and does what follows from its event. */
  async function rerun(run: CheckRun, number: number | null): Promise<void> {
    house.github.rerequestCheckRun(run);
    expect(run.status).not.toBe('completed');
    const { id: repositoryId, nodeId } = run.suite.repository;
    const request = pullRequestRequest({
      installationId: house.installation.id,
      repositoryId,
      nodeId,
      number,
      headSha: run.suite.headSha,
      isRequested: true,
    });
    house.enqueued.push(request);
    const handlers = taskHandlers(house.context);
    for (let next = house.enqueued.shift(); next !== undefined; next = house.enqueued.shift()) {
      const job = { startedAt: new Date(now), attempt: 1, signal: new AbortController().signal };
      await handlers[next.queue](next.data, job);
    }
  }

  test.each([
    ['good', 'mode: observe\n', 'success'],
    ['broken', 'mode: observ\n', 'failure'],
  ])('of a pull request with a %s one', async (_what, text, conclusion) => {
    const pull = house.github.openPullRequest({ repository: town(), files: { [PATH]: text } });
    await house.check(town(), pull.issue.number);
    const run = checkOf(town(), pull.head.sha, CONFIGURATION_CHECK);
    expect(run).toMatchObject({ ...settled, conclusion });
    await rerun(run, pull.issue.number);

    expect(checkOf(town(), pull.head.sha, CONFIGURATION_CHECK)).toMatchObject({ ...settled, conclusion });
  });

  test('of a repository’s own broken one on its default branch', async () => {
    house.github.pushFiles(stops, { message: 'Configure', files: { [PATH]: 'policys: {}\n' } });
    await house.audit(stops);
    const sha = stops.git.branch('main') ?? '';
    const run = checkOf(stops, sha, CONFIGURATION_CHECK);
    expect(run).toMatchObject({ ...settled, conclusion: 'failure' });
    await rerun(run, null);

    expect(checkOf(stops, sha, CONFIGURATION_CHECK)).toMatchObject({ ...settled, conclusion: 'failure' });
  });

  test('of a broken commit on the default branch of .github', async () => {
    await configure('mode: observ\n');
    const sha = town().git.branch('main') ?? '';
    const run = checkOf(town(), sha, CONFIGURATION_CHECK);
    expect(run).toMatchObject({ ...settled, conclusion: 'failure' });
    await rerun(run, null);

    expect(checkOf(town(), sha, CONFIGURATION_CHECK)).toMatchObject({ ...settled, conclusion: 'failure' });
  });

  test('of a pull request that was closed', async () => {
    const pull = house.github.openPullRequest({ repository: town(), files: { [PATH]: 'mode: observe\n' } });
    await house.check(town(), pull.issue.number);
    house.github.closePullRequest(pull);
    await rerun(checkOf(town(), pull.head.sha, CONFIGURATION_CHECK), pull.issue.number);

    expect(checkOf(town(), pull.head.sha, CONFIGURATION_CHECK)).toMatchObject(settled);
  });
});

describe('a check run whose making was never answered', () => {
  const LAG_SECONDS = 60;

  test('is looked for once the lists must show it, and adopted: one run', async () => {
    const pull = house.github.openPullRequest({ repository: stops, deletes: ['LICENSE'] });
    const context = { ...house.context, listLagSeconds: LAG_SECONDS };
    const task = {
      installationId: house.installation.id,
      repositoryId: stops.id,
      nodeId: stops.nodeId,
      number: pull.issue.number,
      headSha: null,
      isRequested: false,
      commentId: null,
    };
    const create = 'POST /repos/{owner}/{repo}/check-runs';
    house.github.faults.add({ route: create, call: 1, fault: { kind: 'applyThenStatus', status: 502 } });
    await expect(checkPullRequest(context, task)).rejects.toMatchObject({ kind: 'outage' });
    const list = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
    const stale = house.github.faults.add({ route: list, fault: { kind: 'staleRead' } });
    now += 20_000;
    await expect(checkPullRequest(context, task)).rejects.toMatchObject({
      kind: 'unconfirmed',
      retryAfterSeconds: LAG_SECONDS - 20,
    });
    expect(checksOf(stops, pull.head.sha)).toHaveLength(1);
    stale.remove();
    now += 40_000;
    await checkPullRequest(context, task);

    expect(checkOf(stops, pull.head.sha)).toMatchObject({ status: 'completed', conclusion: 'failure' });
    expect(house.github.requests.filter(({ route }) => route === create)).toHaveLength(1);
  });
});

test('P3: a check that was asked for again is completed by the sweep, though the event was lost', async () => {
  const pull = house.github.openPullRequest({ repository: stops, files: { 'a.txt': 'a' } });
  await house.check(stops, pull.issue.number);
  house.github.rerequestCheckRun(shown(pull));
  expect(shown(pull).conclusion).toBeNull();

  await house.sweep();

  expect(shown(pull)).toMatchObject({ status: 'completed', conclusion: 'success' });
  const reports = () => house.github.writes().filter(({ path }) => path.includes('/bus-stops/check-runs')).length;
  const before = reports();
  await house.sweep();
  expect(reports()).toBe(before);
});
