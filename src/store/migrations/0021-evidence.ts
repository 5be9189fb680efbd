import { type Kysely, sql } from 'kysely';
import { isolate } from './isolate.ts';

const TABLES = [
  `create table portreeve.organization_fact (
    installation_id bigint not null,
    name text not null,
    fact jsonb not null,
    read_at timestamptz not null,
    primary key (installation_id, name)
  )`,
  `create table portreeve.evidence (
    installation_id bigint not null,
    key text not null,
    since date not null,
    measured_on date not null,
    print text not null,
    measurement jsonb not null,
    records jsonb,
    primary key (installation_id, key, since)
  )`,
];

/** What was read of organisations as a whole, and what was measured for the points of good governance, since when. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db);
  for (const statement of TABLES) await run(statement);
  for (const table of ['organization_fact', 'evidence']) await isolate(db, table);
}
