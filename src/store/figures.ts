import { sql } from 'kysely';
import type { DeliveryFigures, SweepFigures } from '../core/health.ts';
import type { Db } from './tables.ts';

/** As operator: what became of deliveries. Reads no more than a day of them, however many are kept. */
export async function deliveryFigures(db: Db): Promise<DeliveryFigures> {
  const { rows } = await sql<{ status: string; count: number; lately: number }>`
    select status, count(*)::int as count, (count(*) filter (where received_at > now() - interval '1 hour'))::int as lately
    from delivery where received_at > now() - interval '1 day' group by status`.execute(db);
  const older = await sql<{ failed: number; seconds: number | null }>`select
    (select count(*)::int from delivery where status = 'failed') as failed,
    (select extract(epoch from now() - min(received_at))::float8 from delivery where status = 'stored') as seconds`.execute(
    db,
  );
  const of = (status: string) => rows.find((row) => row.status === status);
  const count = (status: string) => of(status)?.count ?? 0;
  return {
    lastDay: {
      stored: count('stored'),
      dispatched: count('dispatched'),
      finished: count('finished'),
      failed: count('failed'),
    },
    failedLately: of('failed')?.lately ?? 0,
    failed: older.rows[0]?.failed ?? 0,
    oldestStoredSeconds: older.rows[0]?.seconds ?? null,
  };
}

/** Deliveries that GitHub was asked for again, a minute ago or more, and that are not here. */
export async function deliveriesInVain(
  db: Db,
  now: Date,
): Promise<{ readonly inVain: number; readonly isAnyArriving: boolean }> {
  const { rows } = await sql<{ missing: number; arriving: boolean }>`
    select count(*)::int as missing,
      coalesce((select max(received_at) from delivery) > min(m.asked_at), false) as arriving
    from missing_delivery m
    where m.attempts > 0 and m.asked_at <= ${new Date(now.getTime() - ARRIVES_WITHIN_SECONDS * 1000)}
      and not exists (select 1 from delivery d where d.delivery_id = m.delivery_id)`.execute(db);
  return { inVain: rows[0]?.missing ?? 0, isAnyArriving: rows[0]?.arriving ?? false };
}

/** GitHub sends again within seconds. */
const ARRIVES_WITHIN_SECONDS = 60;

/** As operator: the last sweep over each installation that may be worked for. */
export async function sweepFigures(db: Db, now: Date): Promise<SweepFigures[]> {
  const rows = await db
    .selectFrom('installation')
    .leftJoin('sweep', 'sweep.installation_id', 'installation.installation_id')
    .select(['installation.installation_id as installationId', 'account_login as account'])
    .select([
      'installed_at as installedAt',
      'finished_at as finishedAt',
      'started_at as startedAt',
      'first_audit_at as firstAuditAt',
    ])
    .where('uninstalled_at', 'is', null)
    .where('suspended_at', 'is', null)
    .orderBy('installation.installation_id')
    .execute();
  const secondsSince = (time: Date) => Math.max(0, (now.getTime() - time.getTime()) / 1000);
  return rows.map(({ installationId, account, installedAt, finishedAt, startedAt, firstAuditAt }) => {
    // One that is under way hides when the one before it ended: that was before this one began.
    const ended = finishedAt ?? (firstAuditAt === null ? null : startedAt);
    return {
      installationId,
      account,
      installedSecondsAgo: secondsSince(installedAt),
      finishedSecondsAgo: ended === null ? null : secondsSince(ended),
    };
  });
}

/** As operator: how many writes of each kind came to what, since the log of them begins. */
export async function writeFigures(
  db: Db,
): Promise<readonly { readonly kind: string; readonly outcome: string; readonly count: number }[]> {
  const rows = await db
    .selectFrom('action')
    .select((eb) => ['kind', 'outcome', eb.fn.countAll<number>().as('count')])
    .groupBy(['kind', 'outcome'])
    .execute();
  return rows.map(({ kind, outcome, count }) => ({ kind, outcome, count: Number(count) }));
}

export interface DatabaseFigures {
  /** Such as `18.1`. */
  readonly version: string;
  readonly bytes: number;
}

/** As operator. */
export async function databaseFigures(db: Db): Promise<DatabaseFigures> {
  const { rows } = await sql<{ version: string; bytes: number }>`select
    current_setting('server_version') as version, pg_database_size(current_database()) as bytes`.execute(db);
  return { version: rows[0]?.version.split(' ')[0] ?? '', bytes: rows[0]?.bytes ?? 0 };
}
