import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
}, 180_000);

test('two starts at once make one server', async () => {
  const [a, b] = await Promise.all([open(), open()]);

  expect(a.databaseUrl).toBe(b.databaseUrl);
  expect(await query(b, 'select 1 as one')).toEqual([{ one: 1 }]);
  await a.leave();
}, 180_000);

test('it stays while another process is connected', async () => {
  const server = await open();
  const other = new pg.Client({ connectionString: server.databaseUrl, application_name: 'another process' });
  await other.connect();
  await server.leave();

  expect((await other.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await other.end();
  await server.leave();
  await expect(query(server, 'select 1')).rejects.toThrow();
}, 180_000);

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
}, 180_000);

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
}, 180_000);

test('F6: a data folder that was copied while its server ran opens as a database of its own', async () => {
  const server = await open();
  await query(server, 'create table kept as select 1 as one');
  const copy = await mkdtemp(join(tmpdir(), 'portreeve-embedded-'));
  await chmod(copy, 0o711);
  try {
    await promisify(execFile)('cp', ['-a', join(server.folder, 'database'), copy]);
    await query(server, 'create table later as select 2 as two');
    const other = await openEmbeddedServer(copy, silentLog);

    expect(other.isOurs).toBe(true);
    expect(await query(other, 'select one from kept')).toEqual([{ one: 1 }]);
    expect(await query(other, "select to_regclass('later') as later")).toEqual([{ later: null }]);
    await query(other, 'drop table kept');
    expect(await query(server, 'select one from kept')).toEqual([{ one: 1 }]);
    await other.leave();
    expect(await query(server, 'select two from later')).toEqual([{ two: 2 }]);
  } finally {
    await server.leave();
    await rm(copy, { recursive: true, force: true });
  }
}, 180_000);

test('a data folder that was moved opens where it is now; one that was moved while its server runs does not', async () => {
  const server = await open();
  await query(server, 'create table kept as select 1 as one');
  await server.leave();
  const moved = `${folder}-moved`;
  await rename(folder, moved);
  await mkdir(folder, { mode: 0o711 });
  try {
    const there = await openEmbeddedServer(moved, silentLog);
    expect(await query(there, 'select one from kept')).toEqual([{ one: 1 }]);

    await rename(join(moved, 'database'), join(folder, 'database'));
    await expect(open()).rejects.toMatchObject({
      code: 'embedded-database',
      message: expect.stringContaining('was moved'),
    });
    await rename(join(folder, 'database'), join(moved, 'database'));
    await there.leave();
  } finally {
    await rm(moved, { recursive: true, force: true });
  }
}, 180_000);

test('files of another major version are told, and left alone', async () => {
  const server = await open();
  await server.leave();
  const version = join(server.folder, 'database', 'data', 'PG_VERSION');
  await writeFile(version, '17\n');

  await expect(open()).rejects.toMatchObject({
    code: 'embedded-version',
    args: { folder: join(server.folder, 'database'), found: '17', own: '18' },
  });
  expect(await readFile(version, 'utf8')).toBe('17\n');
}, 180_000);
