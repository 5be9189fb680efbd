import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // A chain belongs to an organisation, which keeps its id when it installs the app anew; the installation does not.
  `create function portreeve.current_organization() returns bigint language sql stable
    return (select account_id from portreeve.installation
      where installation_id = portreeve.current_installation())`,
  `create table portreeve.ledger_entry (
    organization_id bigint not null,
    sequence bigint not null check (sequence > 0),
    installation_id bigint not null,
    kind text not null,
    line text not null,
    hash text not null,
    primary key (organization_id, sequence)
  )`,
  `create table portreeve.ledger_person (
    organization_id bigint not null,
    sequence bigint not null,
    installation_id bigint not null,
    account_id bigint,
    by_account_id bigint,
    company bigint,
    domain text,
    once text,
    data text not null,
    salt text not null,
    primary key (organization_id, sequence),
    foreign key (organization_id, sequence) references portreeve.ledger_entry (organization_id, sequence)
  )`,
  'create index ledger_person_account on portreeve.ledger_person (organization_id, account_id)',
  `create index ledger_person_by on portreeve.ledger_person (organization_id, by_account_id)
    where by_account_id is not null`,
  'create index ledger_person_company on portreeve.ledger_person (organization_id, company) where company is not null',
  'create index ledger_person_domain on portreeve.ledger_person (organization_id, domain) where domain is not null',
  'create unique index ledger_person_once on portreeve.ledger_person (organization_id, once) where once is not null',
  // The owner too: whoever changes a row has to say first, by an `alter table`, that this is what they are doing.
  `create function portreeve.refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'The ledger is appended to, never changed: % on % was refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
    end $$`,
  `create trigger append_only before update or delete or truncate on portreeve.ledger_entry
    for each statement execute function portreeve.refuse_change()`,
  `create trigger no_change before update on portreeve.ledger_person
    for each statement execute function portreeve.refuse_change()`,
];

/** The contributor agreements' ledger: rows that are only ever added, and beside them what they say of people, which can be erased. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  for (const statement of STATEMENTS) await run(statement);
  for (const table of ['ledger_entry', 'ledger_person']) {
    await run(`alter table portreeve.${table} enable row level security`);
    await run(`alter table portreeve.${table} force row level security`);
    await run(`create policy own_rows on portreeve.${table} to portreeve_app
      using (organization_id = (select portreeve.current_organization()))
      with check (organization_id = (select portreeve.current_organization())
        and installation_id = portreeve.current_installation())`);
    await run(`create policy all_rows on portreeve.${table} to portreeve_operator using (true) with check (true)`);
    await run(`grant select, insert on portreeve.${table} to portreeve_app, portreeve_operator`);
  }
  await run('grant delete on portreeve.ledger_person to portreeve_app, portreeve_operator');
}
