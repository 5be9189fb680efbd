import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Policy } from '../../../src/core/policy.ts';
import { findArtifact } from '../../../src/store/artifacts.ts';
import { latestVerdicts } from '../../../src/store/audits.ts';
import { json } from '../../../src/store/json.ts';
import { auditRequest, installationRequest, sweepRequest } from '../../../src/tasks/requests.ts';
import type { Installation, Repository } from '../../github/index.ts';
import { type House, openHouse } from '../../support/house.ts';
import { patientWorker } from '../../support/patient-worker.ts';
import { SCENE_POLICIES } from '../../support/scene-policies.ts';
import { BARE_FILES, configurationOf, GOOD_FILES, issuesOf } from '../../support/town.ts';

let house: House;

beforeEach(async () => {
  house = await openHouse({ configuration: configurationOf('') });
});
afterEach(() => house.close());

const about = ({ id: installationId }: Installation, { id: repositoryId, nodeId }: Repository) => ({
  installationId,
  repositoryId,
  nodeId,
  trigger: 'push',
});

async function outcomesOf(installation: Installation, repository: Repository): Promise<Record<string, string>> {
  const verdicts = await house.store.asInstallation(installation.id, latestVerdicts);
  return Object.fromEntries((verdicts.get(repository.id) ?? []).map(({ policy, outcome }) => [policy, outcome]));
}

describe('A31: two organisations under one app', () => {
  let other: Installation;
  let ours: Repository;
  let theirs: Repository;

  beforeEach(() => {
    const { github, organization, installation } = house;
    const bea = github.createUser('bea');
    const village = github.createOrganization('village', { owners: [bea] });
    github.createRepository({ owner: village, name: '.github', files: { '.github/portreeve.yml': 'mode: observe\n' } });
    ours = github.createRepository({ owner: organization, name: 'site', files: GOOD_FILES });
    theirs = github.createRepository({ owner: village, name: 'site', files: GOOD_FILES });
    other = github.installApp({ app: installation.app, account: village, by: bea });
  });

  test('a text that both have is read for each, and what one has of it is never used for the other', async () => {
    const worker = patientWorker(house);
    const { store, installation } = house;
    await worker.run(installationRequest({ installationId: installation.id }), auditRequest(about(installation, ours)));
    expect((await outcomesOf(installation, ours))['license-file']).toBe('pass');
    const poison = { kind: 'text' as const, text: 'All rights reserved.', encoding: 'utf-8' as const };
    const poisoned = await store.asInstallation(installation.id, (db) =>
      db
        .updateTable('blob')
        .set({ content: json(poison) })
        .executeTakeFirst(),
    );
    expect(poisoned.numUpdatedRows).toBeGreaterThan(0n);

    await worker.run(installationRequest({ installationId: other.id }), auditRequest(about(other, theirs)));

    expect(await outcomesOf(other, theirs)).toMatchObject({ 'license-file': 'pass', 'security-policy': 'pass' });
  });

  test('one organisation’s configuration says nothing in the other', async () => {
    const worker = patientWorker(house);
    const { github, installation, owner } = house;
    github.pushFiles(ours, { deletes: ['LICENSE'], message: 'Remove', author: owner });
    github.pushFiles(theirs, { deletes: ['LICENSE'], message: 'Remove' });

    await worker.run(
      installationRequest({ installationId: installation.id }),
      installationRequest({ installationId: other.id }),
    );

    expect(issuesOf(ours)).toHaveLength(1);
    expect(issuesOf(theirs)).toEqual([]);
  });

  test('a task in one’s name about the other’s repository reads nothing, writes nothing, keeps nothing', async () => {
    const worker = patientWorker(house);
    const { github, installation, store } = house;
    github.pushFiles(theirs, { deletes: ['LICENSE'], message: 'Remove' });
    await worker.run(installationRequest({ installationId: installation.id }));
    const writes = github.writes().length;

    await worker.run(auditRequest(about(installation, theirs)));

    expect(github.writes()).toHaveLength(writes);
    expect(await outcomesOf(installation, theirs)).toEqual({});
    const artifact = await store.asInstallation(installation.id, (db) => findArtifact(db, `policy-issue:${theirs.id}`));
    expect(artifact).toBeUndefined();
  });
});

