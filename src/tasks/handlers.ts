import { GitHubFailure } from '../github/failure.ts';
import { readInstallation } from '../github/read-installation.ts';
import type { Handler, Jobs, Queue, TaskData } from '../jobs/jobs.ts';
import { RetryLater } from '../jobs/retry-later.ts';
import {
  type Admission,
  admit,
  markUninstalled,
  parkInstallation,
  pauseInstallation,
  reopenInstallation,
} from '../store/installations.ts';
import type { Db } from '../store/tables.ts';
import { findSpent } from './allowance.ts';
import { settleApproval } from './approve.ts';
import { auditRepository } from './audit-repository.ts';
import { checkPullRequest } from './check-pull-request.ts';
import type { TaskContext } from './context.ts';
import { fetchMissingDeliveries } from './fetch-missing-deliveries.ts';
import { clean, forgetInstallationTask, judgeDue, reportAll, sweepAll } from './housekeeping.ts';
import { keepInstallation } from './keep-installation.ts';
import { refreshInstallation } from './refresh-installation.ts';
import {
  approvalTask,
  boardTask,
  conversationTask,
  forgetTask,
  type HousekeepingTask,
  housekeepingRequest,
  housekeepingTask,
  installationRequest,
  installationTask,
  isAskedFor,
  pullRequestTask,
  reportTask,
  repositoryTask,
  secondLookAt,
  sweepTask,
} from './requests.ts';
import { sweep } from './sweep.ts';
import { tendBoard } from './tend-board.ts';
import { tendConversations } from './tend-conversations.ts';
import { tendReports } from './tend-reports.ts';

const HOUSEKEEPING: Readonly<Record<HousekeepingTask['work'], (context: TaskContext) => Promise<void>>> = {
  'sweep-all': sweepAll,
  clean,
  'missing-deliveries': fetchMissingDeliveries,
  'judge-due': judgeDue,
  'report-all': reportAll,
};

/** Which task does the jobs of which queue. */
export function taskHandlers(context: TaskContext): Readonly<Record<Queue, Handler>> {
  const work = (data: TaskData, task: (data: TaskData) => Promise<void>, nature: Partial<Nature> = {}) =>
    patiently(context, data.installationId, { isHeld: true, isAwaited: true, ...nature }, () => task(data));
  return {
    'pull-request': (data) => work(data, (task) => checkPullRequest(context, pullRequestTask.parse(task))),
    repository(data) {
      const task = repositoryTask.parse(data);
      return work(data, () => auditRepository(context, task), { isAwaited: isAskedFor(task) });
    },
    // Never held: it may be that an event tells of what ends the waiting.
    configuration: (data) =>
      work(data, (task) => refreshInstallation(context, installationTask.parse(task)), { isHeld: false }),
    conversation: (data) => work(data, (task) => tendConversations(context, conversationTask.parse(task))),
    approval: (data) => work(data, (task) => settleApproval(context, approvalTask.parse(task))),
    sweep: (data) => work(data, (task) => sweep(context, sweepTask.parse(task)), { isAwaited: false }),
    report: (data) => work(data, (task) => tendReports(context, reportTask.parse(task)), { isAwaited: false }),
    board(data) {
      const task = boardTask.parse(data);
      return work(data, () => tendBoard(context, task), { isAwaited: task.work === 'init' });
    },
    forget: (data) => forgetInstallationTask(context, forgetTask.parse(data)),
    async housekeeping(data) {
      await HOUSEKEEPING[housekeepingTask.parse(data).work](context).catch(untilGitHubAnswers);
    },
  };
}

/** The day's sweep is not lost because GitHub is away just then. */
function untilGitHubAnswers(error: unknown): never {
  if (!(error instanceof GitHubFailure)) throw error;
  throw new RetryLater(Math.max(error.retryAfterSeconds ?? 0, 300), error.message, { cause: error });
}

/** How a piece of work waits. */
interface Nature {
  /** With the others, where the installation is parked. */
  readonly isHeld: boolean;
  /** Somebody waits for it: it may use up the last of what GitHub lets us ask. */
  readonly isAwaited: boolean;
}

