import { createGitHub } from '../../src/github/client.ts';
import type { TaskRequest } from '../../src/jobs/jobs.ts';
import { RetryLater } from '../../src/jobs/retry-later.ts';
import type { TaskContext } from '../../src/tasks/context.ts';
import { taskHandlers } from '../../src/tasks/handlers.ts';
import type { House } from './house.ts';

/** Does tasks as the queue does them, but moves the clock where the queue would wait. */
export interface PatientWorker {
  readonly context: TaskContext;
  /** Does these tasks, and those that follow from them, each until it succeeds or has failed too often. */
  run(...requests: readonly TaskRequest[]): Promise<void>;
  /** The errors that made the queue try again. */
  readonly failures: readonly unknown[];
  /** How long it was asked to wait, in seconds. */
  readonly waits: readonly number[];
}

const ATTEMPTS = 6;
const RETRY_SECONDS = 2;

/** From here on the house has one clock, which stands still but for the worker's waiting. */
export function patientWorker(
  { github, installation, context: given, enqueued }: House,
  { timeoutMs = 10_000, ...change }: Partial<TaskContext> & { readonly timeoutMs?: number } = {},
): PatientWorker {
  github.clock.set(github.clock.now());
  const now = () => github.clock.now();
  const failures: unknown[] = [];
  const waits: number[] = [];
  const client = createGitHub({
    appId: installation.app.id,
    privateKey: installation.app.privateKey,
    baseUrl: github.url,
    userAgent: 'portreeve-test',
    timeoutMs,
    now,
  });
  const context = { ...given, github: client, now: () => new Date(now()), listLagSeconds: 60, ...change };
  const handlers = taskHandlers(context);

  async function runOne({ queue, data }: TaskRequest): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; ) {
      try {
        const job = { startedAt: new Date(now()), attempt, signal: new AbortController().signal };
        return await handlers[queue](data, job);
      } catch (error) {
        const isLater = error instanceof RetryLater;
        if (isLater) waits.push(error.seconds);
        else {
          failures.push(error);
          attempt += 1;
        }
        github.clock.advance((isLater ? error.seconds : RETRY_SECONDS) * 1000);
      }
    }
  }

  return {
    context,
    failures,
    waits,
    async run(...requests) {
      enqueued.push(...requests);
      for (let next = enqueued.shift(); next !== undefined; next = enqueued.shift()) await runOne(next);
    },
  };
}
