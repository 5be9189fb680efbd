import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  `create table portreeve.erasure_request (
    organization_id bigint not null,
    account_id bigint not null,
    installation_id bigint not null,
    login text not null,
    asked_at timestamptz not null,
    primary key (organization_id, account_id)
  )`,
  'alter table portreeve.erasure_request enable row level security',
  'alter table portreeve.erasure_request force row level security',
  `create policy own_rows on portreeve.erasure_request to portreeve_app
    using (organization_id = (select portreeve.current_organization()))
    with check (organization_id = (select portreeve.current_organization())
      and installation_id = portreeve.current_installation())`,
  'create policy all_rows on portreeve.erasure_request to portreeve_operator using (true) with check (true)',
  `grant select, insert, delete on portreeve.erasure_request to portreeve_app, portreeve_operator`,
];

/** Who asked to have erased what the ledger says about them, until it is answered. Like the ledger it outlives an installation. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
