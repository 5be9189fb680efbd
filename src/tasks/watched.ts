import type { WatchedFiles } from '../core/files.ts';
import type { Policy } from '../core/policy.ts';

/** The files that any of the policies looks at. */
export function watchedBy(policies: readonly Policy[]): WatchedFiles[] {
  return policies.flatMap(({ watches, samples }) =>
    [watches, samples].filter((one) => one !== null && one !== undefined),
  );
}

/** Of those, what GitHub hands down from the organisation's `.github` repository. */
export function inheritableOf(policies: readonly Policy[]): WatchedFiles[] {
  return watchedBy(policies.filter(({ needs }) => needs.includes('inherited')));
}
