import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import { backUpBefore, deleteOldBackups } from '../../src/store/backup/before-migration.ts';
import { restoreBackup } from '../../src/store/backup/restore-backup.ts';
import { writeBackup } from '../../src/store/backup/write-backup.ts';
import { connect } from '../../src/store/connect.ts';
import { type Migrations, migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { makeStore } from '../../src/store/store.ts';
import { readWritingStop, resumeWriting, stopWriting } from '../../src/store/writing-stop.ts';
import { restore } from '../../src/tasks/backup.ts';
import { heedReadOnly, SWEEP_ALL } from '../../src/tasks/writing.ts';
import { createTestDatabase, createTestStore, type TestStore, testDatabases } from '../support/database.ts';
import { silentLog } from '../support/silent-log.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A database that was put back may lack what was done since: that is noted with each installation. */
function inDoubt(installations: readonly object[] | undefined): object[] {
  return (installations ?? []).map((installation) => ({ ...installation, unsure_since: expect.any(String) }));
}

const NEXT: Migrations = {
  ...MIGRATIONS,
  '9999-nickname': {
    up: async (db) => {
      await sql`alter table portreeve.installation add column nickname text`.execute(db);
      await sql`update portreeve.installation set nickname = account_login`.execute(db);
    },
  },
};

jest.setTimeout(120_000);

const CLI = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const root = temporaryFolder();
let count = 0;
let folder: string;
let file: string;
let store: TestStore;

describe.each(testDatabases())('backups ($name)', (backend) => {
  beforeEach(async () => {
    count += 1;
    folder = join(root, String(count));
    mkdirSync(folder);
    file = join(folder, 'a.backup');
    store = await createTestStore(backend);
    await fill(store);
  });
  afterEach(() => store.close());

  /** The work on another database, which holds nothing. */
  async function elsewhere<T>(work: (pool: pg.Pool, databaseUrl: string) => Promise<T>): Promise<T> {
    const { databaseUrl, drop } = await createTestDatabase(backend, 'empty');
    const pool = await connect({ connectionString: databaseUrl }, silentLog);
    try {
      return await work(pool, databaseUrl);
    } finally {
      await pool.end();
      await drop();
    }
  }

  test('what was written comes back, row by row, as closed as before; what was under way begins again', async () => {
    const before = await contentOf(store.pool);
    const summary = await writeBackup(store.pool, file);
    expect(summary).toEqual({
      path: file,
      tables: Object.keys(before).length,
      rows: Object.values(before).flat().length,
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'latin1').split('\n', 1)[0] ?? '')).toMatchObject({
      format: 'portreeve-backup-1',
      migrations: Object.keys(MIGRATIONS),
    });

    await elsewhere(async (pool) => {
      expect(await restoreBackup(pool, file, { isReplacing: false })).toEqual({ ...summary, path: file });
      const after = await contentOf(pool);
      const { delivery, delivery_task, sweep, setting, installation, ...same } = before;
      expect(after).toMatchObject(same);
      expect(after.installation).toMatchObject(inDoubt(installation));
      expect(after.delivery_task).toEqual([]);
      const statuses = after.delivery?.map(({ delivery_id, status }) => [delivery_id, status]).toSorted();
      expect(statuses).toEqual([
        ['d1', 'finished'],
        ['d2', 'stored'],
      ]);
      expect(after.delivery?.map(({ body }) => body)).toEqual(delivery?.map(({ body }) => body));
      expect(after.sweep).toMatchObject([{ cursor: null }]);
      expect(await shapeOf(pool)).toEqual(await shapeOf(store.pool));
      // Numbers that the database counts up go on where they were.
      const { rows } = await asOperator(
        pool,
        `insert into portreeve.audit (installation_id, repository_id, subject, trigger, mode)
        values (7, 11, 'city/website', 'push', 'observe') returning audit_id`,
      );
      expect(rows).toEqual([{ audit_id: 42 }]);
    });
  });

  test('it is the state of one moment, whatever others write meanwhile', async () => {
    const writer = new pg.Client({ connectionString: store.databaseUrl });
    await writer.connect();
    await writer.query('begin');
    await writer.query('lock table portreeve.repository');
    const writing = writeBackup(store.pool, file);
    // It has read the installations, and waits for the repositories.
    const waits = "select 1 from pg_locks where not granted and relation = 'portreeve.repository'::regclass";
    while ((await store.pool.query(waits)).rowCount === 0);
    await writer.query('set local role portreeve_operator');
    await writer.query("update portreeve.installation set account_login = 'new'");
    await writer.query("update portreeve.repository set owner = 'new'");
    await writer.query('commit');
    await writer.end();
    await writing;
    await elsewhere(async (pool) => {
      await restoreBackup(pool, file, { isReplacing: false });
      const { installation, repository } = await contentOf(pool);
      expect([installation?.[0]?.account_login, repository?.[0]?.owner]).toEqual(['city', 'city']);
    });
  });

  test('a database that holds data is replaced only when told so, and never while another Portreeve uses it', async () => {
    await writeBackup(store.pool, file);
    const before = await contentOf(store.pool);
    await asOperator(store.pool, 'delete from portreeve.repository');
    await expect(restoreBackup(store.pool, file, { isReplacing: false })).rejects.toMatchObject({
      code: 'database-not-empty',
    });
    const other = new pg.Client({ connectionString: store.databaseUrl, application_name: 'portreeve 1' });
    await other.connect();
    await expect(restoreBackup(store.pool, file, { isReplacing: true })).rejects.toMatchObject({
      code: 'database-in-use',
      args: { process: '1' },
    });
    await other.end();
    expect((await contentOf(store.pool)).repository).toEqual([]);
    // The server takes a moment to forget a connection that was closed.
    await goneFrom(store.pool, 'portreeve 1');
    const stop = { reason: 'the disk is broken', by: 'operator', at: '2026-01-05T09:00:00Z' };
    await store.asOperator((db) => stopWriting(db, stop));
    await restoreBackup(store.pool, file, { isReplacing: true });
    // What was decided since then stays decided.
    expect(await store.asOperator(readWritingStop)).toEqual(stop);
    await store.asOperator(resumeWriting);
    expect((await contentOf(store.pool)).repository).toEqual(before.repository);
  });

  test('a restore has everything swept when the app starts', async () => {
    await writeBackup(store.pool, file);
    await elsewhere(async (pool, databaseUrl) => {
      await restore({ databaseUrl, dataFolder: '' }, file, false);
      const restored = makeStore(pool, async () => {});
      const asked: unknown[] = [];
      const enqueue = async (requests: readonly unknown[]) => void asked.push(...requests);
      const start = (isReadOnly: boolean) => heedReadOnly({ store: restored, isReadOnly, enqueue, log: silentLog });
      // A process that writes nothing leaves it to the next.
      await start(true);
      expect(asked).toEqual([]);
      await start(false);
      await start(false);
      expect(asked).toEqual([SWEEP_ALL]);
    });
  });

  test('an upgrade writes a backup first; with it one goes back a version, and forward again', async () => {
    const before = await contentOf(store.pool);
    const log: unknown[] = [];
    const upgrade = () =>
      migrate(store.pool, {
        migrations: NEXT,
        before: (migration) =>
          backUpBefore(migration, {
            pool: store.pool,
            dataFolder: folder,
            log: { info: (entry: unknown) => void log.push(entry) },
          }),
      });
    await upgrade();
    await upgrade();

    const [name, ...more] = readdirSync(join(folder, 'backups'));
    const path = join(folder, 'backups', name ?? '');
    expect(more).toEqual([]);
    expect(name).toMatch(/^before-9999-nickname-\d{8}T\d{9}Z\.backup$/);
    expect(log).toMatchObject([{ path, migration: '9999-nickname' }]);
    expect((await contentOf(store.pool)).installation).toMatchObject([{ nickname: 'city' }]);

    // The old version refuses the new state, and a backup of it; it takes the one from before.
    await expect(migrate(store.pool)).rejects.toMatchObject({ code: 'database-newer' });
    await writeBackup(store.pool, file);
    await expect(restoreBackup(store.pool, file, { isReplacing: true })).rejects.toMatchObject({
      code: 'backup-newer',
      args: { migrations: '9999-nickname' },
    });
    await restoreBackup(store.pool, path, { isReplacing: true });
    await migrate(store.pool);
    const { delivery, delivery_task, sweep, setting, installation, ...same } = before;
    expect(await contentOf(store.pool)).toMatchObject(same);
    expect((await contentOf(store.pool)).installation).toMatchObject(inDoubt(installation));
    expect((await contentOf(store.pool)).installation?.[0]).not.toHaveProperty('nickname');

    // The new version takes the old backup, and brings it up to date.
    await restoreBackup(store.pool, path, { isReplacing: true, migrations: NEXT });
    expect((await contentOf(store.pool)).installation).toMatchObject([{ nickname: 'city' }]);
  });

  test('without a backup nothing is upgraded; an empty database needs none', async () => {
    writeFileSync(join(folder, 'backups'), 'in the way');
    const before = (migration: string) =>
      backUpBefore(migration, { pool: store.pool, dataFolder: folder, log: silentLog });
    await expect(migrate(store.pool, { migrations: NEXT, before })).rejects.toMatchObject({
      code: 'folder-not-private',
    });
    expect((await contentOf(store.pool)).installation?.[0]).not.toHaveProperty('nickname');
    await elsewhere((pool) => migrate(pool, { migrations: NEXT, before }));
  });

  test('the last five of these backups are kept, and nothing else is touched', async () => {
    mkdirSync(join(folder, 'backups'), { mode: 0o700 });
    const old = [1, 2, 3, 4, 5, 6].map((day) => `before-0001-first-2025010${day}T120000000Z.backup`);
    for (const name of [...old, 'mine.backup']) writeFileSync(join(folder, 'backups', name), '');
    await backUpBefore('9999-nickname', { pool: store.pool, dataFolder: folder, log: silentLog });
    expect(readdirSync(join(folder, 'backups')).sort()).toEqual([
      ...old.slice(2),
      expect.stringMatching(/^before-9999-nickname-/),
      'mine.backup',
    ]);
  });

  test('a month later they are gone, so that nobody is remembered by them; others stay', async () => {
    mkdirSync(join(folder, 'backups'), { mode: 0o700 });
    const names = ['before-0001-first-20250101T120000000Z.backup', 'before-0002-next-20250120T120000000Z.backup'];
    for (const name of [...names, 'mine.backup']) writeFileSync(join(folder, 'backups', name), '');
    expect(await deleteOldBackups(folder, new Date('2025-01-31T11:00:00Z'))).toBe(0);
    expect(await deleteOldBackups(folder, new Date('2025-02-10T12:00:00Z'))).toBe(1);
    expect(readdirSync(join(folder, 'backups'))).toEqual([names[1], 'mine.backup']);
    expect(await deleteOldBackups(join(folder, 'never'), new Date())).toBe(0);
  });

  test('half a file, a damaged one and a foreign one change nothing', async () => {
    await writeBackup(store.pool, file);
    const whole = readFileSync(file);
    const body = whole.indexOf('\n') + 1;
    const before = await contentOf(store.pool);
    const half = join(folder, 'half.backup');
    for (const length of [body, body + 1, body + 100, Math.floor(whole.length / 2), whole.length - 50]) {
      writeFileSync(half, whole);
      truncateSync(half, length);
      await expect(restoreBackup(store.pool, half, { isReplacing: true })).rejects.toMatchObject({
        code: 'backup-broken',
      });
    }
    for (const at of [body + 20, Math.floor((body + whole.length) / 2), whole.length - 30]) {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8((damaged[at] ?? 0) ^ 0x10, at);
      writeFileSync(half, damaged);
      await expect(restoreBackup(store.pool, half, { isReplacing: true })).rejects.toMatchObject({
        code: 'backup-broken',
      });
    }
    for (const text of ['', 'PGDMP\u0001', '{}\n', '{"format":"portreeve-backup-2"}\n', 'x'.repeat(2_000_000)]) {
      writeFileSync(half, text);
      await expect(restoreBackup(store.pool, half, { isReplacing: true })).rejects.toMatchObject({
        code: 'backup-foreign',
      });
    }
    await expect(restoreBackup(store.pool, join(folder, 'none'), { isReplacing: true })).rejects.toMatchObject({
      code: 'backup-not-found',
      args: { code: 'ENOENT' },
    });
    await expect(restoreBackup(store.pool, folder, { isReplacing: true })).rejects.toMatchObject({
      code: 'backup-not-found',
    });
    expect(await contentOf(store.pool)).toEqual(before);
  });

  test('nothing to back up is told, and nothing is written over', async () => {
    await elsewhere((pool) => expect(writeBackup(pool, file)).rejects.toMatchObject({ code: 'database-empty' }));
    writeFileSync(file, 'mine');
    await expect(writeBackup(store.pool, file)).rejects.toMatchObject({ code: 'file-exists' });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('a full disk leaves no half file, and the command says so', async () => {
    // The system refuses to let a file grow over 4 KiB: to a program it looks like a disk without room.
    const command = `trap '' XFSZ; ulimit -f 4; exec "$0" "$@"`;
    const { DATABASE_URL: _, ...environment } = process.env;
    const run = promisify(execFile)('bash', ['-c', command, process.execPath, CLI, 'backup', file], {
      env: { ...environment, DATABASE_URL: store.databaseUrl },
    });
    const error = await run.catch((thrown: { code: number; stderr: string }) => thrown);
    expect(error).toMatchObject({ code: 2, stderr: expect.stringContaining(`${file} could not be written (EFBIG)`) });
    expect(readdirSync(folder)).toEqual([]);
  });
});

type Rows = readonly Readonly<Record<string, unknown>>[];

async function asOperator(pool: pg.Pool, text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('set local role portreeve_operator');
    const result = await client.query(text, [...values]);
    await client.query('commit');
    return result;
  } finally {
    client.release(true);
  }
}

/** A row or two in every table that a foreign key, a counter or an odd value makes interesting. */
async function fill({ pool }: TestStore): Promise<void> {
  const run = (text: string, values: readonly unknown[] = []) => asOperator(pool, text, values);
  await run(`insert into portreeve.installation (installation_id, account_id, account_login, account_type, permissions)
    values (7, 70, 'city', 'Organization', '{"issues":"write"}')`);
  await run(
    `insert into portreeve.repository (installation_id, repository_id, node_id, owner, name, visibility, archived)
     values (7, 11, 'R_1', 'city', $1, 'public', false)`,
    ['tab\t, newline\n, \\. and \u202e'],
  );
  await run(`insert into portreeve.audit (audit_id, installation_id, repository_id, subject, trigger, mode)
    overriding system value values (41, 7, 11, 'city/website', 'push', 'observe')`);
  await run(`insert into portreeve.verdict (audit_id, installation_id, policy, outcome, severity, disclosure, findings)
    values (41, 7, 'license-file', 'fail', 'error', 'public', '[]')`);
  await run(`insert into portreeve.artifact (installation_id, key, kind, repository_id, number, details, intent_status)
    values (7, 'policy-issue:11', 'issue', 11, 1, '{"a":"\\u00e9"}', 'done')`);
  await run(
    `insert into portreeve.delivery (delivery_id, installation_id, event, body, status)
     values ('d1', 7, 'push', $1, 'finished'), ('d2', 7, 'push', $2, 'dispatched')`,
    // Larger than a frame, and nothing that compresses.
    [randomBytes(90_000), Buffer.from([0, 10, 92, 46, 10, 255])],
  );
  await run(
    `insert into portreeve.delivery_task (delivery_id, installation_id, queue, key) values ('d2', 7, 'repository', '7:11')`,
  );
  await run(`insert into portreeve.sweep (installation_id, started_at, cursor) values (7, now(), '3')`);
}

async function tablesOf(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query(
    `select relname as name from pg_class where relnamespace = 'portreeve'::regnamespace and relkind = 'r'
     and relname not like 'kysely%' order by relname`,
  );
  return rows.map(({ name }) => name);
}

/** All rows of all tables. */
async function contentOf(pool: pg.Pool): Promise<Record<string, Rows>> {
  const content: Record<string, Rows> = {};
  for (const table of await tablesOf(pool)) {
    const { rows } = await asOperator(
      pool,
      `select to_jsonb(t) as row from portreeve.${table} t order by to_jsonb(t)::text`,
    );
    content[table] = rows.map(({ row }) => row);
  }
  return content;
}

/** Who may see what, table by table. */
async function shapeOf(pool: pg.Pool): Promise<Rows> {
  const { rows } = await pool.query(
    `select relname, relrowsecurity, relforcerowsecurity, relacl::text,
      (select count(*) from pg_policy where polrelid = pg_class.oid) as policies
     from pg_class where relnamespace = 'portreeve'::regnamespace and relkind in ('r', 'i') order by relname`,
  );
  return rows;
}

async function goneFrom(pool: pg.Pool, application: string): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query('select 1 from pg_stat_activity where application_name = $1', [application]);
    if (rowCount === 0) return;
  }
}
