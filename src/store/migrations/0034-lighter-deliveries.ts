import { type Kysely, sql } from 'kysely';

/**
 * A delivery is kept before it is read: whom it is about is filled in when it is dispatched, and a hash of its body that
 * nobody asked for is no longer made. What is kept tells by itself how its body was compressed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table portreeve.delivery drop column body_sha256').execute(db);
  await sql
    .raw(
      `alter table portreeve.delivery
      add column body_format text not null default 'zstd' check (body_format in ('zstd', 'brotli'))`,
    )
    .execute(db);
  // Known when it is dispatched; 0 is nobody's.
  await sql.raw('alter table portreeve.delivery alter column installation_id set default 0').execute(db);
}
