import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Pool } from 'pg';
import { OperatorError } from '../core/errors.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { ensureRoles } from './roles.ts';

export const SCHEMA = 'portreeve';
/** Any number that nobody else locks. */
const MIGRATION_LOCK = 7_076_783;

/** Brings the schema up to date, one process at a time. A schema from a newer Portreeve is refused, not touched. */
export async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await ensureRoles(client);
    if (await isUpToDate(pool)) return;
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    if (!(await isUpToDate(pool))) await runMigrations(pool);
    await client.query('commit');
  } finally {
    // Closing the connection gives the lock back, whatever happened.
    client.release(true);
  }
}

async function isUpToDate(pool: Pool): Promise<boolean> {
  const { missing, unknown } = await readMigrations(pool);
  if (unknown.length > 0) throw new OperatorError('database-newer', { migrations: unknown.join(', ') });
  return missing.length === 0;
}

/** How the schema stands: nothing is changed. */
export interface MigrationState {
  readonly applied: readonly string[];
  readonly missing: readonly string[];
  /** Of a newer Portreeve. */
  readonly unknown: readonly string[];
}

export async function readMigrations(pool: Pool): Promise<MigrationState> {
  const found = await pool.query<{ known: boolean }>(
    `select to_regclass('${SCHEMA}.kysely_migration') is not null as known`,
  );
  const { rows } = found.rows[0]?.known
    ? await pool.query<{ name: string }>(`select name from ${SCHEMA}.kysely_migration order by name`)
    : { rows: [] };
  const applied = rows.map(({ name }) => name);
  return {
    applied,
    missing: Object.keys(MIGRATIONS).filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !(name in MIGRATIONS)),
  };
}

async function runMigrations(pool: Pool): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  await sql`create schema if not exists ${sql.id(SCHEMA)}`.execute(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableSchema: SCHEMA,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
