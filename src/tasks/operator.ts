import { OperatorError } from '../core/errors.ts';
import type { Verdict } from '../core/verdict.ts';
import { ACTIVITIES } from '../ggi/activities.ts';
import { standingOf } from '../ggi/evidence/standing.ts';
import type { DeadLetter, Jobs, QueueState, TaskRequest, WaitingJob } from '../jobs/jobs.ts';
import { openJobs } from '../jobs/open-jobs.ts';
import type { HeldPlan } from '../plan/brake.ts';
import { POLICIES } from '../policies/index.ts';
import type { EvidenceReport } from '../report/evidence.ts';
import { listAttestations } from '../store/attestations.ts';
import { latestVerdicts } from '../store/audits.ts';
import { readBrake } from '../store/brake.ts';
import { countDeliveries, retryFailedDeliveries } from '../store/deliveries.ts';
import { latestMeasurements } from '../store/evidence.ts';
import { accountLogins, activeInstallations } from '../store/installations.ts';
import { requireMigrated } from '../store/migration-state.ts';
import { openStore } from '../store/open-store.ts';
import { allOverrides, type KeptOverride } from '../store/overrides.ts';
import { currentPauses, type Pause } from '../store/pauses.ts';
import { listRepositories, repositoryNames } from '../store/repositories.ts';
import type { Store } from '../store/store.ts';
import type { Db } from '../store/tables.ts';
import { readWritingStop, resumeWriting, stopWriting, type WritingStop } from '../store/writing-stop.ts';
import { releaseHeld } from './approve.ts';
import { type BoardView, viewBoard } from './board-view.ts';
import type { TaskContext } from './context.ts';
import {
  type GatheredReport,
  type GatheredRules,
  gatherReport,
  gatherRules,
  type ReportWish,
} from './gather-report.ts';
import { type ImportOutcome, importBoard } from './import-board.ts';
import { boardRequest } from './requests.ts';
import { SILENT } from './silent.ts';
import { loadTexts } from './texts.ts';
import { SWEEP_ALL } from './writing.ts';

/** The state of the app, as a command sees it beside the running app or without it. */
export interface OperatorView {
  readonly queues: () => Promise<QueueState[]>;
  /** What has waited the longest in each queue, by name. */
  readonly oldest: () => Promise<WaitingItem[]>;
  readonly deadLetters: () => Promise<DeadLetter[]>;
  readonly retryDeadLetter: Jobs['retryDeadLetter'];
  readonly deleteDeadLetter: Jobs['deleteDeadLetter'];
  /** The newest verdicts of every repository, by `owner/name`, restricted ones included: for the operator's eyes. */
  readonly findings: () => Promise<ReadonlyMap<string, readonly Verdict[]>>;
  /** Who took which commits in without a sign-off, the newest first, by the pull request's `owner/name#7`. */
  readonly overrides: () => Promise<NamedOverride[]>;
  /** How the points of good governance stand, of every organisation: with private names, for the operator's eyes. */
  readonly evidence: (now: Date) => Promise<EvidenceReport[]>;
  /** Deliveries that could not be turned into tasks, or whose task failed for good. */
  readonly failedDeliveries: () => Promise<number>;
  /** Has them dispatched again, as far as their payload is still kept. @returns how many */
  readonly retryDeliveries: () => Promise<number>;
  /** What waits for an approver, with every name: for the operator's eyes. */
  readonly held: () => Promise<HeldInstallation[]>;
  /** Whose work waits at this moment, until when and why. */
  readonly pauses: (now: Date) => Promise<Pause[]>;
  /** Releases this plan. @returns false where another waits by now, or none */
  readonly release: (installationId: number, hash: string, by: string) => Promise<boolean>;
  /** null while writing is allowed. */
  readonly writingStop: () => Promise<WritingStop | null>;
  readonly stopWriting: (stop: WritingStop) => Promise<void>;
  /** Lets writing go on and has everything swept. @returns what had stopped it */
  readonly resumeWriting: () => Promise<WritingStop | null>;
  /** Organisations that have the app, by their logins. */
  readonly organizations: () => Promise<readonly string[]>;
  /** Where one of them stands; null where it does not have the app. */
  readonly report: (organization: string, wish: ReportWish) => Promise<GatheredReport | null>;
  /** What its files demand; null where it does not have the app. */
  readonly rules: (
    organization: string,
    wish: Pick<ReportWish, 'language' | 'audience'>,
  ) => Promise<GatheredRules | null>;
  /** The boards of all active organisations, chosen or not. */
  readonly boards: (now: Date) => Promise<BoardView[]>;
  /** Has the issues filed that are missing. */
  readonly askForBoard: (installationId: number) => Promise<void>;
  /** Takes an earlier board's history over, or tells what would come of it. */
  readonly importBoard: (
    target: Parameters<typeof importBoard>[1],
    imported: Parameters<typeof importBoard>[2],
    how: Parameters<typeof importBoard>[3],
  ) => Promise<ImportOutcome>;
  readonly close: () => Promise<void>;
}

