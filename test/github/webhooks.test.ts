import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhooks } from '@octokit/webhooks';
import type { Town } from './support.ts';
import { aReceiver, aTown } from './support.ts';

/** The examples that GitHub publishes with its webhooks' description. */
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as {
  name: string;
  examples: Record<string, unknown>[];
}[];

let receiver: Awaited<ReturnType<typeof aReceiver>>;
let answer: number;
let t: Town;

beforeEach(async () => {
  answer = 200;
  receiver = await aReceiver(() => answer);
  t = await aTown({ webhookUrl: receiver.url });
  await t.github.settled();
  receiver.received.length = 0;
});

afterEach(async () => {
  await t.github.close();
  await receiver.close();
  expect(t.github.violations).toEqual([]);
});

describe('what people do is told to the app', () => {
  const cases: readonly (readonly [string, (town: Town) => void, readonly string[]])[] = [
    [
      'a push',
      ({ github, website }) => github.pushFiles(website, { files: { a: 'a' } }),
      ['push', 'check_suite.requested'],
    ],
    [
      'a new branch',
      ({ github, website }) => github.pushFiles(website, { branch: 'b', files: { a: 'a' } }),
      ['create', 'push', 'check_suite.requested'],
    ],
    [
      'a pull request and its next commit',
      ({ github, website, ada }) => {
        const pull = github.openPullRequest({ repository: website, files: { a: 'a' }, author: ada });
        github.pushToPullRequest(pull, { files: { b: 'b' } });
        github.editPullRequest(pull, { title: 'Other' });
        github.closePullRequest(pull);
        github.reopenPullRequest(pull);
        github.convertToDraft(pull);
        github.readyForReview(pull);
        github.mergePullRequest(pull);
      },
      [
        ...['create', 'push', 'check_suite.requested', 'pull_request.opened'],
        ...['push', 'check_suite.requested', 'pull_request.synchronize'],
        ...[
          'pull_request.edited',
          'pull_request.closed',
          'pull_request.reopened',
          'pull_request.converted_to_draft',
          'pull_request.ready_for_review',
        ],
        ...['push', 'check_suite.requested', 'pull_request.closed'],
      ],
    ],
    [
      'a pull request from a fork: its pushes are told of at the parent',
      ({ github, website }) => {
        const pull = github.openPullRequest({
          repository: website,
          files: { a: 'a' },
          author: github.createUser('eve'),
          fork: true,
        });
        github.pushToPullRequest(pull, { files: { b: 'b' } });
      },
      ['pull_request.opened', 'pull_request.synchronize'],
    ],
    [
      'an issue with comments',
      ({ github, website, ada }) => {
        const issue = github.openIssue(website, { title: 'One', labels: ['bug'] });
        const comment = github.comment(issue, 'hello', ada);
        github.editComment(comment, 'bye');
        github.deleteComment(comment);
        github.editIssue(issue, { body: 'text' });
        github.closeIssue(issue, { stateReason: 'not_planned' });
        github.reopenIssue(issue);
        github.deleteIssue(issue);
      },
      [
        ...[
          'issues.opened',
          'issues.labeled',
          'issue_comment.created',
          'issue_comment.edited',
          'issue_comment.deleted',
        ],
        ...['issues.edited', 'issues.closed', 'issues.reopened', 'issues.deleted'],
      ],
    ],
    [
      'changes of a repository',
      ({ github, town }) => {
        const other = github.createRepository({ owner: town, name: 'other', files: { a: 'a' } });
        github.editRepository(other, { description: 'new', topics: ['a'] });
        github.renameRepository(other, 'another');
        github.setVisibility(other, 'private');
        github.setVisibility(other, 'public');
        github.archive(other);
        github.unarchive(other);
        github.deleteRepository(other);
      },
      ['created', 'edited', 'renamed', 'privatized', 'publicized', 'archived', 'unarchived', 'deleted'].map(
        (action) => `repository.${action}`,
      ),
    ],
    [
      'an installation',
      ({ github, app }) => {
        const second = github.installApp({ app, account: github.createUser('solo') });
        const own = github.createRepository({ owner: second.account, name: 'own' });
        github.suspend(second);
        github.unsuspend(second);
        github.changePermissions(second, { issues: 'read' });
        const third = github.installApp({ app, account: github.createUser('duo'), repositories: [] });
        github.addRepositories(third, [github.createRepository({ owner: third.account, name: 'mine' })]);
        github.removeRepositories(third, [own]);
        github.uninstallApp(third);
      },
      [
        ...[
          'installation.created',
          'repository.created',
          'installation.suspend',
          'installation.unsuspend',
          'installation.new_permissions_accepted',
        ],
        ...[
          'installation.created',
          'installation_repositories.added',
          'installation_repositories.removed',
          'installation.deleted',
        ],
      ],
    ],
    [
      'a transfer, by the new owner',
      ({ github, website, app }) => {
        const city = github.createOrganization('city');
        github.installApp({ app, account: city });
        github.transferRepository(website, city);
      },
      ['installation.created', 'repository.transferred'],
    ],
    [
      'a deleted branch, which closes its pull request',
      ({ github, website }) => {
        const pull = github.openPullRequest({ repository: website, files: { a: 'a' }, head: 'topic' });
        github.deleteBranch(website, pull.head.ref);
      },
      ['create', 'push', 'check_suite.requested', 'pull_request.opened', 'delete', 'pull_request.closed', 'push'],
    ],
    ['a ping', ({ github, app }) => github.ping(app), ['ping']],
  ];

  test.each(cases)('%s', async (_name, act, expected) => {
    act(t);
    await t.github.settled();

    expect(receiver.names()).toEqual(expected);
  });

  test('checks: created and completed for all who subscribe, re-runs and buttons for their app alone', async () => {
    const other = await aReceiver();
    const second = t.github.createApp({
      slug: 'second',
      permissions: { checks: 'read' },
      events: ['check_run'],
      webhookUrl: other.url,
    });
    t.github.installApp({ app: second, account: t.town });
    const head_sha = t.website.git.branch('main') ?? '';
    const actions = [{ label: 'Fix', description: 'Fix it', identifier: 'fix' }];
    await t.octokit.rest.checks.create({
      owner: 'town',
      repo: 'website',
      name: 'n',
      head_sha,
      conclusion: 'failure',
      actions,
    });
    const run = t.website.checkRuns[0];
    if (!run) throw new Error('no run');
    t.github.requestAction(run, 'fix');
    t.github.rerequestCheckRun(run);
    t.github.rerequestCheckSuite(run.suite);
    await t.github.settled();

    expect(receiver.names()).toEqual([
      'check_run.created',
      'check_run.completed',
      'check_run.requested_action',
      'check_run.rerequested',
      'check_suite.rerequested',
    ]);
    expect(other.names()).toEqual(['installation.created', 'check_run.created', 'check_run.completed']);
    await other.close();
  });

  test('what an app writes is told with its bot as the sender', async () => {
    await t.octokit.rest.issues.create({ owner: 'town', repo: 'website', title: 'By the bot' });
    await t.github.settled();

    expect(receiver.received[0]?.payload.sender).toMatchObject({ login: 'porter[bot]', type: 'Bot', id: t.app.bot.id });
  });

  test('nothing is told that the app has not subscribed to, or whose installation is suspended', async () => {
    const quiet = t.github.createApp({ slug: 'quiet', events: ['push'], webhookUrl: receiver.url });
    const installation = t.github.installApp({ app: quiet, account: t.town });
    t.github.suspend(t.installation);
    t.github.openIssue(t.website, { title: 'One' });
    t.github.suspend(installation);
    t.github.pushFiles(t.website, { files: { a: 'a' } });
    await t.github.settled();

    expect(receiver.names()).toEqual(['installation.created', 'installation.suspend', 'installation.suspend']);
  });
});

