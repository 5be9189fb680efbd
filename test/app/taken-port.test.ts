import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startApp } from '../../src/app/start.ts';
import { OperatorError } from '../../src/core/errors.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { openStore } from '../../src/store/open-store.ts';
import { type GitHub, startGitHub } from '../github/index.ts';
import { APP_EVENTS, APP_PERMISSIONS } from '../support/app-manifest.ts';
import { createTestDatabase, type TestBackend, testDatabases, testFolder } from '../support/database.ts';
import { onServer, withClient } from '../support/reused-databases.ts';
import { WEBHOOK_PATH } from '../support/running-app.ts';
import { silentLog } from '../support/silent-log.ts';

const HOST = '127.0.0.1';
const other = createServer();
let github: GitHub;
let port: number;

beforeEach(async () => {
  github = await startGitHub({ seed: 1 });
  await new Promise<void>((resolve) => other.listen(0, HOST, resolve));
  const address = other.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  port = address.port;
});

afterEach(async () => {
  await new Promise((resolve) => other.close(resolve));
  await github.close();
});

/** How many jobs are in which state, and what the clock is to ask for. */
async function workIn(databaseUrl: string) {
  return withClient(databaseUrl, async (client) => {
    const jobs = await client.query('select name, state::text from pgboss.job order by name');
    const schedules = await client.query('select name from pgboss.schedule');
    return { jobs: jobs.rows, schedules: schedules.rows };
  });
}

/** Leaves a job that a worker would take at once. */
async function leaveJob(databaseUrl: string): Promise<void> {
  const store = await openStore({ databaseUrl, dataFolder: testFolder(), log: silentLog });
  const jobs = await openJobs({ pool: store.pool, log: silentLog });
  const data = { installationId: 0, work: 'clean' };
  await store.asOperator((db) => jobs.enqueue(db, [{ queue: 'housekeeping', key: 'clean', data }]));
  await jobs.stop();
  await store.close();
}

function start(databaseUrl: string) {
  const app = github.createApp({
    slug: 'portreeve',
    permissions: APP_PERMISSIONS,
    events: [...APP_EVENTS],
    webhookUrl: null,
  });
  return startApp({
    settings: {
      appId: app.id,
      privateKey: app.privateKey,
      formerPrivateKey: null,
      signIn: null,
      webhookSecrets: [app.webhookSecret],
      host: HOST,
      port,
      webhookPath: WEBHOOK_PATH,
      logLevel: 'silent',
      metricsToken: null,
      databaseUrl,
      dataFolder: '',
      isReadOnly: false,
      secondsBetweenWrites: 0,
      keepsWriteLimits: true,
      apiUrl: `${github.url}/api/v3`,
      webUrl: github.url,
    },
    log: silentLog,
    jobSettings: { pollSeconds: 0.5, drainSeconds: 1 },
  });
}

describe.each(testDatabases())('a port that another program has ($name)', (backend: TestBackend) => {
  test('is told to the operator; no work has begun, and no connection is left', async () => {
    const { databaseUrl, drop } = await createTestDatabase(backend);
    try {
      await leaveJob(databaseUrl);
      const before = await workIn(databaseUrl);
      expect(before.jobs).toContainEqual({ name: 'housekeeping', state: 'created' });
      const error = await start(databaseUrl).catch((thrown: unknown) => thrown);

      expect(error).toBeInstanceOf(OperatorError);
      expect(error).toMatchObject({ code: 'cannot-listen', args: { host: HOST, port, code: 'EADDRINUSE' } });
      expect(await workIn(databaseUrl)).toEqual(before);
      // PostgreSQL refuses while somebody is connected.
      const name = new URL(databaseUrl).pathname.slice(1);
      await onServer(await backend.address(), `drop database ${name}`);
    } finally {
      await drop();
    }
  });
});
