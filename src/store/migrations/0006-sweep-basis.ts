import { type Kysely, sql } from 'kysely';

/** What a sweep judges by: one that was broken off goes on only under the same. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table portreeve.sweep add column basis text`.execute(db);
}
