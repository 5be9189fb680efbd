import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkPullRequest } from '../../src/tasks/check-pull-request.ts';
import { keepMembers } from '../../src/tasks/members.ts';
import { pullRequestRequest, pullRequestTask } from '../../src/tasks/requests.ts';
import type { Account, CheckRun, PullRequest, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, checkOf, checksOf, requestsOf, writesOf } from './on-github.ts';

const CONFIGURATION =
  'mode: enforce\nchecks: false\ncontributions: {signOff: {check: true}, onboarding: {pullRequests: false}}\n';
const NAME = 'Portreeve DCO';
let house: House;
let stops: Repository;
let grace: Account;

async function open(configuration = CONFIGURATION): Promise<void> {
  house = await openHouse({ configuration });
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: ALL_WELL });
  grace = house.github.createUser('grace');
  await house.refresh();
}

beforeEach(() => open());
afterEach(() => house.close());

function signedAs(subject: string, author: { readonly name: string; readonly email: string }): string {
  return `${subject}\n\nSigned-off-by: ${author.name} <${author.email}>\n`;
}

const GRACE = { name: 'Grace Hopper', email: 'grace@navy.example' };
const commit = (subject: string, isSigned: boolean, author = GRACE) => ({
  files: { [`${subject}.txt`]: subject },
  message: isSigned ? signedAs(subject, author) : subject,
  author,
});

function pullRequest(...commits: readonly ReturnType<typeof commit>[]): PullRequest {
  return house.github.openPullRequest({ repository: stops, author: grace, fork: true, head: 'feature', commits });
}

async function judge(pull: PullRequest, pushedBy?: Account): Promise<CheckRun> {
  const { id: installationId } = house.installation;
  const { id: repositoryId, nodeId } = stops;
  const { data } = pullRequestRequest({
    installationId,
    repositoryId,
    nodeId,
    number: pull.issue.number,
    headSha: pull.head.sha,
    ...(pushedBy === undefined
      ? {}
      : { pushedBy: { id: pushedBy.id, login: pushedBy.login, type: pushedBy.type === 'Bot' ? 'Bot' : 'User' } }),
  });
  await checkPullRequest(house.context, data as Parameters<typeof checkPullRequest>[1]);
  return checkOf(stops, pull.head.sha, NAME);
}

describe('a pull request from a fork', () => {
  test('without a sign-off fails, with the very commands for this branch and this number of commits', async () => {
    const run = await judge(pullRequest(commit('one', true), commit('two', false), commit('three', true)));

    expect(run.conclusion).toBe('failure');
    expect(run.output.title).toBe('1 commit is not in order');
    expect(run.output.summary).toContain(
      '```\ngit switch feature\ngit rebase --signoff HEAD~2\ngit push --force-with-lease\n```',
    );
    expect(run.output.summary).toContain('gr…@&#8203;navy.example');
    expect(run.output.summary).not.toContain('grace@');
  });

  test('is in order once it is signed off, and stays so without a write', async () => {
    const pull = pullRequest(commit('one', false));
    expect((await judge(pull)).conclusion).toBe('failure');
    house.github.pushToPullRequest(pull, {
      ...commit('one', true),
      force: true,
      parent: stops.git.branch('main') ?? '',
    });

    const run = await judge(pull);
    const writes = writesOf(house).length;
    await judge(pull);

    expect(run).toMatchObject({ conclusion: 'success', output: { title: 'The one commit is in order' } });
    expect(writesOf(house)).toHaveLength(writes);
  });

  test('takes one query and one write for a new head', async () => {
    await judge(pullRequest(commit('one', true)));
    const pull = house.github.openPullRequest({
      repository: stops,
      author: grace,
      fork: true,
      commits: [commit('x', true)],
    });
    const before = requestsOf(house).length;

    await judge(pull);

    expect(requestsOf(house).slice(before)).toEqual(['POST /graphql', 'POST /repos/{owner}/{repo}/check-runs']);
  });

  test('of 1,000 commits is read completely in 10 queries', async () => {
    const commits = Array.from({ length: 1000 }, (_, index) => ({
      ...commit(`c${index}`, index !== 500),
      files: { 'one.txt': String(index) },
    }));
    await judge(house.github.openPullRequest({ repository: stops, author: grace, commits: [commit('x', true)] }));
    const pull = pullRequest(...commits);
    const before = requestsOf(house).length;

    const run = await judge(pull);

    expect(run).toMatchObject({ conclusion: 'failure', output: { title: '1 commit is not in order' } });
    expect(requestsOf(house).slice(before)).toEqual([
      ...Array.from({ length: 10 }, () => 'POST /graphql'),
      'POST /repos/{owner}/{repo}/check-runs',
    ]);
  });

  test('into any branch is judged', async () => {
    house.github.pushFiles(stops, { branch: 'release', parent: stops.git.branch('main') ?? '', message: 'Release' });
    const pull = house.github.openPullRequest({
      repository: stops,
      author: grace,
      base: 'release',
      commits: [commit('x', false)],
    });

    expect((await judge(pull)).conclusion).toBe('failure');
  });
});

