import { afterEach, expect, test } from '@jest/globals';
import { RetryLater } from '../../src/jobs/retry-later.ts';
import { saveAllowance } from '../../src/store/allowance.ts';
import { currentPauses } from '../../src/store/pauses.ts';
import { taskHandlers } from '../../src/tasks/handlers.ts';
import { auditRequest } from '../../src/tasks/requests.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL } from './on-github.ts';

let house: House;
afterEach(() => house.close());

test('F13: a pause that GitHub asks for is kept with GitHub’s words, for all processes to heed and the operator to see', async () => {
  house = await openHouse();
  await house.refresh();
  const stops = house.github.createRepository({
    owner: house.organization,
    name: 'stops',
    files: ALL_WELL,
  });
  const message = 'You have exceeded a secondary rate limit.';
  const rule = house.github.faults.add({
    route: 'POST /graphql',
    fault: {
      kind: 'status',
      status: 403,
      headers: { 'retry-after': '90' },
      body: { message },
    },
  });
  const request = auditRequest({
    installationId: house.installation.id,
    repositoryId: stops.id,
    nodeId: stops.nodeId,
    trigger: 'push',
  });
  const job = {
    startedAt: new Date(),
    attempt: 1,
    signal: new AbortController().signal,
  };
  const audit = () => taskHandlers(house.context).repository(request.data, job);

  await expect(audit()).rejects.toThrow(RetryLater);
  await expect(audit()).rejects.toThrow('GitHub asked for a pause');
  expect(rule.hits).toBe(1);
  const at = new Date();
  expect(await house.store.asOperator((db) => currentPauses(db, at))).toMatchObject([
    {
      account: 'city',
      kind: 'paused',
      reason: expect.stringContaining(message),
    },
  ]);
  const later = new Date(at.getTime() + 91_000);
  expect(await house.store.asOperator((db) => currentPauses(db, later))).toEqual([]);
});

test('F15: an hour that is used up is told as pauses are, with what waits, until it ends', async () => {
  house = await openHouse();
  await house.refresh();
  const { installation, store } = house;
  const at = new Date('2026-11-23T12:00:00Z');
  const resetAt = at.getTime() / 1000 + 600;
  const seen = async (now: Date) =>
    (await store.asOperator((db) => currentPauses(db, now))).map(({ kind, until, reason }) => [kind, until, reason]);
  const tell = (resource: 'core' | 'graphql', remaining: number) =>
    store.asInstallation(installation.id, (db) =>
      saveAllowance(db, installation.id, { resource, limit: 5000, remaining, resetAt }),
    );
  const until = new Date(resetAt * 1000);

  await tell('core', 501);
  expect(await seen(at)).toEqual([]);
  await tell('core', 500);
  await tell('graphql', 0);
  expect(await seen(at)).toEqual([
    ['spent', until, '500 of 5000 requests (core) are left of GitHub’s hour; sweeps wait, pull requests are judged'],
    ['spent', until, '0 of 5000 requests (graphql) are left of GitHub’s hour; all its work waits'],
  ]);
  expect(await seen(until)).toEqual([]);
});
