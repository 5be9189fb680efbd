import { afterEach, describe, expect, test } from '@jest/globals';
import { revisionOf } from '../../src/contributions/agreements/revision.ts';
import { createGitHub } from '../../src/github/client.ts';
import { RetryLater } from '../../src/jobs/retry-later.ts';
import { forgettableInstallations, readInstallation } from '../../src/store/installations.ts';
import { signaturesOf } from '../../src/store/ledger.ts';
import type { TaskContext } from '../../src/tasks/context.ts';
import { taskHandlers } from '../../src/tasks/handlers.ts';
import { clean } from '../../src/tasks/housekeeping.ts';
import {
  auditRequest,
  conversationRequest,
  installationRequest,
  pullRequestRequest,
} from '../../src/tasks/requests.ts';
import type { Repository } from '../github/index.ts';
import { type House, openHouse } from '../support/house.ts';
import { BARE_FILES, configurationOf } from '../support/town.ts';
import { ourIssues, proposalsOf, writesOf } from './on-github.ts';

const job = { startedAt: new Date(), attempt: 1, signal: new AbortController().signal };
const TOKENS = 'POST /app/installations/{installation_id}/access_tokens';
const READING = 'GET /app/installations/{installation_id}';

let house: House;
afterEach(() => house.close());

/** Does what waits, and what is put off once more. */
async function doAll(): Promise<void> {
  const { context, enqueued } = house;
  const handlers = taskHandlers(context);
  for (let done = 0; enqueued.length > 0; done += 1) {
    if (done > 100) throw new Error('There is no end of it');
    const [next] = enqueued.splice(0, 1);
    if (next === undefined) break;
    try {
      await handlers[next.queue](next.data, job);
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
      enqueued.push(next);
    }
  }
}

/** An organisation with an issue and a proposal of ours. */
async function openTown(): Promise<Repository> {
  house = await openHouse({ configuration: configurationOf('') });
  const bare = house.github.createRepository({ owner: house.organization, name: 'bare', files: BARE_FILES });
  await house.refresh();
  await house.sweep();
  expect([ourIssues(bare).length, proposalsOf(bare).length]).toEqual([1, 1]);
  house.enqueued.length = 0;
  return bare;
}

describe('F25: an installation that GitHub gives no token for', () => {
  test('is asked once an hour, however much work waits, and is swept when it may go on', async () => {
    const bare = await openTown();
    const { github, installation, store } = house;
    const installationId = installation.id;
    let now = Date.now();
    const context: TaskContext = {
      ...house.context,
      now: () => new Date(now),
      github: createGitHub({
        appId: installation.app.id,
        privateKey: installation.app.privateKey,
        baseUrl: github.url,
        userAgent: 'portreeve-test',
      }),
    };
    const handlers = taskHandlers(context);
    const about = { installationId, nodeId: bare.nodeId, trigger: 'push' };
    const work = Array.from({ length: 5 }, (_, index) => auditRequest({ ...about, repositoryId: bare.id + index }));
    const asked = () => github.requests.filter(({ route }) => route === TOKENS || route === READING).length;
    const fault = github.faults.add({ route: TOKENS, fault: { kind: 'status', status: 403, body: { message: 'No' } } });
    const workOnce = async (): Promise<void> => {
      for (const { queue, data } of work) await expect(handlers[queue](data, job)).rejects.toThrow(RetryLater);
    };
    github.resetRequests();
    await workOnce();
    // The first is refused, and how the installation stands is read.
    expect(asked()).toBe(2);
    for (let hour = 0; hour < 3; hour += 1) {
      now += 3_600_000;
      github.resetRequests();
      await workOnce();
      now += 1_800_000;
      await workOnce();
      expect(asked()).toBe(1);
      now += 1_800_000;
    }

    fault.remove();
    expect(house.enqueued).toEqual([]);
    const [first] = work;
    if (first === undefined) throw new Error('There is no work');
    await handlers[first.queue](first.data, job);
    expect(house.enqueued).toEqual([installationRequest({ installationId, isCatchUp: true })]);
    const row = await store.asInstallation(installationId, (db) => readInstallation(db, installationId));
    expect(row?.parked_until).toBeNull();
  }, 120_000);
});

