import { OperatorError } from '../core/errors.ts';
import { type EntryDraft, NOBODY, type Personal } from '../ledger/entry.ts';
import type { Company, Membership, Standing } from '../ledger/standing.ts';
import { markDue, readAgreements } from '../store/agreements.ts';
import { appendEntries, companiesOf, type KnownLedger, type LedgerPlace, lockLedger } from '../store/ledger.ts';
import type { Store } from '../store/store.ts';
import type { Db } from '../store/tables.ts';
import { agreementsInForce } from './agreement-texts.ts';

/** An account as it is written down. */
export interface NamedAccount {
  readonly accountId: number;
  readonly login: string | null;
}

/** Who did it, when, and why. */
export interface Deed {
  readonly by: NonNullable<Personal['by']>;
  readonly reason: string | null;
  /** The comment by which it was done; null: at the command line. */
  readonly comment: Personal['comment'];
  /** So that it is not done twice; null: it may be. */
  readonly once: string | null;
  readonly now: Date;
}

/** A company with its roster, as it stands. */
export interface CompanyRoster {
  readonly company: Company;
  readonly members: readonly Membership[];
}

/** All companies that ever signed, by their numbers. */
export async function listCompanies(store: Store, { installationId }: LedgerPlace): Promise<CompanyRoster[]> {
  return rostersOf(await store.asInstallation(installationId, (db) => companiesOf(db, installationId)));
}

function rostersOf({ companies, memberships }: Standing): CompanyRoster[] {
  return companies.map((company) => ({
    company,
    members: memberships.filter((one) => one.company.number === company.number),
  }));
}

/** @throws OperatorError `company-unknown` */
export async function findCompany(store: Store, ledger: LedgerPlace, number: number): Promise<CompanyRoster> {
  const found = (await listCompanies(store, ledger)).find(({ company }) => company.number === number);
  if (found === undefined) throw new OperatorError('company-unknown', { number });
  return found;
}

/** A company whose signature is taken in. */
export interface CompanyApproval {
  readonly agreement: string;
  readonly name: string;
  /** The company's number, where it had signed something before; null: it is new. */
  readonly company: number | null;
  /** Who may name its people; null: the managers stay who they are. */
  readonly manager: NamedAccount | null;
}

/** The agreement that companies sign, as it is in force. @throws OperatorError `agreement-not-corporate` */
export async function corporateAgreement(store: Store, { installationId }: KnownLedger, id: string) {
  const kept = await store.asInstallation(installationId, (db) => readAgreements(db, [id]));
  const [found] = agreementsInForce(kept);
  if (found === undefined || found.current.kind !== 'corporate') {
    throw new OperatorError('agreement-not-corporate', { agreement: id, isThere: found !== undefined });
  }
  return found;
}

/** What became of a company's signature that was to be taken in. */
export interface TakenIn {
  readonly number: number;
  /** false: it was taken in before, and nothing was written. */
  readonly isWritten: boolean;
}

/**
 * Writes down that a company signed the agreement as it is in force, and who manages its roster. What stands so already is
 * not written again: nobody knows whether it was, where the database's answer to the commit was lost.
 */
export async function approveCompany(
  store: Store,
  ledger: KnownLedger,
  approval: CompanyApproval,
  deed: Deed,
): Promise<TakenIn> {
  const { newest } = await corporateAgreement(store, ledger, approval.agreement);
  const signed = { ...approval, revision: newest.revision };
  return store.asOperator(async (db) => {
    await lockLedger(db, ledger);
    const standing = takenInAlready(await companiesOf(db, ledger.installationId), signed);
    return standing === null
      ? { number: await takeInCompany(db, ledger, signed, deed), isWritten: true }
      : { number: standing, isWritten: false };
  });
}

/** The number of the company for which all of it stands already, and has not ended. */
function takenInAlready(
  standing: Standing,
  { agreement, revision, name, company, manager }: CompanyApproval & { readonly revision: string },
): number | null {
  const found = rostersOf(standing).find(
    ({ company: one, members }) =>
      one.ended === null &&
      one.name === name &&
      (company === null || one.number === company) &&
      one.approvals.some((approval) => approval.agreement === agreement && approval.revision === revision) &&
      (manager === null ||
        members.some(
          ({ role, accountId, ended }) => role === 'manager' && accountId === manager.accountId && ended === null,
        )),
  );
  return found?.company.number ?? null;
}

