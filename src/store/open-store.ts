import type { BaseLogger } from 'pino';
import { OperatorError } from '../core/errors.ts';
import { connect } from './connect.ts';
import { migrate } from './migrate.ts';
import { makeStore, type Store } from './store.ts';

export interface StoreOptions {
  /** null: an embedded server, with its data below `dataFolder`. */
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  readonly log: Pick<BaseLogger, 'info' | 'warn'>;
}

/** Opens the database, or starts the embedded one, and brings its schema up to date. */
export async function openStore({ databaseUrl, log }: StoreOptions): Promise<Store> {
  if (databaseUrl === null) throw new OperatorError('embedded-database', { reason: 'it is not there yet' });
  const pool = await connect({ connectionString: databaseUrl }, log);
  try {
    await migrate(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return makeStore(pool);
}
