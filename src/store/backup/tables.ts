import type { ClientBase, Pool } from 'pg';
import { OPERATOR_ROLE } from '../roles.ts';
import { SCHEMA } from '../schema.ts';

/** A table as the database has it. */
export interface TableShape {
  readonly name: string;
  /** Those that hold something of their own, in the database's order. */
  readonly columns: readonly string[];
  /** Those that the database counts up itself. */
  readonly counted: readonly string[];
}

/** Our tables without the migrations' own, each after those that its foreign keys name. */
export async function readTables(client: ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape & { oid: number; needs: number[] }>(
    `select c.oid::int8 as oid, c.relname as name,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
        and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '') as counted,
      array(select f.confrelid::int8 from pg_constraint f
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs
     from pg_class c where c.relnamespace = to_regnamespace($1) and c.relkind = 'r'
      and c.relname not in ('kysely_migration', 'kysely_migration_lock')
     order by c.relname`,
    [SCHEMA],
  );
  const open = rows.map((row) => ({ ...row, oid: Number(row.oid), needs: row.needs.map(Number) }));
  const sorted: TableShape[] = [];
  while (open.length > 0) {
    const waiting = new Set(open.map(({ oid }) => oid));
    const index = open.findIndex(({ needs }) => !needs.some((oid) => waiting.has(oid)));
    const [next] = open.splice(Math.max(index, 0), 1);
    if (index === -1 || next === undefined) throw new Error('The foreign keys of the tables go in a circle.');
    const { name, columns, counted } = next;
    sorted.push({ name, columns, counted });
  }
  return sorted;
}

/** The names of the migrations that made the schema, oldest first; none where there is no schema. */
export async function appliedMigrations(database: Pool | ClientBase): Promise<string[]> {
  const table = `${SCHEMA}.kysely_migration`;
  const { rows: found } = await database.query<{ known: boolean }>('select to_regclass($1) is not null as known', [
    table,
  ]);
  if (found[0]?.known !== true) return [];
  const { rows } = await database.query<{ name: string }>(`select name from ${table} order by name`);
  return rows.map(({ name }) => name);
}

/**
 * Whether anything is kept about an installation, in a schema of whatever version. Rows of no installation are the app's
 * own, and made again. Called in a transaction.
 */
export async function holdsData(client: ClientBase): Promise<boolean> {
  if ((await appliedMigrations(client)).length === 0) return false;
  // The one role that sees every installation's rows.
  await client.query(`set local role ${OPERATOR_ROLE}`);
  const isFound = await findsData(client);
  await client.query('reset role');
  return isFound;
}

async function findsData(client: ClientBase): Promise<boolean> {
  for (const { name, columns } of await readTables(client)) {
    if (!columns.includes('installation_id')) continue;
    const table = client.escapeIdentifier(name);
    const { rows } = await client.query<{ found: boolean }>(
      `select exists(select 1 from ${SCHEMA}.${table} where installation_id <> 0) as found`,
    );
    if (rows[0]?.found === true) return true;
  }
  return false;
}
