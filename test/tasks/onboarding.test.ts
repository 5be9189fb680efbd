import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkPullRequest } from '../../src/tasks/check-pull-request.ts';
import { conversationTask, pullRequestTask } from '../../src/tasks/requests.ts';
import { tendConversations } from '../../src/tasks/tend-conversations.ts';
import type { Account, Issue, PullRequest, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, checkOf, MIT, only, requestsOf, writesOf } from './on-github.ts';

const CONFIGURATION = `mode: enforce
contact:
  office: Open Source Office
contributions:
  onboarding:
    issues: true
    answerWithinDays: 5
    labels: { newcomer: first contribution, policies: needs work }
`;

let house: House;
let stops: Repository;
let mona: Account;

async function open(configuration = CONFIGURATION, isBraked = false): Promise<void> {
  house = await openHouse({ configuration, isBraked });
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: ALL_WELL });
  mona = house.github.createUser('mona');
  await house.refresh();
  await house.audit(stops);
  house.github.resetRequests();
}

beforeEach(() => open());
afterEach(() => house.close());

type Change = Partial<Omit<Parameters<House['github']['openPullRequest']>[0], 'repository'>>;

function contribute(change: Change = { deletes: ['LICENSE'] }): PullRequest {
  return house.github.openPullRequest({ repository: stops, author: mona, fork: true, title: 'Change', ...change });
}

const idsOf = (repository: Repository) => ({
  installationId: house.installation.id,
  repositoryId: repository.id,
  nodeId: repository.nodeId,
});

async function look(pull: PullRequest, wish: object = {}): Promise<void> {
  const task = { ...idsOf(stops), number: pull.issue.number, headSha: pull.head.sha, ...wish };
  await checkPullRequest(house.context, pullRequestTask.parse(task));
}

async function tend(issue: Issue, wish: object = {}): Promise<void> {
  const task = { work: 'issue', ...idsOf(stops), number: issue.number, ...wish };
  await tendConversations(house.context, conversationTask.parse(task));
}

function commentsOn({ issue }: PullRequest): readonly string[] {
  return issue.comments.filter(({ user }) => user.login === 'portreeve[bot]').map(({ body }) => body);
}

const commentWrites = () => writesOf(house).filter((write) => write.includes('/comments'));

describe('a first contribution from outside', () => {
  test('gets one comment, says what is missing, and nothing is written a second time', async () => {
    const pull = contribute();
    await look(pull);

    const body = only(commentsOn(pull));
    expect(body).toContain('Welcome, **mona**, and thank you for your first contribution to city!');
    expect(body).toContain('**A licence file in the root** (required)');
    expect(body).toContain('within 5 days');
    expect(body).toContain(`${house.github.url}/city/bus-stops/blob/main/CONTRIBUTING.md`);
    expect(pull.issue.labels.map(({ name }) => name).sort()).toEqual(['first contribution', 'needs work']);

    house.github.resetRequests();
    await look(pull);
    expect(requestsOf(house)).toEqual(['POST /graphql']);
    expect(house.github.violations).toEqual([]);
  });

  test('is told who looks after what it changes, by the default branch and without calling them', async () => {
    const text = '* @city/all\n/src/ @ada\n';
    house.github.pushFiles(stops, { files: { '.github/CODEOWNERS': text }, message: 'Owners' });
    const files = { 'src/b.js': 'b', '.github/CODEOWNERS': '* @mona\n' };
    const pull = contribute({ files, deletes: ['LICENSE'] });
    await look(pull);

    const body = only(commentsOn(pull));
    expect(body).toContain('`@city/all`, `@ada`');
    expect(body).not.toContain('@mona');
  });

  test('costs one write beside its check, and one more when its text changes', async () => {
    await house.close();
    await open('mode: enforce\n');
    const pull = contribute();
    await look(pull);
    expect(requestsOf(house)).toEqual([
      'POST /graphql',
      'POST /repos/{owner}/{repo}/check-runs',
      'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
    ]);

    house.github.pushToPullRequest(pull, { files: { 'src/a.js': '1\n' }, message: 'More' });
    house.github.resetRequests();
    await look(pull);
    // The text is the same: a new head costs its check and no more.
    expect(requestsOf(house)).toEqual(['POST /graphql', 'POST /repos/{owner}/{repo}/check-runs']);

    house.github.pushToPullRequest(pull, { files: { LICENSE: MIT }, message: 'Mend' });
    house.github.resetRequests();
    await look(pull);
    expect(requestsOf(house)).toEqual([
      'POST /graphql',
      'POST /repos/{owner}/{repo}/check-runs',
      'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
    ]);
  });

  test('is thanked in the same comment when it is merged', async () => {
    const pull = contribute();
    await look(pull);
    house.github.pushToPullRequest(pull, { files: { LICENSE: MIT }, message: 'Mend' });
    await look(pull);
    expect(only(commentsOn(pull))).toContain('Nothing is missing');
    expect(pull.issue.labels.map(({ name }) => name)).toEqual(['first contribution']);

    house.github.mergePullRequest(pull, { by: house.owner });
    house.github.resetRequests();
    await look(pull, { isClosed: true });

    expect(only(commentsOn(pull))).toContain('It is merged: thank you, **mona**! This was your first contribution');
    expect(writesOf(house)).toHaveLength(1);
    await look(pull, { isClosed: true });
    expect(writesOf(house)).toHaveLength(1);
  });

  test('is taken leave of when it is closed, and spoken to again when it is reopened', async () => {
    const pull = contribute();
    await look(pull);
    house.github.closePullRequest(pull, house.owner);
    await look(pull, { isClosed: true });
    expect(only(commentsOn(pull))).toContain('closed without being merged');

    house.github.reopenPullRequest(pull, mona);
    await look(pull);
    expect(only(commentsOn(pull))).toContain('Welcome, **mona**');
  });
});

