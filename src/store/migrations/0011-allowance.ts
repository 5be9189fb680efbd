import { type Kysely, sql } from 'kysely';

/** What GitHub still lets an installation ask within its hour, for all processes to heed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const resource of ['core', 'graphql']) {
    await sql
      .raw(
        `alter table portreeve.installation
          add column ${resource}_limit integer, add column ${resource}_left integer, add column ${resource}_reset timestamptz`,
      )
      .execute(db);
  }
}
