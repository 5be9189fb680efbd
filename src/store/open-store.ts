import type { PoolConfig } from 'pg';
import type { BaseLogger } from 'pino';
import { connect } from './connect.ts';
import { openEmbeddedServer } from './embedded/server.ts';
import { migrate } from './migrate.ts';
import { makeStore, type Store } from './store.ts';

export interface StoreOptions {
  /** null: an embedded server, with its data below `dataFolder`. */
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  readonly log: Pick<BaseLogger, 'info' | 'warn'>;
  /** Leave the schema as it is, whatever it is: for who only looks. */
  readonly isUntouched?: boolean;
}

/** Opens the database, or starts the embedded one, and brings its schema up to date. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl, dataFolder, log } = options;
  if (databaseUrl !== null) return openAt({ connectionString: databaseUrl }, options);
  const server = await openEmbeddedServer(dataFolder, log);
  // One connection always stays: it tells other processes that the server is still in use.
  return openAt({ connectionString: server.databaseUrl, min: 1 }, options, () => server.leave());
}

async function openAt(
  address: PoolConfig,
  { log, isUntouched = false }: StoreOptions,
  leave = async () => {},
): Promise<Store> {
  const pool = await connect(address, log);
  try {
    if (!isUntouched) await migrate(pool);
  } catch (error) {
    await pool.end();
    await leave();
    throw error;
  }
  return makeStore(pool, leave);
}
