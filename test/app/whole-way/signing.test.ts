import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunningApp } from '../../../src/app/start.ts';
import { ledgerPlace, readLedger } from '../../../src/store/ledger.ts';
import {
  type Account,
  type GitHub,
  type Installation,
  type PullRequest,
  type Repository,
  startGitHub,
} from '../../github/index.ts';
import { APP_EVENTS, APP_PERMISSIONS } from '../../support/app-manifest.ts';
import { createTestStore, oneTestDatabase, type TestStore } from '../../support/database.ts';
import { startOn } from '../../support/running-app.ts';
import { untilSettled } from '../../support/settled.ts';
import { GOOD_FILES } from '../../support/town.ts';
import { only } from '../../tasks/on-github.ts';

const CONFIGURATION = 'mode: enforce\ncontributions: {agreement: {agreements: [city-cla]}}\n';
const AGREEMENT = '---\nid: city-cla\nkind: individual\ntitle: City agreement\n---\nYou grant us this.\n';

describe.each(oneTestDatabase())('an agreement, on $name', (backend) => {
  let github: GitHub;
  let store: TestStore;
  let running: RunningApp;
  let installation: Installation;
  let stops: Repository;
  let files: Repository;
  let mona: Account;

  beforeAll(async () => {
    github = await startGitHub({ seed: 1 });
    const ada = github.createUser('ada');
    mona = github.createUser('mona');
    const city = github.createOrganization('city', { owners: [ada] });
    const permissions = APP_PERMISSIONS;
    const app = github.createApp({ slug: 'portreeve', permissions, events: [...APP_EVENTS], webhookUrl: null });
    files = github.createRepository({
      owner: city,
      name: '.github',
      files: { '.github/portreeve.yml': CONFIGURATION, 'agreements/city-cla.md': AGREEMENT },
    });
    stops = github.createRepository({ owner: city, name: 'bus-stops', files: GOOD_FILES });
    store = await createTestStore(backend);
    running = await startOn(github, app, store.databaseUrl);
    installation = github.installApp({ app, account: city, by: ada });
    await settled();
  });

  afterAll(async () => {
    await running.stop();
    await store.close();
    await github.close();
  });

  const settled = () => untilSettled(github, running);
  const check = ({ head }: PullRequest) =>
    stops.checkRuns.filter(({ suite, name }) => suite.headSha === head.sha && name === 'Portreeve CLA');
  const verdicts = (...pulls: readonly PullRequest[]) =>
    pulls.map((pull) =>
      check(pull)
        .map(({ conclusion }) => conclusion)
        .join(),
    );
  const open = (head: string) =>
    github.openPullRequest({
      repository: stops,
      author: mona,
      fork: true,
      head,
      commits: [{ files: { [`src/${head}.js`]: '1\n' }, message: head, author: mona }],
    });
  const ledger = () =>
    store.asInstallation(installation.id, async (db) => readLedger(db, await ledgerPlace(db, installation.id)));

  test('is asked for, signed by a comment for all open pull requests, and asked for again when it changes', async () => {
    const [one, two] = [open('one'), open('two')];
    await settled();
    expect(verdicts(one, two)).toEqual(['failure', 'failure']);
    const sentence = /^I have read the agreement .*$/m.exec(check(one)[0]?.output.summary ?? '')?.[0] ?? '';

    const comment = github.comment(one, sentence, mona);
    await settled();
    expect(verdicts(one, two)).toEqual(['success', 'success']);
    expect(comment.reactions.map(({ content }) => content)).toEqual(['+1']);
    expect((await ledger()).rows).toHaveLength(1);

    github.pushFiles(files, {
      files: { 'agreements/city-cla.md': AGREEMENT.replace('this', 'more') },
      message: 'Ask for more',
    });
    await settled();
    expect(verdicts(one, two)).toEqual(['failure', 'failure']);
    expect(github.unserved).toEqual([]);
    expect(github.violations).toEqual([]);
    expect(await running.jobs.deadLetters()).toEqual([]);
  });

  test.each([
    ['with its id', (guid: string) => guid],
    ['under a new id', () => randomUUID()],
  ])('delivered a second time %s, none of it writes anything', async (_how, guidOf) => {
    const [writes, rows] = [github.writes().length, (await ledger()).rows];
    for (const { url, headers, guid, body } of [...github.webhooks.log]) {
      const again = { ...headers, 'X-GitHub-Delivery': guidOf(guid) };
      const answer = await fetch(url, { method: 'POST', headers: again, body });
      expect(answer.ok).toBe(true);
    }
    await settled();

    expect(github.writes()).toHaveLength(writes);
    expect((await ledger()).rows).toEqual(rows);
  });

  test('S18: a delivery that GitHub did not sign is refused, whatever comment it tells of', async () => {
    const rows = (await ledger()).rows;
    const told = only(
      [...github.webhooks.log].filter(({ body }) => body.includes('I have read the agreement')).slice(-1),
    );
    const forged = told.body.replaceAll(`"id":${mona.id}`, '"id":4711');
    const { 'X-Hub-Signature-256': _signature, ...unsigned } = told.headers;
    for (const headers of [told.headers, unsigned, { ...unsigned, 'X-Hub-Signature-256': 'sha256=00' }]) {
      const again = { ...headers, 'X-GitHub-Delivery': randomUUID() };
      const { status } = await fetch(told.url, { method: 'POST', headers: again, body: forged });
      expect(status).toBe(401);
    }
    await settled();

    expect((await ledger()).rows).toEqual(rows);
  });
});
