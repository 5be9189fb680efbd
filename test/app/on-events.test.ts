import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { createDispatch } from '../../src/app/probot-dispatch.ts';
import type { TaskRequest } from '../../src/jobs/jobs.ts';
import { POLICIES } from '../../src/policies/index.ts';
import { startGitHub } from '../github/index.ts';
import { growth, LINEAR } from '../support/growth.ts';

const APP_ID = 42;
const INSTALLATION = { id: 7, node_id: 'x' };
const BOT = { login: 'portreeve[bot]', id: 99, type: 'Bot' };
const PERSON = { login: 'ada', id: 1, type: 'User' };

type Payload = Record<string, unknown>;
const EXAMPLES: readonly { readonly name: string; readonly examples: readonly Payload[] }[] = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json'), 'utf8'),
);

let dispatch: Awaited<ReturnType<typeof createDispatch>>;

beforeAll(async () => {
  const github = await startGitHub({ seed: 1 });
  const { privateKey } = github.createApp({ slug: 'portreeve', permissions: {}, events: [], webhookUrl: null });
  await github.close();
  dispatch = await createDispatch({
    appId: APP_ID,
    privateKey,
    secret: 'secret',
    log: pino({ level: 'silent' }),
    policies: POLICIES,
  });
});

/** GitHub's own example of an event, with some of it changed; nested objects are merged. */
function example(name: string, action: string | null, change: Payload = {}): Payload {
  const found = EXAMPLES.find((event) => event.name === name)?.examples.find(
    (payload) => action === null || payload.action === action,
  );
  if (found === undefined) throw new Error(`GitHub gives no example of ${name}.${action}`);
  return merge({ ...found, installation: INSTALLATION }, change);
}

