import type { ActivityId, PointKey } from '../activities.ts';
import { ACTIVITIES } from '../activities.ts';
import { findActivity, pointsOfEdition } from '../handbook.ts';
import { linesOf, readTasks, type TaskLine } from './tasks.ts';

/**
 * Which points are ticked in an issue that another tool made from the handbook. Its sentences are not ours to compare
 * with, but its points stand in the handbook's order: where a section has exactly as many tasks as an edition has points
 * for the activity, they are those.
 * @returns null where no section has: nothing is guessed
 */
export function readLegacyTicks(body: string, id: ActivityId): ReadonlyMap<PointKey, boolean> | null {
  const sections = sectionsOf(body);
  const named = sections.filter(({ title }) => /progress assessment/i.test(title));
  const others = sections.filter(({ title }) => !/objective|scorecard/i.test(title)).toReversed();
  for (const { tasks } of [...named, ...others]) {
    for (const edition of ['1.3', '1.2'] as const) {
      const keys = pointsOfEdition(id, edition);
      if (tasks.length !== keys.length) continue;
      return new Map(
        keys.flatMap((key, index): [PointKey, boolean][] =>
          key === null ? [] : [[key, tasks[index]?.isTicked === true]],
        ),
      );
    }
  }
  return null;
}

/** The activity that a title or the head of a body names, by its id or by its title in either edition. */
export function findNamedActivity(
  title: string,
  body: string,
  titles: ReadonlyMap<string, ActivityId>,
): ActivityId | null {
  for (const text of [title, body.slice(0, HEAD)]) {
    const id = /\bGGI-A-\d{2}\b/.exec(text)?.[0];
    const found = id === undefined ? undefined : findActivity(id);
    if (found !== undefined) return found.id;
  }
  return titles.get(title.trim().toLowerCase()) ?? null;
}

/** The ids of activities by their titles, lower case, as editions 1.2 and 1.3 call them. */
export function handbookTitles(titleOf: (id: ActivityId) => string | undefined): Map<string, ActivityId> {
  const titles = new Map(ACTIVITIES.map(({ id }): [string, ActivityId] => [(titleOf(id) ?? id).toLowerCase(), id]));
  return titles.set('hr perspective', 'GGI-A-28');
}

/** Where my-ggi-board writes the activity's id. */
const HEAD = 500;
const HEADING = /^[ \t]{0,3}#{1,6}[ \t]+(.*)$/;

function sectionsOf(body: string): { readonly title: string; readonly tasks: readonly TaskLine[] }[] {
  const tasks = readTasks(body);
  const starts = linesOf(body).flatMap((line, index) => {
    const title = HEADING.exec(line)?.[1];
    return title === undefined ? [] : [{ title, from: index }];
  });
  return [{ title: '', from: 0 }, ...starts].map(({ title, from }, index, all) => ({
    title,
    tasks: tasks.filter(({ line }) => line >= from && line < (all[index + 1]?.from ?? Number.POSITIVE_INFINITY)),
  }));
}
