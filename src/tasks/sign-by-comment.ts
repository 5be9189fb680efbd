import { companyCommandIn } from '../contributions/agreements/company-command.ts';
import { isStillGood } from '../contributions/agreements/coverage.ts';
import { isGivenBy } from '../contributions/agreements/overtaken.ts';
import { mentionsOne, sentenceIn, withdrawalIn } from '../contributions/agreements/sentence-in.ts';
import { type IssueComment, readComment } from '../github/read-comment.ts';
import { sha256 } from '../ledger/chain.ts';
import { NOBODY, type Personal } from '../ledger/entry.ts';
import { pendingOf } from '../store/agreements.ts';
import { appendEntries, appendSignature, ledgerPlace, lockLedger, signaturesOf } from '../store/ledger.ts';
import { findRepository } from '../store/repositories.ts';
import type { Db } from '../store/tables.ts';
import { acknowledge } from './acknowledge.ts';
import { carryOut } from './carry-out.ts';
import { type Configuration, loadConfiguration, ownConfigurationText, rightsUnder } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { pullRequestRequest, type SIGNING_PROBLEMS, type SigningTask } from './requests.ts';
import { offersOf, signedOnce, standingOfSentence, withdrawnOnce } from './signing-offers.ts';
import { judgedAgain } from './take-up-agreements.ts';
import { tendRoster } from './tend-roster.ts';

/** Why a comment that was meant to be a signature is none. */
export type SigningProblem = (typeof SIGNING_PROBLEMS)[number];

/** What came of a comment. */
type Outcome = 'written' | 'stands' | 'nothing' | 'refused' | SigningProblem;

/**
 * Takes a signature, or the withdrawal of one, from a comment. Nothing of the event is believed: the comment is read
 * again, and counts as what it is now: unedited, by a person's own account. What is written down, and that all open pull
 * requests of the person are judged again, is one transaction: neither is ever without the other, and none is done twice.
 */
export async function heedSigning(context: TaskContext, task: SigningTask): Promise<void> {
  const { github, enqueue, log, checkpoint } = context;
  const { installationId, repositoryId, nodeId, number, commentId, repository } = task;
  const configuration = await loadConfiguration(context, installationId, { isAwaited: true });
  if (configuration === null) return;
  const reader = github.reader(installationId);
  const comment = await readComment(reader, { owner: configuration.owner, repo: repository }, commentId);
  await checkpoint('collected');
  if (comment === null || comment.issueNumber !== number) return;
  if (!comment.author.isPerson) return;
  const withdrawal = withdrawalIn(comment.body);
  const said = { configuration, comment, task };
  const command = companyCommandIn(comment.body);
  const outcome = await (comment.isByApp
    ? byProgram(context, comment, installationId)
    : withdrawal !== null
      ? withdraw(context, said, withdrawal)
      : command !== null
        ? tendRoster(context, { installationId, comment, command, place: saidBy(comment, task).comment })
        : sign(context, said));
  await checkpoint('settled');
  if (outcome === 'nothing') return;
  const isCounted = outcome === 'written' || outcome === 'stands';
  if (!isCounted) {
    log.warn({ installationId, repositoryId, number, commentId, problem: outcome }, 'signature refused');
    if (task.isPullRequest && outcome !== 'refused') {
      const where = { installationId, repositoryId, nodeId, number, headSha: null };
      await enqueue([pullRequestRequest({ ...where, signingProblem: outcome })]);
    }
  }
  const place = { repositoryId, owner: configuration.owner, name: repository };
  const asked = { installationId, commentId, isTaken: isCounted };
  const rights = rightsUnder(configuration, await modeOf(context, configuration, repositoryId));
  const mayWrite = rights.mode === 'enforce' || rights.ownRepositories.includes(repositoryId);
  const actions = mayWrite ? await acknowledge(context, place, asked) : [];
  const { retry } = await carryOut(context, installationId, actions, rights);
  await checkpoint('executed');
  if (retry !== null) throw retry;
}

/** What another program writes in a person's name is not their word; they are told so, and it is not read again. */
async function byProgram(context: TaskContext, { body }: IssueComment, installationId: number): Promise<Outcome> {
  if (withdrawalIn(body) !== null || companyCommandIn(body) !== null) return 'refused';
  return sentenceIn(body, await offersOf(context, installationId)) === null ? 'nothing' : 'refused';
}

interface Said {
  readonly configuration: Configuration;
  readonly comment: IssueComment;
  readonly task: SigningTask;
}

