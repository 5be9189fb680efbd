import type { Verdict } from './verdict.ts';

/** All verdicts on one subject at one time. */
export interface Audit {
  /** For people: `owner/name`, or a folder's path. */
  readonly subject: string;
  /** The commit that was judged; null for a folder as it stands. */
  readonly commit: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly verdicts: readonly Verdict[];
}