describe('one commit, two pull requests', () => {
  /** One into `main` with an unsigned commit, one into `release`, which holds that commit already. */
  function two(): { readonly worse: PullRequest; readonly better: PullRequest } {
    const { github } = house;
    const worse = github.openPullRequest({
      repository: stops,
      author: grace,
      head: 'feature',
      commits: [commit('one', false), commit('two', true)],
    });
    const first = stops.git.store.commit(worse.head.sha).parents[0] ?? '';
    github.pushFiles(stops, { branch: 'release', parent: first, message: 'Release' });
    const better = github.openPullRequest({ repository: stops, author: grace, head: 'feature', base: 'release' });
    return { worse, better };
  }

  test('S11: the worse result is what the check says, whichever was judged last', async () => {
    const { worse, better } = two();

    expect((await judge(better)).conclusion).toBe('success');
    expect((await judge(worse)).conclusion).toBe('failure');
    const run = await judge(better);

    expect(run.conclusion).toBe('failure');
    expect(run.output.title).toBe('Another pull request is not in order');
    expect(run.output.summary).toContain(`#${worse.issue.number}`);
  });

  test('S11: where the worse one is closed, its result is held against nobody any more', async () => {
    const { worse, better } = two();
    expect((await judge(worse)).conclusion).toBe('failure');
    expect((await judge(better)).conclusion).toBe('failure');
    house.github.closePullRequest(worse);
    const before = requestsOf(house).length;

    expect((await judge(better)).conclusion).toBe('success');
    expect(requestsOf(house).slice(before)).toEqual([
      'POST /graphql',
      'POST /graphql',
      'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
    ]);
  });

  test('S11: when the worse one is closed, the better one is judged again by itself', async () => {
    const { worse, better } = two();
    await judge(better);
    await judge(worse);
    house.github.closePullRequest(worse);
    const { id: repositoryId, nodeId } = stops;
    const subject = { installationId: house.installation.id, repositoryId, nodeId };
    const closed = { ...subject, number: worse.issue.number, headSha: worse.head.sha, isClosed: true };
    house.enqueued.length = 0;
    await checkPullRequest(house.context, pullRequestTask.parse(closed));

    expect(house.enqueued.map(({ queue, data }) => [queue, data])).toEqual([
      ['pull-request', expect.objectContaining({ number: better.issue.number })],
    ]);
    expect((await judge(better)).conclusion).toBe('success');
  });

  test('S11: a re-run, which names a commit only, has each of its pull requests judged', async () => {
    const { worse, better } = two();
    await judge(better);
    await judge(worse);
    const { id: repositoryId, nodeId } = stops;
    const about = { installationId: house.installation.id, repositoryId, nodeId, number: null };
    house.enqueued.length = 0;
    const writes = writesOf(house).length;
    await checkPullRequest(
      house.context,
      pullRequestTask.parse({ ...about, headSha: worse.head.sha, isRequested: true }),
    );

    expect(house.enqueued.map(({ data }) => data)).toEqual([
      expect.objectContaining({ number: better.issue.number, isRequested: false }),
    ]);
    expect(writesOf(house)).toHaveLength(writes + 1);
  });

  test('S11, case 32: where the base changes, the commits are judged anew', async () => {
    const { worse } = two();
    expect((await judge(worse)).conclusion).toBe('failure');
    house.github.closePullRequest(
      [...stops.issues.values()].flatMap(({ pull }) => (pull === null || pull === worse ? [] : [pull]))[0] ?? worse,
    );
    house.github.editPullRequest(worse, { base: 'release' });

    expect((await judge(worse)).conclusion).toBe('success');
  });
});

