import { setTimeout as delay } from 'node:timers/promises';
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import { QUEUES, type QueueState, type TaskData, type TaskState, type WaitingJob } from './jobs.ts';
import { DEAD_LETTERS } from './queues.ts';

// The library's own counts are up to a minute old; its table is read as it documents it.
const Counts = z.array(
  z.object({
    name: z.string(),
    waiting: z.number(),
    deferred: z.number(),
    active: z.number(),
    oldest: z.number().nullable(),
  }),
);

/** What runs SQL on the database of the queue. */
export interface QueueDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

export interface JobFigures {
  readonly queues: readonly QueueState[];
  /** Jobs that failed for the last time. */
  readonly dead: number;
}

/** The same for a database where nothing is to be opened or changed, such as for a command that only looks. */
export async function readJobFigures(db: QueueDatabase): Promise<JobFigures> {
  const { rows } = await db.executeSql(
    `select count(*)::int as dead from pgboss.job where name = $1 and state < 'active'`,
    [DEAD_LETTERS],
  );
  const [row] = z.array(z.object({ dead: z.number() })).parse(rows);
  return { queues: await readQueues(db), dead: row?.dead ?? 0 };
}

export async function readQueues(db: QueueDatabase): Promise<QueueState[]> {
  const counts = Counts.parse(
    (
      await db.executeSql(
        `select name,
          (count(*) filter (where state < 'active' and start_after <= now()))::int as waiting,
          (count(*) filter (where state < 'active' and start_after > now()))::int as deferred,
          (count(*) filter (where state = 'active'))::int as active,
          (extract(epoch from now() - min(start_after) filter (where state < 'active' and start_after <= now())))::float8 as oldest
         from pgboss.job where name = any($1) and state <= 'active' group by name`,
        [QUEUES],
      )
    ).rows,
  );
  return QUEUES.map((queue) => {
    const found = counts.find(({ name }) => name === queue);
    return {
      queue,
      waiting: found?.waiting ?? 0,
      deferred: found?.deferred ?? 0,
      active: found?.active ?? 0,
      oldestSeconds: found?.oldest ?? null,
    };
  });
}

const Waiting = z.array(
  z.object({
    queue: z.enum(QUEUES),
    key: z.string().nullable(),
    data: z.looseObject({ installationId: z.number() }),
    since: z.date(),
    notBefore: z.date().nullable(),
  }),
);

export async function readOldest(db: QueueDatabase, each: number): Promise<WaitingJob[]> {
  const { rows } = await db.executeSql(
    `select q.queue, j.* from unnest($1::text[]) with ordinality as q (queue, n)
     cross join lateral (
       select singleton_key as key, data, created_on as since,
         case when start_after > now() then start_after end as "notBefore"
       from pgboss.job where name = q.queue and state < 'active'
       order by created_on, singleton_key limit $2
     ) j order by q.n, j.since, j.key`,
    [QUEUES, each],
  );
  return Waiting.parse(rows).map(({ data, key, ...job }) => ({ ...job, key: key ?? '', data: data as TaskData }));
}

const States = z.array(z.object({ pending: z.boolean(), dead: z.boolean() }));

export async function readStates(
  boss: PgBoss,
  tasks: readonly { readonly queue: string; readonly key: string }[],
): Promise<TaskState[]> {
  const { rows } = await boss.getDb().executeSql(
    `select
      exists (select 1 from pgboss.job j where j.name = t.queue and j.singleton_key = t.key and j.state <= 'active') as pending,
      exists (select 1 from pgboss.job j where j.name = $3 and j.source_name = t.queue and j.singleton_key = t.key
        and j.state <= 'active') as dead
     from unnest($1::text[], $2::text[]) with ordinality as t (queue, key, n) order by t.n`,
    [tasks.map(({ queue }) => queue), tasks.map(({ key }) => key), DEAD_LETTERS],
  );
  return States.parse(rows).map(({ pending, dead }) => (pending ? 'pending' : dead ? 'dead' : 'none'));
}

export async function waitUntilIdle(boss: PgBoss, withinSeconds: number): Promise<void> {
  const isBusy = async () => {
    const { rows } = await boss.getDb().executeSql(
      `select 1 from pgboss.job where name = any($1)
        and (state = 'active' or (state < 'active' and start_after <= now() + $2::float8 * interval '1s')) limit 1`,
      [QUEUES, withinSeconds],
    );
    return rows.length > 0;
  };
  while (await isBusy()) await delay(20);
}
