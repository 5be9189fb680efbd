import { evidenceCommentKey } from '../ggi/board/keys.ts';
import type { CreateComment, RepositoryTarget, UpdateComment } from './action.ts';
import type { StandingComment } from './plan-comment.ts';
import { planKeptComment } from './plan-kept-comment.ts';

export interface EvidenceCommentInput {
  readonly repository: RepositoryTarget;
  /** Id of the activity, and number of its issue. */
  readonly activity: string;
  readonly number: number;
  /** null: there is nothing to say. */
  readonly body: string | null;
  readonly standing: StandingComment | null;
}

/** Keeps what was found for an activity in one comment below its issue. */
export function planEvidenceComment({
  activity,
  body,
  ...comment
}: EvidenceCommentInput): (CreateComment | UpdateComment)[] {
  if (body === null) return [];
  return planKeptComment({ ...comment, key: evidenceCommentKey(comment.repository.repositoryId, activity), body });
}
