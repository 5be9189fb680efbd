import type { Pool } from 'pg';
import type { BaseLogger } from 'pino';
import { connect } from './connect.ts';
import { openEmbeddedServer } from './embedded/server.ts';
import { nextMigration } from './migration-state.ts';
import { ensureRoles } from './roles.ts';
import { makeStore, type Store } from './store.ts';

export interface StoreOptions {
  /** null: an embedded server, with its data below `dataFolder`. */
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  readonly log: Pick<BaseLogger, 'info' | 'warn'>;
  /** Leave the schema as it is, whatever it is: for who only looks. */
  readonly isUntouched?: boolean;
  /** Called while an embedded server starts: what else there is to do takes no time then. */
  readonly whileStarting?: () => Promise<unknown>;
}

/** The database, and how to leave it after its pool was ended. */
export interface OpenDatabase {
  readonly pool: Pool;
  readonly leave: () => Promise<void>;
}

/** Opens the database, or starts the embedded one, and leaves its schema as it is. */
export async function openDatabase(options: StoreOptions): Promise<OpenDatabase> {
  const { databaseUrl, dataFolder, log } = options;
  if (databaseUrl !== null)
    return { pool: await connect({ connectionString: databaseUrl }, log), leave: async () => {} };
  const server = await openEmbeddedServer(dataFolder, log, options);
  // One connection always stays: it tells other processes that the server is still in use.
  const pool = await connect({ connectionString: server.databaseUrl, min: 1 }, log);
  return { pool, leave: () => server.leave() };
}

/** Opens the database and brings its schema up to date; what it holds is first written to a backup in the data folder. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataFolder, log, isUntouched = false } = options;
  const { pool, leave } = await openDatabase(options);
  try {
    const before = async (migration: string) => {
      const { backUpBefore } = await import('./backup/before-migration.ts');
      await backUpBefore(migration, { pool, dataFolder, log });
    };
    if (!isUntouched) {
      await ensureRoles(pool);
      // What migrates is read only where something is missing.
      if ((await nextMigration(pool)) !== null) await (await import('./migrate.ts')).migrate(pool, { before });
    }
  } catch (error) {
    await pool.end();
    await leave();
    throw error;
  }
  return makeStore(pool, leave);
}