async function sign(context: TaskContext, { configuration, comment, task }: Said): Promise<Outcome> {
  const { store, now, log, checkpoint } = context;
  const { installationId } = configuration;
  const { author, body } = comment;
  const offers = await offersOf(context, installationId);
  const offer = sentenceIn(body, offers);
  if (offer === null) return mentionsOne(body, offers) ? 'not-alone' : 'nothing';
  const { revision, record, language, asksFields } = offer;
  const said = { commentId: task.commentId, accountId: author.id, writtenAt: comment.writtenAt };
  const stateOf = (db: Db) => standingOfSentence(db, installationId, said, offer);
  if ((await store.asInstallation(installationId, stateOf)) === 'stands') return 'stands';
  if (!comment.isUnedited) return 'edited';
  if (!isStillGood(revision.revision, record)) return 'outdated';
  if (asksFields) return 'asks-more';
  await checkpoint('signing');
  const outcome = await store.asInstallation(installationId, async (db): Promise<Outcome> => {
    // First the lock: nobody is erased, and nothing withdrawn, between looking and writing.
    await lockLedger(db, await ledgerPlace(db, installationId));
    const state = await stateOf(db);
    if (state !== null) return state;
    const at = momentOf(comment, now());
    const entry = await appendSignature(
      db,
      installationId,
      {
        content: {
          kind: 'signed',
          at,
          agreement: record.id,
          revision: revision.revision,
          language,
          how: 'comment',
          policy: configuration.commit,
        },
        personal: { ...saidBy(comment, task), accountId: author.id, once: signedOnce(said, offer) },
      },
      now(),
    );
    if (entry === null) return 'stands';
    await judgePeopleAgain(context, db, task, author.id);
    return 'written';
  });
  if (outcome === 'written') {
    log.info({ installationId, agreement: record.id, account: author.id }, 'signed');
  }
  return outcome;
}

/** Takes back every signature that the person had given under one agreement. What they made before stays covered by it. */
async function withdraw(
  context: TaskContext,
  { configuration, comment, task }: Said,
  { agreementId, reason }: { readonly agreementId: string; readonly reason: string },
): Promise<Outcome> {
  const { store, now, log, checkpoint } = context;
  const { installationId } = configuration;
  const { author } = comment;
  if (!comment.isUnedited) return 'edited';
  await checkpoint('signing');
  const outcome = await store.asInstallation(installationId, async (db): Promise<Outcome> => {
    const once = withdrawnOnce(task.commentId, agreementId);
    const { signatures } = await signaturesOf(db, installationId, [author.id]);
    const own = signatures.filter(({ agreement, at }) => agreement === agreementId && isGivenBy(at, comment.writtenAt));
    const of = own.filter(({ ended }) => ended === null).map(({ sequence }) => sequence);
    if (own.length === 0) return 'not-signed';
    if (of.length === 0) return 'stands';
    const place = await ledgerPlace(db, installationId);
    const personal: Personal = { ...NOBODY, ...saidBy(comment, task), accountId: author.id, reason, once };
    const content = { kind: 'withdrawn', at: momentOf(comment, now()), of } as const;
    const [entry] = await appendEntries(db, place, [{ content, personal }], now());
    if (entry === null) return 'stands';
    await judgePeopleAgain(context, db, task, author.id);
    return 'written';
  });
  if (outcome === 'written') log.info({ installationId, agreement: agreementId, account: author.id }, 'withdrawn');
  return outcome;
}

function saidBy({ author, body }: IssueComment, { commentId: id, repositoryId, number }: SigningTask) {
  return { login: author.login, comment: { id, repositoryId, number, bodySha256: sha256(body) } };
}

/** When it was said, by GitHub's clock; never later than now, where ours is behind. */
function momentOf({ writtenAt }: IssueComment, now: Date): string {
  const said = new Date(writtenAt);
  return (said < now ? said : now).toISOString();
}

async function judgePeopleAgain(
  { enqueue }: TaskContext,
  db: Db,
  { installationId, repositoryId, nodeId, number, isPullRequest }: SigningTask,
  accountId: number,
): Promise<void> {
  const pending = await pendingOf(db, [accountId]);
  const isAmong = pending.some((one) => one.repositoryId === repositoryId && one.number === number);
  const here = isPullRequest && !isAmong ? [{ repositoryId, nodeId, number }] : [];
  await enqueue(judgedAgain(installationId, [...pending, ...here]), db);
}

/** How the repository stands, by what was last seen of it. */
async function modeOf({ store }: TaskContext, configuration: Configuration, repositoryId: number) {
  const known = await store.asInstallation(configuration.installationId, (db) => findRepository(db, repositoryId));
  const description = known?.facts?.description;
  if (description?.status !== 'known') return configuration.enforces ? 'enforce' : 'observe';
  return configuration.forRepository(description.value, ownConfigurationText(configuration, repositoryId)).mode;
}
