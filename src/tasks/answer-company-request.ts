import { companyAnswerIn } from '../contributions/agreements/company-command.ts';
import { isStillGood } from '../contributions/agreements/coverage.ts';
import { type IssueComment, readComment, readRole } from '../github/read-comment.ts';
import { sha256 } from '../ledger/chain.ts';
import { companiesIssueKey } from '../plan/brake.ts';
import { pendingOf, readAgreements } from '../store/agreements.ts';
import { findArtifact } from '../store/artifacts.ts';
import {
  type CompanyRequest,
  companyRequests,
  forgetCompanyRequests,
  refuseCompanyRequest,
} from '../store/company-requests.ts';
import { companiesOf, findRecorded, type LedgerPlace, ledgerPlace, lockLedger } from '../store/ledger.ts';
import type { Db } from '../store/tables.ts';
import { acknowledge } from './acknowledge.ts';
import { agreementsInForce } from './agreement-texts.ts';
import { carryOut } from './carry-out.ts';
import { admit, admitDomain, type Deed, takeInCompany } from './companies.ts';
import { type Configuration, loadConfiguration, rightsUnder } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { type CompanyAnswerTask, conversationRequest } from './requests.ts';
import { judgedAgain } from './take-up-agreements.ts';

/**
 * Answers what is asked in a company's name, by the word of somebody who may write to the governance repository. Nothing
 * of the event is believed: the comment is read again, and its author's rights as they are now. What is written down, that
 * it is answered, and that open pull requests are judged again is one transaction.
 */
export async function answerCompanyRequest(context: TaskContext, task: CompanyAnswerTask): Promise<void> {
  const { github, log, checkpoint } = context;
  const { installationId, repositoryId, commentId } = task;
  const configuration = await loadConfiguration(context, installationId, { isAwaited: true });
  const place = configuration?.governanceRepository ?? null;
  if (configuration === null || place === null || place.repositoryId !== repositoryId) return;
  const where = { owner: place.owner, repo: place.name };
  const comment = await readComment(github.reader(installationId), where, commentId);
  await checkpoint('collected');
  const isTaken = comment !== null && (await heed(context, configuration, comment, task));
  await checkpoint('settled');
  if (!isTaken) log.warn({ installationId, commentId }, 'an answer to a company was refused');
  const actions = comment === null ? [] : await acknowledge(context, place, { installationId, commentId, isTaken });
  const { retry } = await carryOut(context, installationId, actions, rightsUnder(configuration, 'observe'));
  if (retry !== null) throw retry;
}

async function heed(
  context: TaskContext,
  configuration: Configuration,
  comment: IssueComment,
  { installationId, repositoryId, commentId }: CompanyAnswerTask,
): Promise<boolean> {
  const { store, github, enqueue, now, log, checkpoint } = context;
  const place = configuration.governanceRepository;
  const answer = companyAnswerIn(comment.body);
  const { author } = comment;
  if (place === null || answer === null || !comment.isUnedited || !author.isPerson || comment.isByApp) return false;
  const issue = await store.asInstallation(installationId, (db) => findArtifact(db, companiesIssueKey(repositoryId)));
  if (issue === undefined || issue.number !== comment.issueNumber) return false;
  const role = await readRole(github.reader(installationId), { owner: place.owner, repo: place.name }, author.login);
  if (role === null || role.accountId !== author.id || !role.canWrite) return false;
  await checkpoint('signing');
  const outcome = await store.asInstallation(installationId, async (db) => {
    const ledger = await ledgerPlace(db, installationId);
    await lockLedger(db, ledger);
    const all = await companyRequests(db);
    const request = all.find(({ number }) => number === answer.request);
    const once = `company-request:${answer.request}`;
    // Begun anew after the answer to the commit was lost, this same comment has done it.
    if (request === undefined) return (await findRecorded(db, ledger, once))?.personal?.comment?.id === commentId;
    if (request.refused !== null) return answer.does === 'refuse' && answer.reason === request.refused.reason;
    if (answer.does === 'refuse') await refuseCompanyRequest(db, request.number, answer.reason, now());
    else {
      const deed: Deed = {
        by: { accountId: author.id, name: author.login },
        reason: `Approved: request ${request.number}.`,
        comment: { id: commentId, repositoryId, number: comment.issueNumber, bodySha256: sha256(comment.body) },
        once,
        now: now(),
      };
      const accounts = await approve(db, ledger, request, deed);
      if (accounts === null) return false;
      await forgetCompanyRequests(db, [request.number]);
      await enqueue(judgedAgain(installationId, await pendingOf(db, accounts)), db);
    }
    await enqueue([conversationRequest({ work: 'companies', installationId })], db);
    return true;
  });
  if (outcome) log.info({ installationId, does: answer.does, request: answer.request }, 'a company was answered');
  return outcome;
}

/** @returns the accounts whose pull requests may turn; null where it cannot be approved (any more) */
async function approve(
  db: Db,
  ledger: LedgerPlace,
  request: CompanyRequest,
  deed: Deed,
): Promise<readonly number[] | null> {
  const { kind, agreementId, revision, company, name, domain, fields, accountId, login, askedAt } = request;
  const { companies, memberships } = await companiesOf(db, ledger.installationId);
  const known = companies.find(({ number }) => number === company);
  if (company !== null && (known === undefined || known.ended !== null)) return null;
  const account = { accountId, login };
  if (kind !== 'sign') {
    if (company === null) return null;
    const isListed = memberships.some(
      (one) => one.company.number === company && one.accountId === accountId && one.ended === null,
    );
    if (!isListed) await admit(db, ledger, { number: company, account, role: 'member' }, deed);
    return [accountId];
  }
  const [agreement] = agreementsInForce(await readAgreements(db, [agreementId]));
  // Who has to sign another text by now is asked on its page.
  if (revision === null || agreement?.current.kind !== 'corporate' || !isStillGood(revision, agreement.record)) {
    return null;
  }
  const reason = `Signed on the page on ${askedAt.toISOString()}, approved by ${deed.by.name} (${deed.by.accountId}).`;
  const signing: Deed = { ...deed, by: { accountId, name: login }, reason };
  const approval = { agreement: agreementId, name, company, manager: company === null ? account : null };
  const named: Deed = { ...deed, once: `${deed.once}:manager` };
  const number = await takeInCompany(db, ledger, { ...approval, revision, fields }, signing, named);
  if (domain !== null) await admitDomain(db, ledger, { number, domain }, { ...deed, once: `${deed.once}:domain` });
  const roster = memberships.filter((one) => one.company.number === number);
  return [accountId, ...roster.flatMap((one) => one.accountId ?? [])];
}
