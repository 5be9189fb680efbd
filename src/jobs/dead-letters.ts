import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { DeadLetter, Queue, TaskData } from './jobs.ts';
import { DEAD_LETTERS } from './queues.ts';

const Output = z.object({ message: z.string() });
const WrappedOutput = z.object({ value: Output });

/** What failed for the last time, the oldest first. */
export async function listDeadLetters(boss: PgBoss): Promise<DeadLetter[]> {
  const jobs = await boss.findJobs<TaskData>(DEAD_LETTERS, { queued: true });
  return jobs.map((job) => ({
    id: job.id,
    queue: job.sourceName ?? '',
    key: job.singletonKey ?? '',
    data: job.data,
    attempts: (job.sourceRetryCount ?? 0) + 1,
    failedAt: job.createdOn,
    error: messageOf(job.sourceOutput),
  }));
}

export async function retryDeadLetter(boss: PgBoss, id: string): Promise<boolean> {
  if (!isId(id)) return false;
  return (await boss.redrive(DEAD_LETTERS, { ids: [id] })) > 0;
}

/** The name of a kept error that lies outside and passes. */
export const PASSING = 'PassingFailure';

/** More than this at once would keep what is new waiting; the next ones come with the next call. */
const MOST_REVIVED = 200;

/**
 * Its first job, which the queue keeps for a day, tells since when it has been tried. So the pauses double, and whoever
 * looks after a day finds it waiting for a person.
 */
export async function reviveDeadLetters(boss: PgBoss): Promise<number> {
  const { rows } = await boss.getDb().executeSql(
    `select letter.id from pgboss.job letter
     join pgboss.job first on first.name = letter.source_name and first.id = coalesce(letter.source_root_id, letter.source_id)
     where letter.name = $1 and letter.state < 'active' and letter.source_output ->> 'name' = $2
       and now() - letter.created_on >= letter.created_on - first.created_on
     order by letter.created_on limit $3`,
    [DEAD_LETTERS, PASSING, MOST_REVIVED],
  );
  const ids = z.array(z.object({ id: z.string() })).parse(rows);
  return ids.length === 0 ? 0 : boss.redrive(DEAD_LETTERS, { ids: ids.map(({ id }) => id) });
}

export async function deleteDeadLetter(boss: PgBoss, id: string): Promise<boolean> {
  if (!isId(id)) return false;
  const found = await boss.findJobs(DEAD_LETTERS, { id });
  if (found.length > 0) await boss.deleteJob(DEAD_LETTERS, id);
  return found.length > 0;
}

/** What a person types may be anything; the database takes nothing but UUIDs. */
function isId(text: string): boolean {
  return z.uuid().safeParse(text).success;
}

/** A key that has now succeeded needs nobody to look at its earlier failures. */
export async function forgetDeadLetters(boss: PgBoss, queue: Queue, key: string): Promise<void> {
  const dead = await boss.findJobs(DEAD_LETTERS, { key, queued: true });
  const ids = dead.filter((job) => job.sourceName === queue).map((job) => job.id);
  if (ids.length > 0) await boss.deleteJob(DEAD_LETTERS, ids);
}

/** The queue keeps a thrown error, or for a dead worker's job its own words. */
function messageOf(output: unknown): string {
  const own = Output.safeParse(output);
  if (own.success) return own.data.message;
  const wrapped = WrappedOutput.safeParse(output);
  return wrapped.success ? wrapped.data.value.message : 'unknown';
}
