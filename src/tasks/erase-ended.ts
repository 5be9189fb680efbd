import type { Standing } from '../ledger/standing.ts';
import { accountsWithEndings, eraseAccount, ledgerPlace, lockLedger, signaturesOf } from '../store/ledger.ts';
import type { Configuration } from './configuration.ts';
import type { TaskContext } from './context.ts';

/** How many are looked at in one query. */
const AT_ONCE = 500;

/**
 * Erases what the ledger says of people of whom nothing has held for so many years as the organisation decided. The row
 * that says so gives the reason.
 */
export async function eraseEnded({ store, now, log }: TaskContext, configuration: Configuration): Promise<void> {
  const { installationId, eraseAfterYears: years } = configuration;
  if (years === null) return;
  const before = yearsBefore(now(), years).toISOString();
  const place = await store.asInstallation(installationId, (db) => ledgerPlace(db, installationId));
  const accounts = await store.asInstallation(installationId, (db) => accountsWithEndings(db, place));
  let erased = 0;
  for (let start = 0; start < accounts.length; start += AT_ONCE) {
    const some = accounts.slice(start, start + AT_ONCE);
    erased += await store.asInstallation(installationId, async (db) => {
      // First the lock: who signs again meanwhile is not erased.
      await lockLedger(db, place);
      const standing = await signaturesOf(db, installationId, some);
      const over = some.filter((accountId) => isOver(standing, accountId, before));
      const reason = `Nothing held for ${years} years, as configured.`;
      for (const accountId of over) {
        await eraseAccount(db, place, accountId, { reason, by: { accountId: null, name: 'Portreeve' } }, now());
      }
      return over.length;
    });
  }
  if (erased > 0) log.info({ installationId, erased }, 'erased from the ledger, as configured');
}

/** Whether the last of what an account signed, or was named for, ended before this moment (ISO 8601). */
function isOver({ signatures, memberships }: Standing, accountId: number, before: string): boolean {
  const ends = [
    ...signatures.filter((one) => one.accountId === accountId).map(({ ended }) => ended?.at ?? null),
    ...memberships
      .filter((one) => one.accountId === accountId)
      .map(({ ended, company }) => ended?.at ?? company.ended?.at ?? null),
  ];
  return ends.length > 0 && ends.every((at) => at !== null && at < before);
}

function yearsBefore(moment: Date, years: number): Date {
  const before = new Date(moment);
  before.setUTCFullYear(before.getUTCFullYear() - years);
  return before;
}
