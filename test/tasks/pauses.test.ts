import { afterEach, expect, test } from '@jest/globals';
import { RetryLater } from '../../src/jobs/retry-later.ts';
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
