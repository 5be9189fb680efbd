import { afterEach, describe, expect, test } from '@jest/globals';
import type { TaskRequest } from '../../../src/jobs/jobs.ts';
import { auditRequest, installationRequest, pullRequestRequest } from '../../../src/tasks/requests.ts';
import type { Fault, Repository } from '../../github/index.ts';
import { type House, openHouse } from '../../support/house.ts';
import { type PatientWorker, patientWorker } from '../../support/patient-worker.ts';
import { BARE_FILES, configurationOf, GOOD_FILES, issuesOf, portraitOf, proposalsOf } from '../../support/town.ts';
import { REPOSITORY_WRITES } from '../../support/write-routes.ts';

interface Stage {
  readonly house: House;
  readonly worker: PatientWorker;
  readonly repository: Repository;
  readonly audit: () => TaskRequest;
}

const open: House[] = [];
afterEach(async () => {
  for (const house of open.splice(0)) await house.close();
});

const configured = (defaultLicense: string): string =>
  configurationOf(`defaultLicense: ${defaultLicense}\npolicies:\n  contributing-guide: off\n`);

async function openStage(timeoutMs = 10_000): Promise<Stage> {
  const house = await openHouse({ configuration: configured('EUPL-1.2') });
  open.push(house);
  const { github, organization, installation } = house;
  const repository = github.createRepository({ owner: organization, name: 'bus-stops', files: BARE_FILES });
  const worker = patientWorker(house, { timeoutMs });
  const about = { installationId: installation.id, repositoryId: repository.id, nodeId: repository.nodeId };
  return { house, worker, repository, audit: () => auditRequest({ ...about, trigger: 'push' }) };
}

/**
 * All kinds of writes about one repository.
 * @param times how often each event comes: the next one heals what GitHub refused
 */
async function liveThrough({ house, worker, repository, audit }: Stage, times = 2): Promise<void> {
  const { github, owner, installation } = house;
  const installationId = installation.id;
  const about = { installationId, repositoryId: repository.id, nodeId: repository.nodeId };
  const again = async (request: () => TaskRequest): Promise<void> => {
    for (let count = 0; count < times; count += 1) await worker.run(request());
  };
  await again(() => installationRequest({ installationId }));
  await again(audit);
  const pull = github.openPullRequest({ repository, files: { 'a.txt': 'a' }, title: 'Add a', author: owner });
  const { number } = pull.issue;
  await again(() => pullRequestRequest({ ...about, number, headSha: pull.head.sha }));
  const comment = github.comment(pull, '/portreeve recheck', owner);
  await again(() => pullRequestRequest({ ...about, number, headSha: null, isRequested: true, commentId: comment.id }));
  const configuration = [...github.world.repositories.values()].find(({ name }) => name === '.github');
  if (configuration === undefined) throw new Error('There is no configuration');
  github.pushFiles(configuration, {
    files: { '.github/portreeve.yml': configured('Apache-2.0') },
    message: 'Another licence',
    author: owner,
  });
  await again(() => installationRequest({ installationId }));
  await again(audit);
  github.pushFiles(repository, { files: GOOD_FILES, message: 'Be good', author: owner });
  await again(audit);
}

const LISTS = [
  'GET /repos/{owner}/{repo}/issues',
  'GET /repos/{owner}/{repo}/pulls',
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
  'GET /repos/{owner}/{repo}/git/ref/{ref}',
];

/** Of several check runs of one name on one head GitHub shows the newest, and so do branch rules. */
function shown({ house }: Stage): object {
  const { github, organization } = house;
  for (const repository of github.world.repositories.values()) {
    const newest = new Map(repository.checkRuns.map((run) => [`${run.name} ${run.suite.headSha}`, run]));
    repository.checkRuns.splice(0, Number.POSITIVE_INFINITY, ...newest.values());
  }
  return portraitOf(github, organization);
}

let reference: object | null = null;

async function expectedPortrait(): Promise<object> {
  if (reference !== null) return reference;
  const stage = await openStage();
  await liveThrough(stage);
  const { github } = stage.house;
  const routes = new Set(github.writes().map(({ route }) => route));
  expect([...routes].sort()).toEqual([...REPOSITORY_WRITES].sort());
  expect(stage.worker.failures).toEqual([]);
  reference = portraitOf(github, stage.house.organization);
  return reference;
}

const ALREADY = { message: 'Validation Failed', errors: [{ message: 'A pull request already exists for city:x.' }] };
const FAULTS: readonly [sentence: string, fault: Fault][] = [
  ['is carried out and answered 502', { kind: 'applyThenStatus', status: 502 }],
  ['is carried out and the connection is cut', { kind: 'applyThenReset' }],
  ['is carried out and never answered', { kind: 'applyThenTimeout' }],
  ['is carried out and half of the answer arrives', { kind: 'halfBody' }],
  ['is carried out and answered with nothing', { kind: 'emptyBody' }],
  ['is carried out and answered with a page', { kind: 'htmlBody' }],
  ['is not carried out and answered 502', { kind: 'status', status: 502 }],
  ['is not carried out and the connection is cut', { kind: 'reset' }],
  ['is not carried out and never answered', { kind: 'timeout' }],
  ['is answered 401, the token being revoked', { kind: 'status', status: 401 }],
  ['is answered 409', { kind: 'status', status: 409 }],
  ['is answered 422, as if it stood already', { kind: 'status', status: 422, body: ALREADY }],
  ['is put off by a secondary limit for 7 seconds', { kind: 'secondaryLimit', retryAfter: 7 }],
  ['is put off by a secondary limit without a time', { kind: 'secondaryLimit', retryAfter: null }],
  ['is put off by an empty allowance', { kind: 'primaryLimit' }],
];