function merge(base: Payload, change: Payload): Payload {
  const merged: Payload = { ...base };
  for (const [key, value] of Object.entries(change)) {
    const old = merged[key];
    const isNested = isObject(old) && isObject(value);
    merged[key] = isNested ? merge(old, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

let deliveries = 0;
async function tasksOf(name: string, payload: Payload): Promise<string[]> {
  deliveries += 1;
  const requests = await dispatch({ id: `delivery-${deliveries}`, name, payload });
  return requests.map(summary);
}

function summary({ queue, data }: TaskRequest): string {
  const task: Payload = { ...Object(data) };
  const wishes = [
    ...(task.isProposalRequested ? ['proposal'] : []),
    ...(task.isRequested ? ['again'] : []),
    ...(task.isSweepWanted ? ['sweep'] : []),
    ...(task.isEveryHead ? ['every-head'] : []),
    ...(task.isHandedDown ? ['handed-down'] : []),
    ...(task.isClosed ? ['closed'] : []),
    ...(isObject(task.language) ? [`${task.language.accountId} in ${task.language.language}`] : []),
    ...(task.isOverride ? ['override'] : []),
    ...(isObject(task.pressed) ? ['pressed'] : []),
    ...(typeof task.commentId === 'number' ? ['reaction'] : []),
  ];
  return [queue, ...wishes].join(' ');
}

const MAIN = { ref: 'refs/heads/main', forced: false, created: false, deleted: false };
const commits = (paths: readonly string[]) => ({
  commits: [{ id: 'a', added: [], removed: [], modified: paths }],
});
const push = (name: string, change: Payload) =>
  example('push', null, { ...MAIN, repository: { name, default_branch: 'main' }, ...change });

describe('a push', () => {
  test.each<[what: string, payload: Payload, tasks: string[]]>([
    ['to another branch', push('stops', { ref: 'refs/heads/next', ...commits(['LICENSE']) }), []],
    ['of a tag', push('stops', { ref: 'refs/tags/main', ...commits(['LICENSE']) }), []],
    ['that touches nothing watched', push('stops', commits(['src/a.js', 'docs/LICENSE', 'a/SECURITY.md'])), []],
    ['that touches the licence', push('stops', commits(['LICENSE'])), ['repository']],
    ['that touches a policy in .github', push('stops', commits(['.github/security.md'])), ['repository']],
    [
      'that touches the repository’s configuration',
      push('stops', commits(['.github/portreeve.yml'])),
      ['repository every-head'],
    ],
    [
      'that touches the settings of the app DCO',
      push('stops', commits(['.github/dco.yml'])),
      ['repository every-head'],
    ],
    ['that touches the .mailmap', push('stops', commits(['.mailmap'])), ['repository every-head']],
    ['that touches another .mailmap', push('stops', commits(['docs/.mailmap'])), []],
    ['by force', push('stops', { forced: true, ...commits(['a']) }), ['repository']],
    ['that makes the branch', push('stops', { created: true, ...commits(['a']) }), ['repository']],
    ['that names no commits', push('stops', { commits: [] }), ['repository']],
    [
      'of more commits than GitHub lists',
      push('stops', { commits: Array.from({ length: 2048 }, () => ({ added: [], removed: [], modified: ['a'] })) }),
      ['repository'],
    ],
    ['to .github that touches nothing', push('.github', commits(['profile/README.md'])), []],
    [
      'to .github that hands a policy down',
      push('.github', commits(['SECURITY.md'])),
      ['configuration handed-down', 'repository'],
    ],
    [
      'to .github that changes the configuration',
      push('.github', commits(['.github/portreeve.yml'])),
      ['configuration', 'repository every-head'],
    ],
    [
      'to .github-private that changes the configuration',
      push('.github-private', commits(['.github/portreeve.yml'])),
      ['configuration', 'repository every-head'],
    ],
    ['to .github-private that changes a policy', push('.github-private', commits(['SECURITY.md'])), ['repository']],
    [
      'to a repository that is only called alike',
      push('x.github', commits(['.github/portreeve.yml'])),
      ['repository every-head'],
    ],
    ['without an installation', push('stops', { installation: undefined, ...commits(['LICENSE']) }), []],
  ])('%s', async (_what, payload, tasks) => {
    expect(await tasksOf('push', payload)).toEqual(tasks);
  });
});

const pull = (action: string, change: Payload = {}) =>
  example('pull_request', 'opened', { action, pull_request: { head: { ref: 'patch-1' } }, ...change });

describe('a review', () => {
  const review = (body: string | null, change: Payload = {}) =>
    example('pull_request_review', 'submitted', { review: { body }, sender: PERSON, ...change });

  test.each<[what: string, payload: Payload, tasks: string[]]>([
    ['that asks for another look', review('Signed now.\n\n/portreeve recheck\n'), ['pull-request again']],
    ['that only speaks of it', review('Write /portreeve recheck, please.'), []],
    ['without words', review(null), []],
    ['of a program', review('/portreeve recheck', { sender: BOT }), []],
    ['that was edited', review('/portreeve recheck', { action: 'edited' }), []],
    ['that was dismissed', review('/portreeve recheck', { action: 'dismissed' }), []],
    ['without an installation', review('/portreeve recheck', { installation: undefined }), []],
  ])('%s', async (_what, payload, tasks) => {
    expect(await tasksOf('pull_request_review', payload)).toEqual(tasks);
  });
});

describe('a merge queue', () => {
  const group = (action: string, headRef: string): Payload => {
    const { repository, installation, sender } = pull('opened');
    return {
      action,
      merge_group: { head_sha: 'a'.repeat(40), base_sha: 'b'.repeat(40), head_ref: headRef },
      repository,
      installation,
      sender,
    };
  };

  test.each<[what: string, payload: Payload, tasks: string[]]>([
    [
      'asks for checks',
      group('checks_requested', `refs/heads/gh-readonly-queue/main/pr-12-${'b'.repeat(40)}`),
      ['pull-request'],
    ],
    [
      'of a branch with slashes',
      group('checks_requested', `gh-readonly-queue/a/b/pr-12-${'b'.repeat(40)}`),
      ['pull-request'],
    ],
    ['is given up', group('destroyed', `refs/heads/gh-readonly-queue/main/pr-12-${'b'.repeat(40)}`), []],
    ['with another branch', group('checks_requested', 'refs/heads/main'), []],
  ])('%s', async (_what, payload, tasks) => {
    expect(await tasksOf('merge_group', payload)).toEqual(tasks);
  });
});

describe('a pull request', () => {
  test.each<[what: string, payload: Payload, tasks: string[]]>([
    ['opened', pull('opened'), ['pull-request']],
    [
      'opened by our own bot',
      pull('opened', { sender: BOT, pull_request: { head: { ref: 'portreeve/a' } } }),
      ['pull-request'],
    ],
    ['with a new head', pull('synchronize'), ['pull-request']],
    ['reopened', pull('reopened'), ['pull-request']],
    ['ready for review', pull('ready_for_review'), ['pull-request']],
    ['retargeted', pull('edited', { changes: { base: { ref: { from: 'x' }, sha: { from: 'y' } } } }), ['pull-request']],
    ['given another title', pull('edited', { changes: { title: { from: 'x' } } }), []],
    ['labelled', pull('labeled'), []],
    [
      'labelled to be looked at again',
      pull('labeled', { label: { name: 'Portreeve: recheck' } }),
      ['pull-request again'],
    ],
    ['so labelled by a program', pull('labeled', { label: { name: 'portreeve: recheck' }, sender: BOT }), []],
    ['closed', pull('closed'), ['pull-request closed']],
    [
      'of ours closed',
      pull('closed', { pull_request: { head: { ref: 'portreeve/add-license' }, user: BOT } }),
      ['repository'],
    ],
    [
      'of ours reopened',
      pull('reopened', { pull_request: { head: { ref: 'portreeve/add-license' } } }),
      ['pull-request', 'repository'],
    ],
  ])('%s', async (_what, payload, tasks) => {
    expect(await tasksOf('pull_request', payload)).toEqual(tasks);
  });
});

const comment = (body: string, change: Payload = {}) =>
  merge(example('issue_comment', 'created', { sender: PERSON, comment: { body, user: PERSON } }), {
    issue: { performed_via_github_app: null, pull_request: undefined },
    ...change,
  });
const onPull = { issue: { performed_via_github_app: null, pull_request: { url: 'x' } } };
const onOurs = { issue: { performed_via_github_app: { id: APP_ID }, user: BOT } };
const ASK = '/portreeve recheck';

describe('a comment', () => {
  test.each<[what: string, payload: Payload, tasks: string[]]>([
    ['that asks, on a pull request', comment(ASK, onPull), ['pull-request again reaction']],
    ['that asks, on our issue', comment(ASK, onOurs), ['repository reaction']],
    ['that asks, on somebody else’s issue', comment(ASK), []],
    ['that asks, on another app’s issue', comment(ASK, { issue: { performed_via_github_app: { id: 1 } } }), []],
    ['that asks between other words', comment(`Thanks.\r\n${ASK}  \r\nBye.`, onPull), ['pull-request again reaction']],
    ['that asks for Dutch', comment('/portreeve language nl', onPull), ['pull-request 1 in nl reaction']],
    [
      'that asks for Dutch, and for another look',
      comment('/portreeve language nl\n/portreeve recheck', onPull),
      ['pull-request again 1 in nl reaction'],
    ],
    ['that asks for Dutch, on an issue', comment('/portreeve language NL\r\n'), ['conversation 1 in nl reaction']],
    ['that asks for Latin', comment('/portreeve language la', onPull), ['pull-request 1 in null reaction']],
    ['that asks for nothing in particular', comment('/portreeve language', onPull), []],
    ['that only tells how to ask', comment('Write `/portreeve language nl`', onPull), []],
    [
      'that somebody asks for in another’s name',
      comment('/portreeve language nl', { ...onPull, comment: { user: { id: 2 } } }),
      [],
    ],
    ['that overrides', comment('/portreeve override sign-off He is away', onPull), ['pull-request override reaction']],
    ['that overrides something else', comment('/portreeve override review', onPull), []],
    ['that overrides, on an issue', comment('/portreeve override sign-off why'), []],
    [
      'that overrides, in another’s name',
      comment('/portreeve override sign-off why', { ...onPull, comment: { user: { id: 2 } } }),
      [],
    ],
    ['that may sign an agreement', comment(`I sign it: ${'a1'.repeat(6)}.`, onPull), ['conversation reaction']],
    ['that may sign, on an issue', comment(`I sign it: ${'a1'.repeat(6)}.`), ['conversation reaction']],
    ['that may sign, in another’s name', comment('a1b2c3d4e5f6', { ...onPull, comment: { user: { id: 2 } } }), []],
    ['that names a commit', comment('See a1b2c3d and a1b2c3d4e5f6a.', onPull), []],
    ['that withdraws a signature', comment('/portreeve withdraw cla Why', onPull), ['conversation reaction']],
    ['that asks to be on a company’s list', comment('/portreeve join Ferry plc', onPull), ['conversation reaction']],
    ['that accepts an invitation', comment('/portreeve accept', onPull), ['conversation reaction']],
    [
      'that approves a company, on our issue',
      comment('/portreeve company approve 3', onOurs),
      ['conversation reaction'],
    ],
    ['that approves a company, elsewhere', comment('/portreeve company approve 3', onPull), []],
    ['that attests, on our issue', comment('/portreeve attest a until 2027-01-01 b', onOurs), ['board reaction']],
    ['that attests, on another issue', comment('/portreeve attest a until 2027-01-01 b'), []],
    ['that asks for the board', comment('/portreeve ggi init'), ['board reaction']],
    ['that asks for the board, on a pull request', comment('/portreeve ggi init', onPull), []],
    [
      'that asks for the board, in another’s name',
      comment('/portreeve ggi init', { comment: { user: { id: 2 } } }),
      [],
    ],
    ['that asks before publication', comment('/portreeve publish'), ['repository reaction']],
    ['that asks before publication, on a pull request', comment('/portreeve publish', onPull), []],
    ['that quotes', comment(`> ${ASK}`, onPull), []],
    ['that only speaks of it', comment(`Try ${ASK}!`, onPull), []],
    ['that shows it as code', comment(`    ${ASK}`, onPull), []],
    ['by a bot', comment(ASK, { ...onPull, sender: BOT }), []],
    ['that was edited', comment(ASK, { ...onPull, action: 'edited' }), []],
    ['that was deleted', comment(ASK, { ...onPull, action: 'deleted' }), []],
  ])('%s', async (_what, payload, tasks) => {
    expect(await tasksOf('issue_comment', payload)).toEqual(tasks);
  });

  test('A21: however many spaces follow a command, they are read in linear work', async () => {
    const hear = (length: number) => tasksOf('issue_comment', comment(`${ASK}${' \t\r'.repeat(length / 3)}x`, onPull));

    expect(await growth(hear, 60_000)).toBeLessThan(LINEAR);
  });
});

describe('an organisation', () => {
  test.each<[action: string, tasks: string[]]>([
    ['member_added', ['conversation']],
    ['member_removed', ['conversation']],
    ['member_invited', []],
    ['renamed', []],
  ])('%s', async (action, tasks) => {
    expect(await tasksOf('organization', example('organization', 'member_added', { action }))).toEqual(tasks);
  });
});

const issue = (action: string, change: Payload = {}) =>
  example('issues', 'opened', {
    action,
    sender: PERSON,
    issue: { performed_via_github_app: { id: APP_ID }, user: BOT },
    ...change,
  });

const ACTIVITY = 'Why\n\n<!-- portreeve:activity activity:in:1:GGI%2DA%2D17 0 -->';
const ofBoard = { issue: { body: ACTIVITY, performed_via_github_app: { id: APP_ID }, user: BOT } };

describe('an issue', () => {
  test.each<[what: string, payload: Payload, tasks: string[]]>([
    [
      'opened by a person',
      issue('opened', { issue: { performed_via_github_app: null, user: PERSON } }),
      ['conversation'],
    ],
    ['of ours opened', issue('opened'), []],
    ['of ours closed by a person', issue('closed'), ['repository']],
    ['of ours reopened by a person', issue('reopened'), ['repository']],
    ['of ours deleted', issue('deleted'), ['repository']],
    ['of ours closed by us', issue('closed', { sender: BOT }), []],
    ['of ours edited by a person', issue('edited'), []],
    ['of the board edited by a person', issue('edited', ofBoard), ['board']],
    ['of the board emptied', issue('edited', { changes: { body: { from: ACTIVITY } } }), ['board']],
    ['of the board labelled', issue('labeled', ofBoard), ['board']],
    ['of the board assigned', issue('assigned', ofBoard), ['board']],
    ['of the board closed', issue('closed', ofBoard), ['board']],
    ['of the board edited by us', issue('edited', { ...ofBoard, sender: BOT }), []],
    [
      'that only quotes one of the board',
      issue('edited', { issue: { body: ACTIVITY, performed_via_github_app: null } }),
      [],
    ],
    ['of another app closed', issue('closed', { issue: { performed_via_github_app: { id: 1 } } }), []],
    ['of a person closed', issue('closed', { issue: { performed_via_github_app: null } }), []],
  ])('%s', async (_what, payload, tasks) => {
    expect(await tasksOf('issues', payload)).toEqual(tasks);
  });
});

const run = (action: string, change: Payload = {}) =>
  merge(example('check_run', 'created', { action, sender: PERSON }), { check_run: { app: { id: APP_ID } }, ...change });
const PULLS = [{ number: 1 }, { number: 2 }];

describe('a check run', () => {
  test.each<[what: string, payload: Payload, tasks: string[]]>([
    [
      'asked for again, on one pull request',
      run('rerequested', { check_run: { app: { id: APP_ID }, pull_requests: [{ number: 1 }] } }),
      ['pull-request again'],
    ],
    [
      'asked for again, on two',
      run('rerequested', { check_run: { app: { id: APP_ID }, pull_requests: PULLS } }),
      ['pull-request again', 'pull-request again'],
    ],
    [
      'asked for again, on a fork',
      run('rerequested', { check_run: { app: { id: APP_ID }, pull_requests: [] } }),
      ['pull-request again'],
    ],
    ['of another app asked for again', run('rerequested', { check_run: { app: { id: 1 } } }), []],
    ['completed by us', run('completed'), []],
    [
      'whose button was pressed',
      run('requested_action', { requested_action: { identifier: 'open-repair' } }),
      ['repository proposal'],
    ],
    [
      'whose button to take commits in was pressed',
      run('requested_action', { requested_action: { identifier: 'override-employee' }, sender: PERSON }),
      ['pull-request pressed'],
    ],
    [
      'whose button to take commits in a program pressed',
      run('requested_action', { requested_action: { identifier: 'override-employee' }, sender: BOT }),
      [],
    ],
    [
      'whose other button was pressed',
      run('requested_action', { requested_action: { identifier: 'open-sesame' } }),
      [],
    ],
    [
      'of another app whose button was pressed',
      run('requested_action', { requested_action: { identifier: 'open-repair' }, check_run: { app: { id: 1 } } }),
      [],
    ],
  ])('%s', async (_what, payload, tasks) => {
    expect(await tasksOf('check_run', payload)).toEqual(tasks);
  });
});

describe('everything else', () => {
  test.each<[event: string, action: string, tasks: string[]]>([
    ['installation', 'created', ['configuration sweep']],
    ['installation', 'deleted', ['configuration']],
    ['installation', 'suspend', ['configuration']],
    ['installation', 'unsuspend', ['configuration sweep']],
    ['installation', 'new_permissions_accepted', ['configuration']],
    ['repository', 'archived', ['repository']],
    ['repository', 'renamed', ['repository']],
    ['repository', 'transferred', ['repository']],
    ['repository', 'deleted', ['repository']],
    ['star', 'created', []],
  ])('%s.%s', async (event, action, tasks) => {
    expect(await tasksOf(event, example(event, null, { action }))).toEqual(tasks);
  });

  test('no example of GitHub’s makes a handler fail', async () => {
    for (const { name, examples } of EXAMPLES) {
      for (const payload of examples) await tasksOf(name, { ...payload, installation: INSTALLATION });
    }
    expect(EXAMPLES.length).toBeGreaterThan(40);
  });
});