describe('a delivery', () => {
  test('verifies with @octokit/webhooks and carries the headers of GitHub', async () => {
    t.github.openIssue(t.website, { title: 'Ümläut' });
    await t.github.settled();
    const [sent] = receiver.received;
    if (!sent) throw new Error('nothing came');
    const { headers, body } = sent;

    expect(await new Webhooks({ secret: 'secret' }).verify(body, String(headers['x-hub-signature-256']))).toBe(true);
    expect(await new Webhooks({ secret: 'other' }).verify(body, String(headers['x-hub-signature-256']))).toBe(false);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
      'x-github-delivery': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
      'x-github-event': 'issues',
      'x-github-hook-id': String(t.app.hookId),
      'x-github-hook-installation-target-id': String(t.app.id),
      'x-github-hook-installation-target-type': 'integration',
    });
  });

  test.each(['push', 'issues', 'issue_comment', 'pull_request', 'repository', 'check_suite'])(
    'of %s has the keys of the published examples',
    async (event) => {
      const pull = t.github.openPullRequest({ repository: t.website, files: { a: 'a' } });
      t.github.comment(t.github.openIssue(t.website, { title: 'One' }), 'hello');
      t.github.editRepository(t.website, { description: String(pull.id) });
      await t.github.settled();
      const sent = receiver.received.find((one) => one.event === event);
      const example = examples.find(({ name }) => name === event)?.examples.at(-1) ?? {};

      const optional = ['installation', 'organization', 'changes', 'label', 'assignee', 'milestone'];
      const keys = Object.keys(example).filter((key) => !optional.includes(key));
      expect(Object.keys(sent?.payload ?? {})).toEqual(expect.arrayContaining(keys));
    },
  );

  test('stands in the log with its answer and can be sent again with the same GUID', async () => {
    answer = 503;
    t.github.openIssue(t.website, { title: 'One' });
    await t.github.settled();
    const { data: failed } = await t.octokit.rest.apps.listWebhookDeliveries({ per_page: 1 });
    expect(failed).toMatchObject([{ event: 'issues', action: 'opened', status_code: 503, redelivery: false }]);

    answer = 200;
    // Octokit reads the large number exactly, but leaves such a one out of a path.
    const of = (id: number | bigint | undefined) => `/app/hook/deliveries/${id}`;
    expect(failed[0]?.id).toBeGreaterThan(2n ** 53n);
    await t.octokit.request(`POST ${of(failed[0]?.id)}/attempts`);
    await t.github.settled();
    const { data: all } = await t.octokit.rest.apps.listWebhookDeliveries({ per_page: 2 });
    expect(all).toMatchObject([{ status: 'OK', redelivery: true, guid: failed[0]?.guid }, { status_code: 503 }]);
    const { data: full } = await t.octokit.request(`GET ${of(all[0]?.id)}`);
    expect(full).toMatchObject({ request: { payload: { action: 'opened' } }, response: { payload: 'ok' } });
    expect((await t.octokit.rest.apps.listWebhookDeliveries({ status: 'failure' })).data).toHaveLength(1);
  });

  test('that could not be reached at all is neither among the successes nor among the failures', async () => {
    t.github.webhooks.faults.fail = 1;
    t.github.openIssue(t.website, { title: 'One' });
    await t.github.settled();
    const list = async (filter: { status?: 'success' | 'failure' }) =>
      (await t.octokit.rest.apps.listWebhookDeliveries(filter)).data.filter(({ event }) => event === 'issues');

    expect(receiver.received).toEqual([]);
    expect(await list({})).toMatchObject([{ status: 'failed to connect to host', status_code: 0 }]);
    expect([await list({ status: 'failure' }), await list({ status: 'success' })]).toEqual([[], []]);
  });

  test('is listed and can be sent again for three days', async () => {
    t.github.openIssue(t.website, { title: 'One' });
    await t.github.settled();
    const id = t.github.webhooks.log.at(-1)?.id;
    t.github.clock.advance(3 * 24 * 3_600_000 + 1000);

    expect((await t.octokit.rest.apps.listWebhookDeliveries()).data).toEqual([]);
    await expect(t.octokit.request(`POST /app/hook/deliveries/${id}/attempts`)).rejects.toMatchObject({ status: 404 });
  });

  test('list pages on by a cursor', async () => {
    for (const title of ['1', '2', '3']) t.github.openIssue(t.website, { title });
    await t.github.settled();

    const pages = await t.octokit.paginate('GET /app/hook/deliveries', { per_page: 2 });
    expect(pages.map(({ event }) => event)).toEqual(['issues', 'issues', 'issues', 'installation']);
  });
});

