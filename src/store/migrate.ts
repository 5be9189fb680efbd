import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { ClientBase, Pool } from 'pg';
import { holdsData } from './backup/tables.ts';
import { nextMigration } from './migration-state.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { ensureRoles } from './roles.ts';
import { SCHEMA } from './schema.ts';

/** Any number that nobody else locks. */
const MIGRATION_LOCK = 7_076_783;

/** By name, oldest first. */
export type Migrations = Readonly<Record<string, Migration>>;

export interface MigrateOptions {
  readonly migrations?: Migrations;
  /** Called before data that is there is changed, with the first migration to come. When it throws, nothing is changed. */
  readonly before?: (migration: string) => Promise<void>;
}

/** Brings the schema up to date, one process at a time. A schema from a newer Portreeve is refused, not touched. */
export async function migrate(pool: Pool, options: MigrateOptions = {}): Promise<void> {
  const { migrations = MIGRATIONS, before = async () => {} } = options;
  const names = Object.keys(migrations);
  const client = await pool.connect();
  try {
    await ensureRoles(client);
    if ((await nextMigration(client, names)) === null) return;
    await client.query('begin');
    await lockMigrations(client);
    const next = await nextMigration(client, names);
    if (next !== null) {
      if (await holdsData(client)) await before(next);
      await migrateOn(client, migrations);
    }
    await client.query('commit');
  } finally {
    // Closing the connection gives the lock back, whatever happened.
    client.release(true);
  }
}

/** Until the transaction ends. */
export async function lockMigrations(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
}

/**
 * Runs migrations in the transaction that this connection is in.
 * @param upTo the last one to be run; all when left out
 */
export async function migrateOn(client: ClientBase, migrations: Migrations, upTo?: string): Promise<void> {
  const one = { query: client.query.bind(client), release() {} };
  const pool = { options: {}, connect: async () => one, end: async () => {} };
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  await sql`create schema if not exists ${sql.id(SCHEMA)}`.execute(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableSchema: SCHEMA,
    // Its own would end the one that we are in.
    disableTransactions: true,
  });
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
  if (error !== undefined) throw error;
}