/** An override with the pull request that it is about. */
export interface NamedOverride extends KeptOverride {
  readonly pullRequest: string;
}

/** A task that waits, as the operator knows it. */
export interface WaitingItem extends Pick<WaitingJob, 'queue' | 'since' | 'notBefore'> {
  /** `owner/name#7`, `owner/name`, an account, or the task's key where it is about none of them. */
  readonly about: string;
}

/** Of each queue. */
const OLDEST_SHOWN = 3;

/** A plan that waits for an approver. */
export interface HeldInstallation {
  readonly installationId: number;
  readonly account: string;
  readonly since: Date | null;
  readonly plan: HeldPlan;
}

/**
 * Opens the app's database for a command, and leaves its tables and queues as they are: only the app brings them up to
 * date.
 * @throws OperatorError `database-empty`, `database-older`, `database-newer`
 */
export async function openOperatorView(databaseUrl: string | null, dataFolder: string): Promise<OperatorView> {
  const store = await openOperatorStore(databaseUrl, dataFolder);
  let opened: Promise<Jobs> | null = null;
  const queue = () => {
    opened ??= openQueue(store);
    return opened;
  };
  return {
    queues: async () => (await queue()).waiting(),
    oldest: async () => nameWaiting(store, await (await queue()).oldest(OLDEST_SHOWN)),
    deadLetters: async () => (await queue()).deadLetters(),
    retryDeadLetter: async (id) => (await queue()).retryDeadLetter(id),
    deleteDeadLetter: async (id) => (await queue()).deleteDeadLetter(id),
    findings: () => findingsOf(store),
    overrides: () => overridesIn(store),
    evidence: (now) => evidenceIn(store, now),
    failedDeliveries: async () => (await store.asOperator(countDeliveries)).failed,
    retryDeliveries: () => store.asOperator(retryFailedDeliveries),
    held: () => heldPlans(store),
    pauses: (now) => store.asOperator((db) => currentPauses(db, now)),
    async release(installationId, hash, by) {
      const jobs = await queue();
      const enqueue = (requests: readonly TaskRequest[], db?: Db) =>
        db === undefined ? store.asOperator((own) => jobs.enqueue(own, requests)) : jobs.enqueue(db, requests);
      const world = { store, enqueue, now: () => new Date() };
      return releaseHeld(world, installationId, hash, { name: by, accountId: null });
    },
    writingStop: () => store.asOperator(readWritingStop),
    stopWriting: (stop) => store.asOperator((db) => stopWriting(db, stop)),
    async resumeWriting() {
      const jobs = await queue();
      return store.asOperator(async (db) => {
        const stop = await resumeWriting(db);
        if (stop !== null) await jobs.enqueue(db, [SWEEP_ALL]);
        return stop;
      });
    },
    organizations: async () => (await store.asOperator(activeInstallations)).map(({ account_login }) => account_login),
    report: (organization, wish) =>
      about(store, organization, (context, installation) => gatherReport(context, installation, wish)),
    rules: (organization, wish) =>
      about(store, organization, (context, installation) => gatherRules(context, installation, wish)),
    boards: (now) => boardsIn(store, now),
    async askForBoard(installationId) {
      const jobs = await queue();
      await store.asOperator((db) => jobs.enqueue(db, [boardRequest({ work: 'init', installationId })]));
    },
    importBoard: (target, imported, how) => importBoard(store, target, imported, how),
    async close() {
      // One that could not be opened was told already.
      await opened?.then((jobs) => jobs.stop()).catch(() => {});
      await store.close();
    },
  };
}

/**
 * The app's tables, for a command that leaves them as they are but for its own rows.
 * @throws OperatorError `database-empty`, `database-older`, `database-newer`
 */
