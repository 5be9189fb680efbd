import { json } from './json.ts';
import type { Db } from './tables.ts';

const NAME = 'marker-key';

/**
 * The key that signs hidden markers, kept from the first start on: a new private key of the app's changes nothing.
 * @param first what it is to be where none is kept yet; of several processes that start at once one is heard
 */
export async function keepMarkerKey(db: Db, first: Uint8Array): Promise<Uint8Array> {
  await db
    .insertInto('setting')
    .values({ name: NAME, value: json(Buffer.from(first).toString('hex')) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await db.selectFrom('setting').select('value').where('name', '=', NAME).executeTakeFirstOrThrow();
  return new Uint8Array(Buffer.from(String(value), 'hex'));
}