/** The same of any revision, in the caller's transaction. @param deed by whom the company signed; also who names the manager */
export async function takeInCompany(
  db: Db,
  ledger: LedgerPlace,
  {
    agreement,
    name,
    company,
    manager,
    revision,
    fields = {},
  }: CompanyApproval & { readonly revision: string; readonly fields?: Personal['fields'] },
  deed: Deed,
  namedBy: Deed = deed,
): Promise<number> {
  const content = {
    kind: 'company-approved',
    at: deed.now.toISOString(),
    agreement,
    revision,
    policy: null,
    company,
  } as const;
  const personal = { ...said(deed), company: name, fields };
  const [approved] = await appendEntries(db, ledger, [{ content, personal }], deed.now);
  const number = company ?? approved?.sequence;
  if (number === undefined) throw new Error('A row without a name for its happening is always written.');
  if (manager !== null) await admit(db, ledger, { number, account: manager, role: 'manager' }, namedBy);
  await markRosterDue(db, ledger, number, deed.now);
  return number;
}

/**
 * Names an account as one of a company's.
 * @param domain whose verified address the account has shown, where it is named for that
 * @returns false where it was done already
 */
export async function admit(
  db: Db,
  place: LedgerPlace,
  {
    number,
    account,
    role,
    domain = null,
  }: {
    readonly number: number;
    readonly account: NamedAccount;
    readonly role: Membership['role'];
    readonly domain?: string | null;
  },
  deed: Deed,
): Promise<boolean> {
  const draft: EntryDraft = {
    content: { kind: 'member-admitted', at: deed.now.toISOString(), company: number, role },
    personal: { ...said(deed), ...account, domain },
  };
  const [entry = null] = await appendEntries(db, place, [draft], deed.now);
  await markDue(db, [account.accountId], deed.now);
  return entry !== null;
}

/** Takes an account off a company's roster. What it did while it stood there stays covered. */
export async function dismiss(
  db: Db,
  place: LedgerPlace,
  members: readonly Membership[],
  deed: Deed,
): Promise<boolean> {
  const [first] = members;
  if (first === undefined || first.accountId === null) return false;
  const { company, accountId } = first;
  const draft: EntryDraft = {
    content: {
      kind: 'member-removed',
      at: deed.now.toISOString(),
      company: company.number,
      of: members.map(({ sequence }) => sequence),
    },
    personal: { ...said(deed), accountId },
  };
  const [entry = null] = await appendEntries(db, place, [draft], deed.now);
  await markDue(db, [accountId], deed.now);
  return entry !== null;
}

/** From now on whoever shows a verified address of this domain may put themselves on the company's list. */
export async function admitDomain(
  db: Db,
  place: LedgerPlace,
  { number, domain }: { readonly number: number; readonly domain: string },
  deed: Deed,
): Promise<boolean> {
  const draft: EntryDraft = {
    content: { kind: 'member-admitted', at: deed.now.toISOString(), company: number, role: 'member' },
    personal: { ...said(deed), domain },
  };
  const [entry = null] = await appendEntries(db, place, [draft], deed.now);
  return entry !== null;
}

/** Takes a domain off a company's list, and with it all who are there by it: a row for each. */
export async function dismissDomain(
  db: Db,
  place: LedgerPlace,
  members: readonly Membership[],
  deed: Deed,
): Promise<void> {
  const [first] = members;
  if (first === undefined) return;
  const byAccount = new Map<number | null, Membership[]>();
  for (const one of members) byAccount.set(one.accountId, [...(byAccount.get(one.accountId) ?? []), one]);
  const drafts = [...byAccount].map(
    ([accountId, theirs]): EntryDraft => ({
      content: {
        kind: 'member-removed',
        at: deed.now.toISOString(),
        company: first.company.number,
        of: theirs.map(({ sequence }) => sequence),
      },
      personal: { ...said(deed), accountId, domain: first.domain },
    }),
  );
  await appendEntries(db, place, drafts, deed.now);
  await markDue(
    db,
    [...byAccount.keys()].filter((id) => id !== null),
    deed.now,
  );
}

/** Those of a roster who stand there by a domain, and the domain itself; none of them ended. */
export function thoseOfDomain(members: readonly Membership[], domain: string): Membership[] {
  return members.filter((one) => one.domain === domain && one.ended === null);
}

/** The agreement with a company ends for all whom it named. */
export async function terminate(store: Store, ledger: KnownLedger, number: number, deed: Deed): Promise<void> {
  const content = { kind: 'company-terminated', at: deed.now.toISOString(), company: number } as const;
  await store.asOperator(async (db) => {
    await appendEntries(db, ledger, [{ content, personal: said(deed) }], deed.now);
    await markRosterDue(db, ledger, number, deed.now);
  });
}

async function markRosterDue(db: Db, { installationId }: LedgerPlace, number: number, now: Date): Promise<void> {
  const { memberships } = await companiesOf(db, installationId);
  const named = memberships.filter(({ company }) => company.number === number);
  await markDue(
    db,
    named.flatMap(({ accountId }) => accountId ?? []),
    now,
  );
}

function said({ by, reason, comment, once }: Deed): Personal {
  return { ...NOBODY, by, reason, comment, once };
}
