import type { Pool } from 'pg';
import { fromKysely, PgBoss } from 'pg-boss';
import type { BaseLogger } from 'pino';
import { deleteDeadLetter, listDeadLetters, retryDeadLetter, reviveDeadLetters } from './dead-letters.ts';
import { readJobFigures, readOldest, readQueues, readStates, waitUntilIdle } from './inspect.ts';
import { type Handler, type JobHooks, type Jobs, QUEUES, type Queue, type TaskData, type TaskRequest } from './jobs.ts';
import { DEAD_LETTER_OPTIONS, DEAD_LETTERS, DEFAULT_JOB_SETTINGS, type JobSettings, queueOptions } from './queues.ts';
import { runJob } from './run-job.ts';
import { makeSpacing, type Spacing } from './spacing.ts';
import { fetchAgain, makeWaker, type WakeLater } from './wake.ts';

export interface JobsOptions {
  /** The store's: jobs live in the same database, so that a job and a row are written together or not at all. */
  readonly pool: Pool;
  readonly log: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
  readonly hooks?: JobHooks;
  /** How an error is kept with its job: without secrets. */
  readonly describe?: (error: unknown) => string;
  /** Whether what made a job fail lies outside and may pass, so that a job that failed for good is worth another try. */
  readonly isPassing?: (error: unknown) => boolean;
  readonly settings?: Partial<JobSettings>;
  /** The queues are there, and are left as they are: for who only looks, or adds a job. */
  readonly isUntouched?: boolean;
}

const NO_HOOKS: JobHooks = { done: async () => {}, dead: async () => {} };

/** Opens the queues, and creates them where they are missing. Nothing runs before `work`. */
export async function openJobs(options: JobsOptions): Promise<Jobs> {
  const { pool, log, hooks = NO_HOOKS, describe = String, isPassing = () => false, isUntouched = false } = options;
  const settings: JobSettings = { ...DEFAULT_JOB_SETTINGS, ...options.settings };
  const boss = new PgBoss({
    ...addressOf(pool),
    // Its queries are short, and each connection is a process of the database's, of some megabytes.
    max: 2,
    schema: 'pgboss',
    useListenNotify: true,
    registerInstance: false,
    migrate: !isUntouched,
    supervise: !isUntouched,
    schedule: settings.hasClock && !isUntouched,
    superviseIntervalSeconds: settings.superviseSeconds,
    monitorIntervalSeconds: settings.superviseSeconds,
  });
  boss.on('error', (error) => log.error({ err: error }, 'queue error'));
  boss.on('warning', ({ message, data }) => log.warn({ warning: message, data }, 'queue warning'));
  await boss.start();
  if (!isUntouched) await createQueues(boss, settings);

  const spacing = makeSpacing(settings.apartSeconds * 1000);
  const wakeLater = makeWaker(boss);

  return {
    enqueue: (db, requests) =>
      enqueue(
        boss,
        db,
        requests.map((request) => spaced(request, spacing, wakeLater)),
      ),

    async work(handlers: Readonly<Record<Queue, Handler>>, giveWay = async () => {}) {
      for (const queue of QUEUES) {
        const concurrency = settings.concurrency[queue];
        const workOptions = {
          includeMetadata: true,
          localConcurrency: concurrency,
          // In this process's memory: counted in the database, simultaneous workers would all see none running.
          localGroupConcurrency: Math.max(1, concurrency - 1),
          pollingIntervalSeconds: Math.min(1, settings.pollSeconds),
          notifyPollingIntervalSeconds: settings.pollSeconds,
        } as const;
        const run = { boss, pool, queue, handler: handlers[queue], hooks, describe, isPassing, log };
        await boss.work<TaskData, void, typeof workOptions>(queue, workOptions, async (jobs) => {
          try {
            for (const job of jobs) {
              await giveWay();
              spacing.begin(spacingKey(queue, job.singletonKey ?? ''));
              await runJob(run, job);
            }
          } finally {
            fetchAgain(boss, queue);
          }
        });
      }
    },

    async schedule(name, cron, request) {
      await boss.schedule(request.queue, cron, request.data, {
        key: name,
        singletonKey: request.key,
        group: { id: String(request.data.installationId) },
        missed: 'once',
      });
    },

    waiting: () => readQueues(boss.getDb()),
    figures: () => readJobFigures(boss.getDb()),
    oldest: (each) => readOldest(boss.getDb(), each),
    states: (tasks) => readStates(boss, tasks),
    deadLetters: () => listDeadLetters(boss),
    retryDeadLetter: (id) => retryDeadLetter(boss, id),
    deleteDeadLetter: (id) => deleteDeadLetter(boss, id),
    reviveDeadLetters: () => reviveDeadLetters(boss),
    idle: (withinSeconds = 0) => waitUntilIdle(boss, withinSeconds),
    stop: () => boss.stop({ graceful: true, timeout: settings.drainSeconds * 1000, close: true }),
  };
}

/** The request, not before it is time for its key's next run; a worker is told then. */
function spaced(request: TaskRequest, spacing: Spacing, wakeLater: WakeLater): TaskRequest {
  const waitMs = spacing.waitFor(spacingKey(request.queue, request.key));
  if (waitMs === 0 || request.startAfterSeconds !== undefined) return request;
  wakeLater(request.queue, waitMs);
  return { ...request, startAfterSeconds: waitMs / 1000 };
}

function spacingKey(queue: Queue, key: string): string {
  return `${queue} ${key}`;
}

/** pg-boss keeps connections of its own: its queries must never wait for a handler's transaction to give one back. */
function addressOf({ options }: Pool): { connectionString: string; application_name?: string } {
  const { connectionString, application_name } = options;
  if (connectionString === undefined) throw new Error('The queue needs the database’s address.');
  return { connectionString, ...(application_name === undefined ? {} : { application_name }) };
}

async function createQueues(boss: PgBoss, settings: JobSettings): Promise<void> {
  const existing = new Set((await boss.getQueues()).map(({ name }) => name));
  if (!existing.has(DEAD_LETTERS)) await boss.createQueue(DEAD_LETTERS, DEAD_LETTER_OPTIONS);
  for (const queue of QUEUES) {
    const options = queueOptions(queue, settings);
    if (existing.has(queue)) await boss.updateQueue(queue, options);
    // One active, one waiting: `exclusive` would refuse what arrives while one is active, and lose the newest state.
    else await boss.createQueue(queue, { ...options, policy: 'stately' });
  }
}

async function enqueue(
  boss: PgBoss,
  db: Parameters<Jobs['enqueue']>[0],
  requests: readonly TaskRequest[],
): Promise<void> {
  if (requests.length === 0) return;
  const transaction = fromKysely(db);
  // The app's role has no right to the queues: the login role writes them, then the role is taken again.
  const { rows } = await transaction.executeSql(
    "select current_setting('role') as role, set_config('role', 'none', true)",
  );
  for (const queue of QUEUES) {
    const jobs = requests.filter((request) => request.queue === queue).map(toJob);
    if (jobs.length > 0) await boss.insert(queue, jobs, { db: transaction });
  }
  await transaction.executeSql("select set_config('role', $1, true)", [rows[0]?.role]);
}

function toJob({ key, data, startAfterSeconds }: TaskRequest) {
  return {
    singletonKey: key,
    data,
    group: { id: String(data.installationId) },
    ...(startAfterSeconds === undefined ? {} : { startAfter: startAfterSeconds }),
  };
}
