import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Pool, QueryConfig } from 'pg';
import { APP_ROLE, OPERATOR_ROLE } from './roles.ts';
import { SCHEMA } from './schema.ts';
import type { Database, Db } from './tables.ts';

/** Where everything is kept that must survive: one PostgreSQL database. */
export interface Store {
  /** A transaction that sees and writes only this installation's rows. */
  asInstallation<T>(installationId: number, work: (db: Db) => Promise<T>): Promise<T>;
  /** A transaction across installations: intake, dispatcher, scheduler, operator's commands. */
  asOperator<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** One statement across installations, all or nothing, in a single round trip: for intake. */
  writeAsOperator(statement: string, values: readonly unknown[]): Promise<void>;
  /** For the queue, which has a schema of its own, and for probes. Queries of the app's tables go through the above. */
  readonly pool: Pool;
  close(): Promise<void>;
}

/** @param close what is to be closed after the pool, such as the server that was started for it. */
export function makeStore(pool: Pool, close: () => Promise<void> = async () => {}): Store {
  const kysely = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });

  // The same as SET LOCAL, for all three in one round trip: they end with the transaction.
  const takeRole = (role: string, installation: string) =>
    sql`select set_config('role', ${role}, true), set_config('portreeve.installation', ${installation}, true),
      set_config('search_path', ${SCHEMA}, true)`;

  const operator = takeRole(OPERATOR_ROLE, '').compile(kysely);

  function inTransaction<T>(role: string, installation: string, work: (db: Db) => Promise<T>): Promise<T> {
    return kysely.transaction().execute(async (db) => {
      await takeRole(role, installation).execute(db);
      return work(db);
    });
  }

  return {
    asInstallation(installationId, work) {
      if (!Number.isSafeInteger(installationId)) throw new TypeError(`No installation has the id ${installationId}.`);
      return inTransaction(APP_ROLE, String(installationId), work);
    },
    asOperator: (work) => inTransaction(OPERATOR_ROLE, '', work),
    async writeAsOperator(statement, values) {
      await sendTogether(pool, [
        { text: 'begin' },
        { text: operator.sql, values: [...operator.parameters] },
        { text: statement, values: [...values] },
        { text: 'commit' },
      ]);
    },
    pool,
    async close() {
      // Not kysely.destroy(), which leaves a pool open that it has sent no query through.
      await pool.end();
      await close();
    },
  };
}

/** The server runs them in order; after one that fails it refuses the others, and `commit` rolls back. */
async function sendTogether(pool: Pool, queries: readonly QueryConfig[]): Promise<void> {
  const client = await pool.connect();
  const results = await Promise.allSettled(queries.map((query) => client.query(query)));
  const failed = results.find((result) => result.status === 'rejected');
  client.release(failed !== undefined);
  if (failed !== undefined) throw failed.reason;
}
