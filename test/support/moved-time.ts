import type { RunningApp } from '../../src/app/start.ts';
import { housekeepingRequest } from '../../src/tasks/requests.ts';
import { type Account, type App, type GitHub, type Installation, startGitHub } from '../github/index.ts';
import { APP_EVENTS, APP_PERMISSIONS } from './app-manifest.ts';
import { createTestStore, type TestBackend, type TestStore } from './database.ts';
import { startOn } from './running-app.ts';
import { untilSettled } from './settled.ts';
import { BARE_FILES, configurationOf, GOOD_FILES, proposalsOf } from './town.ts';

/** A village, and the app as `npm start` runs it, with one clock for GitHub, the app and its queue: it stands until moved. */
export interface TimedVillage {
  readonly github: GitHub;
  readonly app: App;
  readonly organization: Account;
  readonly install: () => Installation;
  /** What people do; the first installs the app. What follows from each can be read off the state. */
  readonly acts: readonly (() => void)[];
  readonly store: TestStore;
  readonly running: RunningApp;
  /** Moves the clock on, and does what the schedule has done by then. */
  pass(minutes: number): Promise<void>;
  /** Waits until everything is done that is due now. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** How often the schedule has the delivery log read. */
const LOOK_MINUTES = 5;

export async function openTimedVillage(backend: TestBackend): Promise<TimedVillage> {
  const github = await startGitHub({ seed: 1 });
  github.clock.set(github.clock.now());
  const village = createVillage(github);
  const store = await createTestStore(backend);
  const running = await startOn(github, village.app, store.databaseUrl, { now: () => new Date(github.clock.now()) });
  const settle = () => untilSettled(github, running);
  return {
    github,
    ...village,
    store,
    running,
    settle,
    async pass(minutes) {
      for (let passed = LOOK_MINUTES; passed <= minutes; passed += LOOK_MINUTES) {
        github.clock.advance(LOOK_MINUTES * 60_000);
        await store.pool.query(
          `update pgboss.job set start_after = start_after - $1 * interval '1 minute' where state < 'active'`,
          [LOOK_MINUTES],
        );
        await store.asOperator((db) => running.jobs.enqueue(db, [housekeepingRequest('missing-deliveries')]));
        await settle();
      }
    },
    async close() {
      await running.stop();
      await store.close();
      await github.close();
    },
  };
}

function createVillage(github: GitHub) {
  const owner = github.createUser('ada');
  const organization = github.createOrganization('village', { owners: [owner] });
  const configuration = (license: string) =>
    configurationOf(`defaultLicense: ${license}\npolicies:\n  contributing-guide: off\n`);
  const path = '.github/portreeve.yml';
  const add = (name: string, files: Readonly<Record<string, string>>) =>
    github.createRepository({ owner: organization, name, files });
  const own = add('.github', { [path]: configuration('EUPL-1.2') });
  const bare = add('bare', BARE_FILES);
  const good = add('good', GOOD_FILES);
  const app = github.createApp({
    slug: 'portreeve',
    permissions: APP_PERMISSIONS,
    events: [...APP_EVENTS],
    webhookUrl: null,
  });
  const install = () => github.installApp({ app, account: organization, by: owner });
  const acts = [
    () => void install(),
    () => {
      github.pushFiles(good, { deletes: ['LICENSE'], message: 'Remove the licence', author: owner });
      github.openPullRequest({ repository: bare, files: { 'a.txt': 'a' }, title: 'Add a', author: owner });
    },
    () => {
      github.pushFiles(good, { files: GOOD_FILES, message: 'Be good again', author: owner });
      for (const pull of proposalsOf(bare)) github.mergePullRequest(pull, { by: owner });
    },
    () => {
      github.pushFiles(good, { deletes: ['SECURITY.md'], message: 'Remove it', author: owner });
      github.pushFiles(own, { files: { [path]: configuration('MIT') }, message: 'Another licence', author: owner });
    },
  ];
  return { app, organization, install, acts };
}
