import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { type EmbeddedServer, openEmbeddedServer } from '../../src/store/embedded/server.ts';
import { silentLog } from '../support/silent-log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portreeve-embedded-'));
  await chmod(folder, 0o711);
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const open = () => openEmbeddedServer(folder, silentLog);

async function query(server: EmbeddedServer, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function pidOf(server: EmbeddedServer): Promise<number> {
  return Number.parseInt(await readFile(join(server.folder, 'database', 'data', 'postmaster.pid'), 'utf8'), 10);
}

test('a server that runs is found, and keeps its data over a stop', async () => {
  const first = await open();
  await query(first, 'create table kept as select 1 as one');
  const second = await open();
  await second.leave();
  const third = await open();

  expect([first.isOurs, second.isOurs, third.isOurs]).toEqual([true, false, true]);
  expect(await query(third, 'select one from kept')).toEqual([{ one: 1 }]);
  await third.leave();
}, 20_000);

test('two starts at once make one server', async () => {
  const [a, b] = await Promise.all([open(), open()]);

  expect(a.databaseUrl).toBe(b.databaseUrl);
  expect(await query(b, 'select 1 as one')).toEqual([{ one: 1 }]);
  await a.leave();
}, 20_000);

test('it stays while another process is connected', async () => {
  const server = await open();
  const other = new pg.Client({ connectionString: server.databaseUrl, application_name: 'another process' });
  await other.connect();
  await server.leave();

  expect((await other.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await other.end();
  await server.leave();
  await expect(query(server, 'select 1')).rejects.toThrow();
}, 20_000);

test('after a crash it starts again with what was committed, even where its process number now is another program’s', async () => {
  const server = await open();
  await query(server, 'create table kept as select 1 as one');
  process.kill(await pidOf(server), 'SIGKILL');
  const pidFile = join(server.folder, 'database', 'data', 'postmaster.pid');
  const [, ...rest] = (await readFile(pidFile, 'utf8')).split('\n');
  await writeFile(pidFile, [process.ppid, ...rest].join('\n'));

  const again = await open();
  expect(again.isOurs).toBe(true);
  expect(await query(again, 'select one from kept')).toEqual([{ one: 1 }]);
  await again.leave();
}, 20_000);

test('its files are closed to others, its connections want a password, its writes reach the disk', async () => {
  const server = await open();
  const home = join(server.folder, 'database');
  const withoutPassword = new URL(server.databaseUrl);
  withoutPassword.password = 'guess';

  expect((await stat(join(home, 'data'))).mode & 0o077).toBe(0);
  expect((await stat(join(home, 'access.json'))).mode & 0o077).toBe(0);
  expect(await query(server, 'show fsync')).toEqual([{ fsync: 'on' }]);
  expect(await query(server, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  await expect(query({ ...server, databaseUrl: withoutPassword.href }, 'select 1')).rejects.toThrow('authentication');
  await server.leave();
}, 20_000);
