import type { CollectedRepository } from '../github/collect-repositories.ts';
import { listRepositories } from '../github/list-repositories.ts';
import { CHECK_NAME, checkRunKey } from '../plan/plan-check-run.ts';
import { type Artifact, findArtifact } from '../store/artifacts.ts';
import { markFirstAudit } from '../store/installations.ts';
import { advanceSweep, finishSweep, startSweep } from '../store/sweeps.ts';
import { collect } from './collect.ts';
import { type Configuration, loadConfiguration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { type Judgement, judgeRepository, NO_WISH } from './judge-repository.ts';
import { recordJudgement } from './record.ts';
import { auditRequest, pullRequestRequest, type SweepTask } from './requests.ts';

/** GitHub answers for so many repositories within its ten seconds; for fewer where it does not. */
const REPOSITORIES_A_QUERY = 25;

/**
 * Judges all repositories of an installation, many in one query, and heals what lost deliveries left behind. It writes
 * nothing itself: where something is to be written, the repository's own audit is asked for, which reads again and is the
 * only one at that repository. A sweep that was broken off goes on at the same page.
 */
export async function sweep(context: TaskContext, { installationId, trigger }: SweepTask): Promise<void> {
  const { store, github, now, log } = context;
  const configuration = await loadConfiguration(context, installationId);
  if (configuration === null) return;
  const cursor = await store.asInstallation(installationId, (db) => startSweep(db, installationId, now()));
  const reader = github.reader(installationId);
  let page: number | null = cursor === null ? 1 : Number(cursor);
  while (page !== null) {
    const { repositories, nextPage } = await listRepositories(reader, page);
    for (let start = 0; start < repositories.length; start += REPOSITORIES_A_QUERY) {
      const batch = repositories.slice(start, start + REPOSITORIES_A_QUERY);
      const { collected, unread, artifacts } = await collect(context, installationId, batch, {
        governanceRepository: configuration.governanceRepository,
        withPullRequests: true,
        granted: configuration.granted,
      });
      // The others go on; such a one is looked at again by the next sweep.
      for (const repository of unread) log.warn({ installationId, ...repository }, 'a repository could not be read');
      for (const repository of collected) {
        await sweepRepository(context, configuration, { repository, artifacts }, trigger);
      }
    }
    page = nextPage;
    if (page !== null)
      await store.asInstallation(installationId, (db) => advanceSweep(db, String(page), repositories.length));
  }
  await store.asInstallation(installationId, async (db) => {
    await finishSweep(db, now());
    await markFirstAudit(db, installationId);
  });
  log.info({ installationId, trigger }, 'swept');
}

/** What goes wrong with one repository is its own: its audit is asked for, and the sweep goes on. */
async function sweepRepository(
  context: TaskContext,
  configuration: Configuration,
  { repository, artifacts }: { readonly repository: CollectedRepository; readonly artifacts: readonly Artifact[] },
  trigger: string,
): Promise<void> {
  const { installationId } = configuration;
  const { repositoryId, nodeId } = repository;
  const audit = auditRequest({ installationId, repositoryId, nodeId, trigger });
  let judgement: Judgement;
  try {
    judgement = await judgeRepository(context, configuration, repository, artifacts, NO_WISH);
  } catch (error) {
    context.log.error({ installationId, repositoryId, err: error }, 'a repository could not be swept');
    await context.enqueue([audit]);
    return;
  }
  if (judgement.actions.length > 0) await context.enqueue([audit]);
  else await recordJudgement(context, configuration, repository, judgement, trigger);
  if (judgement.mode !== 'enforce' || !judgement.reportsChecks) return;
  await judgeHeads(context, installationId, repository, trigger === 'configuration');
}

/** Open pull requests whose head has no check run of ours, since its event was lost; all of them after a new configuration. */
async function judgeHeads(
  { store, enqueue }: TaskContext,
  installationId: number,
  { repositoryId, nodeId, openPullRequests }: CollectedRepository,
  isEvery: boolean,
): Promise<void> {
  for (const { number, headSha } of openPullRequests) {
    const key = checkRunKey(repositoryId, CHECK_NAME, headSha);
    const reported = await store.asInstallation(installationId, (db) => findArtifact(db, key));
    if (reported?.intentStatus === 'done' && !isEvery) continue;
    await enqueue([pullRequestRequest({ installationId, repositoryId, nodeId, number, headSha })]);
  }
}