export async function openOperatorStore(databaseUrl: string | null, dataFolder: string): Promise<Store> {
  const store = await openStore({ databaseUrl, dataFolder, log: SILENT, isUntouched: true });
  try {
    await requireMigrated(store.pool);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The queues as the app left them; a restored database has none before the app starts. */
async function openQueue({ pool }: Store): Promise<Jobs> {
  const { rowCount } = await pool.query(`select 1 where to_regclass('pgboss.version') is not null`);
  if (rowCount === 0) throw new OperatorError('database-older', { missing: 'the queues' });
  return openJobs({ pool, log: SILENT, isUntouched: true });
}

/** What waits for an approver, of every active installation. */
export async function heldPlans(store: Store): Promise<HeldInstallation[]> {
  const installations = await store.asOperator(activeInstallations);
  const held: HeldInstallation[] = [];
  for (const { installation_id: installationId, account_login: account } of installations) {
    const { held: plan, heldSince: since } = await store.asInstallation(installationId, readBrake);
    if (plan !== null) held.push({ installationId, account, since, plan });
  }
  return held;
}

async function nameWaiting(store: Store, jobs: readonly WaitingJob[]): Promise<WaitingItem[]> {
  const ids = jobs.flatMap(({ data }) => (typeof data.repositoryId === 'number' ? [data.repositoryId] : []));
  const { repositories, accounts } = await store.asOperator(async (db) => ({
    repositories: await repositoryNames(db, ids),
    accounts: await accountLogins(db),
  }));
  return jobs.map(({ queue, key, data, since, notBefore }) => {
    const { installationId, repositoryId, number = null, headSha = null } = data;
    const account = accounts.get(installationId) ?? key;
    if (typeof repositoryId !== 'number') return { queue, about: account, since, notBefore };
    const repository = repositories.get(repositoryId) ?? `${account}, repository ${repositoryId}`;
    const at = typeof headSha === 'string' ? ` at ${headSha}` : '';
    return { queue, about: number === null ? `${repository}${at}` : `${repository}#${number}`, since, notBefore };
  });
}

async function overridesIn(store: Store): Promise<NamedOverride[]> {
  const installations = await store.asOperator(activeInstallations);
  const found: NamedOverride[] = [];
  for (const { installation_id, account_login } of installations) {
    await store.asInstallation(installation_id, async (db) => {
      const overrides = await allOverrides(db);
      const names = await repositoryNames(
        db,
        overrides.map(({ repositoryId }) => repositoryId),
      );
      for (const override of overrides) {
        const name = names.get(override.repositoryId) ?? `${account_login}, repository ${override.repositoryId}`;
        found.push({ ...override, pullRequest: `${name}#${override.number}` });
      }
    });
  }
  return found.sort((a, b) => b.givenAt.getTime() - a.givenAt.getTime());
}

type Gather<T> = (
  context: Pick<TaskContext, 'store' | 'policies' | 'texts' | 'log'>,
  installation: { readonly installationId: number; readonly owner: string },
) => Promise<T>;

/** @returns null where it does not have the app */
async function about<T>(store: Store, organization: string, gather: Gather<T>): Promise<T | null> {
  const wanted = organization.toLowerCase();
  const active = await store.asOperator(activeInstallations);
  const found = active.find(({ account_login }) => account_login.toLowerCase() === wanted);
  if (found === undefined) return null;
  const context = { store, policies: POLICIES, texts: await loadTexts(), log: SILENT };
  return gather(context, { installationId: found.installation_id, owner: found.account_login });
}

async function findingsOf(store: Store): Promise<Map<string, readonly Verdict[]>> {
  const installations = await store.asOperator(activeInstallations);
  const findings = new Map<string, readonly Verdict[]>();
  for (const { installation_id } of installations) {
    await store.asInstallation(installation_id, async (db) => {
      const verdicts = await latestVerdicts(db);
      for (const { repositoryId, owner, name } of await listRepositories(db)) {
        findings.set(`${owner}/${name}`, verdicts.get(repositoryId) ?? []);
      }
    });
  }
  return findings;
}

async function boardsIn(store: Store, now: Date): Promise<BoardView[]> {
  const installations = await store.asOperator(activeInstallations);
  const context = { store, policies: POLICIES, texts: await loadTexts(), log: SILENT };
  const views: BoardView[] = [];
  for (const { installation_id: installationId, account_login: owner } of installations) {
    views.push(await viewBoard(context, { installationId, owner }, { now }));
  }
  return views;
}

async function evidenceIn(store: Store, now: Date): Promise<EvidenceReport[]> {
  const installations = await store.asOperator(activeInstallations);
  const texts = (await loadTexts()).governance('en');
  const day = now.toISOString().slice(0, 10);
  const reports: EvidenceReport[] = [];
  for (const { installation_id: installationId, account_login: organization } of installations) {
    const { measurements, attestations } = await store.asInstallation(installationId, async (db) => ({
      measurements: await latestMeasurements(db),
      attestations: await listAttestations(db),
    }));
    const points = ACTIVITIES.flatMap((activity) => standingOf(activity, measurements, attestations, day));
    reports.push({ organization, points, attestations, texts, day });
  }
  return reports;
}
