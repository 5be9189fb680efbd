import { type Kysely, sql } from 'kysely';

/**
 * Gives a table with an `installation_id` its walls: the app sees only the rows of the installation that it works for,
 * the operator sees all. Released migrations stand on it: what it does is never changed.
 */
export async function isolate(db: Kysely<unknown>, table: string): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run(`alter table portreeve.${table} enable row level security`);
  // The owner too: a query that was started without a role must not see everything.
  await run(`alter table portreeve.${table} force row level security`);
  await run(`create policy own_rows on portreeve.${table} to portreeve_app
    using (installation_id = portreeve.current_installation())
    with check (installation_id = portreeve.current_installation())`);
  await run(`create policy all_rows on portreeve.${table} to portreeve_operator using (true) with check (true)`);
  await run(`grant select, insert, update, delete on portreeve.${table} to portreeve_app, portreeve_operator`);
}
