import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunningApp } from '../../../src/app/start.ts';
import { type Account, type GitHub, type PullRequest, type Repository, startGitHub } from '../../github/index.ts';
import { APP_EVENTS, APP_PERMISSIONS } from '../../support/app-manifest.ts';
import { createTestStore, oneTestDatabase, type TestStore } from '../../support/database.ts';
import { startOn } from '../../support/running-app.ts';
import { untilSettled } from '../../support/settled.ts';
import { GOOD_FILES } from '../../support/town.ts';

const CONFIGURATION = 'mode: enforce\ncontributions: {onboarding: {issues: true, answerWithinDays: 5}}\n';

describe.each(oneTestDatabase())('a contribution from outside, on $name', (backend) => {
  let github: GitHub;
  let store: TestStore;
  let running: RunningApp;
  let stops: Repository;
  let ada: Account;
  let mona: Account;
  let pull: PullRequest;

  beforeAll(async () => {
    github = await startGitHub({ seed: 1 });
    ada = github.createUser('ada');
    mona = github.createUser('mona');
    const city = github.createOrganization('city', { owners: [ada] });
    const permissions = APP_PERMISSIONS;
    const app = github.createApp({ slug: 'portreeve', permissions, events: [...APP_EVENTS], webhookUrl: null });
    github.createRepository({ owner: city, name: '.github', files: { '.github/portreeve.yml': CONFIGURATION } });
    stops = github.createRepository({ owner: city, name: 'bus-stops', files: GOOD_FILES });
    store = await createTestStore(backend);
    running = await startOn(github, app, store.databaseUrl);
    github.installApp({ app, account: city, by: ada });
    await settled();
  });

  afterAll(async () => {
    await running.stop();
    await store.close();
    await github.close();
  });

  const settled = () => untilSettled(github, running);
  const said = () => pull.issue.comments.filter(({ app }) => app !== null).map(({ body }) => body.split('\n')[0]);

  test('is welcomed, helped in the language that was asked for, and thanked: all in one comment', async () => {
    pull = github.openPullRequest({ repository: stops, author: mona, fork: true, deletes: ['LICENSE'] });
    await settled();
    expect(said()).toEqual(['Welcome, **mona**, and thank you for your first contribution to city!']);

    const asked = github.comment(pull, '/portreeve language nl', mona);
    await settled();
    expect(said()).toEqual(['Welkom, **mona**, en dank u wel voor uw eerste bijdrage aan city!']);
    expect(asked.reactions.map(({ content }) => content)).toEqual(['+1']);

    github.pushToPullRequest(pull, { files: { LICENSE: GOOD_FILES.LICENSE ?? '' }, message: 'Put it back' });
    await settled();
    expect(pull.issue.comments[0]?.body).toContain('Er ontbreekt niets');

    github.pushToPullRequest(pull, { files: { 'src/a.js': '1\n' }, message: 'Add a' });
    github.mergePullRequest(pull, { by: ada });
    await settled();
    expect(said()).toEqual([expect.stringContaining('Dit was uw eerste bijdrage aan city')]);

    const kim = github.createUser('kim');
    github.addMember(stops.owner, kim, { isConcealed: true });
    await settled();
    const inside = github.openPullRequest({ repository: stops, author: kim, fork: true, deletes: ['LICENSE'] });
    await settled();
    expect(inside.issue.comments).toEqual([]);

    const issue = github.openIssue(stops, { title: 'It fails', author: github.createUser('hubert') });
    await settled();
    expect(issue.comments.map(({ body }) => body.split('\n')[0])).toEqual([
      'Welcome, **hubert**, and thank you for your first issue at city!',
    ]);
    expect(github.unserved).toEqual([]);
    expect(github.violations).toEqual([]);
    expect(await running.jobs.deadLetters()).toEqual([]);
  });

  test.each([
    ['with its id', (guid: string) => guid],
    ['under a new id', () => randomUUID()],
  ])('every delivery sent a second time %s writes nothing', async (_how, guidOf) => {
    const deliveries = [...github.webhooks.log];
    const writes = github.writes().length;
    for (const { url, headers, guid, body } of deliveries) {
      const again = { ...headers, 'X-GitHub-Delivery': guidOf(guid) };
      const response = await fetch(url, { method: 'POST', headers: again, body });
      expect([200, 202]).toContain(response.status);
      await response.arrayBuffer();
    }
    await settled();

    expect(deliveries.length).toBeGreaterThan(8);
    expect(github.writes().slice(writes)).toEqual([]);
  });
});
