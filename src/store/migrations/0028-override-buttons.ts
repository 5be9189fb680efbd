import { type Kysely, sql } from 'kysely';

/** An override is given by a comment, or by a button below the check: then the delivery tells one from another. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run('alter table portreeve.sign_off_override drop constraint sign_off_override_pkey');
  await run('alter table portreeve.sign_off_override alter column comment_id drop not null');
  await run('alter table portreeve.sign_off_override add column delivery_id text');
  await run(`alter table portreeve.sign_off_override
    add constraint sign_off_override_given check ((comment_id is null) <> (delivery_id is null))`);
  for (const by of ['comment_id', 'delivery_id']) {
    await run(`create unique index sign_off_override_by_${by}
      on portreeve.sign_off_override (installation_id, repository_id, number, ${by})`);
  }
}
