import { type Kysely, sql } from 'kysely';

/** How long GitHub wants to hear nothing from an installation, for all processes to know. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table portreeve.installation add column paused_until timestamptz`.execute(db);
}