describe('who gets no comment', () => {
  test('members, whatever is missing', async () => {
    const pull = contribute({ author: house.owner, fork: false, deletes: ['LICENSE'] });
    await look(pull);
    expect([pull.issue.comments, pull.issue.labels]).toEqual([[], []]);
  });

  test('bots', async () => {
    const { bot } = house.github.createApp({ slug: 'renovate', permissions: {}, events: [], webhookUrl: null });
    const pull = contribute({ author: bot, fork: false, deletes: ['LICENSE'] });
    await look(pull);
    expect(pull.issue.comments).toEqual([]);
  });

  test('returning people who miss nothing, though nothing of theirs was ever merged', async () => {
    const first = contribute();
    await look(first);
    const second = contribute({ files: { 'src/b.js': '1\n' }, head: 'second' });
    await look(second);
    expect(second.issue.comments).toEqual([]);

    const third = contribute({ deletes: ['LICENSE'], head: 'third' });
    await look(third);
    expect(only(commentsOn(third))).toContain('Thank you for this pull request, **mona**!');
  });

  test('who closed or merged without ever having had one', async () => {
    const pull = contribute({ files: { 'src/b.js': '1\n' } });
    house.github.mergePullRequest(pull, { by: house.owner });
    await look(pull, { isClosed: true });
    expect(requestsOf(house)).toEqual([]);
  });

  test('who is only observed; but it is kept that they came', async () => {
    await house.close();
    await open('mode: observe\n');
    const pull = contribute();
    await look(pull);
    expect(writesOf(house)).toEqual([]);
    const kept = await house.store.asInstallation(house.installation.id, (db) =>
      db.selectFrom('contribution').select(['account_id', 'is_first']).execute(),
    );
    expect(kept).toEqual([{ account_id: mona.id, is_first: true }]);
  });

  test('who stands in a locked conversation: the check says so', async () => {
    const pull = contribute();
    house.github.lock(pull, house.owner);
    await look(pull);
    expect(pull.issue.comments).toEqual([]);
    expect(checkOf(stops, pull.head.sha).output.summary).toContain('This conversation is locked');
  });

  test('where it is switched off', async () => {
    await house.close();
    await open('mode: enforce\ncontributions: {onboarding: {pullRequests: false}}\n');
    const pull = contribute();
    await look(pull);
    expect(pull.issue.comments).toEqual([]);
  });

  test('where somebody deleted it', async () => {
    const pull = contribute();
    await look(pull);
    for (const comment of pull.issue.comments) house.github.deleteComment(comment, house.owner);
    house.github.pushToPullRequest(pull, { files: { LICENSE: MIT }, message: 'Mend' });
    house.github.resetRequests();
    await look(pull);
    expect(commentWrites()).toEqual([]);
  });
});

