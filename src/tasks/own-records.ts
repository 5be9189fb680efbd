import type { Entry } from '../ledger/entry.ts';
import type { LedgerExport } from '../ledger/export.ts';
import { type CompanyRequest, companyRequestsOf } from '../store/company-requests.ts';
import { askErasure, erasureRequests } from '../store/erasure-requests.ts';
import { entriesAbout, type KnownLedger, listLedgers } from '../store/ledger.ts';
import { openSigningKeys } from '../store/signing-keys.ts';
import type { TaskContext } from './context.ts';
import { exportLedger, isOwn } from './ledger.ts';

/** What one organisation keeps about a person. */
export interface OwnRecords {
  readonly ledger: KnownLedger;
  /** About the person, and by which they did something to others: what is about others is left out of these. */
  readonly entries: readonly Entry[];
  /** What they asked for in a company's name, or were invited to, as long as it is kept. */
  readonly requests: readonly CompanyRequest[];
  /** When they asked to have it erased; null: they did not. */
  readonly askedAt: Date | null;
}

/** What every organisation keeps about a person, in their own ledger's order. */
export async function ownRecords({ store }: Pick<TaskContext, 'store'>, accountId: number): Promise<OwnRecords[]> {
  return store.asOperator(async (db) => {
    const erasures = await erasureRequests(db);
    const found: OwnRecords[] = [];
    for (const ledger of await listLedgers(db)) {
      const entries = await entriesAbout(db, ledger, accountId);
      const requests = await companyRequestsOf(db, ledger, accountId);
      if (entries.length + requests.length === 0) continue;
      const erasure = erasures.find(
        (one) => one.organizationId === ledger.organizationId && one.accountId === accountId,
      );
      found.push({
        ledger,
        entries: entries.map((entry) => (isOwn(entry, accountId) ? entry : { ...entry, personal: null })),
        requests,
        askedAt: erasure?.askedAt ?? null,
      });
    }
    return found;
  });
}

/** The same of one organisation, signed, to take along; null where it keeps nothing. */
export async function ownExport(
  { store, dataFolder, now }: Pick<TaskContext, 'store' | 'dataFolder' | 'now'>,
  accountId: number,
  organizationId: number,
): Promise<LedgerExport | null> {
  const records = (await ownRecords({ store }, accountId)).find(
    ({ ledger }) => ledger.organizationId === organizationId,
  );
  if (records === undefined || records.entries.length === 0) return null;
  const signing = await openSigningKeys(dataFolder, now());
  return exportLedger(store, records.ledger, accountId, signing, now());
}

/** Whether something is about the person, and not only by them. */
export function hasOwn({ entries }: OwnRecords): boolean {
  return entries.some(({ personal }) => personal !== null);
}

/** Keeps that a person asks to be erased, for the operator to answer. @returns false where nothing is kept about them there */
export async function requestErasure(
  { store, now, log }: Pick<TaskContext, 'store' | 'now' | 'log'>,
  person: { readonly accountId: number; readonly login: string },
  organizationId: number,
): Promise<boolean> {
  const records = (await ownRecords({ store }, person.accountId)).find(
    ({ ledger }) => ledger.organizationId === organizationId,
  );
  // Where they only did something to others, there is nothing of theirs to be erased.
  if (records === undefined || !hasOwn(records)) return false;
  await store.asOperator((db) => askErasure(db, records.ledger, person, now()));
  log.warn({ organizationId }, 'a person asks to be erased from the ledger: portreeve ledger requests');
  return true;
}
