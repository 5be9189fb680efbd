import { ALLOWANCE_COLUMNS, allowancesOf, isSpent, sentenceOfAllowance } from './allowance.ts';
import type { Db } from './tables.ts';

/** An installation whose work waits: GitHub wants to hear nothing of it, gives no token for it, or its hour is used up. */
export interface Pause {
  readonly installationId: number;
  readonly account: string;
  readonly kind: 'paused' | 'parked' | 'spent';
  readonly until: Date;
  /** In GitHub's words, where it said any; of a used-up hour, what is left of it and what waits. */
  readonly reason: string;
}

const NO_TOKEN = 'GitHub gives no token for the installation';
const EVERYTHING = 'all its work waits';
const SWEEPS = 'sweeps wait, pull requests are judged';
const ASKED = 'GitHub asked for a pause';

/** Whose work waits at this moment, the first to go on first. As operator. */
export async function currentPauses(db: Db, now: Date): Promise<Pause[]> {
  const rows = await db
    .selectFrom('installation')
    .select(['installation_id as installationId', 'account_login as account'])
    .select(['paused_until', 'pause_reason', 'parked_until', ...ALLOWANCE_COLUMNS])
    .where('uninstalled_at', 'is', null)
    .where((eb) =>
      eb.or(
        (['paused_until', 'parked_until', 'core_reset', 'graphql_reset'] as const).map((until) => eb(until, '>', now)),
      ),
    )
    .execute();
  const pauses = rows.flatMap(
    ({ installationId, account, paused_until, pause_reason, parked_until, ...row }): Pause[] => [
      ...(paused_until !== null && paused_until > now
        ? [{ installationId, account, kind: 'paused' as const, until: paused_until, reason: pause_reason ?? ASKED }]
        : []),
      ...(parked_until !== null && parked_until > now
        ? [{ installationId, account, kind: 'parked' as const, until: parked_until, reason: NO_TOKEN }]
        : []),
      ...allowancesOf(row)
        .filter((allowance) => allowance.resetAt * 1000 > now.getTime() && isSpent(allowance, false))
        .map((allowance) => {
          const reason = `${sentenceOfAllowance(allowance)}; ${isSpent(allowance, true) ? EVERYTHING : SWEEPS}`;
          return { installationId, account, kind: 'spent' as const, until: new Date(allowance.resetAt * 1000), reason };
        }),
    ],
  );
  return pauses.sort((a, b) => a.until.getTime() - b.until.getTime());
}
