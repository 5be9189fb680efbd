import { type Kysely, sql } from 'kysely';
import { isolate } from './isolate.ts';

/** What happened around each repository within a year, as it was last read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create table portreeve.activity (
    installation_id bigint not null,
    repository_id bigint not null,
    read_at timestamptz not null,
    activity jsonb not null,
    primary key (installation_id, repository_id)
  )`)
    .execute(db);
  await isolate(db, 'activity');
}
