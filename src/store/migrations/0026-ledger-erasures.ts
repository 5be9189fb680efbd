import { type Kysely, sql } from 'kysely';

/** When somebody was last erased is looked up with each signature by comment. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create index ledger_entry_erased on portreeve.ledger_entry (organization_id, sequence) where kind = 'erased'`)
    .execute(db);
}
