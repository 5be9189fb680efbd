import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase, Pool } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { z } from 'zod';
import { OperatorError } from '../../core/errors.ts';
import { APPLICATION_NAME, connectBeside } from '../connect.ts';
import { errorCode } from '../error-code.ts';
import { lockMigrations, type Migrations, migrateOn } from '../migrate.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { ensureRoles, OPERATOR_ROLE } from '../roles.ts';
import { SCHEMA } from '../schema.ts';
import { SWEEP_AT_START, WRITING_STOPPED } from '../writing-stop.ts';
import { type BackupHeader, type Frame, lastFrame, readFrames, readHeader, readJson } from './format.ts';
import { holdsData, readTables, type TableShape } from './tables.ts';
import type { BackupSummary } from './write-backup.ts';

export interface RestoreOptions {
  /** Whether what the database holds already may go. */
  readonly isReplacing: boolean;
  readonly migrations?: Migrations;
}

/** pg-boss makes its own again when the app starts. */
const QUEUE_SCHEMA = 'pgboss';

/**
 * Brings the database to what the file holds, in one transaction: all of it or nothing. An older schema is updated on
 * the way. Deliveries whose tasks were under way are dispatched again, as the queue is not in the file.
 * @throws OperatorError `backup-not-found`, `backup-foreign`, `backup-newer`, `backup-broken`, `database-in-use`,
 *   `database-not-empty`
 */
export async function restoreBackup(pool: Pool, path: string, options: RestoreOptions): Promise<BackupSummary> {
  const { isReplacing, migrations = MIGRATIONS } = options;
  const { header, length } = await checkBackup(path, migrations);
  const client = await connectBeside(pool);
  try {
    await ensureRoles(client);
    await client.query('begin');
    await lockMigrations(client);
    await refuseOthers(client);
    if (!isReplacing && (await holdsData(client))) throw new OperatorError('database-not-empty', undefined);
    const stop = await writingStopOf(client);
    await client.query(`drop schema if exists ${SCHEMA} cascade`);
    await client.query(`drop schema if exists ${QUEUE_SCHEMA} cascade`);
    await migrateOn(client, migrations, header.migrations.at(-1));
    const summary = await loadTables(client, path, readFrames(path, length));
    await migrateOn(client, migrations);
    await beginAgain(client);
    if (stop !== null) await keepWritingStopped(client, stop);
    await client.query('commit');
    return summary;
  } finally {
    await client.end();
  }
}

/**
 * Whether the file can be restored, as far as its beginning tells.
 * @throws OperatorError `backup-not-found`, `backup-foreign`, `backup-newer`
 */
export async function checkBackup(path: string, migrations: Migrations = MIGRATIONS) {
  const start = await readHeader(path);
  checkMigrations(path, start.header, migrations);
  return start;
}

/** A backup's schema must be one that this version has been through. */
function checkMigrations(path: string, { migrations, portreeve }: BackupHeader, known: Migrations): void {
  const names = Object.keys(known);
  const newer = migrations.filter((name) => !names.includes(name));
  if (newer.length > 0)
    throw new OperatorError('backup-newer', { path, version: portreeve, migrations: newer.join(', ') });
  if (migrations.some((name, index) => name !== names[index])) throw new OperatorError('backup-foreign', { path });
}

/** What runs would write into what is being replaced. */
async function refuseOthers(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity
     where datname = current_database() and application_name like 'portreeve %' and application_name <> $1`,
    [APPLICATION_NAME],
  );
  const [first] = rows;
  if (first !== undefined)
    throw new OperatorError('database-in-use', { process: first.name.slice('portreeve '.length) });
}

const tableFrame = z.strictObject({ name: z.string(), columns: z.array(z.string()) });
const endFrame = z.strictObject({ rows: z.int().nonnegative() });

async function loadTables(
  client: ClientBase,
  path: string,
  frames: AsyncGenerator<Frame, void>,
): Promise<BackupSummary> {
  const broken = (cause?: unknown) => new OperatorError('backup-broken', { path }, { cause });
  const open = new Map((await readTables(client)).map((table) => [table.name, table]));
  const tables = open.size;
  // The owner is held to row-level security too, under which nothing can be copied in.
  const enforced = await readEnforced(client);
  for (const name of enforced) await client.query(`alter table ${name} no force row level security`);
  let rows = 0;
  for (;;) {
    const { value: frame } = await frames.next();
    if (frame === undefined) throw broken();
    if (frame.kind === 'Z') {
      if (open.size > 0 || readJson(frame, lastFrame)?.tables !== tables) throw broken();
      break;
    }
    const given = frame.kind === 'T' ? readJson(frame, tableFrame) : null;
    const table = given === null ? undefined : open.get(given.name);
    const isSame = table?.columns.toSorted().join() === given?.columns.toSorted().join();
    if (given === null || table === undefined || !isSame) throw broken();
    open.delete(table.name);
    rows += await loadTable(client, { ...table, columns: given.columns }, frames, broken);
  }
  if ((await frames.next()).done !== true) throw broken();
  for (const name of enforced) await client.query(`alter table ${name} force row level security`);
  return { path, tables, rows };
}

async function readEnforced(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relnamespace = to_regnamespace($1) and relforcerowsecurity`,
    [SCHEMA],
  );
  return rows.map(({ name }) => name);
}

