import { z } from 'zod';
import { json } from './json.ts';
import type { Db } from './tables.ts';

/** All writing to GitHub is stopped, for every installation and by every process. */
export interface WritingStop {
  readonly reason: string;
  /** Who stopped it, as they called themselves. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export const WRITING_STOPPED = 'writing-stopped';
const Stop = z.object({ reason: z.string(), by: z.string(), at: z.string() });

/** @returns null while writing is allowed. Every role may ask. */
export async function readWritingStop(db: Db): Promise<WritingStop | null> {
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('name', '=', WRITING_STOPPED)
    .where('installation_id', '=', 0)
    .executeTakeFirst();
  return row === undefined ? null : Stop.parse(row.value);
}

/** Stops all writing from the next intent on; what was sent already is on its way. As operator. */
export async function stopWriting(db: Db, stop: WritingStop): Promise<void> {
  const value = { value: json({ ...stop }) };
  await db
    .insertInto('setting')
    .values({ name: WRITING_STOPPED, installation_id: 0, ...value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(value))
    .execute();
}

/** Allows writing again. As operator. @returns what had stopped it; null: nothing had */
export async function resumeWriting(db: Db): Promise<WritingStop | null> {
  const stop = await readWritingStop(db);
  await db.deleteFrom('setting').where('name', '=', WRITING_STOPPED).execute();
  return stop;
}

const READ_ONLY = 'read-only-process';

/** A process began that writes nothing: what it leaves undone is made up for when one begins that writes. As operator. */
export async function noteReadOnly(db: Db): Promise<void> {
  await db
    .insertInto('setting')
    .values({ name: READ_ONLY, installation_id: 0, value: json(true) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}

/** @returns whether there was such a process since the last time that this was asked. As operator */
export async function endReadOnly(db: Db): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('setting').where('name', '=', READ_ONLY).executeTakeFirst();
  return numDeletedRows > 0n;
}
