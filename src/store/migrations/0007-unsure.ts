import { type Kysely, sql } from 'kysely';

/** That the database may lack what was done for an installation since it was put back, until a sweep has looked for it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table portreeve.installation add column unsure_since timestamptz`.execute(db);
}
