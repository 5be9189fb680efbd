import { clearPlanned } from './brake.ts';
import type { Db } from './tables.ts';

export interface Sweep {
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** Where a sweep that was broken off goes on. */
  readonly cursor: string | null;
  /** How many were seen. */
  readonly repositories: number;
  readonly basis: string | null;
  /** When it was asked for that every open pull request is judged again; null: that is done. */
  readonly headsWantedAt: Date | null;
}

export function findSweep(db: Db): Promise<Sweep | undefined> {
  return db
    .selectFrom('sweep')
    .select(['started_at as startedAt', 'finished_at as finishedAt', 'cursor', 'repositories', 'basis'])
    .select('heads_wanted_at as headsWantedAt')
    .executeTakeFirst();
}

/**
 * Starts a sweep; one that was broken off is gone on with, unless it judged by something else.
 * @param basis stands for the configurations by which it judges
 */
export async function startSweep(db: Db, installationId: number, basis: string, now: Date): Promise<string | null> {
  const current = await findSweep(db);
  if (current !== undefined && current.finishedAt === null && current.basis === basis) return current.cursor;
  const row = { started_at: now, finished_at: null, cursor: null, repositories: 0, basis };
  await clearPlanned(db);
  await db
    .insertInto('sweep')
    .values({ installation_id: installationId, ...row })
    .onConflict((conflict) => conflict.column('installation_id').doUpdateSet(row))
    .execute();
  return null;
}

/** Remembers how far the sweep has come. @param cursor null after the last page */
export async function advanceSweep(db: Db, cursor: string | null, repositories: number): Promise<void> {
  await db
    .updateTable('sweep')
    .set((eb) => ({
      cursor,
      repositories: eb('repositories', '+', repositories),
    }))
    .execute();
}

/** @param headsWantedAt what was known of the wish when the sweep began; a later one is left to the next sweep */
export async function finishSweep(db: Db, headsWantedAt: Date | null, now: Date): Promise<void> {
  await db.updateTable('sweep').set({ finished_at: now, cursor: null }).execute();
  await db.updateTable('sweep').set({ heads_wanted_at: null }).where('heads_wanted_at', '=', headsWantedAt).execute();
}

/**
 * Has the next sweep judge every open pull request again, whatever it is asked for by: a task that waits already swallows
 * another. The first sweep of an installation does so by itself.
 */
export async function wantHeads(db: Db, now: Date): Promise<void> {
  await db.updateTable('sweep').set({ heads_wanted_at: now }).execute();
}
