import type { CreateComment, RepositoryTarget, UpdateComment } from './action.ts';
import { fingerprint } from './fingerprint.ts';
import type { StandingComment } from './plan-comment.ts';

export interface KeptCommentInput {
  readonly repository: RepositoryTarget;
  readonly key: string;
  /** Of the issue below which it stands. */
  readonly number: number;
  readonly body: string;
  readonly standing: StandingComment | null;
}

/** Keeps one comment below an issue: written once, edited in place where its text changed. */
export function planKeptComment(input: KeptCommentInput): (CreateComment | UpdateComment)[] {
  const { standing, ...comment } = input;
  const print = fingerprint(comment.body);
  if (standing?.fingerprint === print) return [];
  const frame = { ...comment, fingerprint: print, details: {} };
  if (standing === null) return [{ ...frame, kind: 'create-comment', mayStand: false }];
  return [{ ...frame, kind: 'update-comment', commentId: standing.id }];
}
