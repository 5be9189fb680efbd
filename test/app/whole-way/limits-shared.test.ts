import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { json } from '../../../src/store/json.ts';
import { taskHandlers } from '../../../src/tasks/handlers.ts';
import { auditRequest, installationRequest, pullRequestRequest } from '../../../src/tasks/requests.ts';
import { type House, openHouse } from '../../support/house.ts';
import { type PatientWorker, patientWorker } from '../../support/patient-worker.ts';
import { BARE_FILES, configurationOf, issuesOf } from '../../support/town.ts';

let house: House;

beforeEach(async () => {
  house = await openHouse({ configuration: configurationOf('') });
});
afterEach(() => house.close());

/** As if so many contents had been written within the last minute. */
async function haveWritten(count: number): Promise<void> {
  const { github, installation, store } = house;
  const row = {
    installation_id: installation.id,
    repository_id: 0,
    kind: 'create-issue',
    key: 'earlier',
    outcome: 'written' as const,
    requests: 1,
    detail: json({}),
    at: new Date(github.clock.now() - 1_000),
  };
  await store.asInstallation(installation.id, (db) =>
    db
      .insertInto('action')
      .values(Array.from({ length: count }, () => row))
      .execute(),
  );
}

describe('P5: pull requests go before sweeps', () => {
  test('when a sweep has used its share, its next issue waits and a check run does not', async () => {
    const worker = patientWorker(house);
    const { github, installation, owner } = house;
    await worker.run(installationRequest({ installationId: installation.id }));
    const site = github.createRepository({ owner: house.organization, name: 'one-more', files: BARE_FILES });
    const about = { installationId: installation.id, repositoryId: site.id, nodeId: site.nodeId };
    const pull = github.openPullRequest({ repository: site, files: { 'a.txt': 'a' }, title: 'Add a', author: owner });
    const { number } = pull.issue;
    await haveWritten(60);
    const before = worker.waits.length;

    await worker.run(pullRequestRequest({ ...about, number, headSha: pull.head.sha }));
    expect(site.checkRuns).toHaveLength(1);
    expect(worker.waits).toHaveLength(before);

    await worker.run(auditRequest({ ...about, trigger: 'sweep' }));
    expect(issuesOf(site)).toHaveLength(1);
    expect(worker.waits.length).toBeGreaterThan(before);
  });
});

describe('F13: a pause that GitHub asks for', () => {
  test('is kept by every process, before a request is made', async () => {
    const [told, other] = [patientWorker(house), patientWorker(house)];
    const { github, installation } = house;
    await told.run(installationRequest({ installationId: installation.id }));
    const site = github.createRepository({ owner: house.organization, name: 'site', files: BARE_FILES });
    const { data, queue } = auditRequest({
      installationId: installation.id,
      repositoryId: site.id,
      nodeId: site.nodeId,
      trigger: 'push',
    });
    const rule = github.faults.add({
      route: 'POST /graphql',
      call: 1,
      fault: { kind: 'secondaryLimit', retryAfter: 90 },
    });
    const job = { startedAt: new Date(), attempt: 1, signal: new AbortController().signal };
    const run = (worker: PatientWorker) => taskHandlers(worker.context)[queue](data, job);

    await expect(run(told)).rejects.toMatchObject({ seconds: 90 });
    github.resetRequests();
    await expect(run(other)).rejects.toMatchObject({ seconds: 90 });
    expect(github.requests).toEqual([]);

    rule.remove();
    github.clock.advance(90_000);
    await run(other);
    expect(github.requests.length).toBeGreaterThan(0);
  });
});
