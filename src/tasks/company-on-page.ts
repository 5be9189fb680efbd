import { canonicalDomain, domainOfEmail } from '../contributions/agreements/domain.ts';
import type { Membership } from '../ledger/standing.ts';
import { pendingOf } from '../store/agreements.ts';
import { askCompany, type CompanyRequest, companyRequests } from '../store/company-requests.ts';
import { companiesOf, ledgerPlace, lockLedger } from '../store/ledger.ts';
import { admit } from './companies.ts';
import type { TaskContext } from './context.ts';
import { conversationRequest } from './requests.ts';
import { fieldsGiven, type ShownAgreement } from './sign-on-page.ts';
import { judgedAgain } from './take-up-agreements.ts';

/** Who looks at a corporate agreement's page. */
export interface CompanyVisitor {
  readonly accountId: number;
  readonly login: string;
  /** Domains of their verified addresses. */
  readonly domains: readonly string[];
}

/** How somebody stands to the companies under an agreement. */
export interface CompanyStanding {
  /** Companies on whose list they are, by name. */
  readonly coveredBy: readonly string[];
  /** What they asked for in a company's name. */
  readonly request: CompanyRequest | null;
  /** Companies whose list they may put themselves on, as they have a verified address of the domain. */
  readonly joinable: readonly { readonly company: number; readonly name: string; readonly domain: string }[];
  /** Whether an address can show anything here. */
  readonly usesDomains: boolean;
}

export async function companyStanding(
  { store }: Pick<TaskContext, 'store'>,
  { installationId, agreement }: ShownAgreement,
  person: CompanyVisitor,
): Promise<CompanyStanding> {
  const { memberships, requests } = await store.asInstallation(installationId, async (db) => ({
    memberships: await membershipsUnder(db, installationId, agreement.id),
    requests: await companyRequests(db),
  }));
  const domains = memberships.filter(isDomain);
  const own = memberships.filter(({ accountId }) => accountId === person.accountId);
  const isOn = (number: number) => own.some(({ company }) => company.number === number);
  return {
    coveredBy: [...new Set(own.map(({ company }) => company.name ?? String(company.number)))],
    request:
      requests.find(
        (one) => one.kind === 'sign' && one.agreementId === agreement.id && one.accountId === person.accountId,
      ) ?? null,
    joinable: domains.flatMap(({ company, domain }) =>
      domain === null || !person.domains.includes(domain) || isOn(company.number)
        ? []
        : [{ company: company.number, name: company.name ?? String(company.number), domain }],
    ),
    usesDomains: domains.length > 0,
  };
}

/** The rosters of companies whose agreement holds, so far as nothing of them has ended. */
async function membershipsUnder(
  db: Parameters<typeof companiesOf>[0],
  installationId: number,
  agreementId: string,
): Promise<Membership[]> {
  const { memberships } = await companiesOf(db, installationId);
  return memberships.filter(
    ({ ended, company }) =>
      ended === null && company.ended === null && company.approvals.some(({ agreement }) => agreement === agreementId),
  );
}

/** A domain that was admitted, and not somebody who is there by it. */
function isDomain({ accountId, domain }: Membership): boolean {
  return accountId === null && domain !== null;
}

/** Of somebody's verified addresses, the domains that a company's list names: nothing else of them is kept anywhere. */
export async function domainsThatCount(
  { store }: Pick<TaskContext, 'store'>,
  { installationId, agreement }: ShownAgreement,
  emails: readonly string[],
): Promise<string[]> {
  const memberships = await store.asInstallation(installationId, (db) =>
    membershipsUnder(db, installationId, agreement.id),
  );
  const theirs = new Set(emails.flatMap((email) => domainOfEmail(email) ?? []));
  return [...new Set(memberships.filter(isDomain).flatMap(({ domain }) => domain ?? []))].filter((one) =>
    theirs.has(one),
  );
}

