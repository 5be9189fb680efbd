import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import pg from 'pg';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { type EmbeddedServer, openEmbeddedServer } from '../../src/store/embedded/server.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { silentLog } from './silent-log.ts';

/** A server that the tests run against. */
export interface TestBackend {
  readonly name: 'embedded' | 'DATABASE_URL';
  /** The address of its maintenance database. */
  readonly address: () => Promise<string>;
}

/** A store on a database of its own, which goes away when it is closed. */
export interface TestStore extends Store {
  /** For a second connection, or a child process. */
  readonly databaseUrl: string;
}

/** For `describe.each`: the embedded server always, and the one at DATABASE_URL where it is set. */
export function testDatabases(): TestBackend[] {
  const url = process.env.DATABASE_URL;
  const embedded: TestBackend = { name: 'embedded', address: async () => (await embeddedServer()).databaseUrl };
  return url === undefined ? [embedded] : [embedded, { name: 'DATABASE_URL', address: async () => url }];
}

/**
 * For `describe.each` of what takes minutes and asks the database for nothing of its own: the server at DATABASE_URL, or
 * the embedded one where it is not set.
 */
export function oneTestDatabase(): TestBackend[] {
  return testDatabases().slice(-1);
}

/** One server for the whole run: the first worker starts it, the others find it, the global teardown stops it. */
function embeddedServer(): Promise<EmbeddedServer> {
  return openEmbeddedServer(join(testFolder(), 'data'), silentLog, { isDurable: false });
}

/** Leaves nothing behind of this run: no template, no server, no folder. */
export async function removeTestDatabases(): Promise<void> {
  if (process.env.DATABASE_URL !== undefined) {
    await run(process.env.DATABASE_URL, `drop database if exists ${templateName()} with (force)`);
  }
  if (existsSync(join(testFolder(), 'data'))) {
    const server = await embeddedServer();
    await server.leave();
    await rm(server.folder, { recursive: true, force: true });
  }
  await rm(testFolder(), { recursive: true, force: true });
}

/** Clones the migrated template, which takes milliseconds where migrating takes hundreds. */
export async function createTestStore(backend: TestBackend): Promise<TestStore> {
  const { databaseUrl, drop } = await createTestDatabase(backend);
  const store = await openStore({ databaseUrl, dataFolder: testFolder(), log: silentLog });
  return {
    ...store,
    databaseUrl,
    async close() {
      await store.close();
      await drop();
    },
  };
}

/** A database of its own; `empty` without any of our tables. */
export async function createTestDatabase(backend: TestBackend, from: 'template' | 'empty' = 'template') {
  const address = await backend.address();
  const name = `portreeve_test_${randomBytes(6).toString('hex')}`;
  if (from === 'template') await ensureTemplate(address);
  await run(address, `create database ${name} ${from === 'template' ? `template ${templateName()}` : ''}`);
  return {
    databaseUrl: withDatabase(address, name),
    drop: () => run(address, `drop database if exists ${name} with (force)`),
  };
}

/** The folder of this run of Jest, which the global set-up made. */
export function testFolder(): string {
  const folder = process.env.PORTREEVE_TEST_FOLDER;
  if (folder === undefined) throw new Error('Run the tests with the project’s Jest configuration.');
  return folder;
}

function templateName(): string {
  return basename(testFolder()).replaceAll('-', '_').toLowerCase();
}

/** Several workers may come at once: the first one makes it, the others wait. */
async function ensureTemplate(address: string): Promise<void> {
  const name = templateName();
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await makeTemplate(client, address, name);
  } finally {
    await client.end();
  }
}

/** Under another name until it is whole, so that a broken-off one is never taken for it. */
async function makeTemplate(client: pg.Client, address: string, name: string): Promise<void> {
  const unfinished = `${name}_unfinished`;
  await client.query(`drop database if exists ${unfinished} with (force)`);
  await client.query(`create database ${unfinished}`);
  const store = await openStore({
    databaseUrl: withDatabase(address, unfinished),
    dataFolder: testFolder(),
    log: silentLog,
  });
  const jobs = await openJobs({ pool: store.pool, log: silentLog });
  await jobs.stop();
  await store.close();
  await client.query(`alter database ${unfinished} rename to ${name}`);
}

async function run(address: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}
