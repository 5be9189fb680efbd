import { type Kysely, sql } from 'kysely';
import { isolate } from './isolate.ts';

/** Which accounts belong to the organisation, and when that was last read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run(`create table portreeve.member (
    installation_id bigint not null,
    account_id bigint not null,
    primary key (installation_id, account_id)
  )`);
  await isolate(db, 'member');
  await run('alter table portreeve.installation add column members_read_at timestamptz');
}
