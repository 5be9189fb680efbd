import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { BaseLogger } from 'pino';
import { errorCode } from '../error-code.ts';
import { preparePrivateFolder } from '../private-file.ts';
import { writeBackup } from './write-backup.ts';

/** How many of these backups are kept, and for how long: what they hold of an organisation outlives its uninstalling. */
const KEPT = 5;
const KEPT_DAYS = 30;
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
  const name = `before-${migration}-${stampOf(new Date())}.backup`;
  const { path, rows } = await writeBackup(pool, join(folder, name));
  log.info({ path, rows, migration }, 'backup written before the database is updated');
  for (const name of (await listOwn(folder)).slice(KEPT)) await rm(join(folder, name));
}

/** Deletes those that have been kept long enough. @returns how many */
export async function deleteOldBackups(dataFolder: string, now: Date): Promise<number> {
  const folder = join(dataFolder, 'backups');
  const oldest = stampOf(new Date(now.getTime() - KEPT_DAYS * 86_400_000));
  const old = (await listOwn(folder)).filter((name) => dateOf(name) < oldest);
  for (const name of old) await rm(join(folder, name), { force: true });
  return old.length;
}

/** The newest first; none where the folder was never made. */
async function listOwn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => NAME.test(name)).toSorted((a, b) => (dateOf(a) < dateOf(b) ? 1 : -1));
}

function stampOf(date: Date): string {
  return date.toISOString().replaceAll(/[-:.]/g, '');
}

function dateOf(name: string): string {
  return NAME.exec(name)?.[1] ?? '';
}
