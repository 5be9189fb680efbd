import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { json } from '../../src/store/json.ts';
import { createTestStore, type TestStore, testDatabases } from '../support/database.ts';

describe.each(testDatabases())('the store on $name', (backend) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await createTestStore(backend);
  });
  afterAll(() => store.close());

  test('ids come back as numbers, moments as dates', async () => {
    const [row] = await store.asInstallation(7, (db) =>
      db
        .insertInto('installation')
        .values({
          installation_id: 7,
          account_id: 9_007_199_254_740_991,
          account_login: 'acme',
          account_type: 'Organization',
          permissions: json({ issues: 'write' }),
        })
        .returningAll()
        .execute(),
    );

    expect(row).toMatchObject({ account_id: 9_007_199_254_740_991, permissions: { issues: 'write' } });
    expect(row?.installed_at).toBeInstanceOf(Date);
  });

  test('hostile text is kept as JSON, with what the database refuses replaced', async () => {
    const text = ['\0', '\ud800', '\\u0000', 'é'].join();
    await store.asInstallation(7, (db) =>
      db
        .insertInto('blob')
        .values({ installation_id: 7, oid: 'hostile', content: json({ kind: 'text' as const, text }) })
        .execute(),
    );

    const row = await store.asInstallation(7, (db) =>
      db.selectFrom('blob').select('content').where('oid', '=', 'hostile').executeTakeFirst(),
    );
    expect(row?.content).toEqual({ kind: 'text', text: ['\uFFFD', '\uFFFD', '\\u0000', 'é'].join() });
  });

  test('F4: a connection that is lost between two queries fails its transaction, and neither the process nor the next one', async () => {
    const attempt = store.asOperator(async (db) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
      await store.pool.query('select pg_terminate_backend($1), pg_sleep(0.05)', [rows[0]?.pid]);
      await sql`select 1`.execute(db);
    });

    await expect(attempt).rejects.toThrow(/terminat|not queryable/i);
    expect((await store.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test('a transaction that throws leaves nothing behind', async () => {
    const attempt = store.asInstallation(7, async (db) => {
      await db
        .insertInto('blob')
        .values({ installation_id: 7, oid: 'lost', content: json({ kind: 'binary' as const }) })
        .execute();
      throw new Error('stop');
    });

    await expect(attempt).rejects.toThrow('stop');
    const rows = await store.asInstallation(7, (db) =>
      db.selectFrom('blob').selectAll().where('oid', '=', 'lost').execute(),
    );
    expect(rows).toEqual([]);
  });
});
