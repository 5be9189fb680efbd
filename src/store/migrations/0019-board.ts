import { type Kysely, sql } from 'kysely';
import { isolate } from './isolate.ts';

const TABLES = [
  `create table portreeve.board (
    installation_id bigint not null,
    repository_id bigint not null,
    read_at timestamptz,
    problem text,
    is_public boolean not null,
    primary key (installation_id, repository_id)
  )`,
  `create table portreeve.board_activity (
    installation_id bigint not null,
    repository_id bigint not null,
    activity text not null,
    number bigint not null,
    url text not null,
    is_open boolean not null,
    state text not null check (state in ('not-selected', 'in-progress', 'done')),
    said jsonb not null,
    state_changed_at timestamptz,
    owners jsonb not null,
    target_date text,
    own_done integer not null,
    own_total integer not null,
    reminders integer not null default 0,
    reminded_at timestamptz,
    primary key (installation_id, repository_id, activity)
  )`,
  `create table portreeve.board_point (
    installation_id bigint not null,
    repository_id bigint not null,
    key text not null,
    is_ticked boolean not null,
    changed_at timestamptz,
    primary key (installation_id, repository_id, key)
  )`,
  `create table portreeve.board_change (
    installation_id bigint not null,
    repository_id bigint not null,
    change_id bigint generated always as identity,
    activity text not null,
    subject text not null check (subject in ('state', 'point', 'owners', 'target')),
    key text,
    value text not null,
    at timestamptz not null,
    source text not null check (source in ('seen', 'events', 'import')),
    primary key (installation_id, change_id)
  )`,
  'create index board_change_order on portreeve.board_change (installation_id, repository_id, at, change_id)',
];

/** The board of good governance: where its activities and points stand with people, and everything that they changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  for (const statement of TABLES) await run(statement);
  for (const table of ['board', 'board_activity', 'board_point', 'board_change']) await isolate(db, table);
}
