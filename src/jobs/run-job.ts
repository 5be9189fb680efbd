import type { Pool } from 'pg';
import type { Db, JobWithMetadata, PgBoss } from 'pg-boss';
import type { BaseLogger } from 'pino';
import { forgetDeadLetters, PASSING } from './dead-letters.ts';
import type { Handler, JobHooks, Queue, TaskData } from './jobs.ts';
import { RetryLater } from './retry-later.ts';

interface Run {
  readonly boss: PgBoss;
  readonly pool: Pool;
  readonly queue: Queue;
  readonly handler: Handler;
  readonly hooks: JobHooks;
  readonly describe: (error: unknown) => string;
  readonly isPassing: (error: unknown) => boolean;
  readonly log: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
}

/** What the log tells of a job. */
interface About {
  readonly queue: Queue;
  readonly key: string;
  readonly installationId: number;
  /** From 1. */
  readonly attempt: number;
}

/** Runs a job's handler and tells of its end. What is thrown from here makes the queue try it again, or bury it. */
export async function runJob(run: Run, job: JobWithMetadata<TaskData>): Promise<void> {
  const { queue, hooks, log } = run;
  const key = job.singletonKey ?? '';
  const about: About = { queue, key, installationId: job.data.installationId, attempt: job.retryCount + 1 };
  try {
    const end = await doOrPutOff(run, job, about);
    hooks.ended?.(queue, end);
  } catch (error) {
    const description = run.describe(error);
    if (job.retryCount < job.retryLimit) {
      hooks.ended?.(queue, 'failed');
      log.warn({ ...about, err: error }, 'job failed, will be tried again');
    } else {
      hooks.ended?.(queue, 'dead');
      log.error({ ...about, err: error }, 'job failed for the last time');
      try {
        await hooks.dead(queue, key, description);
      } catch (untold) {
        // Thrown instead, it would hide what the job failed by. Whoever waits for the job finds it dead at the next look.
        log.error({ ...about, err: untold }, 'nobody could be told that a job failed for the last time');
      }
    }
    // Only the words: the queue keeps what is thrown, and a client's error holds its whole request.
    const kept = new Error(description);
    if (run.isPassing(error)) kept.name = PASSING;
    throw kept;
  }
}

/** Also what goes wrong while a job is put off is a failure of the job. */
async function doOrPutOff(run: Run, job: JobWithMetadata<TaskData>, about: About): Promise<'done' | 'put-off'> {
  const { queue, handler, hooks, log } = run;
  try {
    await handler(job.data, { startedAt: job.startedOn, attempt: about.attempt, signal: job.signal });
    await hooks.done(queue, about.key, job.startedOn);
    await forgetDeadLetters(run.boss, queue, about.key);
    return 'done';
  } catch (error) {
    if (!(error instanceof RetryLater)) throw error;
    log.info({ ...about, seconds: error.seconds, reason: error.reason }, 'job put off');
    await putOff(run, job, error.seconds);
    return 'put-off';
  }
}

/** Ends this job and has its key wait instead, together: what waits already waits longer. */
async function putOff({ boss, pool, queue }: Run, job: JobWithMetadata<TaskData>, seconds: number): Promise<void> {
  const singletonKey = job.singletonKey ?? '';
  const startAfter = Math.max(1, Math.ceil(seconds));
  await inTransaction(pool, async (db) => {
    await boss.complete(queue, job, null, { db });
    const { updated } = await boss.update(queue, undefined, { singletonKey, startAfter, match: 'all', db });
    if (updated > 0) return;
    const group = { id: String(job.data.installationId) };
    await boss.insert(queue, [{ singletonKey, data: job.data, startAfter, group }], { db });
  });
}

async function inTransaction(pool: Pool, work: (db: Db) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await work({ executeSql: (text, values) => client.query(text, values) });
    await client.query('commit');
    client.release();
  } catch (error) {
    // Closing it rolls back.
    client.release(true);
    throw error;
  }
}
