import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { TaskRequest } from '../../src/jobs/jobs.ts';
import { readInstallation } from '../../src/store/installations.ts';
import { taskHandlers } from '../../src/tasks/handlers.ts';
import { auditRequest, installationRequest, pullRequestRequest } from '../../src/tasks/requests.ts';
import type { Repository } from '../github/index.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, requestsOf } from './on-github.ts';

const A_QUARTER_OF_AN_HOUR = 900;

let house: House;
let stops: Repository;

beforeEach(async () => {
  house = await openHouse();
  await house.refresh();
  stops = house.github.createRepository({ owner: house.organization, name: 'stops', files: ALL_WELL });
  await house.audit(stops);
  house.enqueued.length = 0;
});
afterEach(() => house.close());

function run({ queue, data }: TaskRequest): Promise<void> {
  const job = { startedAt: new Date(), attempt: 1, signal: new AbortController().signal };
  return taskHandlers(house.context)[queue](data, job);
}

const idsOf = () => ({ installationId: house.installation.id, repositoryId: stops.id, nodeId: stops.nodeId });

/** The one task that was asked for, to be done in a while; with how many requests it took. */
async function lookAgain(): Promise<readonly string[]> {
  const [look, ...others] = house.enqueued.splice(0);
  if (look === undefined) throw new Error('There is no second look');
  expect([others, look.startAfterSeconds]).toEqual([[], expect.any(Number)]);
  expect(look.startAfterSeconds).toBeLessThan(A_QUARTER_OF_AN_HOUR);
  house.github.resetRequests();
  await run(look);
  return requestsOf(house);
}

/** The next query is answered as if this were not there, or not for us to see. */
function hide(path: readonly (string | number)[], data: object): void {
  house.github.faults.add({
    route: 'POST /graphql',
    call: 1,
    fault: { kind: 'status', status: 200, body: { data, errors: [{ type: 'NOT_FOUND', path, message: 'None' }] } },
  });
}

const isRemoved = async (): Promise<boolean> => {
  const row = await house.store.asInstallation(house.installation.id, (db) =>
    db.selectFrom('repository').select('removed_at').where('repository_id', '=', stops.id).executeTakeFirst(),
  );
  return row?.removed_at !== null;
};

describe('F9: what GitHub wrongly calls missing is put right within a quarter of an hour', () => {
  test('a repository, by one query', async () => {
    const audit = auditRequest({ ...idsOf(), trigger: 'push' });
    hide(['repositories', 0], { repositories: [null], standing: [] });
    await run(audit);
    expect(await isRemoved()).toBe(true);
    // What an event asks for meanwhile is not kept waiting by it.
    expect(house.enqueued[0]?.key).not.toBe(audit.key);

    expect(await lookAgain()).toEqual(['POST /graphql']);
    expect([await isRemoved(), house.enqueued]).toEqual([false, []]);
  });

  test('a repository that is gone indeed is looked for once', async () => {
    house.github.deleteRepository(stops);
    await run(auditRequest({ ...idsOf(), trigger: 'push' }));
    expect(await lookAgain()).toEqual(['POST /graphql']);
    expect([await isRemoved(), house.enqueued]).toEqual([true, []]);
  });

  test('a pull request', async () => {
    const { number } = house.github.openPullRequest({ repository: stops, files: { 'MORE.md': 'More\n' } }).issue;
    hide(['repository'], { repository: null, comment: null });
    await run(pullRequestRequest({ ...idsOf(), number, headSha: null }));
    expect(stops.checkRuns).toEqual([]);
    await lookAgain();
    expect([stops.checkRuns.length, house.enqueued]).toEqual([1, []]);
  });

  test('an installation, which is swept then', async () => {
    const installationId = house.installation.id;
    house.github.faults.add({
      route: 'GET /app/installations/{installation_id}',
      call: 1,
      fault: { kind: 'status', status: 404 },
    });
    const isGone = async () =>
      (await house.store.asInstallation(installationId, (db) => readInstallation(db, installationId)))
        ?.uninstalled_at !== null;
    await run(installationRequest({ installationId }));
    expect(await isGone()).toBe(true);
    await lookAgain();
    expect(await isGone()).toBe(false);
    expect(house.enqueued.map(({ queue }) => queue)).toEqual(['sweep']);
  });
});

test('what stays unknown is looked at once more, and not again by every sweep until something changes', async () => {
  house.github.faults.add({
    route: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
    fault: { kind: 'status', status: 404 },
  });
  // Which text this is, only the blob itself tells.
  const push = (byte: number) =>
    house.github.pushFiles(stops, { files: { LICENSE: Buffer.from([0xff, byte]) }, message: 'In an old encoding' });
  const asked = async (trigger: string): Promise<number> => {
    await run(auditRequest({ ...idsOf(), trigger }));
    return house.enqueued.length;
  };
  push(1);
  expect(await asked('push')).toBe(1);
  await lookAgain();
  expect(await asked('sweep')).toBe(0);
  expect(await asked('push')).toBe(0);
  push(2);
  expect(await asked('push')).toBe(1);
});
