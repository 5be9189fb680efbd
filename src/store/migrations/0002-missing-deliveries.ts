import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  `create table portreeve.missing_delivery (
    delivery_id text primary key,
    installation_id bigint not null,
    log_id text not null,
    event text not null,
    action text,
    delivered_at timestamptz not null,
    attempts integer not null default 0,
    asked_at timestamptz
  )`,
  'alter table portreeve.missing_delivery enable row level security',
  'alter table portreeve.missing_delivery force row level security',
  `create policy own_rows on portreeve.missing_delivery to portreeve_app
    using (installation_id = portreeve.current_installation())
    with check (installation_id = portreeve.current_installation())`,
  'create policy all_rows on portreeve.missing_delivery to portreeve_operator using (true) with check (true)',
  'grant select, insert, update, delete on portreeve.missing_delivery to portreeve_app, portreeve_operator',
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
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
