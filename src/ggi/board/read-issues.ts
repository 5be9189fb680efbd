import type { ActivityId } from '../activities.ts';
import type { BoardChange } from './follow.ts';
import { type IssueHistory, mergeChanges, pastOf } from './past.ts';
import { type BadImport, type ImportedActivity, type ImportedBoard, mergeRows } from './read-import.ts';
import { findNamedActivity, readLegacyTicks } from './read-legacy.ts';
import { NO_BOARD } from './settings.ts';
import { type IssueOnBoard, readState } from './state.ts';

/** An issue of a board that another tool made, with its past. */
export interface ForeignIssue extends IssueOnBoard {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  /** ISO 8601. */
  readonly updatedAt: string;
  readonly history: IssueHistory;
}

/**
 * Reads a repository that my-ggi-board filled: where each activity stands, what is ticked, and when all of that changed.
 * Issues that are no activity are told, and nothing else is lost by them.
 * @param place `owner/name`
 */
export function readForeignIssues(
  place: string,
  issues: readonly ForeignIssue[],
  titles: ReadonlyMap<string, ActivityId>,
): ImportedBoard {
  const bad: BadImport[] = [];
  const rows: ImportedActivity[] = [];
  const changes: BoardChange[] = [];
  for (const issue of issues) {
    const tell = (problem: string) => bad.push({ file: `${place}#${issue.number}`, line: null, problem });
    const id = findNamedActivity(issue.title, issue.body, titles);
    if (id === null) {
      tell(`“${issue.title.slice(0, 80)}” is no activity of the handbook, by its id or its title.`);
      continue;
    }
    const ticksIn = (body: string) => readLegacyTicks(body, id);
    const ticks = ticksIn(issue.body);
    if (ticks === null && /\[[ xX]\]/.test(issue.body)) {
      tell(`The tasks of ${id} are not as many as the handbook has points: no tick was taken from it.`);
    }
    const past = pastOf({ activity: id, history: issue.history, labels: NO_BOARD.labels, ticksIn });
    changes.push(...past.changes);
    rows.push({
      id,
      state: readState(issue, NO_BOARD.labels, past.activity).state,
      ticked: [...(ticks ?? [])].flatMap(([key, isTicked]) => (isTicked ? [key] : [])),
      at: issue.updatedAt,
    });
  }
  return { activities: mergeRows(rows), changes: mergeChanges(changes), bad };
}