function withoutChecks(portrait: object): object {
  return Object.fromEntries(Object.entries(portrait).map(([name, seen]) => [name, { ...seen, checkRuns: [] }]));
}

/** Shorter than GitHub answers at times; what comes of it is one more fault. */
function timeoutOf({ kind }: Fault): number {
  return kind === 'timeout' || kind === 'applyThenTimeout' ? 300 : 10_000;
}

describe('F7, F8, F10, F12–F17: the first request of every kind of write', () => {
  test.each(FAULTS)('%s: in the end one of each thing stands', async (_sentence, fault) => {
    const expected = await expectedPortrait();
    const stage = await openStage(timeoutOf(fault));
    const { github } = stage.house;
    const rules = REPOSITORY_WRITES.map((route) => github.faults.add({ route, call: 1, fault }));

    const isRefused = fault.kind === 'status' && (fault.status === 409 || fault.status === 422);
    await liveThrough(stage, isRefused ? 5 : 2);

    expect(rules.map(({ route, hits }) => [route, hits])).toEqual(REPOSITORY_WRITES.map((route) => [route, 1]));
    const portrait = portraitOf(github, stage.house.organization);
    // When a proposal is judged first, it may have got its second content already.
    if (isRefused) expect(withoutChecks(portrait)).toEqual(withoutChecks(expected));
    else expect(portrait).toEqual(expected);
  });

  test.each(FAULTS.slice(0, 4))(
    '%s, and lists lag half a minute behind: one of each thing (F11, F18)',
    async (_, fault) => {
      const expected = await expectedPortrait();
      const stage = await openStage(timeoutOf(fault));
      const { github } = stage.house;
      for (const route of REPOSITORY_WRITES) github.faults.add({ route, call: 1, fault });
      for (const route of LISTS) github.faults.add({ route, fault: { kind: 'staleRead', lag: 30_000 } });

      await liveThrough(stage);

      expect(shown(stage)).toEqual(expected);
    },
  );
});

describe('F13–F15: what GitHub says of waiting', () => {
  test.each<[string, Fault, number]>([
    ['a Retry-After of 7 seconds', { kind: 'secondaryLimit', retryAfter: 7 }, 7],
    ['a secondary limit without a time', { kind: 'secondaryLimit', retryAfter: null }, 60],
    ['an empty allowance', { kind: 'primaryLimit' }, 60],
  ])('%s: not one request of the installation before it has passed', async (_sentence, fault, seconds) => {
    const { house, worker, audit } = await openStage();
    const { github, installation } = house;
    const rule = github.faults.add({ route: 'POST /repos/{owner}/{repo}/issues', call: 1, fault });

    await worker.run(installationRequest({ installationId: installation.id }), audit());

    expect(rule.hits).toBe(1);
    const told = github.requests.findIndex(({ route }) => route === 'POST /repos/{owner}/{repo}/issues');
    const before = github.requests[told]?.at ?? 0;
    const after = github.requests.slice(told + 1).filter(({ installationId }) => installationId !== null);
    expect(after.length).toBeGreaterThan(2);
    expect(Math.min(...after.map(({ at }) => at))).toBeGreaterThanOrEqual(before + seconds * 1000);
    expect(worker.failures).toEqual([]);
  });
});

describe('I6: what could not be read changes nothing', () => {
  const broken: readonly [string, Fault][] = [
    ['500', { kind: 'status', status: 500 }],
    ['403', { kind: 'status', status: 403 }],
    ['404', { kind: 'status', status: 404 }],
    ['200 and a page', { kind: 'htmlBody' }],
    ['half an answer', { kind: 'halfBody' }],
    ['200 and nothing', { kind: 'emptyBody' }],
    ['a cut connection', { kind: 'reset' }],
    [
      '200 and null for all',
      {
        kind: 'status',
        status: 200,
        body: {
          data: { repositories: [null], standing: [null] },
          errors: [{ message: 'Something went wrong while executing your query.' }],
        },
      },
    ],
  ];

  test.each(broken)('GraphQL answers %s: the open issue stays open, nothing is opened', async (_sentence, fault) => {
    const { house, worker, repository, audit } = await openStage();
    const { github, installation, owner } = house;
    await worker.run(installationRequest({ installationId: installation.id }));
    await worker.run(audit());
    github.pushFiles(repository, { files: GOOD_FILES, message: 'Be good', author: owner });
    const writes = github.writes().length;
    github.faults.add({ route: 'POST /graphql', fault });

    await worker.run(audit());

    expect(github.writes().slice(writes)).toEqual([]);
    expect(issuesOf(repository).map(({ state }) => state)).toEqual(['open']);

    // And when GitHub is itself again, the same audit does what is to be done.
    github.faults.clear();
    await worker.run(audit());
    expect(issuesOf(repository).map(({ state }) => state)).toEqual(['closed']);
    expect(proposalsOf(repository).map(({ issue }) => issue.state)).toEqual(['closed']);
  });

  test.each(broken.slice(0, 7))(
    'the list of issues answers %s: no issue is opened beside one that may stand',
    async (_sentence, fault) => {
      const { house, worker, repository, audit } = await openStage();
      const { github, installation } = house;
      const rule = github.faults.add({ route: 'GET /repos/{owner}/{repo}/issues', fault });

      await worker.run(installationRequest({ installationId: installation.id }), audit());

      expect(rule.hits).toBeGreaterThan(0);
      expect(issuesOf(repository)).toEqual([]);
    },
  );
});
