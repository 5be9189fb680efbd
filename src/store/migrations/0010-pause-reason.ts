import { type Kysely, sql } from 'kysely';

/** Why GitHub wants to hear nothing from an installation, for the operator to see. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table portreeve.installation add column pause_reason text`.execute(db);
}