describe('who is behind it', () => {
  const BOT = { name: 'renovate[bot]', email: '29139614+renovate[bot]@users.noreply.github.com' };

  test('S1: a commit that says to be a bot’s fails', async () => {
    const run = await judge(pullRequest(commit('one', false, BOT)), grace);

    expect(run.conclusion).toBe('failure');
    expect(run.output.summary).toContain('which nothing proves');
  });

  test('S1: GitHub’s own signature on it is proof', async () => {
    const { github } = house;
    const verification = { verified: true, reason: 'valid', signer: github.world.webFlow } as const;
    const pull = github.openPullRequest({
      repository: stops,
      author: grace,
      fork: true,
      commits: [{ ...commit('one', false, BOT), verification }],
    });

    expect((await judge(pull, grace)).conclusion).toBe('success');
  });

  test('S1: GitHub’s signature is none where a person committed it, as in a codespace', async () => {
    const { github } = house;
    const verification = { verified: true, reason: 'valid', signer: github.world.webFlow } as const;
    const committer = { name: 'Grace', email: `${grace.id}+grace@users.noreply.github.com` };
    const pull = github.openPullRequest({
      repository: stops,
      author: grace,
      fork: true,
      commits: [{ ...commit('one', false, BOT), committer, verification }],
    });

    expect((await judge(pull, grace)).conclusion).toBe('failure');
  });

  test('S9: the commits and the sign-off of another account, from a fork, fail', async () => {
    const mallory = house.github.createUser('mallory');
    const author = { name: 'Ada', email: `${house.owner.id}+ada@users.noreply.github.com` };
    const pull = house.github.openPullRequest({
      repository: stops,
      author: mallory,
      fork: true,
      commits: [{ files: { x: 'x' }, author, message: signedAs('x', author) }],
    });

    const run = await judge(pull, mallory);

    expect(run.conclusion).toBe('failure');
    expect(run.output.summary).toContain('mallory opened the pull request');
  });
});

test('with compatible: dcoapp, the check is called DCO', async () => {
  await house.close();
  await open('mode: enforce\ncontributions: {signOff: {check: true, compatible: dcoapp}}\n');
  const pull = pullRequest(commit('one', true));
  await house.check(stops, pull.issue.number);

  expect(checkOf(stops, pull.head.sha, 'DCO').conclusion).toBe('success');
  expect(checksOf(stops, pull.head.sha, NAME)).toEqual([]);
  expect(checksOf(stops, pull.head.sha)).toHaveLength(1);
});

describe('the label that says that a sign-off is missing', () => {
  const labelled = (about: string) =>
    `mode: enforce\nchecks: false\ncontributions: {${about}, onboarding: {labels: {signOff: 'dco: missing'}}}\n`;

  test.each([
    ['is put on where somebody else signed off', signedAs('one', { name: 'Eve', email: 'eve@x.example' }), 1],
    ['is put on where the sign-off cannot be read', 'one\n\nSigned-off-by: Grace Hopper\n', 1],
    ['is not where a program helped, and this alone is wrong', `${signedAs('one', GRACE)}Assisted-by: Claude\n`, 0],
  ])('%s', async (_what, message, count) => {
    await house.close();
    await open(labelled('ai: forbid, signOff: {check: true}'));
    const pull = pullRequest({ ...commit('one', false), message });
    await house.check(stops, pull.issue.number);

    expect(pull.issue.labels.map(({ name }) => name)).toEqual(Array.from({ length: count }, () => 'dco: missing'));
  });
});

test.each([
  ['disclose', 'names it at the end of the commit message, as `Assisted-by: TOOL`'],
  ['forbid', 'is not taken here'],
])('with ai: %s, the check says what people have to do', async (ai, says) => {
  await house.close();
  await open(`mode: enforce\nchecks: false\ncontributions: {ai: ${ai}, signOff: {check: true}}\n`);

  expect((await judge(pullRequest(commit('one', true)))).output.summary).toContain(says);
});

test('under observe nothing is written, and nothing is read of commits where it is off', async () => {
  await house.close();
  await open('mode: observe\ncontributions: {signOff: {check: true}}\n');
  const pull = pullRequest(commit('one', false));
  await house.check(stops, pull.issue.number);

  expect(writesOf(house)).toEqual([]);
});

