import { RetryLater } from '../jobs/retry-later.ts';
import { isSpent, readAllowance, saveAllowance, sentenceOfAllowance } from '../store/allowance.ts';
import type { Db } from '../store/tables.ts';
import type { TaskContext } from './context.ts';

/** Our clock may differ from GitHub's, by which the hour ends. */
const LONGEST_SECONDS = 3600;

/**
 * Tells the other processes what this one heard of the allowance, and looks whether there is enough of it.
 * @param isAwaited whether somebody waits for the work: then it may use up the last of it
 * @returns why and for how long it has to wait; null: it may go on
 */
export async function findSpent(
  { allowances, now }: TaskContext,
  db: Db,
  installationId: number,
  isAwaited: boolean,
): Promise<RetryLater | null> {
  for (const limit of allowances.toTell(installationId)) await saveAllowance(db, installationId, limit);
  const known = [...(await readAllowance(db, installationId)), ...allowances.newest(installationId)];
  const seconds = now().getTime() / 1000;
  const spent = known.find((limit) => limit.resetAt > seconds && isSpent(limit, isAwaited));
  if (spent === undefined) return null;
  const wait = Math.min(LONGEST_SECONDS, Math.ceil(spent.resetAt - seconds));
  return new RetryLater(wait, sentenceOfAllowance(spent));
}

/** The same between the steps of a long task. @throws RetryLater */
export async function heedAllowance(context: TaskContext, installationId: number): Promise<void> {
  const spent = await context.store.asInstallation(installationId, (db) =>
    findSpent(context, db, installationId, false),
  );
  if (spent !== null) throw spent;
}
