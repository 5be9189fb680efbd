import { sql } from 'kysely';
import type { LicenseRecord, RepositoryRecord } from '../insights/repository-record.ts';
import type { Db } from './tables.ts';

/**
 * What is counted of the repositories that are still there, by name: no more of their facts than that, as these hold
 * whole files.
 */
export async function repositoryRecords(db: Db): Promise<RepositoryRecord[]> {
  const rows = await db
    .selectFrom('repository')
    .select(['repository_id as repositoryId', 'owner', 'name', 'visibility', 'archived as isArchived'])
    .select(sql<boolean | null>`(facts #>> '{description,value,isFork}')::boolean`.as('isFork'))
    .select(
      sql<readonly LicenseRecord[] | null>`case when facts #>> '{licenses,status}' = 'known' then
        (select coalesce(jsonb_agg(jsonb_build_object('expression', l -> 'expression', 'open', l -> 'open')), '[]')
         from jsonb_array_elements(facts #> '{licenses,value}') l) end`.as('licenses'),
    )
    .select(sql<readonly ReadFile[]>`jsonb_path_query_array(facts, ${sql.lit(READ_FILES)})`.as('files'))
    .where('removed_at', 'is', null)
    .orderBy('owner')
    .orderBy('name')
    .execute();
  return rows.map(({ files, ...row }) => ({
    ...row,
    isFork: row.isFork ?? false,
    publiccode: textOf(files, ['publiccode.yml']),
    codeOwners: textOf(files, CODE_OWNERS),
  }));
}

interface ReadFile {
  readonly path: string;
  /** What of it was no text has none. */
  readonly content?: { readonly text?: string } | null;
}

/** GitHub takes the first of these that is there. */
const CODE_OWNERS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

const READ_FILES = `$.files.value.entries[*] ? (${[...CODE_OWNERS, 'publiccode.yml']
  .map((path) => `@.path == "${path}"`)
  .join(' || ')})`;

function textOf(files: readonly ReadFile[], paths: readonly string[]): string | null {
  const [found] = paths.flatMap((path) => files.find((file) => file.path === path) ?? []);
  return found?.content?.text ?? null;
}
