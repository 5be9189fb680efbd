import { type ActivityState, STATES } from '../progress.ts';
import type { BoardLabels } from './settings.ts';

/** How people left an issue. */
export interface IssueOnBoard {
  readonly labels: readonly string[];
  readonly isOpen: boolean;
  readonly closedAs: 'completed' | 'not_planned' | null;
}

/** Where an activity stands, and all that its labels say. */
export interface SaidState {
  readonly state: ActivityState;
  readonly said: readonly ActivityState[];
}

/** What the labels of my-ggi-board are called: they count as ours do. */
const LEGACY: Readonly<Record<ActivityState, string>> = {
  'not-selected': 'not selected',
  'in-progress': 'in progress',
  done: 'done',
};

/**
 * Where people say that an activity stands. Of several labels the one counts that was not there before: who puts a new
 * one on and forgets the old one means the new one. Closed as done is done, and closed as not planned is not selected,
 * whatever the labels say.
 * @param before as it was last read; null where it was not
 */
export function readState(issue: IssueOnBoard, labels: BoardLabels, before: SaidState | null): SaidState {
  const there = new Set(issue.labels.map((label) => label.trim().toLowerCase()));
  const said = STATES.filter((state) => there.has(labels.progress[state].toLowerCase()) || there.has(LEGACY[state]));
  if (!issue.isOpen && issue.closedAs === 'completed') return { state: 'done', said };
  if (!issue.isOpen && issue.closedAs === 'not_planned') return { state: 'not-selected', said };
  const fresh = said.filter((state) => before?.said.includes(state) !== true);
  const still = said.find((state) => state === before?.state);
  return { state: fresh.at(-1) ?? still ?? said.at(-1) ?? 'not-selected', said };
}

/**
 * The labels with which an activity's issue is opened.
 * @param state where it stood elsewhere before, or `not-selected`
 */
export function firstLabels(
  activity: { readonly goal: keyof BoardLabels['goals']; readonly roles: readonly (keyof BoardLabels['roles'])[] },
  labels: BoardLabels,
  state: ActivityState,
): string[] {
  return [labels.goals[activity.goal], ...activity.roles.map((role) => labels.roles[role]), labels.progress[state]];
}
