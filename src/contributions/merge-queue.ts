import type { Commit } from './commit.ts';
import { type ContributionFinding, finding } from './finding.ts';
import { peopleIn } from './sign-off.ts';

/** A commit of a merge queue, as far as it is looked at. */
export interface QueueCommit extends Pick<Commit, 'sha' | 'parents' | 'message'> {}

/**
 * Judges the commits that a merge queue made of a pull request's. Nobody but GitHub made them, so some sign-off in each
 * is enough: whose it is was judged on the pull request's own. Merges need none, nor does what stands for commits that
 * needed none themselves.
 * @param excused the pull request's commits that needed no sign-off
 */
export function judgeQueue(
  made: readonly QueueCommit[],
  own: readonly Commit[],
  excused: ReadonlySet<string>,
): ContributionFinding[] {
  const isOwn = new Set(own.map(({ sha }) => sha));
  const excusedMessages = new Set(own.filter(({ sha }) => excused.has(sha)).map(({ message }) => message.trimEnd()));
  const needsNone = own.every(({ sha }) => excused.has(sha));
  return made.flatMap(({ sha, parents, message }) => {
    if (isOwn.has(sha) || parents.length > 1) return [];
    if (needsNone || excusedMessages.has(message.trimEnd())) return [];
    const isSigned = (peopleIn(message)?.signOffs.length ?? 0) > 0;
    return isSigned
      ? [finding({ sha, outcome: 'pass' }, 'queue-commit-signed-off')]
      : [finding({ sha, outcome: 'fail', remedy: REMEDY }, 'queue-commit-without-sign-off')];
  });
}

/** The contributor can do nothing about it. */
const REMEDY = [
  {
    way: null,
    says: 'A maintainer can mend it: in the repository’s settings, below “Pull requests”, let the default message of squash merges be “Pull request title and commit details”. Then take the pull request out of the queue, and put it in again.',
    lines: [],
  },
] as const;
