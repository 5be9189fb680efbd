import type { BoardChange } from '../ggi/board/follow.ts';
import type { ImportedBoard } from '../ggi/board/read-import.ts';
import { addBoardChanges, boardChanges, importTicks, readBoard } from '../store/board.ts';
import type { Store } from '../store/store.ts';

/** What came, or would come, of an earlier board. */
export interface ImportOutcome {
  /** Changes that are new to the history. */
  readonly changes: number;
  /** Points that are ticked when their issue is filed. */
  readonly ticks: number;
  /** Ticked there, and their issue stands here already: its text is people's, and they tick it. By activity. */
  readonly left: readonly { readonly id: string; readonly keys: readonly string[] }[];
}

/**
 * Takes an earlier board's history over, and its ticks for issues that are still to be filed. Taken over again it changes
 * nothing.
 * @param isWritten else it is only told what would come of it
 */
export function importBoard(
  store: Store,
  { installationId, repositoryId }: { readonly installationId: number; readonly repositoryId: number },
  { activities, changes }: ImportedBoard,
  { isWritten, now }: { readonly isWritten: boolean; readonly now: Date },
): Promise<ImportOutcome> {
  return store.asInstallation(installationId, async (db) => {
    const kept = await readBoard(db, repositoryId);
    const known = new Set((await boardChanges(db, repositoryId)).map(nameOf));
    const told = new Map(changes.map((change) => [aboutOf(change), change.value]));
    const states = activities.flatMap(({ id, state, at }): BoardChange[] => {
      // The history of labels may be missing, or end before the list of issues was made.
      const before = told.get(aboutOf({ activity: id, subject: 'state', key: null })) ?? 'not-selected';
      return state === before
        ? []
        : [{ activity: id, subject: 'state', key: null, value: state, at: at ?? now.toISOString() }];
    });
    const ticks = activities.flatMap(({ id, ticked, at }) =>
      ticked.map((key) => ({ id, key, at: tickedAt(changes, id, key) ?? at ?? now.toISOString() })),
    );
    const ticked = ticks
      .map(({ id, key, at }): BoardChange => ({ activity: id, subject: 'point', key, value: 'ticked', at }))
      .filter((change) => told.get(aboutOf(change)) !== 'ticked');
    const fresh = [...changes, ...states, ...ticked].filter((change) => !known.has(nameOf(change)));
    const toFile = ticks.filter(({ id, key }) => !kept.activities.has(id) && !kept.points.has(key));
    if (isWritten) {
      await addBoardChanges(db, installationId, repositoryId, fresh, 'import');
      await importTicks(db, installationId, repositoryId, toFile);
    }
    const left = activities.flatMap(({ id, ticked }) => {
      const open = ticked.filter((key) => kept.activities.has(id) && kept.points.get(key)?.isTicked !== true);
      return open.length === 0 ? [] : [{ id, keys: open }];
    });
    return { changes: fresh.length, ticks: toFile.length, left };
  });
}

/** When its history says that a point was ticked last. */
function tickedAt(changes: readonly BoardChange[], id: string, key: string): string | null {
  const ticks = changes.filter((one) => one.activity === id && one.key === key && one.value === 'ticked');
  return ticks.at(-1)?.at ?? null;
}

function aboutOf({ activity, subject, key }: Pick<BoardChange, 'activity' | 'subject' | 'key'>): string {
  return [activity, subject, key ?? ''].join('\n');
}

function nameOf({ activity, subject, key, value, at }: BoardChange): string {
  return [activity, subject, key ?? '', value, at].join('\n');
}
