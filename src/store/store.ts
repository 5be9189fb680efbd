import type { Pool } from 'pg';
import { poolBeside } from './connect.ts';
import { APP_ROLE, OPERATOR_ROLE } from './roles.ts';
import { SCHEMA } from './schema.ts';
import type { Db } from './tables.ts';
import type { Transact } from './transact.ts';

/** A connection reads it once, and knows it by its name from then on. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

/** Where everything is kept that must survive: one PostgreSQL database. */
export interface Store {
  /** A transaction that sees and writes only this installation's rows. */
  asInstallation<T>(installationId: number, work: (db: Db) => Promise<T>): Promise<T>;
  /** A transaction across installations: intake, dispatcher, scheduler, operator's commands. */
  asOperator<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** One statement across installations, in a single round trip, on connections of its own: for intake. */
  writeAsOperator(statement: PreparedStatement, values: readonly unknown[]): Promise<void>;
  /** For the queue, which has a schema of its own, and for probes. Queries of the app's tables go through the above. */
  readonly pool: Pool;
  close(): Promise<void>;
}

/** As many batches of deliveries as are written at once. */
const WRITERS = 2;

/** @param close what is to be closed after the pool, such as the server that was started for it. */
export function makeStore(pool: Pool, close: () => Promise<void> = async () => {}): Store {
  // It takes the operator's role for good, which spares each write a transaction around it.
  const writers = poolBeside(pool, {
    max: WRITERS,
    onConnect: async (client) => {
      await client.query(`set role ${OPERATOR_ROLE}; set search_path to ${SCHEMA}`);
    },
  });
  let transactions: Promise<Transact> | null = null;

  /** What composes queries is some hundred files, and deliveries can be kept without it: it is read at the first use. */
  async function transact<T>(role: string, installation: string, work: (db: Db) => Promise<T>): Promise<T> {
    transactions ??= import('./transact.ts').then(({ makeTransact }) => makeTransact(pool));
    return (await transactions)(role, installation, work);
  }

  return {
    asInstallation(installationId, work) {
      if (!Number.isSafeInteger(installationId)) throw new TypeError(`No installation has the id ${installationId}.`);
      return transact(APP_ROLE, String(installationId), work);
    },
    asOperator: (work) => transact(OPERATOR_ROLE, '', work),
    async writeAsOperator(statement, values) {
      await writers.query({ ...statement, values: [...values] });
    },
    pool,
    async close() {
      await writers.end();
      await pool.end();
      await close();
    },
  };
}
