import { type CompanyCommand, isSameCompany } from '../contributions/agreements/company-command.ts';
import { isOvertaken } from '../contributions/agreements/overtaken.ts';
import { readAccount } from '../github/read-account.ts';
import type { IssueComment } from '../github/read-comment.ts';
import type { Personal } from '../ledger/entry.ts';
import type { Company, Standing } from '../ledger/standing.ts';
import { pendingOf } from '../store/agreements.ts';
import { askCompany, type CompanyRequest, companyRequests, forgetCompanyRequests } from '../store/company-requests.ts';
import { companiesOf, isRecorded, type LedgerPlace, lastErasureAt, ledgerPlace, lockLedger } from '../store/ledger.ts';
import type { Db } from '../store/tables.ts';
import { admit, type Deed, dismiss, type NamedAccount } from './companies.ts';
import type { TaskContext } from './context.ts';
import { conversationRequest } from './requests.ts';
import { judgedAgain } from './take-up-agreements.ts';

/** A comment by which a company's list of people is kept, or somebody asks to be on it. */
export interface RosterComment {
  readonly installationId: number;
  readonly comment: IssueComment;
  readonly place: NonNullable<Personal['comment']>;
  readonly command: CompanyCommand;
}

type Outcome = 'written' | 'stands' | 'refused';

/** What is known when a comment is heeded, in the transaction that writes. */
interface Heeded extends RosterComment {
  readonly db: Db;
  readonly ledger: LedgerPlace;
  readonly standing: Standing;
  readonly requests: readonly CompanyRequest[];
  readonly now: Date;
}

/**
 * Keeps a company's roster by the word of its manager, whose account stands there as one now: who is named at once, or
 * invited and accepts; and takes the wishes of those who contribute for a company. The login that is named is looked up at
 * that moment, and the account behind it is written down. Managers themselves are the operator's to change.
 */
export async function tendRoster(context: TaskContext, said: RosterComment): Promise<Outcome> {
  const { store, github, now, enqueue, checkpoint, log } = context;
  const { installationId, comment, command } = said;
  if (!comment.isUnedited) return 'refused';
  const account = 'login' in command ? await readAccount(github.reader(installationId), command.login) : null;
  if ('login' in command && account?.type !== 'User') return 'refused';
  await checkpoint('signing');
  const outcome = await store.asInstallation(installationId, async (db) => {
    const ledger = await ledgerPlace(db, installationId);
    // First the lock: what is seen of the roster is what is written to.
    await lockLedger(db, ledger);
    const heeded = {
      ...said,
      db,
      ledger,
      standing: await companiesOf(db, installationId),
      requests: await companyRequests(db),
      now: now(),
    };
    const done = await obey(heeded, account === null ? null : { accountId: account.id, login: account.login });
    if (done.outcome !== 'written') return done.outcome;
    await enqueue(
      [
        ...judgedAgain(installationId, await pendingOf(db, done.accounts)),
        conversationRequest({ work: 'companies', installationId }),
      ],
      db,
    );
    return done.outcome;
  });
  if (outcome === 'written') log.info({ installationId, does: command.does }, 'a company’s list was tended');
  return outcome;
}

/** @param named whom the comment names; null where it names nobody */
async function obey(
  heeded: Heeded,
  named: NamedAccount | null,
): Promise<{ readonly outcome: Outcome; readonly accounts: readonly number[] }> {
  const { command, comment } = heeded;
  const author = { accountId: comment.author.id, login: comment.author.login };
  if (command.does === 'join') return { outcome: await join(heeded, command.company, author), accounts: [] };
  if (command.does === 'accept') return { outcome: await accept(heeded, author), accounts: [author.accountId] };
  const company = managedBy(heeded.standing, author.accountId);
  if (company === null || named === null) return { outcome: 'refused', accounts: [] };
  const deed = {
    ...deedOf(heeded, `${command.does}:${named.accountId}`),
    by: { accountId: author.accountId, name: author.login },
    reason: command.reason,
  };
  if (command.does === 'invite') return { outcome: await invite(heeded, company, named, author), accounts: [] };
  const does = command.does === 'admit' ? put : take;
  return { outcome: await does(heeded, company, named, deed), accounts: [named.accountId] };
}

function deedOf({ place, now }: Heeded, what: string) {
  return { comment: place, once: `comment:${place.id}:${what}`, now };
}

/** Whoever is on a company's list, or was. */
function theirsIn({ standing }: Heeded, { number }: Company, { accountId }: NamedAccount) {
  return standing.memberships.filter((one) => one.company.number === number && one.accountId === accountId);
}

