import { type Kysely, sql } from 'kysely';

/** Since when a proposal was open when its repository was last judged: reports tell what waits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table portreeve.artifact add column open_since timestamptz').execute(db);
}
