import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** Of the databases of one run on one server. */
export interface DatabaseShelf {
  /** Of the server's maintenance database. */
  readonly address: string;
  /** Of the database that all are copies of; the names of the copies begin with it. */
  readonly template: string;
  /** Where it is written down how a copy looks that nobody has used. */
  readonly folder: string;
}

/** What a copy is brought back to. */
interface Untouched {
  /** A digest of tables, triggers, policies, functions, rights: whatever is not rows. */
  readonly schema: string;
  /** The rows of the tables that are not empty, as JSON. */
  readonly rows: Readonly<Record<string, string>>;
}

/** On a busy machine even who was told to leave takes a while. */
const GONE_SECONDS = 10;

/**
 * Takes a database as the template is, for this test alone. One that another test gave back is emptied and given a new
 * name, which takes a tenth of the time of making one. One whose schema was changed is dropped.
 * @param makeTemplate makes the template, under the name that it is given; called where there is none yet
 * @returns its name
 */
export async function takeDatabase(
  shelf: DatabaseShelf,
  makeTemplate: (name: string) => Promise<void>,
): Promise<string> {
  for (;;) {
    const taken = nameOf(shelf, 'taken');
    const isReused = await withClient(shelf.address, async (client) => {
      // Several workers may come at once: the first one makes the template, the others wait.
      await client.query('select pg_advisory_lock(hashtext($1))', [shelf.template]);
      if (!(await exists(client, shelf.template))) {
        await makeTemplate(shelf.template);
        return false;
      }
      const given = await firstGivenBack(client, shelf);
      if (given !== null) await client.query(`alter database ${given} rename to ${taken}`);
      return given !== null;
    });
    if (!isReused) {
      await onServer(shelf.address, `create database ${taken} template ${shelf.template}`);
      return taken;
    }
    if (await restore(shelf, taken)) return taken;
    await onServer(shelf.address, `drop database ${taken} with (force)`);
  }
}

/** Ends whoever is still connected. Under its old name nobody reaches it again. */
export async function giveBackDatabase(shelf: DatabaseShelf, name: string): Promise<void> {
  await withClient(shelf.address, async (client) => {
    if (!(await exists(client, name))) return;
    const until = Date.now() + GONE_SECONDS * 1000;
    // To rename a database that somebody is still leaving takes the server a tenth of a second.
    while ((await endConnections(client, name)) > 0) {
      // Whoever comes back again and again is shut out for good.
      if (Date.now() > until) return void (await client.query(`drop database ${name} with (force)`));
      await delay(1);
    }
    await client.query(`alter database ${name} rename to ${nameOf(shelf, 'free')}`);
  });
}

