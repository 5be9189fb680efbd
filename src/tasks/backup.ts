import { openJobs } from '../jobs/open-jobs.ts';
import { restoreBackup } from '../store/backup/restore-backup.ts';
import { type BackupSummary, writeBackup } from '../store/backup/write-backup.ts';
import { openDatabase } from '../store/open-store.ts';
import { makeStore } from '../store/store.ts';

const SILENT = { info() {}, warn() {}, error() {} };

/** Where the app's database is. */
export interface DatabasePlace {
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
}

/** Writes a backup of the app's database as it stands, without changing its schema; the app may run. */
export async function backUp(place: DatabasePlace, path: string): Promise<BackupSummary> {
  const { pool, leave } = await openDatabase({ ...place, log: SILENT });
  try {
    return await writeBackup(pool, path);
  } finally {
    await pool.end();
    await leave();
  }
}

/** Brings the database to what a backup holds, and has everything looked at again when the app starts. */
export async function restore(place: DatabasePlace, path: string, isReplacing: boolean): Promise<BackupSummary> {
  const { pool, leave } = await openDatabase({ ...place, log: SILENT });
  const store = makeStore(pool, leave);
  try {
    const summary = await restoreBackup(pool, path, { isReplacing });
    const jobs = await openJobs({ pool, log: SILENT });
    const request = {
      queue: 'housekeeping',
      key: 'sweep-all',
      data: { installationId: 0, work: 'sweep-all' },
    } as const;
    await store.asOperator((db) => jobs.enqueue(db, [request]));
    await jobs.stop();
    return summary;
  } finally {
    await store.close();
  }
}
