import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, testDatabases, testFolder } from './database.ts';
import {
  dropDatabases,
  giveBackDatabase,
  noteUntouched,
  onServer,
  takeDatabase,
  withClient,
  withDatabase,
} from './reused-databases.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe.each(testDatabases())('a database that a test gave back ($name)', (backend) => {
  /** All rows and the next values of sequences, as the next test finds them. */
  async function look(): Promise<unknown> {
    const { databaseUrl, drop } = await createTestDatabase(backend);
    const seen = await withClient(databaseUrl, async (client) => {
      const rows = await client.query(`select c.oid::regclass::text as name,
        query_to_xml(format('select * from %s t order by t::text', c.oid::regclass), true, false, '')::text as content
        from pg_class c where c.relnamespace in ('portreeve'::regnamespace, 'pgboss'::regnamespace) and relkind = 'r'
        order by 1`);
      const sequences = await client.query('select sequencename, last_value from pg_sequences order by 1');
      const triggers = await client.query('select tgrelid::regclass, tgname, tgenabled from pg_trigger order by 1, 2');
      const memory = await client.query('show work_mem');
      return { rows: rows.rows, sequences: sequences.rows, triggers: triggers.rows, memory: memory.rows };
    });
    await drop();
    return seen;
  }

  test.each([
    ['rows', "insert into portreeve.setting (name, value) values ('a', '1')"],
    ['a sequence', "select nextval('portreeve.audit_audit_id_seq')"],
    ['rows that the template has', 'update pgboss.queue set retry_limit = 99; delete from portreeve.kysely_migration'],
    [
      'a table too large to be emptied row by row',
      `insert into portreeve.setting (name, value)
      select n::text, to_jsonb(repeat(md5(n::text), 20)) from generate_series(1, 1000) n`,
    ],
    [
      'rows that may only be added',
      `insert into portreeve.ledger_entry select * from json_populate_record(
      null::portreeve.ledger_entry, (select json_object_agg(attname, 1) from pg_attribute
      where attrelid = 'portreeve.ledger_entry'::regclass and attnum > 0 and not attisdropped))`,
    ],
    ['a setting', "do $$ begin execute format('alter database %I set work_mem = 65', current_database()); end $$"],
    ['a new column', 'alter table portreeve.setting add column colour text'],
    ['a trigger', 'alter table portreeve.ledger_entry disable trigger all'],
  ])('is as it was, whatever was done to it: %s', async (_what, statement) => {
    const before = await look();
    const { databaseUrl, drop } = await createTestDatabase(backend);
    await withClient(databaseUrl, (client) => client.query(statement));
    await drop();

    expect(await look()).toEqual(before);
  });

  const folder = temporaryFolder();
  // On a shelf that no other test takes from.
  test('is out of reach for who was connected, and is kept for another test', async () => {
    const address = await backend.address();
    const template = `${basename(testFolder())}_${randomBytes(6).toString('hex')}`.replaceAll('-', '_').toLowerCase();
    const shelf = { address, template, folder };
    const take = () =>
      takeDatabase(shelf, async (name) => {
        await onServer(address, `create database ${name}`);
        await onServer(withDatabase(address, name), 'create table of_the_template as select 1 as number');
        await noteUntouched(shelf, withDatabase(address, name));
      });
    const identity = 'select oid from pg_database where datname = current_database()';
    const first = await take();
    const late = new pg.Client({ connectionString: withDatabase(address, first) });
    late.on('error', () => {});
    await late.connect();
    const { rows } = await late.query(identity);
    await giveBackDatabase(shelf, first);
    const second = await take();

    await expect(late.query('select 1')).rejects.toThrow();
    await expect(onServer(withDatabase(address, first), 'select 1')).rejects.toThrow('does not exist');
    const ofSecond = await withClient(withDatabase(address, second), (client) => client.query(identity));
    expect(ofSecond.rows).toEqual(rows);
    await dropDatabases(shelf);
  });
});