describe('what goes wrong stays where it is', () => {
  const broken: Policy = {
    ...(SCENE_POLICIES[0] as Policy),
    id: 'broken-policy',
    judge: () => {
      throw new Error('a mistake of ours');
    },
  };

  test('a policy that throws: the others are judged, and their issue is written', async () => {
    const worker = patientWorker(house, { policies: [broken, ...SCENE_POLICIES] });
    const { github, organization, installation } = house;
    const bare = github.createRepository({ owner: organization, name: 'bare', files: BARE_FILES });

    await worker.run(installationRequest({ installationId: installation.id }));

    expect(await outcomesOf(installation, bare)).toMatchObject({ 'license-file': 'fail', 'security-policy': 'fail' });
    expect((await outcomesOf(installation, bare))['broken-policy']).not.toBe('pass');
    expect(issuesOf(bare)).toHaveLength(1);
    expect(worker.failures).toEqual([]);
  });

  test('a repository that GitHub cannot tell of: the others of its sweep are audited', async () => {
    const worker = patientWorker(house);
    const { github, organization, installation } = house;
    const sick = github.createRepository({ owner: organization, name: 'sick', files: BARE_FILES });
    const well = github.createRepository({ owner: organization, name: 'well', files: BARE_FILES });
    const isAboutSick = (body: object) => JSON.stringify(body).includes(`"${sick.nodeId}"`);
    github.faults.add({
      route: 'POST /graphql',
      call: ({ body }) => isAboutSick(body),
      fault: { kind: 'status', status: 502 },
    });

    await worker.run(installationRequest({ installationId: installation.id }));

    expect(issuesOf(well)).toHaveLength(1);
    expect(issuesOf(sick)).toEqual([]);
  });

  test('F2: a crash right after a new configuration came into force loses none of the audits that it asks for', async () => {
    const { github, organization, installation, owner } = house;
    const configuration = [...github.world.repositories.values()].find(({ name }) => name === '.github');
    if (configuration === undefined) throw new Error('There is no configuration');
    const observing = configurationOf('').replace('mode: enforce', 'mode: observe');
    const push = (text: string) =>
      github.pushFiles(configuration, { files: { '.github/portreeve.yml': text }, message: 'Change', author: owner });
    push(observing);
    const bare = github.createRepository({ owner: organization, name: 'bare', files: BARE_FILES });
    let isDeadly = false;
    const checkpoint = async (name: string): Promise<void> => {
      if (!isDeadly || name !== 'configured') return;
      isDeadly = false;
      throw new Error('killed');
    };
    const worker = patientWorker(house, { checkpoint });
    await worker.run(installationRequest({ installationId: installation.id }));
    expect(issuesOf(bare)).toEqual([]);

    push(configurationOf(''));
    isDeadly = true;
    await worker.run(installationRequest({ installationId: installation.id }));

    expect(worker.failures).toHaveLength(1);
    expect(issuesOf(bare)).toHaveLength(1);
  });

  test('F31: a configuration that is broken: the last good one stays in force, and its author is told', async () => {
    const worker = patientWorker(house);
    const { github, organization, installation, owner } = house;
    const bare = github.createRepository({ owner: organization, name: 'bare', files: BARE_FILES });
    await worker.run(installationRequest({ installationId: installation.id }));
    const configuration = [...github.world.repositories.values()].find(({ name }) => name === '.github');
    if (configuration === undefined) throw new Error('There is no configuration');
    const { sha } = github.pushFiles(configuration, {
      files: { '.github/portreeve.yml': 'mode: [' },
      message: 'Break it',
      author: owner,
    });
    github.pushFiles(bare, { files: GOOD_FILES, message: 'Be good', author: owner });

    await worker.run(
      installationRequest({ installationId: installation.id }),
      sweepRequest({ installationId: installation.id, trigger: 'sweep' }),
    );

    expect(
      configuration.checkRuns.filter(({ suite }) => suite.headSha === sha).map(({ conclusion }) => conclusion),
    ).toEqual(['failure']);
    expect((await outcomesOf(installation, bare))['license-file']).toBe('pass');
    expect(worker.failures).toEqual([]);
  });
});
