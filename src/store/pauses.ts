import type { Db } from './tables.ts';

/** An installation whose work waits, because GitHub wants to hear nothing of it or gives no token for it. */
export interface Pause {
  readonly installationId: number;
  readonly account: string;
  readonly kind: 'paused' | 'parked';
  readonly until: Date;
  /** In GitHub's words, where it said any. */
  readonly reason: string;
}

const NO_TOKEN = 'GitHub gives no token for the installation';
const ASKED = 'GitHub asked for a pause';

/** Whose work waits at this moment, the first to go on first. As operator. */
export async function currentPauses(db: Db, now: Date): Promise<Pause[]> {
  const rows = await db
    .selectFrom('installation')
    .select(['installation_id as installationId', 'account_login as account'])
    .select(['paused_until', 'pause_reason', 'parked_until'])
    .where('uninstalled_at', 'is', null)
    .where((eb) => eb.or([eb('paused_until', '>', now), eb('parked_until', '>', now)]))
    .execute();
  const pauses = rows.flatMap(({ installationId, account, paused_until, pause_reason, parked_until }): Pause[] => [
    ...(paused_until !== null && paused_until > now
      ? [{ installationId, account, kind: 'paused' as const, until: paused_until, reason: pause_reason ?? ASKED }]
      : []),
    ...(parked_until !== null && parked_until > now
      ? [{ installationId, account, kind: 'parked' as const, until: parked_until, reason: NO_TOKEN }]
      : []),
  ]);
  return pauses.sort((a, b) => a.until.getTime() - b.until.getTime());
}
