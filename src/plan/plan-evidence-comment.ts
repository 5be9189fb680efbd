import { evidenceCommentKey } from '../ggi/board/keys.ts';
import type { CreateComment, RepositoryTarget, UpdateComment } from './action.ts';
import { fingerprint } from './fingerprint.ts';
import type { StandingComment } from './plan-comment.ts';

export interface EvidenceCommentInput {
  readonly repository: RepositoryTarget;
  /** Id of the activity, and number of its issue. */
  readonly activity: string;
  readonly number: number;
  /** null: there is nothing to say. */
  readonly body: string | null;
  readonly standing: StandingComment | null;
}

/** Keeps one comment below an activity's issue: written once, edited in place where its text changed. */
export function planEvidenceComment({
  repository,
  activity,
  number,
  body,
  standing,
}: EvidenceCommentInput): (CreateComment | UpdateComment)[] {
  if (body === null) return [];
  const print = fingerprint(body);
  if (standing?.fingerprint === print) return [];
  const key = evidenceCommentKey(repository.repositoryId, activity);
  const frame = { repository, key, fingerprint: print, details: {}, number, body };
  if (standing === null) return [{ ...frame, kind: 'create-comment', mayStand: false }];
  return [{ ...frame, kind: 'update-comment', commentId: standing.id }];
}
