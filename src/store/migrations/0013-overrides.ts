import { type Kysely, sql } from 'kysely';
import { isolate } from './isolate.ts';

/** Who took which commits of which pull request in without a sign-off, and why. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run(`create table portreeve.sign_off_override (
    installation_id bigint not null,
    repository_id bigint not null,
    number bigint not null,
    comment_id bigint not null,
    account_id bigint not null,
    login text not null,
    role text not null check (role in ('admin', 'maintain')),
    reason text not null,
    shas jsonb not null,
    given_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (installation_id, repository_id, comment_id)
  )`);
  await run(
    'create index sign_off_override_of on portreeve.sign_off_override (installation_id, repository_id, number)',
  );
  await isolate(db, 'sign_off_override');
  // It can be added to and not changed; the operator may delete what belongs to an organisation that left.
  await run('revoke update, delete on portreeve.sign_off_override from portreeve_app');
  await run('revoke update on portreeve.sign_off_override from portreeve_operator');
  // Whoever installs again has another id: what is kept moves to it.
  await run('grant update (installation_id) on portreeve.sign_off_override to portreeve_operator');
}
