import { checkBackup, restoreBackup } from '../store/backup/restore-backup.ts';
import { type BackupSummary, writeBackup } from '../store/backup/write-backup.ts';
import { type OpenDatabase, openDatabase } from '../store/open-store.ts';
import { SILENT } from './silent.ts';

/** Where the app's database is. */
export interface DatabasePlace {
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
}

/** Writes a backup of the app's database as it stands, without changing its schema; the app may run. */
export function backUp(place: DatabasePlace, path: string): Promise<BackupSummary> {
  return withDatabase(place, ({ pool }) => writeBackup(pool, path));
}

/**
 * Brings the database to what a backup holds, and has everything looked at again when the app starts. A file that is no
 * backup is refused before a database is opened, which might make one.
 */
export async function restore(place: DatabasePlace, path: string, isReplacing: boolean): Promise<BackupSummary> {
  await checkBackup(path);
  return withDatabase(place, ({ pool }) => restoreBackup(pool, path, { isReplacing }));
}

async function withDatabase<T>(place: DatabasePlace, work: (database: OpenDatabase) => Promise<T>): Promise<T> {
  const database = await openDatabase({ ...place, log: SILENT });
  try {
    return await work(database);
  } finally {
    await database.pool.end();
    await database.leave();
  }
}
