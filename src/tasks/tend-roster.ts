import type { RosterCommand } from '../contributions/agreements/company-command.ts';
import { isOvertaken } from '../contributions/agreements/overtaken.ts';
import { readAccount } from '../github/read-account.ts';
import type { IssueComment } from '../github/read-comment.ts';
import type { Personal } from '../ledger/entry.ts';
import type { Standing } from '../ledger/standing.ts';
import { pendingOf } from '../store/agreements.ts';
import { companiesOf, isRecorded, lastErasureAt, ledgerPlace, lockLedger } from '../store/ledger.ts';
import { admit, type Deed, dismiss } from './companies.ts';
import type { TaskContext } from './context.ts';
import { judgedAgain } from './take-up-agreements.ts';

/** A comment by which a company's manager names people or takes them off the list. */
export interface RosterComment {
  readonly installationId: number;
  readonly comment: IssueComment;
  readonly place: NonNullable<Personal['comment']>;
  readonly command: RosterCommand;
}

/**
 * Keeps a company's roster by the word of its manager: whose account stands there as one now. The login that is named is
 * looked up at that moment, and the account behind it is written down. Managers themselves are the operator's to change.
 */
export async function tendRoster(
  context: TaskContext,
  { installationId, comment, place, command }: RosterComment,
): Promise<'written' | 'stands' | 'refused'> {
  const { store, github, now, enqueue, checkpoint, log } = context;
  const account = await readAccount(github.reader(installationId), command.login);
  if (account === null || account.type !== 'User' || !comment.isUnedited) return 'refused';
  await checkpoint('signing');
  const outcome = await store.asInstallation(installationId, async (db) => {
    const ledger = await ledgerPlace(db, installationId);
    // First the lock: what is seen of the roster is what is written to.
    await lockLedger(db, ledger);
    const standing = await companiesOf(db, installationId);
    const number = companyOf(standing, comment.author.id);
    if (number === null) return 'refused';
    const deed = {
      by: { accountId: comment.author.id, name: comment.author.login },
      reason: command.reason,
      comment: place,
      once: `comment:${place.id}:${command.does}:${account.id}`,
      now: now(),
    } satisfies Deed;
    const theirs = standing.memberships.filter(
      ({ company, accountId }) => company.number === number && accountId === account.id,
    );
    const listed = theirs.filter(({ ended }) => ended === null);
    const named = { accountId: account.id, login: account.login };
    if (command.does === 'admit') {
      if (listed.length > 0 || (await isRecorded(db, ledger, deed.once))) return 'stands';
      const endedAt = theirs.flatMap(({ ended }) => ended?.at ?? []);
      if (isOvertaken(comment.writtenAt, endedAt, await lastErasureAt(db, ledger))) return 'refused';
      if (!(await admit(db, ledger, { number, account: named, role: 'member' }, deed))) return 'stands';
    } else {
      if (listed.length === 0) return 'stands';
      if (listed.some(({ role }) => role === 'manager')) return 'refused';
      if (!(await dismiss(db, ledger, listed, deed))) return 'stands';
    }
    await enqueue(judgedAgain(installationId, await pendingOf(db, [account.id])), db);
    return 'written';
  });
  if (outcome === 'written') log.info({ installationId, does: command.does, account: account.id }, 'roster changed');
  return outcome;
}

/** The one company that an account manages; null where there is none, or more than one, so that nobody can tell which. */
function companyOf({ memberships }: Standing, accountId: number): number | null {
  const managed = memberships.filter(
    (one) => one.accountId === accountId && one.role === 'manager' && one.ended === null && one.company.ended === null,
  );
  const numbers = [...new Set(managed.map(({ company }) => company.number))];
  return numbers.length === 1 ? (numbers[0] ?? null) : null;
}
