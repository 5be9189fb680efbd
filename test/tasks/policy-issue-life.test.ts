import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { definePolicy } from '../../src/core/policy.ts';
import { findArtifact } from '../../src/store/artifacts.ts';
import { latestVerdicts } from '../../src/store/audits.ts';
import { keepMarkerKey } from '../../src/store/marker-key.ts';
import { auditRepository } from '../../src/tasks/audit-repository.ts';
import type { TaskContext } from '../../src/tasks/context.ts';
import { markerKeyFrom, markers } from '../../src/tasks/markers.ts';
import type { Issue, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, issuesOf, MIT, only, ourIssues, proposalsOf, writesOf } from './on-github.ts';

const CONFIGURATION = 'mode: enforce\nproposals: false\n';
let house: House;
let stops: Repository;

afterEach(() => house.close());

async function start(configuration = CONFIGURATION, options: object = {}): Promise<void> {
  house = await openHouse({ configuration });
  const { LICENSE: _, ...files } = ALL_WELL;
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files, ...options });
  await house.refresh();
}

const push = (change: { files?: Record<string, string>; deletes?: string[] }) =>
  house.github.pushFiles(stops, { message: 'Change', ...change });

describe('the policy issue of a repository', () => {
  let issue: Issue;

  beforeEach(async () => {
    await start();
    await house.audit(stops);
    issue = only(ourIssues(stops));
  });

  test('is edited in place when something else fails, without a comment', async () => {
    const old = issue.body;
    push({ deletes: ['SECURITY.md'] });
    await house.audit(stops);

    expect(only(ourIssues(stops)).number).toBe(issue.number);
    expect(issue.body).not.toBe(old);
    expect(issue.comments).toEqual([]);
  });

  test('closes when all is met, and opens again when it is not', async () => {
    push({ files: { LICENSE: MIT } });
    await house.audit(stops);
    expect([issue.state, issue.stateReason]).toEqual(['closed', 'completed']);

    push({ deletes: ['LICENSE'] });
    await house.audit(stops);
    expect(issue.state).toBe('open');
    expect(ourIssues(stops)).toHaveLength(1);
  });

  test('closed as not planned it stays silent until something new fails', async () => {
    house.github.closeIssue(issue, { stateReason: 'not_planned' });
    await house.audit(stops);
    expect(issue.state).toBe('closed');

    push({ deletes: ['SECURITY.md'] });
    await house.audit(stops);
    expect(issue.state).toBe('open');
  });

  test('deleted it is not made again, until something new fails', async () => {
    house.github.deleteIssue(issue);
    await house.audit(stops);
    expect(stops.lastNumber).toBe(1);

    push({ deletes: ['SECURITY.md'] });
    await house.audit(stops);
    expect(stops.lastNumber).toBe(2);
  });

  test('a person’s edit of it is not fought over', async () => {
    house.github.editIssue(issue, { title: 'Our licence', body: 'We are on it.' }, house.owner);
    house.github.resetRequests();
    await house.audit(stops);

    expect(writesOf(house)).toEqual([]);
    expect(issue.body).toBe('We are on it.');
  });

  test('a bot that closes it again and again wins after three times', async () => {
    for (let round = 0; round < 5; round += 1) {
      house.github.closeIssue(issue, { stateReason: 'completed' });
      await house.audit(stops);
    }
    expect(issue.state).toBe('closed');
  });

  test('is left as it stands while the repository is archived', async () => {
    house.github.archive(stops);
    house.github.resetRequests();
    await house.audit(stops);

    expect(writesOf(house)).toEqual([]);
    expect(issue.state).toBe('open');
  });

  test('goes with a repository that is renamed', async () => {
    house.github.renameRepository(stops, 'stops');
    push({ files: { LICENSE: MIT } });
    await house.audit(stops);

    expect(issue.state).toBe('closed');
  });

  test.each([
    ['transferred to somebody else', () => house.github.transferRepository(stops, house.github.createUser('grace'))],
    ['deleted', () => house.github.deleteRepository(stops)],
  ])('nothing is written about a repository that was %s', async (_what, happen) => {
    happen();
    house.github.resetRequests();
    await house.audit(stops);

    expect(writesOf(house)).toEqual([]);
  });

  test('P10: a failure of GitHub neither closes nor opens it', async () => {
    house.github.faults.add({
      route: 'POST /graphql',
      fault: { kind: 'status', status: 502, body: {} },
    });
    await expect(house.audit(stops)).rejects.toThrow();
    house.github.faults.clear();

    expect(issue.state).toBe('open');
    expect(ourIssues(stops)).toHaveLength(1);
  });
});

