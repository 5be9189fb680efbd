import { type Kysely, sql } from 'kysely';
import { isolate } from './isolate.ts';

const TABLES = [
  `create table portreeve.contribution (
    installation_id bigint not null,
    repository_id bigint not null,
    number bigint not null,
    node_id text not null,
    kind text not null check (kind in ('pull-request', 'issue')),
    account_id bigint not null,
    is_first boolean not null,
    opened_at timestamptz not null,
    answered_at timestamptz,
    told_at timestamptz,
    primary key (installation_id, repository_id, number)
  )`,
  'create index contribution_by_account on portreeve.contribution (installation_id, account_id)',
  `create index contribution_waiting on portreeve.contribution (installation_id, opened_at) where answered_at is null`,
  `create table portreeve.contributor (
    installation_id bigint not null,
    account_id bigint not null,
    language text not null,
    chosen_at timestamptz not null,
    primary key (installation_id, account_id)
  )`,
];

/** Who from outside opened what, whether it was answered, and in which language they want to be spoken to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  for (const statement of TABLES) await run(statement);
  for (const table of ['contribution', 'contributor']) await isolate(db, table);
}
