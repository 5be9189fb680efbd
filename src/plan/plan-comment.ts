import type { CreateComment, RepositoryTarget, UpdateComment } from './action.ts';
import { fingerprint } from './fingerprint.ts';

/** Our one comment under an issue or pull request. */
export interface StandingComment {
  readonly id: number;
  /** Of what we last wrote, from the store. */
  readonly fingerprint: string | null;
}

export interface CommentInput {
  readonly repository: RepositoryTarget;
  /** Of the issue or pull request. */
  readonly number: number;
  readonly body: string;
  readonly standing: StandingComment | null;
  /** One of ours may stand that the store does not know. */
  readonly mayStand: boolean;
}

/** Keeps one comment for who contributes from outside: written once, edited in place where its text changed. */
export function planComment(
  { repository, number, body, standing, mayStand }: CommentInput,
  details: CreateComment['details'] = {},
): (CreateComment | UpdateComment)[] {
  const print = fingerprint(body);
  if (standing?.fingerprint === print) return [];
  const key = onboardingKey(repository.repositoryId, number);
  const frame = { repository, key, fingerprint: print, details, number, body };
  if (standing === null) return [{ ...frame, kind: 'create-comment', mayStand }];
  return [{ ...frame, kind: 'update-comment', commentId: standing.id }];
}

export function onboardingKey(repositoryId: number, number: number): string {
  return `onboarding:${repositoryId}:${number}`;
}
