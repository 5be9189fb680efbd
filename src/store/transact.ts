import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Pool } from 'pg';
import { SCHEMA } from './schema.ts';
import type { Database, Db } from './tables.ts';

/** Runs work in a transaction of this role, and of this installation where one is named. */
export type Transact = <T>(role: string, installation: string, work: (db: Db) => Promise<T>) => Promise<T>;

/** Transactions on the connections of this pool, which stays its owner's to end. */
export function makeTransact(pool: Pool): Transact {
  const kysely = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return (role, installation, work) =>
    kysely.transaction().execute(async (db) => {
      // The same as SET LOCAL, for all three in one round trip: they end with the transaction.
      await sql`select set_config('role', ${role}, true), set_config('portreeve.installation', ${installation}, true),
        set_config('search_path', ${SCHEMA}, true)`.execute(db);
      return work(db);
    });
}
