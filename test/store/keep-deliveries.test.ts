import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type NewDelivery, storeDeliveries } from '../../src/store/keep-deliveries.ts';
import { createTestStore, type TestStore, testDatabases } from '../support/database.ts';

const delivery = (deliveryId: string): NewDelivery => ({
  deliveryId,
  event: 'issues',
  body: Buffer.from('{}'),
});

describe.each(testDatabases())('keeping deliveries on $name', (backend) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await createTestStore(backend);
  });
  afterEach(() => store.close());

  async function untilOneWaits(): Promise<void> {
    for (;;) {
      const { rows } = await store.pool.query(`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`);
      if (rows.length > 0) return;
    }
  }

  test('two writers of the same ones wait for each other, whatever order they came in, and never both', async () => {
    let second: Promise<void> = Promise.resolve();
    await store.asOperator(async (db) => {
      const insert = (id: string) =>
        sql`insert into delivery (delivery_id, event) values (${id}, 'issues')`.execute(db);
      await insert('a');
      second = storeDeliveries(store, [delivery('b'), delivery('a')]);
      await untilOneWaits();
      // Had the other kept this one first, each would hold what the other waits for.
      await insert('b');
    });
    await second;
    const kept = await store.asOperator((db) => db.selectFrom('delivery').select('delivery_id').execute());
    expect(kept.map(({ delivery_id }) => delivery_id).sort()).toEqual(['a', 'b']);
  });
});
