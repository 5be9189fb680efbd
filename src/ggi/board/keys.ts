import type { Goal } from '../activity.ts';
import type { ProjectField } from './project.ts';

/** How everything of the board begins that Portreeve keeps in the governance repository. */
export const BOARD_KEYS = 'activity:';

/** An activity's issue; in another repository it is another issue. */
export function activityIssueKey(repositoryId: number, id: string): string {
  return `${BOARD_KEYS}in:${repositoryId}:${id}`;
}

/** What an activity of this goal stands under: an issue, or a milestone. */
export function goalKey(repositoryId: number, goal: Goal): string {
  return `${BOARD_KEYS}goal:${repositoryId}:${goal}`;
}

/** That an activity's issue was put under its goal; an issue that is filed anew is put there anew. */
export function placeKey(repositoryId: number, id: string, issueId: number): string {
  return `${BOARD_KEYS}place:${repositoryId}:${id}:${issueId}`;
}

/** The project that shows the board, on GitHub's page of projects. */
export function projectKey(repositoryId: number): string {
  return `${BOARD_KEYS}project:${repositoryId}`;
}

/** A field of it. */
export function projectFieldKey(repositoryId: number, field: ProjectField): string {
  return `${BOARD_KEYS}project-field:${repositoryId}:${field}`;
}

/** What it shows of an activity. */
export function projectItemKey(repositoryId: number, id: string): string {
  return `${BOARD_KEYS}project-item:${repositoryId}:${id}`;
}

/** The comment under it in which stands what was measured. */
export function evidenceCommentKey(repositoryId: number, id: string): string {
  return `${BOARD_KEYS}evidence:${repositoryId}:${id}`;
}

/** A reminder under it; each has a number of its own. */
export function reminderKey(repositoryId: number, id: string, target: string, count: number): string {
  return `${BOARD_KEYS}reminder:${repositoryId}:${id}:${target}:${count}`;
}

/** How the hidden mark of an activity's issue begins, for whoever only wants to know whether a text may be one. */
export const ACTIVITY_MARK = '<!-- portreeve:activity ';