describe('another language', () => {
  const asks = (pull: PullRequest, language: string | null, by = mona) => {
    const { id } = house.github.comment(pull, `/portreeve language ${language}`, by);
    return look(pull, { commentId: id, language: { accountId: by.id, language } });
  };
  const reactionsOn = ({ issue }: PullRequest) =>
    issue.comments.flatMap(({ reactions }) => reactions.map(({ content }) => content));

  test('is spoken at once, and the next time', async () => {
    const pull = contribute();
    await look(pull);
    await asks(pull, 'nl');
    expect(only(commentsOn(pull))).toContain('Welkom, **mona**');
    expect(reactionsOn(pull)).toEqual(['+1']);

    const next = contribute({ deletes: ['LICENSE'], head: 'next' });
    await look(next);
    expect(only(commentsOn(next))).toContain('Dank u wel voor deze pull request, **mona**!');
  });

  test('is each person’s own wish', async () => {
    const pull = contribute();
    await look(pull);
    await asks(pull, 'nl', house.owner);
    expect(only(commentsOn(pull))).toContain('Welcome, **mona**');
  });

  test('that nobody here speaks is answered by a question mark', async () => {
    const pull = contribute();
    await look(pull);
    await asks(pull, null);
    expect(only(commentsOn(pull))).toContain('Welcome, **mona**');
    expect(reactionsOn(pull)).toEqual(['confused']);
  });
});

describe('one comment stays one', () => {
  const forget = () =>
    house.store.asInstallation(house.installation.id, (db) =>
      db.deleteFrom('artifact').where('key', 'like', 'onboarding:%').execute(),
    );

  test('when the answer to its making was lost', async () => {
    const pull = contribute();
    house.github.faults.add({
      route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
      call: 1,
      fault: { kind: 'applyThenReset' },
    });
    await expect(look(pull)).rejects.toMatchObject({ kind: 'outage' });
    await look(pull);
    await look(pull);
    expect(commentsOn(pull)).toHaveLength(1);
  });

  test('when the store was lost', async () => {
    const pull = contribute();
    await look(pull);
    await forget();
    await expect(look(pull)).rejects.toMatchObject({ kind: 'unconfirmed' });
    await look(pull);
    house.github.pushToPullRequest(pull, { files: { LICENSE: MIT }, message: 'Mend' });
    await look(pull);
    expect(only(commentsOn(pull))).toContain('Nothing is missing');
  });

  test('whatever others copy from it', async () => {
    const other = contribute({ deletes: ['LICENSE'], head: 'other' });
    await look(other);
    const copied = only(commentsOn(other));
    const pull = contribute();
    house.github.comment(pull, copied.replaceAll(`%3A${other.issue.number} `, `%3A${pull.issue.number} `), mona);
    await look(pull);
    const theirs = pull.issue.comments[0]?.body;
    await look(pull);
    expect(commentsOn(pull)).toHaveLength(1);
    expect(pull.issue.comments[0]?.body).toBe(theirs);
  });

  test('when two workers make it at once', async () => {
    const pull = contribute();
    await Promise.allSettled([look(pull), look(pull, { isRequested: true })]);
    await look(pull);
    expect(commentsOn(pull)).toHaveLength(1);
  });
});

describe('a first issue', () => {
  const file = (by: Account): Issue => house.github.openIssue(stops, { title: 'It fails', author: by });

  test('is welcomed once, with one request to read', async () => {
    const issue = file(mona);
    await tend(issue);
    expect(only(issue.comments).body).toContain('Welcome, **mona**, and thank you for your first issue at city!');
    house.github.resetRequests();
    await tend(issue);
    expect(requestsOf(house)).toEqual(['POST /graphql']);

    const second = file(mona);
    await tend(second);
    expect(second.comments).toEqual([]);
  });

  test('of a member is not', async () => {
    const issue = file(house.owner);
    await tend(issue);
    expect(issue.comments).toEqual([]);
  });

  test('is not even read where no organisation wants it welcomed', async () => {
    await house.close();
    await open('mode: enforce\n');
    const issue = file(mona);
    await tend(issue);
    expect(requestsOf(house)).toEqual([]);
  });
});

describe('what holds for all writing holds for it', () => {
  test('before the first enforcement is released, nobody is spoken to', async () => {
    await house.close();
    await open('mode: enforce\n', true);
    const pull = contribute();
    await look(pull);
    expect(pull.issue.comments).toEqual([]);
  });
});