describe('F25: an organisation that uninstalls the app', () => {
  /** Without an event: the reading finds out. */
  async function uninstall(daysAgo: number): Promise<void> {
    house.github.uninstallApp(house.installation);
    await house.refresh();
    await house.store.pool.query(
      `update portreeve.installation set uninstalled_at = uninstalled_at - $1 * interval '1 day'`,
      [daysAgo],
    );
    await clean(house.context);
    await doAll();
  }

  /** @returns the new installation's id */
  async function installAgain(): Promise<number> {
    const { github, organization, installation, enqueued } = house;
    const { id } = github.installApp({ app: installation.app, account: organization });
    expect(id).not.toBe(installation.id);
    enqueued.push(installationRequest({ installationId: id, isSweepWanted: true }));
    await doAll();
    return id;
  }

  const installations = () =>
    house.store.asOperator((db) => db.selectFrom('installation').select('installation_id').execute());

  const auditsOf = (repository: Repository) =>
    house.store.asOperator((db) =>
      db.selectFrom('audit').select('installation_id').where('repository_id', '=', repository.id).execute(),
    );

  test('is sent nothing more', async () => {
    const bare = await openTown();
    await uninstall(0);
    house.github.resetRequests();

    await house.audit(bare);
    await house.sweep();

    expect(house.github.requests).toEqual([]);
  });

  test('and installs it again within 30 days: everything is known under its new id, and nothing is written', async () => {
    const bare = await openTown();
    const before = await auditsOf(bare);
    await uninstall(29);
    house.github.resetRequests();
    const id = await installAgain();

    // The proposal is a pull request and gets its check; its issue and its text stand as they are.
    expect(writesOf(house).filter((write) => !write.endsWith('/check-runs'))).toEqual([]);
    expect([ourIssues(bare).length, proposalsOf(bare).length]).toEqual([1, 1]);
    expect(await installations()).toEqual([{ installation_id: id }]);
    const after = await auditsOf(bare);
    expect(after.length).toBeGreaterThan(before.length);
    expect(new Set(after.map(({ installation_id }) => installation_id))).toEqual(new Set([id]));
  });

  test('and installs it again after 30 days: nothing is known, and its own issue and proposal are adopted', async () => {
    const bare = await openTown();
    await uninstall(31);
    expect(await installations()).toEqual([]);
    expect(await auditsOf(bare)).toEqual([]);
    expect(await house.store.asOperator((db) => forgettableInstallations(db))).toEqual([]);
    await installAgain();

    expect([ourIssues(bare).length, proposalsOf(bare).length]).toEqual([1, 1]);
  });
});

test('what a person asks for before the installation is known waits until it is read, and is then done', async () => {
  const agreement =
    '---\nid: city-cla\nkind: individual\ntitle: City agreement\nlanguages: [en]\n---\nYou grant us this.\n';
  house = await openHouse({
    configuration:
      'mode: enforce\nchecks: false\ncontributions: {agreement: {agreements: [city-cla]}, onboarding: {pullRequests: false}}\n',
  });
  const { github, organization, installation } = house;
  const dotGitHub = [...github.world.repositories.values()].find(({ name }) => name === '.github');
  if (dotGitHub === undefined) throw new Error('There is no .github');
  github.pushFiles(dotGitHub, { files: { 'agreements/city-cla.md': agreement }, message: 'Add the agreement' });
  const repository = github.createRepository({ owner: organization, name: 'bus-stops', files: BARE_FILES });
  const grace = github.createUser('grace');
  const commits = [{ files: { 'one.txt': 'one' }, message: 'One', author: grace }];
  const pull = github.openPullRequest({ repository, author: grace, fork: true, head: 'feature', commits });
  const sentence = `I have read the agreement city-cla in its revision ${revisionOf(agreement).slice(0, 12)}, and I sign it.`;
  const where = { installationId: installation.id, repositoryId: repository.id, nodeId: repository.nodeId };
  const { id: commentId } = github.comment(pull, sentence, grace);
  const about = { number: pull.issue.number, isPullRequest: true, repository: repository.name, commentId };
  const asked = [
    conversationRequest({ work: 'signing', ...where, ...about }),
    pullRequestRequest({ ...where, number: pull.issue.number, headSha: null, isRequested: true }),
    auditRequest({ ...where, trigger: 'command', commentId }),
  ];
  const handlers = taskHandlers(house.context);
  for (const { queue, data } of asked) {
    await expect(handlers[queue](data, job)).rejects.toThrow('is not known yet');
  }

  await house.drain();
  house.enqueued.push(...asked);
  await house.drain();

  const { signatures } = await house.store.asInstallation(installation.id, (db) =>
    signaturesOf(db, installation.id, [grace.id]),
  );
  expect(signatures).toHaveLength(1);
});
