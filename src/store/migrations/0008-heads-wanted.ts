import { type Kysely, sql } from 'kysely';

/** That the next sweep is to have every open pull request judged again, whichever task it was that is run. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table portreeve.sweep add column heads_wanted_at timestamptz`.execute(db);
}
