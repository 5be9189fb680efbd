import { type Kysely, sql } from 'kysely';
import { isolate } from './isolate.ts';

const TABLES = [
  // A row without a revision: the file was taken away.
  `create table portreeve.agreement_revision (
    revision_id bigint generated always as identity primary key,
    installation_id bigint not null,
    agreement_id text not null,
    revision text,
    text text,
    repository_id bigint not null,
    repository text not null,
    commit_sha text not null,
    since timestamptz not null,
    check ((revision is null) = (text is null))
  )`,
  `create index agreement_revision_of on portreeve.agreement_revision (installation_id, agreement_id, revision_id)`,
  `create table portreeve.contribution_person (
    installation_id bigint not null,
    repository_id bigint not null,
    number bigint not null,
    account_id bigint not null,
    node_id text not null,
    due_at timestamptz,
    primary key (installation_id, repository_id, number, account_id)
  )`,
  'create index contribution_person_by_account on portreeve.contribution_person (installation_id, account_id)',
];

/** Every revision of a contributor agreement that was ever in force, and whose signature open pull requests hang on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  for (const statement of TABLES) await run(statement);
  for (const table of ['agreement_revision', 'contribution_person']) await isolate(db, table);
  // What somebody may have signed is never changed; the operator may delete what belongs to an organisation that left.
  await run('revoke update, delete on portreeve.agreement_revision from portreeve_app');
  await run('revoke update on portreeve.agreement_revision from portreeve_operator');
  // Whoever installs again has another id: what is kept moves to it.
  await run('grant update (installation_id) on portreeve.agreement_revision to portreeve_operator');
}