/** Drops the template, and every copy. */
export async function dropDatabases({ address, template }: DatabaseShelf): Promise<void> {
  await withClient(address, async (client) => {
    const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [template]);
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`);
  });
}

/** Writes down how this database looks, as what copies of it are brought back to. */
export async function noteUntouched(shelf: DatabaseShelf, databaseUrl: string): Promise<void> {
  const untouched = await withClient(databaseUrl, async (client): Promise<Untouched> => {
    const digest = await client.query(SCHEMA_DIGEST);
    const filled = await client.query(`select oid::text as name from (${FILLED_TABLES}) as tables order by 1`);
    const rows: Record<string, string> = {};
    for (const { name } of filled.rows) {
      rows[name] = (await client.query(`select json_agg(t)::text as rows from ${name} t`)).rows[0].rows;
    }
    return { schema: digest.rows[0].digest, rows };
  });
  writeFileSync(noteOf(shelf), JSON.stringify(untouched));
}

/** What `restore` raises. */
const SCHEMA_CHANGED = 'P0R01';

/**
 * Brings a database back to what the template is, in one question to the server.
 * @returns false where its schema is not what it was
 */
async function restore(shelf: DatabaseShelf, name: string): Promise<boolean> {
  const untouched: Untouched = JSON.parse(readFileSync(noteOf(shelf), 'utf8'));
  const refill = Object.entries(untouched.rows).map(([table, rows]) => {
    const text = pg.escapeLiteral(rows);
    return `if (select json_agg(t)::text from ${table} t) is distinct from ${text} then
      delete from ${table};
      insert into ${table} select * from json_populate_recordset(null::${table}, ${text});
    end if;`;
  });
  const filled = Object.keys(untouched.rows).map((table) => `${pg.escapeLiteral(table)}::regclass`);
  const work = `declare filled regclass;
    begin
      if (${SCHEMA_DIGEST}) <> ${pg.escapeLiteral(untouched.schema)} then
        raise exception using errcode = '${SCHEMA_CHANGED}';
      end if;
      -- No trigger fires, and no foreign key is looked at.
      set local session_replication_role = 'replica';
      for filled in select oid from (${FILLED_TABLES}) as tables where oid <> all (array[${filled.join(', ')}]) loop
        if pg_relation_size(filled) > ${MOST_BYTES_TO_DELETE} then
          execute format('truncate %s cascade', filled);
        else
          execute format('delete from %s', filled);
        end if;
      end loop;
      ${refill.join('\n')}
      perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
      from pg_sequences where last_value is not null;
    end`;
  return withClient(withDatabase(shelf.address, name), async (client) => {
    try {
      await client.query(`do ${pg.escapeLiteral(work)}`);
      return true;
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === SCHEMA_CHANGED) return false;
      throw error;
    }
  });
}

/** Dead rows cost nearly nothing, a new file for a table and each of its indexes does. */
const MOST_BYTES_TO_DELETE = 128 * 1024;

/** The first object id that is not the server's own. */
const FIRST_OF_USERS = 16_384;

const FILLED_TABLES = `select oid::regclass as oid from pg_class
  where oid >= ${FIRST_OF_USERS} and relkind = 'r' and pg_relation_size(oid) > 0`;

/**
 * A copy has its template's object ids and versions of rows (`xmin`), so that whatever was changed and changed back
 * shows, too. Tables alone are told by what they are: emptying one writes its row anew.
 */
const SCHEMA_DIGEST = `select sum(hashtextextended(line, 0))::text as digest from (${[
  ...[
    ['pg_attribute', 'attrelid'],
    ['pg_attrdef', 'oid'],
    ['pg_constraint', 'oid'],
    ['pg_index', 'indexrelid'],
    ['pg_namespace', 'oid'],
    ['pg_policy', 'oid'],
    ['pg_proc', 'oid'],
    ['pg_trigger', 'oid'],
    ['pg_type', 'oid'],
  ].map(
    ([catalog, id]) =>
      `select concat_ws(' ', '${catalog}', ${id}, xmin) as line from ${catalog} where ${id} >= ${FIRST_OF_USERS}`,
  ),
  `select concat_ws(' ', oid, relname, relnamespace, relowner, relkind, relrowsecurity, relforcerowsecurity, relacl,
    reloptions) from pg_class where oid >= ${FIRST_OF_USERS}`,
  `select concat_ws(' ', 'setting', setrole, setconfig) from pg_db_role_setting
    where setdatabase = (select oid from pg_database where datname = current_database())`,
].join(' union all ')}) as lines`;

async function firstGivenBack(client: pg.Client, shelf: DatabaseShelf): Promise<string | null> {
  const { rows } = await client.query(
    'select datname from pg_database where starts_with(datname, $1) order by oid limit 1',
    [`${shelf.template}_free_`],
  );
  return rows[0]?.datname ?? null;
}

async function exists(client: pg.Client, name: string): Promise<boolean> {
  return (await client.query('select 1 from pg_database where datname = $1', [name])).rowCount === 1;
}

/** @returns how many there were */
async function endConnections(client: pg.Client, name: string): Promise<number> {
  const { rowCount } = await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
    name,
  ]);
  return rowCount ?? 0;
}

function nameOf({ template }: DatabaseShelf, state: 'taken' | 'free'): string {
  return `${template}_${state}_${randomBytes(6).toString('hex')}`;
}

function noteOf({ folder, address }: DatabaseShelf): string {
  return join(folder, `untouched-${encodeURIComponent(new URL(address).host)}.json`);
}

/** The address of another database of the same server. */
export function withDatabase(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}

export async function onServer(address: string, statement: string): Promise<void> {
  await withClient(address, (client) => client.query(statement));
}

/** On a connection of its own. */
export async function withClient<T>(address: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
