import { type Kysely, sql } from 'kysely';
import { isolate } from './isolate.ts';

const TABLES = [
  `create table portreeve.brake (
    installation_id bigint primary key,
    enforced_at timestamptz,
    candidate jsonb,
    held jsonb,
    held_since timestamptz,
    released_by text
  )`,
  `create table portreeve.planned (
    installation_id bigint not null,
    basis text not null check (basis in ('in-force', 'candidate')),
    repository_id bigint not null,
    plan jsonb not null,
    primary key (installation_id, basis, repository_id)
  )`,
  `create table portreeve.approved_write (
    installation_id bigint not null,
    name text not null,
    approved_at timestamptz not null,
    used_at timestamptz,
    primary key (installation_id, name)
  )`,
  `create table portreeve.approval (
    approval_id bigint generated always as identity primary key,
    installation_id bigint not null,
    hash text not null,
    reason text not null,
    repositories integer not null,
    approver text not null,
    approver_id bigint,
    at timestamptz not null
  )`,
];

const ISOLATED = ['brake', 'planned', 'approved_write', 'approval'];

/** What waits for an approver, what was approved by whom, and the switch that stops all writing. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  for (const statement of TABLES) await run(statement);
  for (const table of ISOLATED) await isolate(db, table);
  // Who approved what can be added to and not changed; the operator may delete what belongs to an organisation that left.
  await run('revoke update, delete on portreeve.approval from portreeve_app');
  await run('revoke update on portreeve.approval from portreeve_operator');
  // Whoever installs again has another id: what is kept moves to it.
  await run('grant update (installation_id) on portreeve.approval to portreeve_operator');
  // Every transaction that is about to write looks at this one row, which is nobody's.
  await run(`create policy switches on portreeve.setting for select to portreeve_app
    using (installation_id = 0 and name = 'writing-stopped')`);
  // Where something was written before there was a brake, enforcement is nothing new.
  await run(`alter table portreeve.action no force row level security`);
  await run(`alter table portreeve.brake no force row level security`);
  await run(`insert into portreeve.brake (installation_id, enforced_at)
    select installation_id, min(at) from portreeve.action where outcome = 'written' and kind <> 'report-check-run'
    group by installation_id`);
  await run(`alter table portreeve.action force row level security`);
  await run(`alter table portreeve.brake force row level security`);
}
