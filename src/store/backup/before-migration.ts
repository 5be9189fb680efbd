import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { BaseLogger } from 'pino';
import { preparePrivateFolder } from '../private-file.ts';
import { writeBackup } from './write-backup.ts';

/** How many of these backups are kept. */
const KEPT = 5;
const NAME = /^before-.+-(\d{8}T\d{9}Z)\.backup$/;

/**
 * Writes a backup into the data folder before the schema is changed, so that one can go back a version; only the last
 * few are kept.
 * @param migration the first one that is to come
 * @throws OperatorError as `writeBackup`: then nothing may be changed
 */
export async function backUpBefore(
  migration: string,
  {
    pool,
    dataFolder,
    log,
  }: { readonly pool: Pool; readonly dataFolder: string; readonly log: Pick<BaseLogger, 'info'> },
): Promise<void> {
  const folder = join(dataFolder, 'backups');
  await preparePrivateFolder(folder);
  const at = new Date().toISOString().replaceAll(/[-:.]/g, '');
  const { path, rows } = await writeBackup(pool, join(folder, `before-${migration}-${at}.backup`));
  log.info({ path, rows, migration }, 'backup written before the database is updated');
  const dateOf = (name: string) => NAME.exec(name)?.[1] ?? '';
  const own = (await readdir(folder)).filter((name) => NAME.test(name));
  const old = own.toSorted((a, b) => (dateOf(a) < dateOf(b) ? 1 : -1)).slice(KEPT);
  for (const name of old) await rm(join(folder, name));
}