async function put(
  heeded: Heeded,
  company: Company,
  account: NamedAccount,
  deed: Deed & { readonly once: string },
): Promise<Outcome> {
  const { db, ledger, comment, requests } = heeded;
  const theirs = theirsIn(heeded, company, account);
  if (theirs.some(({ ended }) => ended === null) || (await isRecorded(db, ledger, deed.once))) return 'stands';
  const endedAt = theirs.flatMap(({ ended }) => ended?.at ?? []);
  if (isOvertaken(comment.writtenAt, endedAt, await lastErasureAt(db, ledger))) return 'refused';
  if (!(await admit(db, ledger, { number: company.number, account, role: 'member' }, deed))) return 'stands';
  const answered = requests.filter((one) => one.company === company.number && one.accountId === account.accountId);
  await forgetCompanyRequests(
    db,
    answered.map(({ number }) => number),
  );
  return 'written';
}

async function take(heeded: Heeded, company: Company, account: NamedAccount, deed: Deed): Promise<Outcome> {
  const { db, ledger } = heeded;
  const listed = theirsIn(heeded, company, account).filter(({ ended }) => ended === null);
  if (listed.length === 0) return 'stands';
  if (listed.some(({ role }) => role === 'manager')) return 'refused';
  return (await dismiss(db, ledger, listed, deed)) ? 'written' : 'stands';
}

/** The one whom the comment names is asked by it: GitHub tells them. They are on the list when they accept. */
async function invite(heeded: Heeded, company: Company, account: NamedAccount, by: NamedAccount): Promise<Outcome> {
  const { db, ledger, comment, installationId } = heeded;
  if (theirsIn(heeded, company, account).some(({ ended }) => ended === null)) return 'stands';
  if (isOvertaken(comment.writtenAt, [], await lastErasureAt(db, ledger))) return 'refused';
  const draft = { ...aboutCompany(company), ...account, login: account.login ?? '' };
  const inviter = { accountId: by.accountId, login: by.login ?? '' };
  const isNew = await askCompany(db, installationId, { ...draft, kind: 'invite', by: inviter }, heeded.now);
  return isNew ? 'written' : 'stands';
}

/** Whoever was invited by one company, and by one alone, accepts; who invited must still be its manager. */
async function accept(heeded: Heeded, author: NamedAccount): Promise<Outcome> {
  const { standing, requests } = heeded;
  const invitations = requests.filter((one) => one.kind === 'invite' && one.accountId === author.accountId);
  const [invitation] = invitations;
  if (invitation === undefined || invitations.length > 1 || invitation.by === null) return 'refused';
  const company = managedBy(standing, invitation.by.accountId);
  if (company === null || company.number !== invitation.company) return 'refused';
  const by = { accountId: invitation.by.accountId, name: invitation.by.login };
  return put(heeded, company, author, { ...deedOf(heeded, 'accept'), by, reason: 'Invited, and accepted.' });
}

/** Somebody asks to be on the list of the company of this name: its manager answers, or after a while the organisation. */
async function join(heeded: Heeded, name: string, author: NamedAccount): Promise<Outcome> {
  const { db, ledger, comment, standing, installationId } = heeded;
  const found = standing.companies.filter((one) => one.ended === null && isSameCompany(one.name ?? '', name));
  const [company] = found;
  if (company === undefined || found.length > 1) return 'refused';
  if (theirsIn(heeded, company, author).some(({ ended }) => ended === null)) return 'stands';
  if (isOvertaken(comment.writtenAt, [], await lastErasureAt(db, ledger))) return 'refused';
  const draft = { ...aboutCompany(company), ...author, login: author.login ?? '' };
  const isNew = await askCompany(db, installationId, { ...draft, kind: 'join', by: null }, heeded.now);
  return isNew ? 'written' : 'stands';
}

function aboutCompany({ number, name, approvals }: Company) {
  return {
    agreementId: approvals.at(-1)?.agreement ?? '',
    revision: null,
    company: number,
    name: name ?? `company ${number}`,
    domain: null,
    fields: {},
  };
}

/** The one company that an account manages; null where there is none, or more than one, so that nobody can tell which. */
function managedBy({ memberships }: Standing, accountId: number): Company | null {
  const managed = memberships.filter(
    (one) => one.accountId === accountId && one.role === 'manager' && one.ended === null && one.company.ended === null,
  );
  const [first] = managed;
  return first !== undefined && managed.every(({ company }) => company.number === first.company.number)
    ? first.company
    : null;
}
