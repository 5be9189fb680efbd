import { sql } from 'kysely';
import { z } from 'zod';
import { json } from './json.ts';
import type { Db } from './tables.ts';

/** A delivery that stands in GitHub's log and not in the store. */
export interface MissingDelivery {
  readonly deliveryId: string;
  /** GitHub's id of its newest attempt. */
  readonly logId: string;
  readonly installationId: number;
  readonly event: string;
  readonly action: string | null;
  /** Of its oldest attempt that is known, by GitHub's clock. */
  readonly deliveredAt: Date;
}

/** Those of the ids that the store does not know. */
export async function unknownDeliveries(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from unnest(${[...ids]}::text[]) as id
    where not exists (select 1 from delivery where delivery_id = id)`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Keeps them until they arrive. One that is kept already is asked for by its newest attempt from now on. */
export async function saveMissing(db: Db, missing: readonly MissingDelivery[]): Promise<void> {
  if (missing.length === 0) return;
  await db
    .insertInto('missing_delivery')
    .values(
      missing.map((delivery) => ({
        delivery_id: delivery.deliveryId,
        installation_id: delivery.installationId,
        log_id: delivery.logId,
        event: delivery.event,
        action: delivery.action,
        delivered_at: delivery.deliveredAt,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('delivery_id').doUpdateSet((eb) => ({ log_id: eb.ref('excluded.log_id') })),
    )
    .execute();
}

/** Drops those that have arrived, and those that GitHub's log no longer holds. */
export async function dropSettledMissing(db: Db, loggedSince: Date): Promise<void> {
  await sql`delete from missing_delivery m where delivered_at < ${loggedSince}
    or exists (select 1 from delivery d where d.delivery_id = m.delivery_id)`.execute(db);
}

/** Those still asked for, with how often that was done; the oldest first. */
export function missingDeliveries(
  db: Db,
  mostAttempts: number,
): Promise<(MissingDelivery & { readonly attempts: number })[]> {
  return db
    .selectFrom('missing_delivery')
    .select([
      'delivery_id as deliveryId',
      'log_id as logId',
      'installation_id as installationId',
      'event',
      'action',
      'delivered_at as deliveredAt',
      'attempts',
    ])
    .where('attempts', '<', mostAttempts)
    .orderBy('delivered_at')
    .orderBy('delivery_id')
    .execute();
}

export async function markAskedFor(db: Db, deliveryId: string, attempts: number, now: Date): Promise<void> {
  await db
    .updateTable('missing_delivery')
    .set({ attempts, asked_at: now })
    .where('delivery_id', '=', deliveryId)
    .execute();
}

/** What the last look at the app's delivery log at GitHub came to. For `doctor`, readiness and metrics. */
export interface DeliveryLogState {
  /** Our clock. A look comes every five minutes: one that is much older means that nothing runs. */
  readonly lookedAt: Date;
  /** When the log could last be read, our clock; null: never yet. */
  readonly readAt: Date | null;
  /** Every delivery up to this moment, GitHub's clock, is either here, kept as missing, or made up for by a sweep. */
  readonly readThrough: Date | null;
  /** Why the last look could not read the log; null when it could. Meanwhile every installation is swept. */
  readonly failure: string | null;
  /** Found missing by the last look, for the first time. */
  readonly found: number;
  /** Of all that was missing, asked for again by the last look. */
  readonly redelivered: number;
  /** Installations that the last look had swept instead. */
  readonly sweptInstead: number;
  /** Installations that were silent at some time since they were last swept. */
  readonly quiet: readonly number[];
}

const NAME = 'delivery-log';

const Kept = z.object({
  lookedAt: z.coerce.date(),
  readAt: z.coerce.date().nullable(),
  readThrough: z.coerce.date().nullable(),
  failure: z.string().nullable(),
  found: z.number(),
  redelivered: z.number(),
  sweptInstead: z.number(),
  quiet: z.array(z.number()).default([]),
});

/** As operator. @returns null before the first look */
export async function readDeliveryLogState(db: Db): Promise<DeliveryLogState | null> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', NAME).executeTakeFirst();
  return row === undefined ? null : Kept.parse(row.value);
}

/** As operator. */
export async function saveDeliveryLogState(db: Db, state: DeliveryLogState): Promise<void> {
  const value = json({
    ...state,
    lookedAt: state.lookedAt.toISOString(),
    readAt: state.readAt?.toISOString() ?? null,
    readThrough: state.readThrough?.toISOString() ?? null,
  });
  await db
    .insertInto('setting')
    .values({ name: NAME, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** Deliveries of the last three days that stand in GitHub's log and are not here. */
export interface MissingCounts {
  /** Still asked for at each look. */
  readonly waiting: number;
  /** Asked for in vain as often as it is done; sweeps made up for what they would have told. */
  readonly givenUp: number;
  /** Since the oldest of those that are still asked for was sent; null without one. */
  readonly oldestSeconds: number | null;
}

/**
 * As operator.
 * @param mostAttempts after how many attempts nobody asks any more
 */
export async function countMissingDeliveries(db: Db, mostAttempts: number, now: Date): Promise<MissingCounts> {
  const { rows } = await sql<{ waiting: number; given_up: number; seconds: number | null }>`select
      (count(*) filter (where attempts < ${mostAttempts}))::int as waiting,
      (count(*) filter (where attempts >= ${mostAttempts}))::int as given_up,
      extract(epoch from ${now}::timestamptz - min(delivered_at) filter (where attempts < ${mostAttempts}))::float8 as seconds
    from missing_delivery`.execute(db);
  const [row] = rows;
  return { waiting: row?.waiting ?? 0, givenUp: row?.given_up ?? 0, oldestSeconds: row?.seconds ?? null };
}