describe('A24: a forged marker', () => {
  test('in somebody else’s issue, also a copy of ours, is nothing of ours', async () => {
    await start();
    await house.audit(stops);
    const ours = only(ourIssues(stops));
    const mallory = house.github.createUser('mallory');
    const copy = house.github.openIssue(stops, { title: ours.title, body: ours.body ?? '', author: mallory });
    house.github.comment(ours, ours.body ?? '', mallory);
    push({ deletes: ['SECURITY.md'] });
    await house.audit(stops);
    push({ files: ALL_WELL });
    await house.audit(stops);

    expect([copy.state, ours.state]).toEqual(['open', 'closed']);
    expect(copy.body).not.toBe(ours.body);
  });

  test('planted before the first audit keeps nobody from getting an issue', async () => {
    await start();
    const other = house.github.createRepository({ owner: house.organization, name: 'other', files: { a: 'a' } });
    await house.audit(other);
    const marked = only(ourIssues(other)).body ?? '';
    const forged = marked.replaceAll(String(other.id), String(stops.id));
    const mallory = house.github.createUser('mallory');
    const planted = house.github.openIssue(stops, { title: 'x', body: forged, author: mallory });
    await house.audit(stops);

    expect(only(ourIssues(stops)).number).not.toBe(planted.number);
    expect(planted.body).toBe(forged);
  });
});

describe('A47: where the private key was changed', () => {
  /** The app's first key is gone; the store is what is given. */
  const audit = (markerKeys: TaskContext['markerKeys']) =>
    auditRepository(
      { ...house.context, markerKeys },
      {
        installationId: house.installation.id,
        repositoryId: stops.id,
        nodeId: stops.nodeId,
        trigger: 'push',
        isProposalRequested: false,
        isCheckRequested: false,
        commentId: null,
      },
    );
  const forget = () => house.store.asOperator((db) => db.deleteFrom('artifact').execute());
  const NEW_KEY = markerKeyFrom('another private key');

  test('the marker key that was kept at the first start knows what stands, and goes on signing', async () => {
    await start();
    const kept = await house.store.asOperator((db) => keepMarkerKey(db, house.context.markerKeys[0]));
    await audit([kept]);
    const issue = only(ourIssues(stops));
    const again = await house.store.asOperator((db) => keepMarkerKey(db, NEW_KEY));
    await forget();
    await audit([again, NEW_KEY]).catch(toBeRetried);
    await audit([again, NEW_KEY]);

    expect(again).toEqual(kept);
    expect(only(ourIssues(stops)).number).toBe(issue.number);
    expect(markers([kept]).isOn(issue.body ?? '', `policy-issue:${stops.id}`)).toBe(true);
  });

  test('and the database is lost too, what GitHub proves to be ours is taken up, and nobody else’s', async () => {
    await start(
      'mode: enforce\ndefaultLicense: EUPL-1.2\ncontact: { office: OSPO, securityEmail: security@city.example }\n',
    );
    await house.audit(stops);
    const [issue, proposal] = [only(ourIssues(stops)), only(proposalsOf(stops))];
    const mallory = house.github.createUser('mallory');
    const copy = house.github.openIssue(stops, { title: 'x', body: issue.body ?? '', author: mallory });
    await forget();
    await audit([NEW_KEY]).catch(toBeRetried);
    await audit([NEW_KEY]);

    expect([only(ourIssues(stops)).number, only(proposalsOf(stops)).issue.number]).toEqual([
      issue.number,
      proposal.issue.number,
    ]);
    expect(markers([NEW_KEY]).isOn(issue.body ?? '', `policy-issue:${stops.id}`)).toBe(true);
    expect(markers([NEW_KEY]).isOn(copy.body ?? '', `policy-issue:${stops.id}`)).toBe(false);
  });

  test('of two things of ours that bear the mark, the one that is signed counts', async () => {
    await start();
    await house.audit(stops);
    const first = only(ourIssues(stops));
    const signed = first.body ?? '';
    // Somebody who may write wrote into the older of our texts what it never was.
    house.github.editIssue(first, { body: signed.replaceAll(/[0-9a-f]{32}/g, '0'.repeat(32)) }, house.owner);
    await forget();
    const second = house.github.openIssue(stops, { title: 'x', body: signed, author: first.user });
    await house.audit(stops).catch(toBeRetried);

    const artifact = await house.store.asInstallation(house.installation.id, (db) =>
      findArtifact(db, `policy-issue:${stops.id}`),
    );
    expect(artifact?.number).toBe(second.number);
  });
});

