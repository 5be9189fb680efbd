/** Whoever undoes what we do, a bot or a person, wins after we have said it so often within an hour. */
const MOST_FLIPS_AN_HOUR = 3;

/**
 * Whether a thing of ours was opened and closed so often of late that we leave it as it is.
 * @param flippedAt when we did so, ISO 8601; @param now ISO 8601, UTC
 */
export function isFoughtOver(flippedAt: readonly string[], now: string): boolean {
  return lately(flippedAt, now).length >= MOST_FLIPS_AN_HOUR;
}

/** The times of the last hour, and now. */
export function flippedOnceMore(flippedAt: readonly string[], now: string): string[] {
  return [...lately(flippedAt, now), now];
}

function lately(times: readonly string[], now: string): string[] {
  const hourAgo = Date.parse(now) - 3_600_000;
  return times.filter((time) => Date.parse(time) > hourAgo);
}
