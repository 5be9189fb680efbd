import { type Kysely, sql } from 'kysely';
import { isolate } from './isolate.ts';

const TABLE = `create table portreeve.missing_delivery (
    delivery_id text primary key,
    installation_id bigint not null,
    log_id text not null,
    event text not null,
    action text,
    delivered_at timestamptz not null,
    attempts integer not null default 0,
    asked_at timestamptz
  )`;

const CHANGES = [
  'alter table portreeve.installation add column caught_up_at timestamptz, add column parked_until timestamptz',
  // Whoever installs again is given another id by GitHub: what is kept moves to it, the log of actions included, of
  // which the operator may change nothing else.
  `alter table portreeve.verdict drop constraint verdict_audit_id_installation_id_fkey,
    add foreign key (audit_id, installation_id) references portreeve.audit (audit_id, installation_id)
      on update cascade on delete cascade`,
  'grant update (installation_id) on portreeve.action to portreeve_operator',
];

/** Deliveries that never arrived, and when an installation's work waits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLE).execute(db);
  await isolate(db, 'missing_delivery');
  for (const statement of CHANGES) await sql.raw(statement).execute(db);
}
