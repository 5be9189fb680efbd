import { GitHubFailure } from './failure.ts';

/** Remembers for how long GitHub wants to hear nothing from an installation. */
export interface Quiet {
  /** @throws GitHubFailure `limited`, before any request, while that time lasts */
  check(installationId: number, route: string): void;
  /** Notes what GitHub said, and returns it: with a longer wait where it had to be said again. */
  heard(installationId: number, failure: GitHubFailure): GitHubFailure;
}

const LONGEST_SECONDS = 900;

/**
 * In this process's memory: another process learns it by a call of its own.
 * @param now milliseconds
 * @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
export function createQuiet(now: () => number = Date.now): Quiet {
  const told = new Map<number, { readonly until: number; readonly seconds: number }>();
  return {
    check(installationId, route) {
      const remaining = (told.get(installationId)?.until ?? 0) - now();
      if (remaining <= 0) return;
      const retryAfterSeconds = Math.ceil(remaining / 1000);
      throw new GitHubFailure('limited', route, 'GitHub asked for a pause', { retryAfterSeconds });
    },
    heard(installationId, failure) {
      const { kind, retryAfterSeconds, route, message, status } = failure;
      if (kind !== 'limited' || retryAfterSeconds === null) return failure;
      const before = told.get(installationId);
      // What was under way when GitHub first said it is told the same; that is no second time.
      const isAgain = before !== undefined && before.until <= now() && now() < before.until + before.seconds * 1000;
      const doubled = isAgain ? Math.min(before.seconds * 2, LONGEST_SECONDS) : 0;
      const seconds = Math.max(retryAfterSeconds, doubled);
      const until = Math.max(before?.until ?? 0, now() + seconds * 1000);
      told.set(installationId, { until, seconds });
      if (seconds === retryAfterSeconds) return failure;
      const words = message.slice(`${route}: `.length);
      return new GitHubFailure('limited', route, words, { status, retryAfterSeconds: seconds });
    },
  };
}
