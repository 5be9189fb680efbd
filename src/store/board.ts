import type { BoardChange, KeptActivity, KeptPoint } from '../ggi/board/follow.ts';
import { STATES } from '../ggi/progress.ts';
import { json } from './json.ts';
import type { Database, Db } from './tables.ts';

/** Why a board could not be kept. */
export type BoardProblem = 'no-repository' | 'archived' | 'without-issues';

/** The board as it was last read. */
export interface KeptBoard {
  readonly readAt: Date | null;
  readonly problem: string | null;
  readonly isPublic: boolean;
  readonly activities: ReadonlyMap<string, KeptBoardActivity>;
  readonly points: ReadonlyMap<string, KeptPoint>;
  /** Where activities stood elsewhere before, of those that an earlier board told of. */
  readonly imported: ReadonlyMap<string, KeptActivity>;
}

export interface KeptBoardActivity extends KeptActivity {
  readonly number: number;
  readonly url: string;
  readonly isOpen: boolean;
  readonly ownTasks: { readonly done: number; readonly total: number };
  readonly reminders: number;
  readonly remindedAt: Date | null;
}

/** What is kept of the board in a repository; empty where nothing is. */
export async function readBoard(db: Db, repositoryId: number): Promise<KeptBoard> {
  const board = await db.selectFrom('board').selectAll().where('repository_id', '=', repositoryId).executeTakeFirst();
  const activities = await db
    .selectFrom('board_activity')
    .selectAll()
    .where('repository_id', '=', repositoryId)
    .execute();
  const points = await db.selectFrom('board_point').selectAll().where('repository_id', '=', repositoryId).execute();
  const imported = await db
    .selectFrom('board_change')
    .select(['activity', 'value', 'at'])
    .where('repository_id', '=', repositoryId)
    .where('source', '=', 'import')
    .where('subject', '=', 'state')
    .orderBy('at')
    .orderBy('change_id')
    .execute();
  return {
    imported: new Map(imported.flatMap(({ activity, value, at }) => keptOf(activity, value, at))),
    readAt: board?.read_at ?? null,
    problem: board?.problem ?? null,
    isPublic: board?.is_public ?? false,
    activities: new Map(
      activities.map((row): [string, KeptBoardActivity] => [
        row.activity,
        {
          state: row.state,
          said: row.said,
          stateChangedAt: row.state_changed_at?.toISOString() ?? null,
          owners: row.owners,
          targetDate: row.target_date,
          number: row.number,
          url: row.url,
          isOpen: row.is_open,
          ownTasks: { done: row.own_done, total: row.own_total },
          reminders: row.reminders,
          remindedAt: row.reminded_at,
        },
      ]),
    ),
    points: new Map(
      points.map((row): [string, KeptPoint] => [
        row.key,
        { isTicked: row.is_ticked, changedAt: row.changed_at?.toISOString() ?? null },
      ]),
    ),
  };
}

function keptOf(activity: string, value: string, at: Date): [string, KeptActivity][] {
  const state = STATES.find((one) => one === value);
  if (state === undefined) return [];
  return [[activity, { state, said: [state], stateChangedAt: at.toISOString(), owners: [], targetDate: null }]];
}

export interface BoardReading {
  readonly repositoryId: number;
  readonly isPublic: boolean;
  readonly activities: ReadonlyMap<string, Omit<KeptBoardActivity, 'reminders' | 'remindedAt'>>;
  readonly points: ReadonlyMap<string, KeptPoint>;
  readonly changes: readonly BoardChange[];
}

