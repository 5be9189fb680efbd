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

export const SWEEP_AT_START = 'sweep-at-start';

/**
 * Has everything swept when a process begins that writes: what was left undone until then, by one that writes nothing or
 * in a database that was put back, is made up for. As operator.
 */
export async function noteSweepAtStart(db: Db): Promise<void> {
  await db
    .insertInto('setting')
    .values({ name: SWEEP_AT_START, installation_id: 0, value: json(true) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}

/** @returns whether it was noted since the last time that this was asked. As operator */
export async function takeSweepAtStart(db: Db): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('setting').where('name', '=', SWEEP_AT_START).executeTakeFirst();
  return numDeletedRows > 0n;
}