async function loadTable(
  client: ClientBase,
  { name, columns, counted }: TableShape,
  frames: AsyncGenerator<Frame, void>,
  broken: (cause?: unknown) => OperatorError,
): Promise<number> {
  const quoted = `${SCHEMA}.${client.escapeIdentifier(name)}`;
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
  const copy = client.query(copyFrom(`copy ${quoted} (${list}) from stdin`));
  let expected: number | null = null;
  async function* content(): AsyncGenerator<Buffer, void> {
    for (;;) {
      const { value: frame } = await frames.next();
      if (frame?.kind === 'D') yield frame.content;
      else {
        expected = frame?.kind === 'E' ? (readJson(frame, endFrame)?.rows ?? null) : null;
        if (expected === null) throw broken();
        return;
      }
    }
  }
  try {
    await pipeline(Readable.from(content(), { objectMode: false }), copy);
  } catch (cause) {
    // What the database says of rows that do not fit; its own troubles are not the file's.
    const isOfTheData = /^(22|23)/.test(errorCode(cause) ?? '');
    throw isOfTheData ? broken(cause) : cause;
  }
  if (copy.rowCount !== expected) throw broken();
  for (const column of counted) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${client.escapeIdentifier(column)}), 0) + 1, false)
       from ${quoted}`,
      [quoted, column],
    );
  }
  return copy.rowCount;
}

/** A database that is put back undoes no decision of today: the switch that stops all writing stays as it is. */
async function writingStopOf(client: ClientBase): Promise<string | null> {
  const found = await client.query<{ known: boolean }>(`select to_regclass('${SCHEMA}.setting') is not null as known`);
  if (found.rows[0]?.known !== true) return null;
  await client.query(`set local role ${OPERATOR_ROLE}`);
  const { rows } = await client.query<{ value: string }>(
    `select value::text as value from ${SCHEMA}.setting where name = $1`,
    [WRITING_STOPPED],
  );
  await client.query('reset role');
  return rows[0]?.value ?? null;
}

async function keepWritingStopped(client: ClientBase, stop: string): Promise<void> {
  await client.query(`set local role ${OPERATOR_ROLE}`);
  await client.query(
    `insert into ${SCHEMA}.setting (name, value) values ($1, $2::jsonb)
     on conflict (name) do update set value = excluded.value`,
    [WRITING_STOPPED, stop],
  );
  await client.query('reset role');
}

/** What was under way is begun again: tasks of deliveries, and sweeps. Whatever stands on GitHub already is recognised. */
async function beginAgain(client: ClientBase): Promise<void> {
  await client.query(`set local role ${OPERATOR_ROLE}`);
  await client.query(`delete from ${SCHEMA}.delivery_task`);
  await client.query(
    `update ${SCHEMA}.delivery set status = 'stored', attempts = 0, error = null
     where status = 'dispatched' and body is not null`,
  );
  await client.query(
    `update ${SCHEMA}.sweep set finished_at = coalesce(finished_at, now()), cursor = null where finished_at is null`,
  );
  await client.query(
    `insert into ${SCHEMA}.setting (name, value) values ($1, 'true'::jsonb) on conflict (name) do nothing`,
    [SWEEP_AT_START],
  );
  // To the millisecond: finer times do not come back as they were read.
  await client.query(`update ${SCHEMA}.installation set unsure_since = date_trunc('milliseconds', now())`);
  await client.query('reset role');
}
