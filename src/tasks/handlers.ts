import { GitHubFailure } from '../github/failure.ts';
import type { Handler, Jobs, Queue } from '../jobs/jobs.ts';
import { RetryLater } from '../jobs/retry-later.ts';
import { auditRepository } from './audit-repository.ts';
import { checkPullRequest } from './check-pull-request.ts';
import type { TaskContext } from './context.ts';
import { clean, forgetInstallationTask, sweepAll } from './housekeeping.ts';
import { refreshInstallation } from './refresh-installation.ts';
import {
  forgetTask,
  housekeepingTask,
  installationTask,
  pullRequestTask,
  repositoryTask,
  sweepTask,
} from './requests.ts';
import { sweep } from './sweep.ts';

/** Which task does the jobs of which queue. */
export function taskHandlers(context: TaskContext): Readonly<Record<Queue, Handler>> {
  return {
    'pull-request': (data) => patiently(checkPullRequest(context, pullRequestTask.parse(data))),
    repository: (data) => patiently(auditRepository(context, repositoryTask.parse(data))),
    configuration: (data) => patiently(refreshInstallation(context, installationTask.parse(data))),
    sweep: (data) => patiently(sweep(context, sweepTask.parse(data))),
    forget: (data) => forgetInstallationTask(context, forgetTask.parse(data)),
    async housekeeping(data) {
      const { work } = housekeepingTask.parse(data);
      await (work === 'sweep-all' ? sweepAll(context) : clean(context));
    },
  };
}

/** What has to wait is put off, and not counted as a failure. */
async function patiently(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    if (error.retryAfterSeconds !== null)
      throw new RetryLater(error.retryAfterSeconds, error.message, { cause: error });
    throw error;
  }
}

/** What is done by the clock, in UTC. A run that was missed is made up for once. */
export async function scheduleTasks(jobs: Jobs): Promise<void> {
  const housekeeping = (work: 'sweep-all' | 'clean') =>
    ({ queue: 'housekeeping', key: work, data: { installationId: 0, work } }) as const;
  await jobs.schedule('daily-sweep', '17 3 * * *', housekeeping('sweep-all'));
  await jobs.schedule('daily-clean', '47 2 * * *', housekeeping('clean'));
}
