import type { RepositoryDescription } from '../core/snapshot.ts';
import type { Verdict } from '../core/verdict.ts';

/** Whether a repository's own issue and checks may tell of a verdict: all who read them may read it too. */
export function mayShow({ disclosure }: Verdict, { visibility }: Pick<RepositoryDescription, 'visibility'>): boolean {
  return disclosure === 'public' || visibility === 'private';
}
