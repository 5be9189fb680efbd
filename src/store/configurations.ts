import type { JsonValue } from '../core/json-value.ts';
import { json, storableText } from './json.ts';
import type { Db } from './tables.ts';

/** A configuration file as it was read from a default branch. */
export interface ConfigurationFile {
  readonly repositoryId: number;
  readonly path: string;
  readonly commit: string;
  readonly text: string;
}

/** The files in force: the newest of each that was good. */
export function configurationsInForce(db: Db): Promise<ConfigurationFile[]> {
  return db
    .selectFrom('configuration')
    .select(['repository_id as repositoryId', 'path', 'commit_sha as commit', 'text'])
    .where('status', '=', 'in-force')
    .orderBy('repository_id')
    .execute();
}

/** Keeps a file that was just read. A rejected one stands beside the one in force, and never replaces it. */
export async function saveConfiguration(
  db: Db,
  installationId: number,
  file: ConfigurationFile,
  result: { readonly status: 'in-force' | 'rejected'; readonly problems: JsonValue },
  now: Date,
): Promise<void> {
  const row = {
    commit_sha: file.commit,
    text: storableText(file.text),
    problems: json(result.problems),
    read_at: now,
  };
  await db
    .insertInto('configuration')
    .values({
      installation_id: installationId,
      repository_id: file.repositoryId,
      path: file.path,
      status: result.status,
      ...row,
    })
    .onConflict((conflict) => conflict.columns(['installation_id', 'repository_id', 'path', 'status']).doUpdateSet(row))
    .execute();
  if (result.status === 'in-force') await forgetConfiguration(db, file.repositoryId, file.path, 'rejected');
}

/** The file is proved to be gone (or, for a rejected one, mended). */
export async function forgetConfiguration(
  db: Db,
  repositoryId: number,
  path: string,
  status: 'in-force' | 'rejected',
): Promise<void> {
  await db
    .deleteFrom('configuration')
    .where('repository_id', '=', repositoryId)
    .where('path', '=', path)
    .where('status', '=', status)
    .execute();
}

/** Has exactly these of the organisation's files in force; the repositories' own stay as they are. */
export async function replaceOrganizationFiles(
  db: Db,
  installationId: number,
  files: readonly ConfigurationFile[],
  now: Date,
): Promise<void> {
  // Theirs are called by their repository too: `.github/.github/portreeve.yml`.
  await db.deleteFrom('configuration').where('status', '=', 'in-force').where('path', 'like', '%/%/%').execute();
  for (const file of files) {
    await saveConfiguration(db, installationId, file, { status: 'in-force', problems: [] }, now);
  }
}
