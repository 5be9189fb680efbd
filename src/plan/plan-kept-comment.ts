import type { CreateComment, RepositoryTarget, UpdateComment } from './action.ts';
import { fingerprint } from './fingerprint.ts';
import type { StandingComment } from './plan-comment.ts';
import { planNote } from './plan-note.ts';

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
  if (standing === null) return [planNote(comment)];
  const print = fingerprint(comment.body);
  if (standing.fingerprint === print) return [];
  return [{ ...comment, fingerprint: print, details: {}, kind: 'update-comment', commentId: standing.id }];
}
