/** How everything of the board begins that Portreeve keeps in the governance repository. */
export const BOARD_KEYS = 'activity:';

/** An activity's issue; in another repository it is another issue. */
export function activityIssueKey(repositoryId: number, id: string): string {
  return `${BOARD_KEYS}in:${repositoryId}:${id}`;
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