describe('deliveries go wrong on demand', () => {
  const openFive = () => {
    for (const title of ['1', '2', '3', '4', '5']) t.github.openIssue(t.website, { title });
  };
  const numbers = () => receiver.received.map(({ payload }) => (payload.issue as { number: number }).number);

  test('duplicate: several times with one GUID', async () => {
    t.github.webhooks.faults.duplicate = 3;
    t.github.openIssue(t.website, { title: 'One' });
    await t.github.settled();

    expect(receiver.received).toHaveLength(3);
    expect(new Set(receiver.received.map(({ headers }) => headers['x-github-delivery'])).size).toBe(1);
  });

  test('hold and release: nothing before, all after', async () => {
    t.github.webhooks.faults.hold = true;
    openFive();
    await t.github.settled();
    expect(receiver.received).toEqual([]);

    t.github.webhooks.release();
    await t.github.settled();
    expect(numbers()).toEqual([1, 2, 3, 4, 5]);
  });

  test('reorder: all, in another order', async () => {
    Object.assign(t.github.webhooks.faults, { reorder: true, hold: true });
    openFive();
    t.github.webhooks.release();
    await t.github.settled();

    expect(numbers()).not.toEqual([1, 2, 3, 4, 5]);
    expect(numbers().sort()).toEqual([1, 2, 3, 4, 5]);
  });

  test('lose: neither sent nor logged', async () => {
    t.github.webhooks.faults.lose = 1;
    openFive();
    await t.github.settled();

    expect(receiver.received).toEqual([]);
    expect(t.github.webhooks.log.filter(({ event }) => event === 'issues')).toEqual([]);
  });

  test('an app that is not there: the log says so', async () => {
    t.app.webhookUrl = 'http://127.0.0.1:1/';
    t.github.openIssue(t.website, { title: 'One' });
    await t.github.settled();

    expect(t.github.webhooks.log.at(-1)).toMatchObject({ status: 'failed to connect to host', statusCode: 0 });
  });
});
