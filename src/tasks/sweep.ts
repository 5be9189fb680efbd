import type { CollectedRepository } from '../github/collect-repositories.ts';
import { listRepositories } from '../github/list-repositories.ts';
import { pendingDue } from '../store/agreements.ts';
import { type Artifact, unconfirmedIn } from '../store/artifacts.ts';
import { companyRequests } from '../store/company-requests.ts';
import { waitingContributions } from '../store/contributions.ts';
import { markFirstAudit, markSure } from '../store/installations.ts';
import { advanceSweep, findSweep, finishSweep, startSweep } from '../store/sweeps.ts';
import { adoptFoundIn } from './adopt-found.ts';
import { heedAllowance } from './allowance.ts';
import { chosenBoard } from './board.ts';
import { loadCandidate, notePlan, settleSweep } from './brake.ts';
import { checksCommits } from './check-sign-offs.ts';
import { collect } from './collect.ts';
import { type Configuration, loadConfiguration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { judgeHeads } from './judge-heads.ts';
import { type Judgement, judgeRepository, NO_WISH } from './judge-repository.ts';
import { refreshMembers } from './members.ts';
import { recordJudgement } from './record.ts';
import { boardRequest, conversationRequest, DAILY, type SweepTask } from './requests.ts';
import { judgedAgain } from './take-up-agreements.ts';

/** GitHub answers for so many repositories within its ten seconds; for fewer where it does not. */
const REPOSITORIES_A_QUERY = 25;

/**
 * Judges all repositories of an installation, many in one query, and heals what lost deliveries left behind. It writes
 * nothing itself: when all are seen, and what would be written is not too much at once, the audits of the repositories
 * concerned are asked for, which read again and are the only ones at their repositories. A configuration that waits is
 * tried on the same facts. A sweep that was broken off goes on at the same page, as long as it is
 * judged by the same.
 */
export async function sweep(context: TaskContext, { installationId, trigger }: SweepTask): Promise<void> {
  const { store, github, now, log } = context;
  const configuration = await loadConfiguration(context, installationId);
  if (configuration === null) return;
  const candidate = await loadCandidate(context, configuration);
  const doubts = await readDoubts(context, configuration);
  const wanted = (await store.asInstallation(installationId, findSweep))?.headsWantedAt ?? null;
  const moments = [doubts.since, wanted].map((moment) => moment?.toISOString() ?? '');
  const basis = [configuration.print, candidate?.print ?? '', ...moments].join(' ').trimEnd();
  const judged = { inForce: configuration, candidate, isEveryHead: wanted !== null };
  const cursor = await store.asInstallation(installationId, (db) => startSweep(db, installationId, basis, now()));
  const reader = github.reader(installationId);
  let page: number | null = cursor === null ? 1 : Number(cursor);
  while (page !== null) {
    const { repositories, nextPage } = await listRepositories(reader, page);
    for (let start = 0; start < repositories.length; start += REPOSITORIES_A_QUERY) {
      // Between two queries, so that what is left of the hour stays for pull requests; it goes on at this page.
      await heedAllowance(context, installationId);
      const batch = repositories.slice(start, start + REPOSITORIES_A_QUERY);
      for (const repository of batch.filter(({ repositoryId }) => doubts.isAbout(repositoryId))) {
        await adoptFoundIn(context, installationId, repository, configuration.granted);
      }
      const { collected, unread, artifacts } = await collect(context, installationId, batch, {
        governanceRepository: configuration.governanceRepository,
        withPullRequests: true,
        asksSignOffs: checksCommits(configuration),
        granted: configuration.granted,
      });
      // The others go on; such a one is looked at again by the next sweep.
      for (const repository of unread) log.warn({ installationId, ...repository }, 'a repository could not be read');
      for (const repository of collected) {
        await sweepRepository(context, judged, { repository, artifacts }, trigger);
      }
    }
    page = nextPage;
    const next = page === null ? null : String(page);
    await store.asInstallation(installationId, (db) => advanceSweep(db, next, repositories.length));
  }
  await context.checkpoint('swept');
  await store.asInstallation(installationId, async (db) => {
    // First its end, as what is settled may ask for the next.
    await finishSweep(db, wanted, now());
    await settleSweep(context, db, judged, trigger);
    const dayAgo = new Date(now().getTime() - 86_400_000);
    if ((await waitingContributions(db, dayAgo, 1)).length > 0) {
      await context.enqueue([conversationRequest({ work: 'promises', installationId })], db);
    }
    if ((await companyRequests(db)).length > 0) {
      await context.enqueue([conversationRequest({ work: 'companies', installationId })], db);
    }
    await refreshMembers(context, db, configuration);
    await context.enqueue(judgedAgain(installationId, await pendingDue(db, now())), db);
    if (chosenBoard(context, configuration) !== null) {
      await context.enqueue([boardRequest({ work: 'refresh', installationId })], db);
    }
    await markFirstAudit(db, installationId, now());
    if (doubts.since !== null) await markSure(db, installationId, doubts.since);
  });
  log.info({ installationId, trigger }, 'swept');
}

interface SweepBasis {
  readonly inForce: Configuration;
  readonly candidate: Configuration | null;
  /** All open pull requests are judged again, as what they are judged by has changed. */
  readonly isEveryHead: boolean;
}

/** Where something of ours may stand on GitHub that the store does not know. */
interface Doubts {
  /** The database was put back: it may stand anywhere. */
  readonly since: Date | null;
  isAbout(repositoryId: number): boolean;
}

async function readDoubts(
  { store, now, listLagSeconds }: TaskContext,
  { installationId, unsureSince: since }: Configuration,
): Promise<Doubts> {
  const listed = new Date(now().getTime() - listLagSeconds * 1000);
  const unconfirmed = await store.asInstallation(installationId, (db) => unconfirmedIn(db, listed));
  return { since, isAbout: (repositoryId) => since !== null || unconfirmed.has(repositoryId) };
}

/** What goes wrong with one repository is its own: its audit is asked for with the others, and the sweep goes on. */
async function sweepRepository(
  context: TaskContext,
  { inForce, candidate, isEveryHead }: SweepBasis,
  { repository, artifacts }: { readonly repository: CollectedRepository; readonly artifacts: readonly Artifact[] },
  trigger: string,
): Promise<void> {
  const { installationId } = inForce;
  const { repositoryId } = repository;
  const judge = async (configuration: Configuration): Promise<Judgement | null> => {
    try {
      return await judgeRepository(context, configuration, repository, artifacts, NO_WISH);
    } catch (error) {
      context.log.error({ installationId, repositoryId, err: error }, 'a repository could not be swept');
      return null;
    }
  };
  if (candidate !== null) await notePlan(context, candidate, repository, await judge(candidate));
  const judgement = await judge(inForce);
  if (judgement === null || judgement.actions.length > 0) await notePlan(context, inForce, repository, judgement);
  else await recordJudgement(context, inForce, repository, judgement, { trigger, isEveryHead });
  if (judgement === null || judgement.mode !== 'enforce' || judgement.checkNames.length === 0) return;
  const isToTheLast = isEveryHead || trigger === DAILY;
  const { checkNames } = judgement;
  await judgeHeads(context, installationId, { repository, checkNames, isEvery: isEveryHead, isToTheLast });
}
