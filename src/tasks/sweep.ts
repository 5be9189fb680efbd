import type { CollectedRepository } from '../github/collect-repositories.ts';
import { listRepositories } from '../github/list-repositories.ts';
import { CHECK_NAME, checkRunKey } from '../plan/plan-check-run.ts';
import { findArtifact } from '../store/artifacts.ts';
import { markFirstAudit } from '../store/installations.ts';
import { advanceSweep, finishSweep, startSweep } from '../store/sweeps.ts';
import { auditCollected, collect } from './audit-repository.ts';
import { type Configuration, loadConfiguration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { pullRequestRequest, type SweepTask } from './requests.ts';

/** GitHub answers for so many repositories within its ten seconds; for fewer where it does not. */
const REPOSITORIES_A_QUERY = 25;

/**
 * Audits all repositories of an installation, and has open pull requests judged whose head has no check run of ours: what
 * lost deliveries left behind is healed. Where it is broken off it goes on at the same page.
 */
export async function sweep(context: TaskContext, { installationId, trigger }: SweepTask): Promise<void> {
  const { store, github, now, log } = context;
  const configuration = await loadConfiguration(context, installationId);
  if (configuration === null) return;
  const cursor = await store.asInstallation(installationId, (db) => startSweep(db, installationId, now()));
  const reader = github.reader(installationId);
  let retry: unknown = null;
  let page: number | null = cursor === null ? 1 : Number(cursor);
  while (page !== null) {
    const { repositories, nextPage } = await listRepositories(reader, page);
    for (let start = 0; start < repositories.length; start += REPOSITORIES_A_QUERY) {
      const batch = repositories.slice(start, start + REPOSITORIES_A_QUERY);
      const collected = await collect(context, installationId, batch, true);
      for (const repository of collected) {
        const outcome = await sweepRepository(context, configuration, repository, trigger);
        retry ??= outcome.retry;
        await store.asInstallation(installationId, (db) => advanceSweep(db, String(page), 1, outcome.written));
      }
    }
    page = nextPage;
    if (page !== null) await store.asInstallation(installationId, (db) => advanceSweep(db, String(page), 0, 0));
  }
  await store.asInstallation(installationId, async (db) => {
    await finishSweep(db, now());
    await markFirstAudit(db, installationId);
  });
  log.info({ installationId, trigger }, 'swept');
  if (retry !== null) throw retry;
}

async function sweepRepository(
  context: TaskContext,
  configuration: Configuration,
  repository: CollectedRepository,
  trigger: string,
) {
  const outcome = await auditCollected(context, configuration, repository, { trigger });
  const { installationId } = configuration;
  const { repositoryId, nodeId } = repository;
  const isJudged = configuration.forRepository(repository.description, null).mode === 'enforce';
  for (const { number, headSha } of isJudged ? repository.openPullRequests : []) {
    const key = checkRunKey(repositoryId, CHECK_NAME, headSha);
    const reported = await context.store.asInstallation(installationId, (db) => findArtifact(db, key));
    if (reported?.intentStatus === 'done') continue;
    await context.enqueue([pullRequestRequest({ installationId, repositoryId, nodeId, number, headSha })]);
  }
  return outcome;
}
