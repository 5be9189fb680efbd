import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { createDispatch } from '../../src/app/probot-dispatch.ts';
import type { TaskRequest } from '../../src/jobs/jobs.ts';
import { readBrake } from '../../src/store/brake.ts';
import { configurationsInForce } from '../../src/store/configurations.ts';
import { resumeWriting, stopWriting } from '../../src/store/writing-stop.ts';
import { releaseHeld } from '../../src/tasks/approve.ts';
import { heldPlans } from '../../src/tasks/operator.ts';
import { approvalRequest, installationRequest, sweepRequest } from '../../src/tasks/requests.ts';
import type { Account, Comment, Issue, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { silentLog } from '../support/silent-log.ts';
import { ALL_WELL, issuesOf, only, ourIssues, proposalsOf, writesOf } from './on-github.ts';

// Whole ways with many repositories each.
jest.setTimeout(180_000);

let house: House;
afterEach(() => house.close());

const { LICENSE: _license, ...UNLICENSED } = ALL_WELL;
const ENFORCE = 'mode: enforce\nproposals: false\nbrake: { approvers: [ada] }\n';

async function openOrganization(configuration: string | null, repositories: number): Promise<Repository[]> {
  house = await openHouse({ configuration, isBraked: true });
  return Array.from({ length: repositories }, (_, index) => make(`site-${index}`));
}

function make(name: string, files: Record<string, string> = UNLICENSED): Repository {
  return house.github.createRepository({ owner: house.organization, name, files });
}

/** Does these tasks and all that follow from them. */
async function run(...requests: readonly TaskRequest[]): Promise<void> {
  house.enqueued.push(...requests);
  await house.drain();
}

const refresh = (): Promise<void> => run(installationRequest({ installationId: house.installation.id }));
const sweep = (): Promise<void> => run(sweepRequest({ installationId: house.installation.id, trigger: 'sweep' }));

function configurationRepository(): Repository {
  return only([...house.github.world.repositories.values()].filter(({ name }) => name === '.github'));
}

function configure(text: string): Promise<void> {
  house.github.pushFiles(configurationRepository(), { files: { '.github/portreeve.yml': text }, message: 'Configure' });
  return refresh();
}

async function held() {
  return (await heldPlans(house.store))[0]?.plan ?? null;
}

async function hash(): Promise<string> {
  const plan = await held();
  if (plan === null) throw new Error('Nothing is held');
  return plan.hash;
}

/** The issue in which is told what waits. */
function heldIssue(repository = configurationRepository()): Issue {
  return only(ourIssues(repository).filter(({ title }) => title.includes('waits for an approval')));
}

function approvalBy(author: Account, text: string, issue = heldIssue()): Comment {
  return house.github.comment(issue, text, author);
}

/** As the comment's event has it done. */
function approve(comment: Comment): Promise<void> {
  const { repository } = comment.issue;
  const about = { installationId: house.installation.id, repositoryId: repository.id, commentId: comment.id };
  return run(approvalRequest({ ...about, work: 'approve' }));
}

function touched(repositories: readonly Repository[]): string[] {
  return repositories.filter((repository) => ourIssues(repository).length > 0).map(({ name }) => name);
}

describe('A42: a first enforcement of 25 repositories', () => {
  test.each([
    ['no configuration', null],
    ['an empty one', ''],
    ['a broken one', 'mode: enfroce\n'],
    [
      'one that enforces no policy',
      `mode: enforce\npolicies: { license-file: off, license-approved: off, contributing-guide: off, security-policy: off }\n`,
    ],
  ])('under %s nothing is written to any of them', async (_what, configuration) => {
    const sites = await openOrganization(configuration, 25);
    await refresh();
    await sweep();

    expect(writesOf(house).filter((write) => write.includes('/site-'))).toEqual([]);
    expect(sites.flatMap(issuesOf)).toEqual([]);
  });

  test('writes the one issue that tells of it, once, and nothing else', async () => {
    await openOrganization(ENFORCE, 25);
    await refresh();
    await refresh();
    await sweep();

    expect(writesOf(house)).toEqual(['POST /repos/city/.github/issues']);
    expect(await held()).toMatchObject({ reason: 'first-enforcement', basis: 'candidate', total: 26 });
    const inForce = await house.store.asInstallation(house.installation.id, configurationsInForce);
    expect(inForce).toEqual([]);
    const { title, body } = heldIssue();
    expect(title).toBe('Portreeve waits for an approval');
    expect(body).toContain(`/portreeve approve ${await hash()}`);
    expect(body).toContain('26 of 26 repositories');
    // The configuration stands in a public repository: there, repositories are counted.
    expect(body).not.toContain('site-');
  });

  test('a named approver’s comment releases exactly the plan, and redelivered it does nothing twice', async () => {
    const sites = await openOrganization(ENFORCE, 25);
    await refresh();
    const comment = approvalBy(house.owner, `Looks right.\n\n/portreeve approve ${await hash()}\n`);
    await approve(comment);

    expect(touched(sites)).toEqual(sites.map(({ name }) => name));
    expect(sites.map((site) => ourIssues(site).length)).toEqual(sites.map(() => 1));
    expect(heldIssue()).toMatchObject({ state: 'closed', body: expect.stringContaining('Released by `ada`') });
    const writes = writesOf(house).length;
    await approve(comment);
    await refresh();
    await sweep();
    expect(writesOf(house)).toHaveLength(writes);
  });

  const ANOTHER_PLAN = 'does not name exactly this plan';
  const EDITED = 'had been edited';
  const NOT_APPROVER = 'is not named as an approver';
  test.each<[string, string | null, (hash: string) => Comment | Promise<Comment>]>([
    [
      'somebody who is not named',
      NOT_APPROVER,
      (plan) => approvalBy(member('bert', 'admin'), `/portreeve approve ${plan}`),
    ],
    ['a look-alike name', NOT_APPROVER, (plan) => approvalBy(member('ada-', 'admin'), `/portreeve approve ${plan}`)],
    ['a stranger', NOT_APPROVER, (plan) => approvalBy(house.github.createUser('eve'), `/portreeve approve ${plan}`)],
    ['another plan’s hash', ANOTHER_PLAN, () => approvalBy(house.owner, '/portreeve approve 0123456789ab')],
    [
      'two hashes',
      ANOTHER_PLAN,
      (plan) => approvalBy(house.owner, `/portreeve approve ${plan}\n/portreeve approve 0123456789ab`),
    ],
    ['a quoted command', null, (plan) => approvalBy(house.owner, `> /portreeve approve ${plan}`)],
    ['a command within a line', null, (plan) => approvalBy(house.owner, `please /portreeve approve ${plan} now`)],
    ['a shortened hash', ANOTHER_PLAN, (plan) => approvalBy(house.owner, `/portreeve approve ${plan.slice(0, 8)}`)],
    [
      'an edited comment',
      EDITED,
      (plan) => {
        house.github.clock.set(house.github.clock.now());
        const comment = approvalBy(house.owner, 'Hm.');
        house.github.clock.advance(60_000);
        house.github.editComment(comment, `/portreeve approve ${plan}`);
        return comment;
      },
    ],
    [
      'a comment below another issue',
      null,
      (plan) => {
        const other = house.github.openIssue(configurationRepository(), { title: 'Hello', author: house.owner });
        return approvalBy(house.owner, `/portreeve approve ${plan}`, other);
      },
    ],
    [
      'somebody who has left',
      NOT_APPROVER,
      (plan) => {
        const comment = approvalBy(house.owner, `/portreeve approve ${plan}`);
        house.organization.members.delete(house.owner.id);
        return comment;
      },
    ],
    [
      'somebody who took over the approver’s name',
      NOT_APPROVER,
      (plan) => {
        const eve = house.github.createUser('eve');
        const comment = approvalBy(eve, `/portreeve approve ${plan}`);
        Object.assign(house.owner, { login: 'ada-of-old' });
        Object.assign(eve, { login: 'ada' });
        return comment;
      },
    ],
  ])('%s releases nothing, and is answered once: %s', async (_what, answer, comment) => {
    const sites = await openOrganization(ENFORCE, 3);
    await refresh();
    const before = writesOf(house).length;
    const given = await comment(await hash());
    await approve(given);
    await approve(given);
    await sweep();

    expect(touched(sites)).toEqual([]);
    const writes = writesOf(house).slice(before);
    if (answer === null) expect(writes).toEqual([]);
    else {
      expect(writes).toEqual([expect.stringMatching(/^PATCH .*\/issues\/\d+$/)]);
      expect(heldIssue().body).toContain(answer);
    }
  });

  test('of approvals that do not count the first is told, of the next plan again, and only the author is looked up', async () => {
    await openOrganization(ENFORCE.replace('ada', 'ada, bert, cleo'), 3);
    await refresh();
    const eve = house.github.createUser('eve');
    await approve(approvalBy(eve, `/portreeve approve ${await hash()}`));
    const writes = writesOf(house).length;
    house.github.resetRequests();
    await approve(approvalBy(eve, '/portreeve approve 0123456789ab'));
    await approve(approvalBy(eve, `/portreeve approve ${await hash()}`));
    expect(writesOf(house)).toEqual([]);
    expect(writes).toBeGreaterThan(0);
    expect(heldIssue().body).toContain(NOT_APPROVER);
    expect(heldIssue().body).not.toContain(ANOTHER_PLAN);

    make('site-new');
    await sweep();
    expect(heldIssue().body).not.toContain('did not count');
    await approve(approvalBy(house.owner, '/portreeve approve 0123456789ab'));
    expect(heldIssue().body).toContain(ANOTHER_PLAN);
    await approve(approvalBy(house.owner, `/portreeve approve ${await hash()}`));
    const lookedUp = house.github.requests.filter(({ path }) => path.endsWith('/permission')).map(({ path }) => path);
    expect(lookedUp).toEqual(['/repos/city/.github/collaborators/ada/permission']);
  });

  test('whoever only the waiting configuration names must be an administrator of where it stands', async () => {
    const sites = await openOrganization(ENFORCE.replace('ada', 'bert'), 3);
    const bert = member('bert', 'write');
    await refresh();
    await approve(approvalBy(bert, `/portreeve approve ${await hash()}`));
    expect(touched(sites)).toEqual([]);

    configurationRepository().collaborators.set(bert.id, 'admin');
    await approve(approvalBy(bert, `/portreeve approve ${await hash()}`));
    expect(touched(sites)).toHaveLength(3);
  });

  test('a plan that has changed since has another hash, and the old one releases nothing', async () => {
    const sites = await openOrganization(ENFORCE, 3);
    await refresh();
    const old = await hash();
    make('site-new');
    await sweep();
    expect(await hash()).not.toBe(old);

    await approve(approvalBy(house.owner, `/portreeve approve ${old}`));
    expect(touched(sites)).toEqual([]);
    expect(heldIssue().body).toContain('5 of 5 repositories');
  });

  test.each(['approving', 'approved'])('a crash when %s loses nothing and does nothing twice', async (point) => {
    const sites = await openOrganization(ENFORCE, 3);
    await refresh();
    const comment = approvalBy(house.owner, `/portreeve approve ${await hash()}`);
    const { checkpoint } = house.context;
    Object.assign(house.context, {
      checkpoint: async (name: string) => {
        if (name === point) throw new Error('killed');
      },
    });
    const queued = [...house.enqueued];
    await expect(approve(comment)).rejects.toThrow('killed');
    Object.assign(house.context, { checkpoint });
    house.enqueued.unshift(...queued);
    await approve(comment);

    expect(sites.map((site) => ourIssues(site).length)).toEqual(sites.map(() => 1));
  });

  test('the operator releases it with the hash, and with no other', async () => {
    const sites = await openOrganization('mode: enforce\nproposals: false\n', 3);
    await refresh();
    expect(heldIssue().body).toContain('`brake.approvers`');
    const operator = { name: 'operator root', accountId: null };
    const { id } = house.installation;
    expect(await releaseHeld(house.context, id, '0123456789ab', operator)).toBe(false);
    expect(await releaseHeld(house.context, id, await hash(), operator)).toBe(true);
    await run();

    expect(touched(sites)).toHaveLength(3);
    expect(heldIssue().state).toBe('closed');
  });

  test('taken back, nothing waits any more and the issue closes itself', async () => {
    await openOrganization(ENFORCE, 3);
    await refresh();
    await configure('mode: observe\n');

    expect(await held()).toBeNull();
    expect(heldIssue()).toMatchObject({ state: 'closed', body: expect.stringContaining('Nothing waits any more') });
  });

  test('in a private governance repository the first repositories are named', async () => {
    house = await openHouse({ configuration: `${ENFORCE}governanceRepository: office\n`, isBraked: true });
    const office = make('office', ALL_WELL);
    Object.assign(office, { visibility: 'private' });
    Array.from({ length: 12 }, (_, index) => make(`site-${index}`));
    await refresh();

    const { body } = heldIssue(office);
    expect(body).toContain('`site-1`');
    expect(ourIssues(configurationRepository())).toEqual([]);
  });
});

function member(login: string, role: 'write' | 'admin'): Account {
  const account = house.github.createUser(login);
  house.organization.members.set(account.id, 'member');
  configurationRepository().collaborators.set(account.id, role);
  return account;
}

/** An organisation of repositories without a fault, under enforcement since the first release. */
async function openEnforced(repositories: number, brake = '{ approvers: [ada] }'): Promise<Repository[]> {
  house = await openHouse({ configuration: `mode: enforce\nproposals: false\nbrake: ${brake}\n`, isBraked: true });
  house.github.pushFiles(configurationRepository(), { files: ALL_WELL, message: 'All well' });
  const sites = Array.from({ length: repositories }, (_, index) => make(`site-${index}`, ALL_WELL));
  await refresh();
  await approve(approvalBy(house.owner, `/portreeve approve ${await hash()}`));
  expect(await held()).toBeNull();
  return sites;
}

function remove(repositories: readonly Repository[]): void {
  for (const repository of repositories) house.github.pushFiles(repository, { deletes: ['LICENSE'], message: 'Oh' });
}

describe('A42: under enforcement', () => {
  test.each([
    [20, 2, null],
    [20, 3, 'large-share'],
    [4, 2, null],
  ])('a sweep of %d repositories, %d of which want something: held as %s', async (total, wanting, reason) => {
    const sites = await openEnforced(total - 1);
    remove(sites.slice(0, wanting));
    await sweep();

    expect((await held())?.reason ?? null).toBe(reason);
    expect(touched(sites)).toHaveLength(reason === null ? wanting : 0);
  });

  test('a configuration that would touch too many waits, and the released one stays in force', async () => {
    const sites = await openEnforced(30);
    await configure(
      'mode: enforce\nproposals: false\nbrake: { repositories: 1000, percent: 100 }\npolicies: { license-approved: { allowed: [EUPL-1.2] } }\n',
    );

    expect(await held()).toMatchObject({ reason: 'many-repositories', basis: 'candidate' });
    expect(touched(sites)).toEqual([]);
    const inForce = await house.store.asInstallation(house.installation.id, configurationsInForce);
    expect(inForce.map(({ text }) => text).join()).not.toContain('EUPL-1.2');

    await approve(approvalBy(house.owner, `/portreeve approve ${await hash()}`));
    expect(touched(sites)).toHaveLength(30);
  });

  test.each([
    ['raises the limits', 'brake: { repositories: 100000, percent: 100, approvers: [ada] }'],
    ['names another approver', 'brake: { approvers: [ada, bert] }'],
  ])('a configuration that %s waits by itself, so that the next one is not let go by it', async (_what, brake) => {
    const sites = await openEnforced(30);
    const bert = member('bert', 'write');
    await configure(`mode: enforce\nproposals: false\n${brake}\n`);
    expect(await held()).toMatchObject({ reason: 'brake-loosened', basis: 'candidate', repositories: [] });
    expect(heldIssue().body).toContain('lets more be written at once, or names another approver');
    const comment = approvalBy(bert, `/portreeve approve ${await hash()}`);
    await approve(comment);

    const stricter = 'policies: { license-approved: { allowed: [EUPL-1.2] } }\n';
    await configure(`mode: enforce\nproposals: false\n${brake}\n${stricter}`);
    expect((await held())?.reason).toBe('many-repositories');
    await approve(approvalBy(bert, `/portreeve approve ${await hash()}`));
    expect(touched(sites)).toEqual([]);

    // Not by way of observing, either.
    await configure(`mode: observe\n${brake}\n`);
    expect((await held())?.reason).toBe('brake-loosened');
    await configure(`mode: enforce\nproposals: false\n${brake}\n${stricter}`);
    expect((await held())?.reason).toBe('many-repositories');
    expect(touched(sites)).toEqual([]);
  });

  test('a sweep that was broken off under another configuration begins anew', async () => {
    const sites = await openEnforced(30);
    const brokenOff = { finished_at: null, cursor: '2', basis: 'another' };
    await house.store.asInstallation(house.installation.id, (db) => db.updateTable('sweep').set(brokenOff).execute());
    await configure('mode: enforce\nproposals: false\npolicies: { license-approved: { allowed: [EUPL-1.2] } }\n');

    expect(await held()).toMatchObject({ reason: 'many-repositories', basis: 'candidate' });
    expect(touched(sites)).toEqual([]);
  });

  test('a check run that people wait for never asks for one sweep after another', async () => {
    const sites = await openEnforced(3);
    const [site] = sites;
    if (site === undefined) throw new Error('there is no repository');
    // As an organisation that has had check runs and nothing else, from before there was a brake.
    await house.store.asInstallation(house.installation.id, (db) =>
      db.updateTable('brake').set({ enforced_at: null }).execute(),
    );
    const pull = house.github.openPullRequest({
      repository: site,
      files: { 'a.txt': 'a' },
      title: 'Add a',
      author: house.owner,
    });
    await sweep();

    expect(house.enqueued).toEqual([]);
    expect(site.checkRuns.map(({ suite }) => suite.headSha)).toEqual([pull.head.sha]);
  });

  test('a configuration within the limits comes into force by itself', async () => {
    const sites = await openEnforced(4);
    await configure(
      `mode: enforce\nproposals: false\ngroups: [{ name: one, match: { names: [site-3] }, policies: { license-approved: { allowed: [EUPL-1.2] } } }]\n`,
    );

    expect(await held()).toBeNull();
    expect(touched(sites)).toEqual(['site-3']);
  });

  test('back to observe holds at once, whatever waits', async () => {
    await openEnforced(4);
    await configure('mode: enforce\npolicies: { license-approved: { allowed: [EUPL-1.2] } }\n');
    await configure('mode: observe\n');

    expect(await held()).toBeNull();
    const inForce = await house.store.asInstallation(house.installation.id, configurationsInForce);
    expect(inForce.map(({ text }) => text)).toEqual(['mode: observe\n']);
  });

  test('a flood of pushes is no way round: with the limit reached within an hour, the others wait', async () => {
    const sites = await openEnforced(9, '{ repositories: 4, percent: 100, approvers: [ada] }');
    remove(sites);
    for (const site of sites) await house.audit(site);
    expect(touched(sites)).toHaveLength(4);
    await run();
    expect(await held()).toMatchObject({ reason: 'many-repositories' });
    expect(touched(sites)).toHaveLength(4);

    await approve(approvalBy(house.owner, `/portreeve approve ${await hash()}`));
    expect(touched(sites)).toHaveLength(9);
  });

  test('a proposal that a person pressed the button for waits with the flood, and is not lost by it', async () => {
    house = await openHouse({
      configuration:
        'mode: enforce\ndefaultLicense: EUPL-1.2\nbrake: { repositories: 4, percent: 100, approvers: [ada] }\n',
      isBraked: true,
    });
    house.github.pushFiles(configurationRepository(), { files: ALL_WELL, message: 'All well' });
    const sites = Array.from({ length: 6 }, (_, index) => make(`site-${index}`, ALL_WELL));
    await refresh();
    await approve(approvalBy(house.owner, `/portreeve approve ${await hash()}`));
    const [pressed, ...others] = sites;
    if (pressed === undefined) throw new Error('no site');
    // Closed by a person, so nothing but the button proposes it again.
    remove([pressed]);
    await house.audit(pressed);
    const [first] = proposalsOf(pressed);
    if (first === undefined) throw new Error('no proposal');
    house.github.closePullRequest(first, house.owner);
    house.github.deleteBranch(pressed, first.head.ref);
    await house.audit(pressed);
    await house.store.pool.query(`update portreeve.action set at = at - interval '61 minutes'`);

    remove(others.slice(0, 4));
    for (const site of others.slice(0, 4)) await house.audit(site);
    await expect(house.audit(pressed, { isProposalRequested: true })).rejects.toMatchObject({ seconds: 3600 });
    expect(proposalsOf(pressed)).toHaveLength(1);

    await house.store.pool.query(`update portreeve.action set at = at - interval '61 minutes'`);
    await house.audit(pressed, { isProposalRequested: true });
    expect(proposalsOf(pressed)).toHaveLength(2);
  });

  test('pull requests get their check runs while a plan waits', async () => {
    const sites = await openEnforced(4);
    await configure('mode: enforce\npolicies: { license-approved: { allowed: [EUPL-1.2] } }\n');
    const [site] = sites;
    if (site === undefined) throw new Error('no site');
    const pull = house.github.openPullRequest({ repository: site, files: { a: 'a' } });
    await house.check(site, pull.issue.number);

    expect(site.checkRuns).toHaveLength(1);
  });
});

describe('the switch that stops all writing', () => {
  test('holds from the next write on, and what was not written is made up for', async () => {
    const sites = await openEnforced(3);
    await house.store.asOperator((db) =>
      stopWriting(db, { reason: 'wrong texts', by: 'ada', at: '2026-11-25T12:00:00Z' }),
    );
    const [site] = sites;
    if (site === undefined) throw new Error('no site');
    remove([site]);
    const writes = writesOf(house).length;
    await house.audit(site);
    const pull = house.github.openPullRequest({ repository: site, files: { a: 'a' } });
    await house.check(site, pull.issue.number);
    expect(writesOf(house)).toHaveLength(writes);

    expect(await house.store.asOperator(resumeWriting)).toMatchObject({ reason: 'wrong texts' });
    await sweep();
    expect(touched(sites)).toEqual(['site-0']);
    expect(site.checkRuns).toHaveLength(1);
  });

  test('PORTREEVE_READ_ONLY keeps one process from writing', async () => {
    const sites = await openEnforced(3);
    Object.assign(house.context, { isReadOnly: true });
    const writes = writesOf(house).length;
    remove(sites.slice(0, 1));
    await sweep();
    expect(writesOf(house)).toHaveLength(writes);
  });
});

test('what the event says is only a hint: a comment of a bot, or with another sender, is no approval', async () => {
  house = await openHouse();
  const dispatch = await createDispatch({
    appId: house.installation.app.id,
    privateKey: house.installation.app.privateKey,
    secret: 'x',
    log: silentLog,
    policies: [],
  });
  const payload = (sender: object, user: object) => ({
    action: 'created',
    installation: { id: 1 },
    repository: { id: 2, node_id: 'R' },
    issue: { number: 3, performed_via_github_app: { id: house.installation.app.id } },
    comment: { id: 4, body: '/portreeve approve 0123456789ab', user },
    sender,
  });
  const tasksOf = (sender: object, user: object) =>
    dispatch({ id: 'x', name: 'issue_comment', payload: payload(sender, user) });

  expect(await tasksOf({ id: 5, type: 'User' }, { id: 5 })).toMatchObject([{ queue: 'approval' }]);
  expect(await tasksOf({ id: 5, type: 'Bot' }, { id: 5 })).toEqual([]);
  expect(await tasksOf({ id: 6, type: 'User' }, { id: 5 })).toEqual([]);
  expect(await house.store.asInstallation(1, readBrake)).toMatchObject({ held: null });
});
