import { type Selectable, sql } from 'kysely';
import type { Db, DeliveryTable } from './tables.ts';

/** A task of a delivery, by what makes it one with others. */
export interface TaskKey {
  readonly queue: string;
  readonly key: string;
}

export type ClaimedDelivery = Pick<Selectable<DeliveryTable>, 'delivery_id' | 'event' | 'attempts' | 'body_format'> & {
  readonly body: Buffer;
};

/** The oldest stored ones that no other process has claimed; they stay claimed until the transaction ends. */
export async function claimDeliveries(db: Db, limit: number): Promise<ClaimedDelivery[]> {
  return db
    .selectFrom('delivery')
    .select(['delivery_id', 'event', 'attempts', 'body', 'body_format'])
    .where('status', '=', 'stored')
    .where('body', 'is not', null)
    .$narrowType<{ body: Buffer }>()
    .orderBy('received_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** Whom each delivery is about, and what it waits for from now on; one without a task is finished. */
export interface Dispatched {
  readonly deliveryId: string;
  readonly action: string | null;
  /** 0 where the event has none. */
  readonly installationId: number;
  readonly repositoryId: number | null;
  readonly tasks: readonly TaskKey[];
}

export async function markDispatched(db: Db, dispatched: readonly Dispatched[]): Promise<void> {
  const rows = dispatched.flatMap(({ deliveryId, installationId, tasks }) =>
    tasks.map(({ queue, key }) => ({ deliveryId, installationId, queue, key })),
  );
  // Distinct, or PostgreSQL refuses to update a row twice.
  await sql`insert into delivery_task (delivery_id, installation_id, queue, key)
    select distinct * from unnest(${rows.map((row) => row.deliveryId)}::text[],
      ${rows.map((row) => row.installationId)}::bigint[],
      ${rows.map((row) => row.queue)}::text[], ${rows.map((row) => row.key)}::text[])
    on conflict (delivery_id, queue, key) do update set dispatched_at = now()`.execute(db);
  await sql`update delivery set error = null,
      installation_id = read.installation_id, action = read.action, repository_id = read.repository_id,
      status = case when waits then 'dispatched' else 'finished' end,
      finished_at = case when waits then null else now() end
    from unnest(${dispatched.map((row) => row.deliveryId)}::text[],
      ${dispatched.map((row) => row.installationId)}::bigint[],
      ${dispatched.map((row) => row.action)}::text[], ${dispatched.map((row) => row.repositoryId)}::bigint[],
      ${dispatched.map((row) => row.tasks.length > 0)}::boolean[])
      as read (delivery_id, installation_id, action, repository_id, waits)
    where delivery.delivery_id = read.delivery_id`.execute(db);
}

/** Ends what can never be dispatched: nothing comes of it, now or at another attempt. */
export async function markRefused(db: Db, deliveryId: string, reason: string): Promise<void> {
  await sql`update delivery set status = 'finished', error = ${reason}, finished_at = now()
    where delivery_id = ${deliveryId}`.execute(db);
}

/** Counts an attempt at dispatching that failed; the last one ends it. */
export async function markDispatchFailed(db: Db, deliveryId: string, error: string, attempts: number): Promise<void> {
  await sql`update delivery set attempts = attempts + 1, error = ${error},
      status = case when attempts + 1 >= ${attempts} then 'failed' else status end
    where delivery_id = ${deliveryId}`.execute(db);
}

/**
 * A task came to its end: what was dispatched before it started has been seen to, and deliveries that wait for nothing
 * else are finished.
 */
export async function settleTask(db: Db, { queue, key }: TaskKey, startedAt: Date): Promise<void> {
  // Locked first: two last tasks of a delivery that end at once would each still see the other.
  const locked = await sql<{ delivery_id: string }>`
    select delivery_id from delivery where delivery_id in (
      select delivery_id from delivery_task
      where queue = ${queue} and key = ${key} and dispatched_at <= ${startedAt})
    order by delivery_id for update`.execute(db);
  if (locked.rows.length === 0) return;
  const ids = locked.rows.map((row) => row.delivery_id);
  await db
    .deleteFrom('delivery_task')
    .where('queue', '=', queue)
    .where('key', '=', key)
    .where('dispatched_at', '<=', startedAt)
    .where('delivery_id', 'in', ids)
    .execute();
  await sql`update delivery set status = 'finished', error = null, finished_at = now()
    where delivery_id = any(${ids}) and status in ('dispatched', 'failed')
      and not exists (select 1 from delivery_task t where t.delivery_id = delivery.delivery_id)`.execute(db);
}

/** A task failed for the last time: so did the deliveries that wait for it, until somebody runs it again. */
export async function failTask(db: Db, { queue, key }: TaskKey, error: string): Promise<void> {
  await sql`update delivery set status = 'failed', error = ${error}
    where status = 'dispatched' and delivery_id in (
      select delivery_id from delivery_task where queue = ${queue} and key = ${key})`.execute(db);
}

export interface WaitingTask extends TaskKey {
  readonly installationId: number;
}

/** The tasks that dispatched deliveries have waited for longer than this. */
export async function longWaitingTasks(db: Db, seconds: number): Promise<WaitingTask[]> {
  return db
    .selectFrom('delivery_task')
    .innerJoin('delivery', 'delivery.delivery_id', 'delivery_task.delivery_id')
    .select(['queue', 'key', 'delivery_task.installation_id as installationId'])
    .distinct()
    .where('delivery.status', '=', 'dispatched')
    .where('dispatched_at', '<', sql<Date>`now() - ${seconds} * interval '1 second'`)
    .execute();
}

/** Dispatches anew what waits for this task, as the task itself is gone. */
export async function dispatchAgain(db: Db, { queue, key }: TaskKey): Promise<void> {
  await sql`update delivery set status = 'stored' where status = 'dispatched' and body is not null and delivery_id in (
    select delivery_id from delivery_task where queue = ${queue} and key = ${key})`.execute(db);
}

/** Deletes bodies after a week (finished ones) and deliveries after 90 days. */
export async function deleteOldDeliveries(db: Db): Promise<{ bodies: number; deliveries: number }> {
  const bodies = await sql`update delivery set body = null
    where body is not null and status in ('finished', 'failed') and received_at < now() - interval '7 days'`.execute(
    db,
  );
  const deliveries = await sql`delete from delivery
    where status in ('finished', 'failed') and received_at < now() - interval '90 days'`.execute(db);
  return { bodies: Number(bodies.numAffectedRows ?? 0), deliveries: Number(deliveries.numAffectedRows ?? 0) };
}

export type DeliveryCounts = Readonly<Record<DeliveryTable['status'], number>> & {
  /** Since the oldest one that is stored and not dispatched was received; null without one. */
  readonly oldestStoredSeconds: number | null;
};

/** How many there are in each state. */
export async function countDeliveries(db: Db): Promise<DeliveryCounts> {
  const { rows } = await sql<{ status: DeliveryTable['status']; count: number; seconds: number }>`
    select status, count(*) as count, extract(epoch from now() - min(received_at))::float8 as seconds
    from delivery group by status`.execute(db);
  const of = (status: string) => rows.find((row) => row.status === status);
  return {
    stored: of('stored')?.count ?? 0,
    dispatched: of('dispatched')?.count ?? 0,
    finished: of('finished')?.count ?? 0,
    failed: of('failed')?.count ?? 0,
    oldestStoredSeconds: of('stored')?.seconds ?? null,
  };
}

/** Runs the failed ones again; those whose body is gone stay failed. */
export async function retryFailedDeliveries(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`update delivery set status = 'stored', attempts = 0, error = null
    where status = 'failed' and body is not null`.execute(db);
  return Number(numAffectedRows ?? 0);
}
