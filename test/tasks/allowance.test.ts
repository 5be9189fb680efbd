import { afterEach, expect, test } from '@jest/globals';
import { createAllowances } from '../../src/github/allowances.ts';
import { createGitHub } from '../../src/github/client.ts';
import { RetryLater } from '../../src/jobs/retry-later.ts';
import { readAllowance, saveAllowance } from '../../src/store/allowance.ts';
import type { TaskContext } from '../../src/tasks/context.ts';
import { taskHandlers } from '../../src/tasks/handlers.ts';
import { auditRequest, pullRequestRequest, sweepRequest } from '../../src/tasks/requests.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, requestsOf } from './on-github.ts';

let house: House;
afterEach(() => house.close());

const job = { startedAt: new Date(), attempt: 1, signal: new AbortController().signal };

/** Another process on the same database: what it knows of the allowance, it has from there. */
function anotherProcess(now: () => number): TaskContext {
  const { app } = house.installation;
  const allowances = createAllowances(now);
  const github = createGitHub({
    appId: app.id,
    privateKey: app.privateKey,
    baseUrl: house.github.url,
    userAgent: 'portreeve-test',
    observe: allowances.note,
    now,
  });
  return { ...house.context, github, allowances, now: () => new Date(now()) };
}

test('F15: sweeps leave a tenth of the hour to pull requests, in every process, and all wait for the reset at zero', async () => {
  house = await openHouse();
  const { github, installation, organization } = house;
  const installationId = installation.id;
  github.clock.set(github.clock.now());
  const now = () => github.clock.now();
  for (let index = 0; index < 30; index += 1) {
    github.createRepository({ owner: organization, name: `r${index}`, files: ALL_WELL });
  }
  await house.refresh();
  const stops = github.createRepository({ owner: organization, name: 'stops', files: ALL_WELL });
  const ids = { installationId, repositoryId: stops.id, nodeId: stops.nodeId };
  const sweepTask = sweepRequest({ installationId, trigger: 'sweep' });
  const auditTask = auditRequest({ ...ids, trigger: 'push' });
  const askedTask = auditRequest({ ...ids, trigger: 'issue_comment', isProposalRequested: true });
  const checkTask = pullRequestRequest({ ...ids, number: 1, headSha: null });
  const run = (context: TaskContext, { queue, data }: typeof sweepTask) => taskHandlers(context)[queue](data, job);
  const costOf = async (work: Promise<void>) => {
    github.resetRequests();
    const ended = await work.then(
      () => 'done',
      (error: unknown) => (error instanceof RetryLater ? 'put off' : String(error)),
    );
    return [ended, requestsOf(house).length > 0 ? 'asked' : 'asked nothing'];
  };
  github.limits.spend(`installation:${installationId}`, 'graphql', 4499);

  // It finds out between two queries, and goes no further.
  const first = anotherProcess(now);
  const swept = run(first, sweepTask);
  await expect(swept).rejects.toThrow(/of 5000 requests \(graphql\) are left/);
  const queries = requestsOf(house).filter((route) => route === 'POST /graphql').length;
  github.clock.advance(6_000);
  expect(await costOf(run(first, sweepTask))).toEqual(['put off', 'asked nothing']);
  expect(queries).toBeLessThan(30);

  const second = anotherProcess(now);
  expect(await costOf(run(second, sweepTask))).toEqual(['put off', 'asked nothing']);
  expect(await costOf(run(second, auditTask))).toEqual(['put off', 'asked nothing']);
  expect(await costOf(run(second, checkTask))).toEqual(['done', 'asked']);
  expect(await costOf(run(second, askedTask))).toEqual(['done', 'asked']);

  const known = await house.store.asInstallation(installationId, (db) => readAllowance(db, installationId));
  const graphql = known.find(({ resource }) => resource === 'graphql');
  if (graphql === undefined) throw new Error('Nothing was told of queries');
  const spent = { ...graphql, remaining: 0 };
  await house.store.asInstallation(installationId, (db) => saveAllowance(db, installationId, spent));
  const third = anotherProcess(now);
  expect(await costOf(run(third, checkTask))).toEqual(['put off', 'asked nothing']);

  github.clock.advance(graphql.resetAt * 1000 - now() + 1_000);
  expect(await costOf(run(third, checkTask))).toEqual(['done', 'asked']);
  expect(await costOf(run(third, sweepTask))).toEqual(['done', 'asked']);
});

test.each([
  ['the least of one hour counts, whatever came last', [40, 100], [30, 101], [35, 100], [30, 101]],
  ['another hour begins anew', [40, 100], [4999, 3700], [4998, 3700], [4998, 3700]],
  ['an answer of the hour before changes nothing', [4999, 3700], [40, 100], [50, 100], [4999, 3700]],
])('%s', async (_, first, second, third, expected) => {
  house = await openHouse({ configuration: null });
  await house.refresh();
  const { id } = house.installation;
  for (const [remaining = 0, resetAt = 0] of [first, second, third]) {
    const limit = { resource: 'core', limit: 5000, remaining, resetAt } as const;
    await house.store.asInstallation(id, (db) => saveAllowance(db, id, limit));
  }
  const [core] = await house.store.asInstallation(id, (db) => readAllowance(db, id));
  expect([core?.remaining, core?.resetAt]).toEqual(expected);
});
