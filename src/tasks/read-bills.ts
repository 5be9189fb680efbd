import { known } from '../core/fact.ts';
import { isGranted } from '../core/features.ts';
import { packagesIn } from '../ggi/evidence/read-bill.ts';
import { askForBill, fetchBill } from '../github/read-bill.ts';
import { type KeptBill, keptBills, markBill, saveBill } from '../store/bills.ts';
import { keptFacts, saveFact } from '../store/evidence.ts';
import { inventoryRepositories } from '../store/repositories.ts';
import { heedAllowance } from './allowance.ts';
import type { Configuration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { aboutOf, INVENTORIES_FACT } from './organization-snapshot.ts';
import { aWhileLater, reportRequest } from './requests.ts';

const DAY = 86_400_000;
/** A bill so old is asked for anew; what GitHub refused is asked for again as seldom. */
const READ_EVERY_DAYS = 7;
/** GitHub keeps a report for a week; what is not written within a day never will be. */
const WAIT_DAYS = 1;
/** So many repositories at a time: the next ones have their turn a while later. */
const MOST_AT_ONCE = 200;

interface Repository {
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
}

/**
 * Has GitHub write the bills of materials of the repositories whose are old, and reads those that are ready. GitHub has no
 * route for several at once: two requests a week for each. Where some are not ready, it is gone on with a while later.
 * @returns whether a bill was read
 */
export async function readBills(context: TaskContext, configuration: Configuration): Promise<boolean> {
  const { store, now, enqueue, log } = context;
  const { installationId, granted } = configuration;
  if (!isGranted({ contents: 'read' }, granted)) return false;
  const { rows, bills } = await store.asInstallation(installationId, async (db) => ({
    rows: await inventoryRepositories(db),
    bills: await keptBills(db),
  }));
  const due = rows.filter((row) => aboutOf(row).isActive && isDue(bills.get(row.repositoryId), now()));
  let read = 0;
  let waiting = 0;
  for (const repository of due.slice(0, MOST_AT_ONCE)) {
    await heedAllowance(context, installationId);
    const outcome = await tendBill(context, installationId, repository, bills.get(repository.repositoryId));
    if (outcome === 'read') read += 1;
    if (outcome === 'waiting') waiting += 1;
  }
  if (read > 0) await noteInventory(context, installationId);
  if (waiting > 0 || due.length > MOST_AT_ONCE) {
    await enqueue([aWhileLater(reportRequest({ installationId, isBills: true }))]);
  }
  if (due.length > 0) log.info({ installationId, due: due.length, read, waiting }, 'bills of materials looked after');
  return read > 0;
}

function isDue(bill: KeptBill | undefined, now: Date): boolean {
  if (bill === undefined || bill.report !== null) return true;
  const newest = Math.max(bill.askedAt?.getTime() ?? 0, bill.readAt?.getTime() ?? 0);
  return now.getTime() - newest >= READ_EVERY_DAYS * DAY;
}

/** One repository: what was asked for is fetched, else it is asked for. */
async function tendBill(
  { store, github, now, log }: TaskContext,
  installationId: number,
  { repositoryId, owner, name }: Repository,
  bill: KeptBill | undefined,
): Promise<'read' | 'waiting' | 'unavailable'> {
  const reader = github.reader(installationId);
  const where = { owner, repo: name };
  const mark = (report: string | null, reason: string | null) =>
    store.asInstallation(installationId, (db) => markBill(db, installationId, repositoryId, { report, reason }, now()));
  const report = bill?.report ?? null;
  if (report !== null) {
    const fetched = await fetchBill(reader, where, report);
    if (fetched.status === 'ready') {
      const packages = packagesIn(fetched.document);
      if (packages === null) {
        await mark(null, 'what GitHub wrote is no bill of materials');
        return 'unavailable';
      }
      await store.asInstallation(installationId, (db) => saveBill(db, installationId, repositoryId, packages, now()));
      return 'read';
    }
    const isInTime = now().getTime() - (bill?.askedAt?.getTime() ?? 0) < WAIT_DAYS * DAY;
    if (fetched.status === 'waiting' && isInTime) return 'waiting';
    log.warn({ installationId, repositoryId, status: fetched.status }, 'a bill of materials did not come; asked again');
  }
  const asked = await askForBill(reader, where);
  if (asked.status === 'asked') {
    await mark(asked.report, null);
    return 'waiting';
  }
  await mark(null, asked.reason);
  return 'unavailable';
}

/** Remembers that the inventory was taken today. */
async function noteInventory({ store, now }: TaskContext, installationId: number): Promise<void> {
  const today = now().toISOString().slice(0, 10);
  await store.asInstallation(installationId, async (db) => {
    const kept = (await keptFacts(db)).get(INVENTORIES_FACT)?.fact;
    const days = kept?.status === 'known' ? (kept.value as readonly string[]) : [];
    if (days.at(-1) === today) return;
    await saveFact(db, installationId, INVENTORIES_FACT, known([...days, today].slice(-400)), now());
  });
}