/** What was found is brought up to date by another try. */
function toBeRetried(error: unknown): void {
  expect(error).toMatchObject({ kind: 'unconfirmed' });
}

describe('where a repository has no issues', () => {
  test('they stand in the governance repository', async () => {
    await start(`${CONFIGURATION}governanceRepository: governance\n`, { settings: {} });
    house.github.editRepository(stops, { hasIssues: false });
    const governance = house.github.createRepository({
      owner: house.organization,
      name: 'governance',
      visibility: 'private',
      files: { 'README.md': 'x' },
    });
    await house.audit(stops);
    await house.audit(stops);

    expect(only(ourIssues(governance)).title).toContain('city/bus-stops');
    expect(issuesOf(stops)).toEqual([]);
  });

  test('and no governance repository is named, the verdicts stay in the store', async () => {
    await start();
    house.github.editRepository(stops, { hasIssues: false });
    house.github.resetRequests();
    await house.audit(stops);

    expect(writesOf(house)).toEqual([]);
    const verdicts = (await house.store.asInstallation(house.installation.id, latestVerdicts)).get(stops.id);
    expect(verdicts?.map(({ policy, outcome }) => [policy, outcome])).toContainEqual(['license-file', 'fail']);
  });
});

const weakSettings = definePolicy({
  id: 'weak-settings',
  subject: 'repository',
  meta: {
    title: 'Strong settings',
    rationale: 'Why.',
    remediation: 'How.',
    severity: 'error',
    disclosure: 'restricted',
    lifecycle: 'stable',
    references: [],
  },
  needs: ['description'],
  watches: null,
  options: z.strictObject({}),
  messages: { weak: () => 'The back door stands open.' },
  proposal: null,
  examples: [],
  evaluate: (_facts, _options, { fail }) => [fail('weak')],
});

describe('a restricted verdict', () => {
  const SECRET = 'back door';
  async function auditWith(visibility: 'public' | 'private', governanceVisibility: 'public' | 'private') {
    await start(`${CONFIGURATION}governanceRepository: governance\n`, { visibility });
    const governance = house.github.createRepository({
      owner: house.organization,
      name: 'governance',
      visibility: governanceVisibility,
      files: { 'README.md': 'x' },
    });
    const context = { ...house.context, policies: [...house.context.policies, weakSettings] };
    await auditRepository(context, {
      installationId: house.installation.id,
      repositoryId: stops.id,
      nodeId: stops.nodeId,
      trigger: 'push',
      isProposalRequested: false,
      isCheckRequested: false,
      commentId: null,
    });
    const texts = (repository: Repository) =>
      issuesOf(repository)
        .map(({ body }) => body ?? '')
        .join();
    return { own: texts(stops), governance: texts(governance), context };
  }

  test('about a public repository stands only in the governance repository', async () => {
    const { own, governance } = await auditWith('public', 'private');

    expect(own).toContain('licence');
    expect(own).not.toContain(SECRET);
    expect(governance).toContain(SECRET);
    expect(governance).not.toContain('A licence file in the root');
  });

  test('about a private repository stands on the repository itself', async () => {
    const { own, governance } = await auditWith('private', 'private');

    expect(own).toContain(SECRET);
    expect(governance).toBe('');
  });

  test('is not written into a governance repository that everybody may read', async () => {
    const { own, governance } = await auditWith('public', 'public');

    expect(own + governance).not.toContain(SECRET);
    const artifact = await house.store.asInstallation(house.installation.id, (db) =>
      findArtifact(db, `governance-issue:${stops.id}`),
    );
    expect(artifact).toBeUndefined();
  });

  test('is not shown in the check run of a public repository', async () => {
    const { context } = await auditWith('public', 'private');
    const { checkPullRequest } = await import('../../src/tasks/check-pull-request.ts');
    const pull = house.github.openPullRequest({ repository: stops, files: { a: 'a' } });
    await checkPullRequest(context, {
      installationId: house.installation.id,
      repositoryId: stops.id,
      nodeId: stops.nodeId,
      number: pull.issue.number,
      headSha: null,
      isRequested: false,
      commentId: null,
    });

    expect(stops.checkRuns).toHaveLength(1);
    expect(JSON.stringify(stops.checkRuns.map(({ output, annotations }) => [output, annotations]))).not.toMatch(
      /back door|Strong settings/,
    );
  });
});