/** What somebody sent who signs for a company. */
export interface CompanySigning {
  readonly name: string;
  /** Empty: none. */
  readonly domain: string;
  /** That of the text that was shown. */
  readonly revision: string;
  readonly fields: Readonly<Record<string, string>>;
  /** They said that they may. */
  readonly isAuthorized: boolean;
}

export type CompanySigningOutcome =
  | { readonly status: 'asked' | 'stands' | 'outdated' }
  | { readonly status: 'incomplete'; readonly missing: readonly string[] };

const LONGEST_NAME = 200;

/**
 * Keeps that somebody signed for a company, for the organisation to approve. Who manages a company already signs for that
 * one; whoever does not names it, and manages its list once it is approved.
 */
export async function signForCompany(
  { store, enqueue, now, log }: TaskContext,
  { installationId, agreement }: ShownAgreement,
  person: CompanyVisitor,
  signing: CompanySigning,
): Promise<CompanySigningOutcome> {
  if (agreement.kind !== 'corporate') throw new Error('A person signs an individual agreement.');
  if (signing.revision !== agreement.revision) return { status: 'outdated' };
  const { given, missing } = fieldsGiven(agreement, signing.fields);
  const name = signing.name.trim().slice(0, LONGEST_NAME);
  const domain = signing.domain.trim() === '' ? null : canonicalDomain(signing.domain);
  const lacking = [
    ...(name === '' ? ['company'] : []),
    ...(domain === null && signing.domain.trim() !== '' ? ['domain'] : []),
    ...(signing.isAuthorized ? [] : ['authority']),
    ...missing,
  ];
  if (lacking.length > 0) return { status: 'incomplete', missing: lacking };
  const isNew = await store.asInstallation(installationId, async (db) => {
    const managed = (await membershipsUnder(db, installationId, agreement.id)).filter(
      ({ accountId, role }) => accountId === person.accountId && role === 'manager',
    );
    const numbers = [...new Set(managed.map(({ company }) => company.number))];
    const company = numbers.length === 1 ? (numbers[0] ?? null) : null;
    const { accountId, login } = person;
    const asked = { kind: 'sign', agreementId: agreement.id, revision: agreement.revision, company, name } as const;
    const draft = { ...asked, domain, fields: given, accountId, login, by: null };
    if (!(await askCompany(db, installationId, draft, now()))) return false;
    await enqueue([conversationRequest({ work: 'companies', installationId })], db);
    return true;
  });
  if (isNew) log.info({ installationId, agreement: agreement.id }, 'somebody signed for a company, to be approved');
  return { status: isNew ? 'asked' : 'stands' };
}

/** Puts who has a verified address of a domain on the list that names it, at their own word. @returns false where it names none */
export async function joinByDomain(
  { store, enqueue, now, log }: TaskContext,
  { installationId, agreement }: ShownAgreement,
  { accountId, login, domains }: CompanyVisitor,
  wanted: number,
): Promise<boolean> {
  const isOn = await store.asInstallation(installationId, async (db) => {
    const ledger = await ledgerPlace(db, installationId);
    await lockLedger(db, ledger);
    const roster = (await membershipsUnder(db, installationId, agreement.id)).filter(
      ({ company }) => company.number === wanted,
    );
    if (roster.some((one) => one.accountId === accountId)) return true;
    const found = roster.find((one) => isDomain(one) && domains.includes(one.domain ?? ''));
    if (found === undefined || found.domain === null) return false;
    const deed = {
      by: { accountId, name: login },
      reason: 'Showed a verified address of the domain.',
      comment: null,
      once: null,
      now: now(),
    };
    const { domain } = found;
    await admit(db, ledger, { number: wanted, account: { accountId, login }, role: 'member', domain }, deed);
    await enqueue(judgedAgain(installationId, await pendingOf(db, [accountId])), db);
    return true;
  });
  if (isOn) log.info({ installationId, company: wanted }, 'on a company’s list by a verified address');
  return isOn;
}
