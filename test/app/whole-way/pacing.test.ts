import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { QUEUES, type Queue } from '../../../src/jobs/jobs.ts';
import { openJobs } from '../../../src/jobs/open-jobs.ts';
import { RetryLater } from '../../../src/jobs/retry-later.ts';
import { json } from '../../../src/store/json.ts';
import { installationRequest } from '../../../src/tasks/requests.ts';
import type { Repository } from '../../github/index.ts';
import { type House, openHouse } from '../../support/house.ts';
import { patientWorker } from '../../support/patient-worker.ts';
import { silentLog } from '../../support/silent-log.ts';
import { BARE_FILES, configurationOf, issuesOf, proposalsOf } from '../../support/town.ts';

let house: House;
let repositories: Repository[];

beforeEach(async () => {
  house = await openHouse({ configuration: configurationOf('') });
  const { github, organization } = house;
  github.limits.enforceSecondary = true;
  repositories = Array.from({ length: 100 }, (_, index) =>
    github.createRepository({ owner: organization, name: `site-${index}`, files: BARE_FILES }),
  );
});
afterEach(() => house.close());

describe('I8: a hundred repositories that each need an issue and a proposal', () => {
  test('are written to by no more than 80 contents a minute, and none is forgotten', async () => {
    const worker = patientWorker(house);
    const { github, installation } = house;

    await worker.run(installationRequest({ installationId: installation.id }));

    expect(repositories.map((repository) => issuesOf(repository).length)).toEqual(repositories.map(() => 1));
    expect(repositories.map((repository) => proposalsOf(repository).length)).toEqual(repositories.map(() => 1));
    const { contentPerMinute, contentPerHour, pointsPerMinute } = github.limits.peaks(
      `installation:${installation.id}`,
    );
    expect(contentPerMinute).toBeGreaterThan(30);
    expect(contentPerMinute).toBeLessThanOrEqual(80);
    expect(contentPerHour).toBeLessThanOrEqual(500);
    expect(pointsPerMinute).toBeLessThanOrEqual(900);
    expect(github.requests.filter(({ status }) => status === 403)).toEqual([]);
    expect(worker.failures).toEqual([]);
    expect(worker.waits.length).toBeGreaterThan(0);
  }, 300_000);

  test('wait for the next hour when 350 were written in this one, with 100 left to what people wait for', async () => {
    const worker = patientWorker(house);
    const { github, installation, store } = house;
    const startedAt = github.clock.now();
    const row = {
      installation_id: installation.id,
      repository_id: 0,
      kind: 'create-issue',
      key: 'earlier',
      outcome: 'written' as const,
      requests: 1,
      detail: json({}),
      at: new Date(startedAt - 120_000),
    };
    await store.asInstallation(installation.id, (db) =>
      db
        .insertInto('action')
        .values(Array.from({ length: 350 }, () => row))
        .execute(),
    );

    await worker.run(installationRequest({ installationId: installation.id }));

    const contents = github
      .writes()
      .filter(({ method, path }) => method === 'POST' && /\/site-\d+\/(?:issues|pulls)$/.test(path));
    expect(contents).toHaveLength(200);
    const inThisHour = contents.filter(({ at }) => at < startedAt + 3_480_000);
    expect(inThisHour.length).toBeGreaterThan(0);
    expect(inThisHour.length).toBeLessThanOrEqual(50);
  }, 300_000);
});

test('an Enterprise Server that bears it is written to without a wait', async () => {
  const { context, github, installation } = house;
  github.limits.enforceSecondary = false;
  const worker = patientWorker(house, { pace: { ...context.pace, isLimited: false } });

  await worker.run(installationRequest({ installationId: installation.id }));

  expect(repositories.map((repository) => proposalsOf(repository).length)).toEqual(repositories.map(() => 1));
  expect(github.limits.peaks(`installation:${installation.id}`).contentPerHour).toBeGreaterThanOrEqual(200);
  expect(worker.waits).toEqual([]);
}, 300_000);

test('what waits for room can be seen among the jobs', async () => {
  const { store } = house;
  const jobs = await openJobs({ pool: store.pool, log: silentLog });
  const later = async (): Promise<void> => {
    throw new RetryLater(30, '80 writes in 60 seconds are the limit');
  };
  await store.asOperator((db) => jobs.enqueue(db, [{ queue: 'repository', key: '7:1', data: { installationId: 7 } }]));
  await jobs.work(Object.fromEntries(QUEUES.map((queue) => [queue, later])) as Record<Queue, typeof later>);
  await jobs.idle();

  const state = (await jobs.waiting()).find(({ queue }) => queue === 'repository');
  expect(state).toMatchObject({ waiting: 0, deferred: 1, active: 0 });
  expect(await jobs.deadLetters()).toEqual([]);
  await jobs.stop();
});