test('a re-run is found by the head alone, though GitHub names no pull request of a fork', async () => {
  const pull = pullRequest(commit('one', false));
  await judge(pull);
  const { id: repositoryId, nodeId } = stops;
  const request = pullRequestRequest({
    installationId: house.installation.id,
    repositoryId,
    nodeId,
    number: null,
    headSha: pull.head.sha,
    isRequested: true,
  });
  const before = writesOf(house).length;
  await checkPullRequest(house.context, request.data as Parameters<typeof checkPullRequest>[1]);

  expect(writesOf(house).slice(before)).toHaveLength(1);
});

test('the one comment for a newcomer tells the same commands, and thanks once they were followed', async () => {
  await house.close();
  await open('mode: enforce\nchecks: false\ncontributions: {signOff: {check: true}}\n');
  const pull = pullRequest(commit('one', false), commit('two', false));
  await judge(pull);
  const [comment] = pull.issue.comments;
  expect(comment?.body).toContain('git rebase --signoff HEAD~2');
  expect(comment?.body).toContain(NAME);
  expect(comment?.body).not.toContain('grace@');

  house.github.pushToPullRequest(pull, { ...commit('one', true), force: true, parent: stops.git.branch('main') ?? '' });
  await judge(pull);

  expect(pull.issue.comments).toHaveLength(1);
  expect(pull.issue.comments[0]?.body).not.toContain('git rebase');
});

test('in a merge queue, what was found of the pull request is reported on the queue’s own commit, once', async () => {
  const pull = pullRequest(commit('one', true));
  const groupSha = house.github.pushFiles(stops, {
    branch: `gh-readonly-queue/main/pr-${pull.issue.number}-${pull.head.sha}`,
    parent: stops.git.branch('main') ?? '',
    message: 'Merge',
  }).sha;
  const request = pullRequestRequest({
    installationId: house.installation.id,
    repositoryId: stops.id,
    nodeId: stops.nodeId,
    number: pull.issue.number,
    headSha: null,
    groupSha,
  });
  const inQueue = () => checkPullRequest(house.context, request.data as Parameters<typeof checkPullRequest>[1]);
  await inQueue();
  const writes = writesOf(house).length;
  await inQueue();

  expect(checkOf(stops, groupSha, NAME).conclusion).toBe('success');
  expect(checksOf(stops, pull.head.sha, NAME)).toEqual([]);
  expect(writesOf(house)).toHaveLength(writes);
});

describe('in a merge queue, the commit that it makes', () => {
  const BOT = { name: 'renovate[bot]', email: '29139614+renovate[bot]@users.noreply.github.com' };

  async function inQueue(pull: PullRequest, method: 'merge' | 'squash' | 'rebase'): Promise<CheckRun> {
    const { headSha: groupSha, baseSha: groupBaseSha } = house.github.queuePullRequest(pull, { method });
    const subject = { installationId: house.installation.id, repositoryId: stops.id, nodeId: stops.nodeId };
    const request = { ...subject, number: pull.issue.number, headSha: null, groupSha, groupBaseSha };
    await checkPullRequest(house.context, pullRequestTask.parse(request));
    return checkOf(stops, groupSha, NAME);
  }
  const two = () => pullRequest(commit('one', true), commit('two', true));
  const fromBot = (isAll: boolean): PullRequest => {
    const { github } = house;
    const verification = { verified: true, reason: 'valid', signer: github.world.webFlow } as const;
    const bots = { ...commit('one', false, BOT), verification };
    return github.openPullRequest({
      repository: stops,
      author: grace,
      fork: true,
      commits: isAll ? [bots] : [bots, commit('two', true)],
    });
  };

  test.each<
    [what: string, open: () => PullRequest, method: 'merge' | 'squash' | 'rebase', settings: object, to: string]
  >([
    ['a squash with the commits’ messages', two, 'squash', {}, 'success'],
    ['a squash of one commit', () => pullRequest(commit('one', true)), 'squash', {}, 'success'],
    ['a squash that drops them', two, 'squash', { squashMergeCommitMessage: 'PR_BODY' }, 'failure'],
    ['an empty squash', two, 'squash', { squashMergeCommitMessage: 'BLANK' }, 'failure'],
    ['a merge', two, 'merge', { squashMergeCommitMessage: 'BLANK' }, 'success'],
    ['a rebase', two, 'rebase', {}, 'success'],
    ['a squash of a bot’s', () => fromBot(true), 'squash', { squashMergeCommitMessage: 'BLANK' }, 'success'],
    ['a rebase of a bot’s and a person’s', () => fromBot(false), 'rebase', {}, 'success'],
    ['of a pull request that is not in order', () => pullRequest(commit('one', false)), 'merge', {}, 'failure'],
  ])('%s', async (_what, open, method, settings, conclusion) => {
    stops.settings = { ...stops.settings, ...settings };
    const run = await inQueue(open(), method);

    expect(run.conclusion).toBe(conclusion);
    if ('squashMergeCommitMessage' in settings && conclusion === 'failure') {
      expect(run.output.summary).toContain('A maintainer can mend it');
    }
    expect(house.github.violations).toEqual([]);
  });

  test('that drops the sign-offs is no matter of the contributor’s: nothing is asked of them', async () => {
    await house.close();
    await open('mode: enforce\nchecks: false\ncontributions: {signOff: {check: true}}\n');
    const pull = two();
    await judge(pull);
    const [comment] = pull.issue.comments;
    const before = comment?.body;
    stops.settings = { ...stops.settings, squashMergeCommitMessage: 'BLANK' };

    expect((await inQueue(pull, 'squash')).conclusion).toBe('failure');
    expect(pull.issue.comments).toHaveLength(1);
    expect(comment?.body).toBe(before);
  });
});

