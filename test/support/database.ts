import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { type EmbeddedServer, openEmbeddedServer } from '../../src/store/embedded/server.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import {
  type DatabaseShelf,
  dropDatabases,
  giveBackDatabase,
  noteUntouched,
  onServer,
  takeDatabase,
  withDatabase,
} from './reused-databases.ts';
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

let embedded: Promise<EmbeddedServer> | null = null;

/** One server for the whole run: the first worker starts it, the others find it, the global teardown stops it. */
function embeddedServer(): Promise<EmbeddedServer> {
  embedded ??= openEmbeddedServer(join(testFolder(), 'data'), silentLog, { isDurable: false });
  return embedded;
}

/** Leaves nothing behind of this run: no database, no server, no folder. */
export async function removeTestDatabases(): Promise<void> {
  if (process.env.DATABASE_URL !== undefined) await dropDatabases(shelfOn(process.env.DATABASE_URL));
  if (existsSync(join(testFolder(), 'data'))) {
    const server = await embeddedServer();
    await server.leave();
    await rm(server.folder, { recursive: true, force: true });
  }
  await rm(testFolder(), { recursive: true, force: true });
}

/** On a database as the migrated template is. */
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
  const shelf = shelfOn(address);
  if (from === 'template') {
    const name = await takeDatabase(shelf, (template) => makeTemplate(shelf, template));
    return { databaseUrl: withDatabase(address, name), drop: () => giveBackDatabase(shelf, name) };
  }
  const name = `${shelf.template}_empty_${randomBytes(6).toString('hex')}`;
  await onServer(address, `create database ${name}`);
  return {
    databaseUrl: withDatabase(address, name),
    drop: () => onServer(address, `drop database if exists ${name} with (force)`),
  };
}

/** The folder of this run of Jest, which the global set-up made. */
export function testFolder(): string {
  const folder = process.env.PORTREEVE_TEST_FOLDER;
  if (folder === undefined) throw new Error('Run the tests with the project’s Jest configuration.');
  return folder;
}

function shelfOn(address: string): DatabaseShelf {
  const template = basename(testFolder()).replaceAll('-', '_').toLowerCase();
  return { address, template, folder: testFolder() };
}

/** Under another name until it is whole, so that a broken-off one is never taken for it. */
async function makeTemplate(shelf: DatabaseShelf, name: string): Promise<void> {
  const { address } = shelf;
  const unfinished = `${name}_unfinished`;
  await onServer(address, `drop database if exists ${unfinished} with (force)`);
  await onServer(address, `create database ${unfinished}`);
  const databaseUrl = withDatabase(address, unfinished);
  const store = await openStore({ databaseUrl, dataFolder: testFolder(), log: silentLog });
  const jobs = await openJobs({ pool: store.pool, log: silentLog });
  await jobs.stop();
  await store.close();
  await noteUntouched(shelf, databaseUrl);
  await onServer(address, `alter database ${unfinished} rename to ${name}`);
}
