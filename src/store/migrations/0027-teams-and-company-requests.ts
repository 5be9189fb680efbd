import { type Kysely, sql } from 'kysely';
import { isolate } from './isolate.ts';

const TABLES = [
  `create table portreeve.team_member (
    installation_id bigint not null,
    team text not null,
    account_id bigint not null,
    primary key (installation_id, team, account_id)
  )`,
  `create table portreeve.company_request (
    request_id bigint generated always as identity primary key,
    installation_id bigint not null,
    kind text not null check (kind in ('sign', 'join', 'invite')),
    agreement_id text not null,
    revision text,
    company bigint,
    company_name text not null,
    domain text,
    fields jsonb not null,
    account_id bigint not null,
    login text not null,
    by_account_id bigint,
    by_login text,
    asked_at timestamptz not null,
    escalated_at timestamptz,
    refused_at timestamptz,
    reason text,
    unique nulls not distinct (installation_id, kind, agreement_id, company, account_id)
  )`,
];

/** Who is in the teams that the configuration names; and what is asked of companies' rosters, until it is answered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of TABLES) await sql.raw(statement).execute(db);
  for (const table of ['team_member', 'company_request']) await isolate(db, table);
}