describe('what stands on the default branch', () => {
  const put = (path: string, text: string) => house.github.pushFiles(stops, { files: { [path]: text }, message: path });
  const OTHER = { name: 'Grace Hopper', email: 'grace@home.example' };
  const signedFromHome = () => pullRequest({ ...commit('one', false), message: signedAs('one', OTHER) });

  test('case 21: .mailmap says that two addresses are one person’s', async () => {
    expect((await judge(signedFromHome())).conclusion).toBe('failure');
    put('.mailmap', 'Grace Hopper <grace@navy.example> <grace@home.example>\n');
    const pull = house.github.openPullRequest({
      repository: stops,
      author: grace,
      fork: true,
      head: 'again',
      commits: [{ ...commit('again', false), message: signedAs('again', OTHER) }],
    });

    expect((await judge(pull)).conclusion).toBe('success');
  });

  test('S17: a .mailmap, a dco.yml or a configuration of the pull request’s own counts for nothing', async () => {
    await house.close();
    await open(
      'mode: enforce\nchecks: false\nrepositoriesMayOverride: true\ncontributions: {signOff: {check: true, compatible: dcoapp}}\n',
    );
    const files = {
      '.mailmap': 'Grace Hopper <grace@navy.example> <grace@home.example>\n',
      '.github/dco.yml': 'require: {members: false}\nallowRemediationCommits: {individual: true}\n',
      '.github/portreeve.yml': 'contributions: {signOff: {check: false}}\n',
    };
    const pull = pullRequest({ ...commit('one', false), files, message: signedAs('one', OTHER) });
    await judge(pull).catch(() => undefined);

    expect(checkOf(stops, pull.head.sha, 'DCO').conclusion).toBe('failure');
  });

  test.each<[what: string, configuration: string, dco: string | null, conclusion: string]>([
    ['that allows it', 'compatible: dcoapp', 'allowRemediationCommits: {individual: true}\n', 'success'],
    ['that does not', 'compatible: dcoapp', 'allowRemediationCommits: {individual: false}\n', 'failure'],
    ['that is not there', 'compatible: dcoapp', null, 'failure'],
    ['that is broken', 'compatible: dcoapp', 'allowRemediationCommits: {individual: perhaps}\n', 'failure'],
    ['whose app’s place is not taken', 'later: false', 'allowRemediationCommits: {individual: true}\n', 'failure'],
    [
      'against the organisation’s word',
      'compatible: dcoapp, later: false',
      'allowRemediationCommits: {individual: true}\n',
      'failure',
    ],
  ])('a later sign-off, with a dco.yml %s', async (_what, signOff, dco, conclusion) => {
    await house.close();
    await open(`mode: enforce\nchecks: false\ncontributions: {signOff: {check: true, ${signOff}}}\n`);
    if (dco !== null) put('.github/dco.yml', dco);
    const pull = pullRequest(commit('one', false));
    const { name, email } = GRACE;
    const declared = `I, ${name} <${email}>, hereby add my Signed-off-by to this commit: ${pull.head.sha}`;
    house.github.pushToPullRequest(pull, { ...commit('two', false), message: signedAs(`Later\n\n${declared}`, GRACE) });
    await house.check(stops, pull.issue.number);

    const name_ = signOff.includes('dcoapp') ? 'DCO' : NAME;
    expect(checkOf(stops, pull.head.sha, name_).conclusion).toBe(conclusion);
  });

  test.each([
    ['false', 'success'],
    ['true', 'failure'],
  ])('require.members: %s', async (members, conclusion) => {
    await house.close();
    await open('mode: enforce\nchecks: false\ncontributions: {signOff: {check: true, compatible: dcoapp}}\n');
    put('.github/dco.yml', `require: {members: ${members}}\n`);
    house.github.addMember(house.organization, grace, { isConcealed: true });
    await keepMembers(house.context, house.installation.id);
    const verification = { verified: true, reason: 'valid', signer: house.github.world.webFlow } as const;
    const author = { name: 'Grace', email: `${grace.id}+grace@users.noreply.github.com` };
    const pull = house.github.openPullRequest({
      repository: stops,
      author: grace,
      fork: true,
      commits: [{ ...commit('one', false, author), verification }],
    });
    await house.check(stops, pull.issue.number);

    expect(checkOf(stops, pull.head.sha, 'DCO').conclusion).toBe(conclusion);
  });
});

