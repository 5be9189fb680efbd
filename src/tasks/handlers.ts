import { GitHubFailure } from '../github/failure.ts';
import { readInstallation } from '../github/read-installation.ts';
import type { Handler, Jobs, Queue, TaskData } from '../jobs/jobs.ts';
import { RetryLater } from '../jobs/retry-later.ts';
import { markUninstalled } from '../store/installations.ts';
import { settleApproval } from './approve.ts';
import { auditRepository } from './audit-repository.ts';
import { checkPullRequest } from './check-pull-request.ts';
import type { TaskContext } from './context.ts';
import { fetchMissingDeliveries } from './fetch-missing-deliveries.ts';
import { clean, forgetInstallationTask, sweepAll } from './housekeeping.ts';
import { keepInstallation } from './keep-installation.ts';
import { refreshInstallation } from './refresh-installation.ts';
import {
  approvalTask,
  forgetTask,
  type HousekeepingTask,
  housekeepingRequest,
  housekeepingTask,
  installationTask,
  pullRequestTask,
  repositoryTask,
  sweepTask,
} from './requests.ts';
import { sweep } from './sweep.ts';

const HOUSEKEEPING: Readonly<Record<HousekeepingTask['work'], (context: TaskContext) => Promise<void>>> = {
  'sweep-all': sweepAll,
  clean,
  'missing-deliveries': fetchMissingDeliveries,
};

/** Which task does the jobs of which queue. */
export function taskHandlers(context: TaskContext): Readonly<Record<Queue, Handler>> {
  const work = (data: TaskData, task: (data: TaskData) => Promise<void>) =>
    patiently(context, data.installationId, () => task(data));
  return {
    'pull-request': (data) => work(data, (task) => checkPullRequest(context, pullRequestTask.parse(task))),
    repository: (data) => work(data, (task) => auditRepository(context, repositoryTask.parse(task))),
    configuration: (data) => work(data, (task) => refreshInstallation(context, installationTask.parse(task))),
    approval: (data) => work(data, (task) => settleApproval(context, approvalTask.parse(task))),
    sweep: (data) => work(data, (task) => sweep(context, sweepTask.parse(task))),
    forget: (data) => forgetInstallationTask(context, forgetTask.parse(data)),
    async housekeeping(data) {
      await HOUSEKEEPING[housekeepingTask.parse(data).work](context);
    },
  };
}

/** What has to wait is put off, and not counted as a failure. */
async function patiently(context: TaskContext, installationId: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    if (isWithoutToken(error) || error.kind === 'not-granted') return park(context, installationId, error);
    if (error.retryAfterSeconds === null) throw error;
    throw new RetryLater(error.retryAfterSeconds, error.message, { cause: error });
  }
}

/** GitHub gives no token to an installation that is suspended or gone. */
function isWithoutToken({ route, kind }: GitHubFailure): boolean {
  return route.endsWith('/access_tokens') && (kind === 'forbidden' || kind === 'not-found');
}

/** Where GitHub says that the installation is active all the same, it is asked once an hour. */
const PARKED_SECONDS = 3600;
/** It grants less than we knew of: with that in mind, the same work goes another way. */
const AT_ONCE_SECONDS = 1;

/** Nothing can be done now: how the installation stands is read; when it comes back, it is swept. */
async function park(context: TaskContext, installationId: number, { message }: GitHubFailure): Promise<void> {
  const { store, github, log } = context;
  log.warn({ installationId, message }, 'GitHub refuses what the installation had granted: its work is parked');
  const installation = await readInstallation(github, installationId);
  if (installation === null) {
    await store.asInstallation(installationId, (db) => markUninstalled(db, installationId));
    return;
  }
  const { isRegranted } = await keepInstallation(context, installation);
  if (installation.suspendedAt !== null) return;
  throw new RetryLater(isRegranted ? AT_ONCE_SECONDS : PARKED_SECONDS, message);
}

/** What is done by the clock, in UTC. A run that was missed is made up for once. */
export async function scheduleTasks(jobs: Jobs): Promise<void> {
  await jobs.schedule('missing-deliveries', '*/5 * * * *', housekeepingRequest('missing-deliveries'));
  await jobs.schedule('daily-sweep', '17 3 * * *', housekeepingRequest('sweep-all'));
  await jobs.schedule('daily-clean', '47 2 * * *', housekeepingRequest('clean'));
}
