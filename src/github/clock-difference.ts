/** By how much our clock differs from GitHub's. */
export interface ClockDifference {
  /** Positive: ours is ahead. At least so much; 0 where the two agree as far as can be told. */
  readonly seconds: number;
  /** When it was measured, milliseconds since 1970 by our clock. */
  readonly at: number;
}

/**
 * From here on the operator is told. An app signs in with a token that is dated half a minute back and ends after ten:
 * GitHub refuses it where the clocks differ by more than that.
 * @see https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 */
export const MOST_CLOCK_DIFFERENCE_SECONDS = 20;

/**
 * Compares an answer's `Date` with our clock. It has whole seconds, and was written at some moment between our request
 * and our reading of the answer: of all differences that would fit, the smallest is told.
 * @param sentAt, receivedAt milliseconds since 1970 by our clock
 * @returns null where the answer bears no date
 */
export function compareClocks(
  date: string | number | undefined,
  sentAt: number,
  receivedAt: number,
): ClockDifference | null {
  const theirs = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(theirs)) return null;
  const least = sentAt - (theirs + 999);
  const most = receivedAt - theirs;
  const nearest = least > 0 ? least : Math.min(most, 0);
  return { seconds: nearest / 1000, at: receivedAt };
}
