import { isGranted, type Permissions } from '../core/features.ts';
import type { Verdict } from '../core/verdict.ts';
import type { CollectedRepository } from '../github/collect-repositories.ts';
import { isLatestAudit, recordAudit } from '../store/audits.ts';
import { noteProposals } from '../store/open-proposals.ts';
import { findRepository, saveRepository } from '../store/repositories.ts';
import type { Configuration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { isJudgedOtherwise } from './contribution-files.ts';
import type { Judgement } from './judge-repository.ts';
import { auditRequest, aWhileLater, CATCH_UP, SECOND_LOOK } from './requests.ts';

/** What had a repository judged. */
interface Occasion {
  readonly trigger: string;
  /** All its open pull requests are judged again already. */
  readonly isEveryHead: boolean;
}

/**
 * Keeps what was seen of a repository and how it was judged, whatever became of the actions. Where pull requests are to
 * be judged by other files than when it was last seen, all open ones are: the push that changed them may have been lost.
 */
export async function recordJudgement(
  { store, now, log, enqueue, checkpoint }: TaskContext,
  { installationId, commit: configurationSha, granted }: Configuration,
  { nodeId, headSha, description }: CollectedRepository,
  { repository, snapshot, mode, verdicts, proposals, checkNames }: Judgement,
  { trigger, isEveryHead }: Occasion,
): Promise<void> {
  const { visibility, isArchived: archived, defaultBranch } = description;
  const { repositoryId } = repository;
  const subject = `${repository.owner}/${repository.name}`;
  await store.asInstallation(installationId, async (db) => {
    const isChecking = mode === 'enforce' && checkNames.length > 0;
    const before = isChecking && !isEveryHead ? await findRepository(db, repositoryId) : undefined;
    if (before?.facts && isJudgedOtherwise(before.facts.files, snapshot.files)) {
      await enqueue([auditRequest({ installationId, repositoryId, nodeId, trigger, isEveryHead: true })], db);
    }
    const seen = { ...repository, installationId, nodeId, visibility, archived, defaultBranch, headSha, snapshot };
    await saveRepository(db, seen, now());
    await noteProposals(db, proposals);
    const audit = { installationId, repositoryId, subject, commit: headSha, trigger, mode, configurationSha, verdicts };
    const isNews = !(await isLatestAudit(db, audit));
    // Sweeps in place of deliveries come every few minutes: what they find unchanged is not kept again.
    if (trigger !== CATCH_UP || isNews) await recordAudit(db, { ...audit, at: now() });
    // What stays unknown for the same reason was looked at twice already, and is by each sweep.
    if (trigger === CATCH_UP || trigger === SECOND_LOOK || !isNews || !mayClearUp(verdicts, granted)) return;
    await enqueue([aWhileLater(auditRequest({ installationId, repositoryId, nodeId, trigger: SECOND_LOOK }))], db);
  });
  await checkpoint('recorded');
  const failing = verdicts.filter(({ outcome }) => outcome === 'fail').map(({ policy }) => policy);
  log.info({ installationId, repository: subject, trigger, mode, failing }, 'audited');
}

/** Whether something was unknown for another reason than that we may not read it: GitHub may tell it the next time. */
export function mayClearUp(verdicts: readonly Verdict[], granted: Permissions): boolean {
  return isGranted({ contents: 'read' }, granted) && verdicts.some(({ outcome }) => outcome === 'unknown');
}
