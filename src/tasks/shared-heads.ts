import type { ContributionVerdict } from '../contributions/finding.ts';
import { readOpenPulls } from '../github/read-pull-states.ts';
import { COMMIT_CHECK_NAMES } from '../plan/expected-checks.ts';
import { checkRunKey } from '../plan/plan-check-run.ts';
import { type VerdictsByNumber, verdictsIn } from '../plan/plan-sign-off-check.ts';
import { findArtifacts } from '../store/artifacts.ts';
import type { TaskContext } from './context.ts';
import { type PullRequestTask, pullRequestRequest } from './requests.ts';
import { detailsOf } from './standing.ts';

/**
 * What the other pull requests of a commit came to, of which it has one check. One that is closed, or has another head
 * by now, speaks no more; GitHub is asked only where one of them would let the check fail.
 * @param kept what was kept with the check run
 * @param number the pull request that is judged now
 */
export async function othersOf(
  { github }: TaskContext,
  { installationId, nodeId }: PullRequestTask,
  kept: VerdictsByNumber,
  { number, headSha }: { readonly number: number; readonly headSha: string },
): Promise<Record<string, ContributionVerdict>> {
  const { [number]: _own, ...others } = kept;
  const doubtful = Object.entries(others).flatMap(([other, verdict]) => (verdict === 'pass' ? [] : [Number(other)]));
  if (doubtful.length === 0) return others;
  const open = await readOpenPulls(github.reader(installationId), nodeId, doubtful);
  const speaking = new Set(open.filter((pull) => pull.headSha === headSha).map((pull) => pull.number));
  return Object.fromEntries(
    Object.entries(others).filter(([other, verdict]) => verdict === 'pass' || speaking.has(Number(other))),
  );
}

/** One of several pull requests of a commit was closed: the others are judged again, as their check may have told of it. */
export async function releaseOthers({ store, enqueue }: TaskContext, task: PullRequestTask): Promise<void> {
  const { installationId, repositoryId, nodeId, headSha, number } = task;
  if (headSha === null || number === null) return;
  await store.asInstallation(installationId, async (db) => {
    const keys = COMMIT_CHECK_NAMES.map((name) => checkRunKey(repositoryId, name, headSha));
    const kept = (await findArtifacts(db, keys)).map((artifact) => verdictsIn(detailsOf(artifact)));
    const held = kept.filter((verdicts) => (verdicts[number] ?? 'pass') !== 'pass');
    const others = new Set(held.flatMap((verdicts) => Object.keys(verdicts).map(Number)));
    others.delete(number);
    const about = { installationId, repositoryId, nodeId, headSha };
    await enqueue(
      [...others].map((other) => pullRequestRequest({ ...about, number: other })),
      db,
    );
  });
}