describe('case 31: people push while the commits are read', () => {
  const commits = () =>
    Array.from({ length: 250 }, (_, index) => ({ ...commit(`c${index}`, true), files: { x: `${index}` } }));

  /** Moves the head before the query of this name is answered for the first time. */
  function pushBefore(name: string, pull: PullRequest): void {
    let isPushed = false;
    const call = ({ body }: { readonly body: object }): boolean => {
      if (isPushed || !JSON.stringify(body).includes(`query ${name}(`)) return false;
      isPushed = true;
      house.github.pushToPullRequest(pull, commit('last', false));
      return false;
    };
    house.github.faults.add({ route: 'POST /graphql', call, fault: { kind: 'emptyBody' } });
  }

  test('what was read of the old head is thrown away, and the task tried again', async () => {
    const pull = pullRequest(...commits());
    const old = pull.head.sha;
    pushBefore('Commits', pull);

    await expect(judge(pull)).rejects.toMatchObject({ kind: 'moved', retryAfterSeconds: 5 });
    expect(checksOf(stops, old, NAME)).toEqual([]);

    const run = await judge(pull);
    expect(run).toMatchObject({ conclusion: 'failure', output: { title: '1 commit is not in order' } });
  });
});

describe('a revert without a sign-off', () => {
  const skipping = 'mode: enforce\nchecks: false\ncontributions: {signOff: {check: true, reverts: skip-exact}}\n';
  type Made = Parameters<House['github']['openPullRequest']>[0]['commits'];

  async function verdictOn(configuration: string, commits: Made): Promise<CheckRun> {
    await house.close();
    await open(configuration);
    house.github.pushFiles(stops, { files: { route: '1' }, message: 'One' });
    house.github.pushFiles(stops, { files: { route: '2' }, message: 'Two' });
    return judge(
      house.github.openPullRequest({ repository: stops, author: grace, fork: true, ...(commits && { commits }) }),
    );
  }
  const revert = (files: Readonly<Record<string, string>>) => ({ files, message: 'Revert "Two"', author: GRACE });

  test.each<[what: string, configuration: string, commits: Made, conclusion: string]>([
    ['that is exact', skipping, [revert({ route: '1' })], 'success'],
    ['that brings something along', skipping, [revert({ route: '1', more: 'x' })], 'failure'],
    ['of an older commit', skipping, [commit('new', true), revert({ route: '1' })], 'failure'],
    [
      'of the pull request’s own commit',
      skipping,
      [{ ...commit('own', true), files: { route: '3' } }, revert({ route: '2' })],
      'success',
    ],
    ['that says so and is none', skipping, [revert({ route: '4' })], 'failure'],
    ['that is exact, where it is asked for all the same', CONFIGURATION, [revert({ route: '1' })], 'failure'],
  ])('%s', async (_what, configuration, commits, conclusion) => {
    expect((await verdictOn(configuration, commits)).conclusion).toBe(conclusion);
    expect(house.github.violations).toEqual([]);
  });
});
