import { type Kysely, sql } from 'kysely';
import { isolate } from './isolate.ts';

const TABLES = [
  `create table portreeve.installation (
    installation_id bigint primary key,
    account_id bigint not null,
    account_login text not null,
    account_type text not null check (account_type in ('Organization', 'User', 'Enterprise')),
    permissions jsonb not null,
    suspended_at timestamptz,
    uninstalled_at timestamptz,
    installed_at timestamptz not null default now(),
    first_audit_at timestamptz
  )`,
  `create table portreeve.repository (
    installation_id bigint not null,
    repository_id bigint not null,
    node_id text not null,
    owner text not null,
    name text not null,
    visibility text not null check (visibility in ('public', 'private', 'internal')),
    archived boolean not null,
    removed_at timestamptz,
    default_branch text,
    head_sha text,
    facts jsonb,
    seen_at timestamptz not null default now(),
    audited_at timestamptz,
    primary key (installation_id, repository_id)
  )`,
  `create table portreeve.blob (
    installation_id bigint not null,
    oid text not null,
    content jsonb not null,
    seen_at timestamptz not null default now(),
    primary key (installation_id, oid)
  )`,
  `create table portreeve.configuration (
    installation_id bigint not null,
    repository_id bigint not null,
    path text not null,
    commit_sha text not null,
    text text not null,
    status text not null check (status in ('in-force', 'rejected')),
    problems jsonb not null,
    read_at timestamptz not null default now(),
    primary key (installation_id, repository_id, path, status)
  )`,
  `create table portreeve.audit (
    audit_id bigint generated always as identity primary key,
    installation_id bigint not null,
    repository_id bigint not null,
    subject text not null,
    commit_sha text,
    trigger text not null,
    mode text not null,
    configuration_sha text,
    at timestamptz not null default now(),
    unique (audit_id, installation_id)
  )`,
  'create index audit_latest on portreeve.audit (installation_id, repository_id, at desc)',
  // The foreign key names the installation too, so that no verdict can hang on another installation's audit.
  `create table portreeve.verdict (
    audit_id bigint not null,
    installation_id bigint not null,
    policy text not null,
    outcome text not null check (outcome in ('pass', 'fail', 'not-applicable', 'unknown', 'exempt')),
    severity text not null check (severity in ('info', 'warning', 'error')),
    disclosure text not null check (disclosure in ('public', 'restricted')),
    reason text,
    findings jsonb not null,
    primary key (audit_id, policy),
    foreign key (audit_id, installation_id) references portreeve.audit (audit_id, installation_id) on delete cascade
  )`,
  `create table portreeve.artifact (
    installation_id bigint not null,
    key text not null,
    kind text not null,
    repository_id bigint not null,
    external_id bigint,
    node_id text,
    number integer,
    head_sha text,
    fingerprint text,
    pending_fingerprint text,
    details jsonb not null,
    intent_status text not null check (intent_status in ('intended', 'sent', 'done', 'dead')),
    intent_attempts integer not null default 0,
    sent_at timestamptz,
    done_at timestamptz,
    updated_at timestamptz not null default now(),
    primary key (installation_id, key)
  )`,
  'create index artifact_repository on portreeve.artifact (installation_id, repository_id)',
  `create table portreeve.action (
    action_id bigint generated always as identity primary key,
    installation_id bigint not null,
    repository_id bigint not null,
    kind text not null,
    key text not null,
    outcome text not null check (outcome in ('written', 'refused', 'failed', 'adopted')),
    requests integer not null,
    detail jsonb not null,
    at timestamptz not null default now()
  )`,
  'create index action_latest on portreeve.action (installation_id, at desc)',
  `create table portreeve.delivery (
    delivery_id text primary key,
    installation_id bigint not null,
    event text not null,
    action text,
    repository_id bigint,
    body bytea,
    body_sha256 text not null,
    received_at timestamptz not null default now(),
    status text not null default 'stored' check (status in ('stored', 'dispatched', 'finished', 'failed')),
    attempts integer not null default 0,
    error text,
    finished_at timestamptz
  )`,
  // The body is compressed already; and most fit into the row, which spares a second one elsewhere.
  'alter table portreeve.delivery alter column body set storage external',
  'alter table portreeve.delivery set (toast_tuple_target = 8160)',
  "create index delivery_stored on portreeve.delivery (received_at) where status = 'stored'",
  'create index delivery_received on portreeve.delivery using brin (received_at)',
  `create table portreeve.delivery_task (
    delivery_id text not null references portreeve.delivery (delivery_id) on delete cascade,
    installation_id bigint not null,
    queue text not null,
    key text not null,
    dispatched_at timestamptz not null default now(),
    primary key (delivery_id, queue, key)
  )`,
  'create index delivery_task_key on portreeve.delivery_task (queue, key)',
  `create table portreeve.sweep (
    installation_id bigint primary key,
    started_at timestamptz not null,
    finished_at timestamptz,
    cursor text,
    repositories integer not null default 0
  )`,
  `create table portreeve.setting (
    name text primary key,
    value jsonb not null,
    installation_id bigint not null default 0
  )`,
];

const ISOLATED = [
  'installation',
  'repository',
  'blob',
  'configuration',
  'audit',
  'verdict',
  'artifact',
  'action',
  'delivery',
  'delivery_task',
  'sweep',
  'setting',
];

/** The first tables, each with its installation, and the two roles' rights to them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run(`create function portreeve.current_installation() returns bigint language sql stable
    return nullif(current_setting('portreeve.installation', true), '')::bigint`);
  for (const statement of TABLES) await run(statement);

  await run('grant usage on schema portreeve to portreeve_app, portreeve_operator');
  for (const table of ISOLATED) await isolate(db, table);
  // The log of actions is append-only; the operator may delete what belongs to an organisation that left.
  await run('revoke update, delete on portreeve.action from portreeve_app');
  await run('revoke update on portreeve.action from portreeve_operator');
}
