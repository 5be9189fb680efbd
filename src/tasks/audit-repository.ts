import { type Evaluation, evaluatePolicies } from '../core/evaluate.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { type CollectedRepository, collectRepositories } from '../github/collect-repositories.ts';
import { licensesFact } from '../licenses/licenses-fact.ts';
import { planRepository } from '../plan/plan-repository.ts';
import { wantedFiles } from '../plan/wanted-files.ts';
import { renderPolicyIssue } from '../report/policy-issue.ts';
import { renderProposal } from '../report/proposal-body.ts';
import { artifactsAbout } from '../store/artifacts.ts';
import { recordAudit } from '../store/audits.ts';
import { markRemoved, saveRepository } from '../store/repositories.ts';
import { acknowledge } from './acknowledge.ts';
import { carryOut } from './carry-out.ts';
import { type Configuration, loadConfiguration } from './configuration.ts';
import { rejectedCheck } from './configuration-check.ts';
import { CONFIGURATION_FILE } from './configuration-files.ts';
import { contentCache } from './content-cache.ts';
import type { TaskContext } from './context.ts';
import { proposalTexts } from './proposal-texts.ts';
import { frameFor } from './report-frame.ts';
import { settleRepositoryConfiguration } from './repository-configuration.ts';
import type { RepositoryTask } from './requests.ts';
import { standingOf } from './standing.ts';
import { inheritableOf, watchedBy } from './watched.ts';

/** Audits one repository: collect → evaluate → plan → execute → record. */
export async function auditRepository(context: TaskContext, task: RepositoryTask): Promise<void> {
  const { installationId, repositoryId, nodeId } = task;
  const configuration = await loadConfiguration(context, installationId);
  if (configuration === null) return;
  const [collected] = await collect(context, installationId, [{ repositoryId, nodeId }], false);
  if (collected === undefined) {
    await context.store.asInstallation(installationId, (db) => markRemoved(db, repositoryId, context.now()));
    return;
  }
  const { retry } = await auditCollected(context, configuration, collected, task);
  if (retry !== null) throw retry;
}

/** Reads repositories with what we keep about them. Those that are gone are left out. */
export async function collect(
  context: TaskContext,
  installationId: number,
  repositories: readonly { readonly repositoryId: number; readonly nodeId: string }[],
  withPullRequests: boolean,
): Promise<CollectedRepository[]> {
  const { store, github, policies } = context;
  const ids = repositories.map(({ repositoryId }) => repositoryId);
  const artifacts = await store.asInstallation(installationId, (db) => artifactsAbout(db, ids));
  const request = {
    nodeIds: repositories.map(({ nodeId }) => nodeId),
    watched: [...watchedBy(policies), CONFIGURATION_FILE],
    inheritable: inheritableOf(policies),
    standing: artifacts.flatMap(({ nodeId }) => (nodeId === null ? [] : [nodeId])),
    withPullRequests,
  };
  const collected = await collectRepositories(
    github.reader(installationId),
    request,
    contentCache(context, installationId),
  );
  await context.checkpoint('collected');
  return collected;
}

/** What became of one repository's audit. */
export interface AuditOutcome {
  readonly written: number;
  /** Why the job is to be tried again, though all was recorded; null when it is done. */
  readonly retry: unknown;
}

/** What an audit is asked for, and by whom. */
export type AuditWish = Pick<RepositoryTask, 'trigger'> & Partial<RepositoryTask>;

/** Evaluates what was collected, plans, carries it out and records it. */
export async function auditCollected(
  context: TaskContext,
  configuration: Configuration,
  collected: CollectedRepository,
  { trigger, isProposalRequested = false, commentId = null }: AuditWish,
): Promise<AuditOutcome> {
  const { store, policies, now, log, checkpoint } = context;
  const { installationId } = configuration;
  const { repositoryId, description, headSha } = collected;
  const repository = { repositoryId, owner: description.owner, name: description.name };

  const snapshot = snapshotOf(context, collected);
  const own = await settleRepositoryConfiguration(context, configuration, collected);
  const effective = configuration.forRepository(description, own.text);
  const evaluation = evaluatePolicies(policies, snapshot, effective.settings, now().toISOString().slice(0, 10));
  reportFailures(context, repository, evaluation);
  await checkpoint('evaluated');

  const { verdicts } = evaluation;
  const frame = frameFor(context, configuration, effective);
  const standing = await standingOf(context, installationId, repositoryId, collected.standing);
  const unknown = verdicts.filter(({ outcome }) => outcome === 'unknown');
  const texts = proposalTexts(context.texts, effective, description);
  const isEnforced = effective.mode === 'enforce' && effective.checks && headSha !== null;
  const complaint =
    isEnforced && own.problems.length > 0
      ? await rejectedCheck(context, installationId, { repository, headSha }, frame, own.problems)
      : [];
  const actions = [
    ...complaint,
    ...planRepository({
      repository,
      description,
      headSha,
      mode: effective.mode,
      features: effective,
      verdicts,
      governanceRepository: configuration.governanceRepository,
      standing,
      wantedFiles: wantedFiles(policies, verdicts, texts),
      isProposalRequested,
      now: now().toISOString(),
      renderIssue: (failing, about) =>
        renderPolicyIssue(frame, { failing, unknown, defaultBranch: description.defaultBranch, about }),
      renderProposal: (files) => {
        const paths = files.map(({ path }) => path);
        return renderProposal(frame, { paths, license: paths.includes('LICENSE') ? effective.defaultLicense : null });
      },
    }),
  ];
  const permitted =
    effective.mode === 'enforce' ? await acknowledge(context, repository, { installationId, commentId }) : [];
  await checkpoint('planned');

  const rights = { mode: effective.mode, ownRepositories: configuration.ownRepositories };
  const outcome = await carryOut(context, installationId, [...actions, ...permitted], rights);
  await checkpoint('executed');

  await store.asInstallation(installationId, async (db) => {
    const { visibility, isArchived: archived, defaultBranch } = description;
    const seen = {
      installationId,
      ...repository,
      nodeId: collected.nodeId,
      visibility,
      archived,
      defaultBranch,
      headSha,
      snapshot,
    };
    await saveRepository(db, seen, now());
    await recordAudit(db, {
      installationId,
      repositoryId,
      subject: `${repository.owner}/${repository.name}`,
      commit: headSha,
      trigger,
      mode: effective.mode,
      configurationSha: configuration.commit,
      at: now(),
      verdicts,
    });
  });
  await checkpoint('recorded');
  const failing = verdicts.filter(({ outcome }) => outcome === 'fail').map(({ policy }) => policy);
  log.info(
    {
      installationId,
      repository: `${repository.owner}/${repository.name}`,
      trigger,
      mode: effective.mode,
      failing,
      written: outcome.written,
    },
    'audited',
  );
  return outcome;
}

/** All facts about a repository: those collected, and those that follow from them. */
export function snapshotOf(
  { reference }: TaskContext,
  { description, files, inherited }: Pick<CollectedRepository, 'description' | 'files' | 'inherited'>,
): Snapshot<'repository'> {
  return {
    description: { status: 'known', value: description },
    files,
    inherited,
    licenses: licensesFact(files, reference.licenseTexts),
  };
}

/** A policy that threw is our mistake: it is told to the operator, and the others go on. */
export function reportFailures(
  { log }: TaskContext,
  repository: { readonly owner: string; readonly name: string },
  { failures }: Evaluation,
): void {
  for (const { policy, cause } of failures) {
    log.error({ policy, repository: `${repository.owner}/${repository.name}`, err: cause }, 'a policy failed');
  }
}
