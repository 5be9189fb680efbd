import { type Kysely, sql } from 'kysely';
import { isolate } from './isolate.ts';

const TABLES = [
  `create table portreeve.attestation (
    installation_id bigint not null,
    repository_id bigint not null,
    comment_id bigint not null,
    key text not null,
    account_id bigint not null,
    login text not null,
    at timestamptz not null,
    until date not null,
    link text,
    note text not null,
    primary key (installation_id, repository_id, comment_id)
  )`,
  `create table portreeve.bill_of_materials (
    installation_id bigint not null,
    repository_id bigint not null,
    report text,
    asked_at timestamptz,
    read_at timestamptz,
    reason text,
    packages jsonb,
    primary key (installation_id, repository_id)
  )`,
  `create table portreeve.component (
    installation_id bigint not null,
    name text not null,
    since date not null,
    primary key (installation_id, name)
  )`,
];

/** Who answers for which point until when; and what each repository is built from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  for (const statement of TABLES) await run(statement);
  for (const table of ['attestation', 'bill_of_materials', 'component']) await isolate(db, table);
  // It can be added to and not changed; the operator may delete what belongs to an organisation that left.
  await run('revoke update, delete on portreeve.attestation from portreeve_app');
  await run('revoke update on portreeve.attestation from portreeve_operator');
  // Whoever installs again has another id: what is kept moves to it.
  await run('grant update (installation_id) on portreeve.attestation to portreeve_operator');
}