/** Keeps what was just read, and adds what changed to the history. */
export async function saveBoard(
  db: Db,
  installationId: number,
  { repositoryId, isPublic, activities, points, changes }: BoardReading,
  now: Date,
): Promise<void> {
  const where = { installation_id: installationId, repository_id: repositoryId };
  await noteBoard(db, installationId, { repositoryId, isPublic, problem: null }, now);
  for (const [activity, one] of activities) {
    const row = {
      number: one.number,
      url: one.url,
      is_open: one.isOpen,
      state: one.state,
      said: json(one.said),
      state_changed_at: one.stateChangedAt,
      owners: json(one.owners),
      target_date: one.targetDate,
      own_done: one.ownTasks.done,
      own_total: one.ownTasks.total,
    };
    await db
      .insertInto('board_activity')
      .values({ ...where, activity, ...row })
      .onConflict((conflict) =>
        conflict.columns(['installation_id', 'repository_id', 'activity']).doUpdateSet((eb) => ({
          ...row,
          // Another date is another promise.
          reminders: eb
            .case()
            .when('board_activity.target_date', 'is not distinct from', one.targetDate)
            .then(eb.ref('board_activity.reminders'))
            .else(0)
            .end(),
        })),
      )
      .execute();
  }
  const rows = [...points].map(([key, { isTicked, changedAt }]) => ({
    ...where,
    key,
    is_ticked: isTicked,
    changed_at: changedAt,
  }));
  if (rows.length > 0) {
    await db
      .insertInto('board_point')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['installation_id', 'repository_id', 'key']).doUpdateSet((eb) => ({
          is_ticked: eb.ref('excluded.is_ticked'),
          changed_at: eb.ref('excluded.changed_at'),
        })),
      )
      .execute();
  }
  await addBoardChanges(db, installationId, repositoryId, changes, 'seen');
}

/** Notes how it went where the issues could not be read, or nothing was to be read. */
export async function noteBoard(
  db: Db,
  installationId: number,
  {
    repositoryId,
    isPublic,
    problem,
  }: { readonly repositoryId: number; readonly isPublic: boolean; readonly problem: BoardProblem | null },
  now: Date,
): Promise<void> {
  const row = { is_public: isPublic, problem, ...(problem === null ? { read_at: now } : {}) };
  await db
    .insertInto('board')
    .values({ installation_id: installationId, repository_id: repositoryId, read_at: null, ...row })
    .onConflict((conflict) => conflict.columns(['installation_id', 'repository_id']).doUpdateSet(row))
    .execute();
}

/** Adds to the history, which nothing is ever taken from. */
export async function addBoardChanges(
  db: Db,
  installationId: number,
  repositoryId: number,
  changes: readonly BoardChange[],
  source: Database['board_change']['source'],
): Promise<void> {
  if (changes.length === 0) return;
  await db
    .insertInto('board_change')
    .values(
      changes.map((change) => ({ installation_id: installationId, repository_id: repositoryId, ...change, source })),
    )
    .execute();
}

/** All that people changed, the oldest first. */
export async function boardChanges(db: Db, repositoryId: number): Promise<BoardChange[]> {
  const rows = await db
    .selectFrom('board_change')
    .select(['activity', 'subject', 'key', 'value', 'at'])
    .where('repository_id', '=', repositoryId)
    .orderBy('at')
    .orderBy('change_id')
    .execute();
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Points that were ticked elsewhere before their issues were filed here; what is known of them already stays. */
export async function importTicks(
  db: Db,
  installationId: number,
  repositoryId: number,
  ticks: readonly { readonly key: string; readonly at: string }[],
): Promise<void> {
  if (ticks.length === 0) return;
  const where = { installation_id: installationId, repository_id: repositoryId };
  await db
    .insertInto('board_point')
    .values(ticks.map(({ key, at }) => ({ ...where, key, is_ticked: true, changed_at: at })))
    .onConflict((conflict) => conflict.columns(['installation_id', 'repository_id', 'key']).doNothing())
    .execute();
}

/** An owner was reminded of an activity's target date. */
export async function markReminded(db: Db, repositoryId: number, activity: string, now: Date): Promise<void> {
  await db
    .updateTable('board_activity')
    .set((eb) => ({ reminders: eb('reminders', '+', 1), reminded_at: now }))
    .where('repository_id', '=', repositoryId)
    .where('activity', '=', activity)
    .execute();
}
