import { type Kysely, sql } from 'kysely';

/** When the next write of an installation may begin, for all processes together to keep their distance. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table portreeve.installation add column next_write_at timestamptz`.execute(db);
}
