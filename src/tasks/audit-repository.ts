import { GitHubFailure } from '../github/failure.ts';
import { RetryLater } from '../jobs/retry-later.ts';
import { markRemoved } from '../store/repositories.ts';
import { carryOut } from './carry-out.ts';
import { checksCommits } from './check-sign-offs.ts';
import { collect } from './collect.ts';
import { loadConfiguration, rightsUnder } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { judgeHeads } from './judge-heads.ts';
import { judgeRepository } from './judge-repository.ts';
import { recordJudgement } from './record.ts';
import { auditRequest, aWhileLater, isAskedFor, type RepositoryTask, SECOND_LOOK } from './requests.ts';
import { tellPublication } from './tell-publication.ts';

/** Until what was written within the hour counts no more. */
const HELD_SECONDS = 3600;

/** Audits one repository: collect → evaluate → plan → execute → record. */
export async function auditRepository(context: TaskContext, task: RepositoryTask): Promise<void> {
  const { installationId, repositoryId, nodeId, trigger } = task;
  const configuration = await loadConfiguration(context, installationId, { isAwaited: isAskedFor(task) });
  if (configuration === null) return;
  const {
    collected: [collected],
    unread: [unread],
    artifacts,
  } = await collect(context, installationId, [{ repositoryId, nodeId }], {
    governanceRepository: configuration.governanceRepository,
    withPullRequests: task.isEveryHead === true,
    asksSignOffs: checksCommits(configuration),
    granted: configuration.granted,
  });
  if (unread !== undefined) throw new GitHubFailure('outage', 'POST /graphql', unread.reason, { status: 200 });
  if (collected === undefined) {
    await context.store.asInstallation(installationId, async (db) => {
      await markRemoved(db, repositoryId, context.now());
      if (trigger !== SECOND_LOOK)
        await context.enqueue([aWhileLater(auditRequest({ ...task, trigger: SECOND_LOOK }))], db);
    });
    return;
  }
  // Whether that comment counts is known only when its author was looked up, and it is answered then.
  const wish = task.isPublicationRequested === true ? { ...task, commentId: null } : task;
  const judgement = await judgeRepository(context, configuration, collected, artifacts, wish);
  const rights = rightsUnder(configuration, judgement.mode);
  const { retry, isHeld } = await carryOut(context, installationId, judgement.actions, rights, artifacts);
  await context.checkpoint('executed');
  const isEveryHead = task.isEveryHead === true;
  await recordJudgement(context, configuration, collected, judgement, { trigger, isEveryHead });
  const { checkNames } = judgement;
  if (isEveryHead && judgement.mode === 'enforce' && checkNames.length > 0) {
    const look = { repository: collected, checkNames, isEvery: true, isToTheLast: true };
    await judgeHeads(context, installationId, look);
  }
  if (retry !== null) throw retry;
  await tellPublication(context, configuration, { collected, judgement, artifacts }, task);
  // No sweep would plan it again: what a person pressed a button for is known to this task alone.
  if (isHeld && task.isProposalRequested) throw new RetryLater(HELD_SECONDS, 'the proposal that was asked for is held');
}
