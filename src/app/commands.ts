/** On a line of its own. */
const RECHECK = /^\/portreeve recheck[ \t\r]*$/m;

/** Whether what somebody wrote, in a comment or a review, asks for another look. */
export function asksForRecheck(body: string | null | undefined): boolean {
  return RECHECK.test(body ?? '');
}