/** What has to wait is put off, and not counted as a failure. */
async function patiently(
  context: TaskContext,
  installationId: number,
  { isHeld, isAwaited }: Nature,
  work: () => Promise<void>,
): Promise<void> {
  const { store, now } = context;
  const look = (db: Db) => findSpent(context, db, installationId, isAwaited);
  const admission = await store.asInstallation(installationId, async (db) => {
    // First this: the hour's one try at a token is not taken by what then has to wait.
    const spent = await look(db);
    return spent ?? (await admit(db, installationId, now()));
  });
  if (admission instanceof RetryLater) throw admission;
  if (admission.status === 'paused') throw new RetryLater(admission.retryAfterSeconds, PAUSED);
  if (isHeld && admission.status === 'parked') throw new RetryLater(admission.retryAfterSeconds, PARKED);
  try {
    await work();
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    if (isWithoutToken(error) || error.kind === 'not-granted') return park(context, installationId, error, admission);
    const { kind, status, retryAfterSeconds } = error;
    if (retryAfterSeconds === null) throw error;
    // Without a status it is our own limiter's word, and concerns this one write.
    if (kind === 'limited' && status !== null) {
      await store.asInstallation(installationId, (db) =>
        pauseInstallation(db, installationId, { seconds: retryAfterSeconds, reason: error.message }, now()),
      );
    }
    throw new RetryLater(retryAfterSeconds, error.message, { cause: error });
  }
  await store.asInstallation(installationId, look);
  if (admission.status !== 'open') await reopen(context, installationId);
}

const PAUSED = 'GitHub asked for a pause';
const PARKED = 'GitHub gives no token for the installation';

/** GitHub gives tokens again: what it told in the meantime is made up for. */
async function reopen({ store, enqueue }: TaskContext, installationId: number): Promise<void> {
  await store.asInstallation(installationId, async (db) => {
    await reopenInstallation(db, installationId);
    await enqueue([installationRequest({ installationId, isCatchUp: true })], db);
  });
}

/** GitHub gives no token to an installation that is suspended or gone. */
function isWithoutToken({ route, kind }: GitHubFailure): boolean {
  return route.endsWith('/access_tokens') && (kind === 'forbidden' || kind === 'not-found');
}

/** It grants less than we knew of: with that in mind, the same work goes another way. */
const AT_ONCE_SECONDS = 1;

/**
 * Nothing can be done now: how the installation stands is read. When it comes back, it is swept; where GitHub says that
 * it is active all the same, one try an hour is made, and no more.
 */
async function park(
  context: TaskContext,
  installationId: number,
  { message }: GitHubFailure,
  { status }: Admission,
): Promise<void> {
  const { store, github, enqueue, log } = context;
  // Another one's try will tell, and have read again what this would have read.
  if (status === 'parked') return;
  if (status === 'probe') throw new RetryLater(await putOff(context, installationId), message);
  log.warn({ installationId, message }, 'GitHub refuses what the installation had granted: its work is parked');
  const installation = await readInstallation(github, installationId);
  if (installation === null) {
    await store.asInstallation(installationId, async (db) => {
      await markUninstalled(db, installationId);
      await enqueue([secondLookAt(installationId)], db);
    });
    return;
  }
  const { isRegranted } = await keepInstallation(context, installation);
  if (installation.suspendedAt !== null) return;
  throw new RetryLater(isRegranted ? AT_ONCE_SECONDS : await putOff(context, installationId), message);
}

function putOff({ store, now }: TaskContext, installationId: number): Promise<number> {
  return store.asInstallation(installationId, (db) => parkInstallation(db, installationId, now()));
}

/** What is done by the clock, in UTC. A run that was missed is made up for once. */
export async function scheduleTasks(jobs: Jobs): Promise<void> {
  await jobs.schedule('missing-deliveries', '*/5 * * * *', housekeepingRequest('missing-deliveries'));
  await jobs.schedule('judge-due', '2-59/5 * * * *', housekeepingRequest('judge-due'));
  await jobs.schedule('daily-sweep', '17 3 * * *', housekeepingRequest('sweep-all'));
  await jobs.schedule('daily-reports', '7 5 * * *', housekeepingRequest('report-all'));
  await jobs.schedule('daily-clean', '47 2 * * *', housekeepingRequest('clean'));
}
