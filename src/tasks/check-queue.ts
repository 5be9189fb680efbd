import type { ContributionReport } from '../contributions/check-commits.ts';
import type { Commit } from '../contributions/commit.ts';
import { type ContributionFinding, finding } from '../contributions/finding.ts';
import { judgeQueue } from '../contributions/merge-queue.ts';
import { readQueueCommits } from '../github/read-queue-commits.ts';
import type { TaskContext } from './context.ts';
import type { PullRequestTask } from './requests.ts';

/**
 * Looks at the commits that a merge queue made of a pull request that is itself in order: its settings may let their
 * messages drop the sign-offs.
 */
export async function checkQueue(
  { github }: TaskContext,
  { installationId, nodeId, groupSha, groupBaseSha }: PullRequestTask,
  own: readonly Commit[],
  { verdict, findings }: ContributionReport,
): Promise<readonly ContributionFinding[]> {
  if (groupSha === undefined || groupBaseSha === undefined || verdict !== 'pass') return [];
  const where = { repositoryNodeId: nodeId, headSha: groupSha, baseSha: groupBaseSha };
  const made = await readQueueCommits(github.reader(installationId), where);
  if (made === null) return [finding({ sha: null, outcome: 'unknown' }, 'queue-unread')];
  const excused = new Set(
    findings.flatMap(({ sha, outcome }) => (sha === null || outcome !== 'not-applicable' ? [] : [sha])),
  );
  return judgeQueue(made, own, excused);
}
