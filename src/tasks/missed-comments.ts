import type { Mode } from '../config/schema.ts';
import { companyCommandIn } from '../contributions/agreements/company-command.ts';
import { isStillGood } from '../contributions/agreements/coverage.ts';
import { isGivenBy } from '../contributions/agreements/overtaken.ts';
import { namesRevision, sentenceIn, withdrawalIn } from '../contributions/agreements/sentence-in.ts';
import type { CollectedPullRequest } from '../github/collect-pull-request.ts';
import type { NewestComment } from '../github/conversation-fields.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import { type Artifact, findArtifact } from '../store/artifacts.ts';
import { isRecorded, ledgerPlace, signaturesOf } from '../store/ledger.ts';
import type { Db } from '../store/tables.ts';
import { REFUSAL, reactionKey } from './acknowledge.ts';
import { type Configuration, ownConfigurationText } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { conversationRequest, type PullRequestTask } from './requests.ts';
import { type Offer, offersOf, standingOfSentence, withdrawnOnce } from './signing-offers.ts';

/**
 * Has those comments heeded of which no delivery told: under a pull request, by which somebody signs, withdraws or tends a
 * company's list, and of which nothing is known here. Each is read again before it counts, by the task that the delivery
 * would have asked for.
 */
export async function heedMissedComments(
  context: TaskContext,
  configuration: Configuration,
  { repositoryId, number, description, newestComments }: CollectedPullRequest,
  { installationId, nodeId, signingProblem }: PullRequestTask,
): Promise<void> {
  const said = newestComments.filter(
    ({ body }) => namesRevision(body) || withdrawalIn(body) !== null || companyCommandIn(body) !== null,
  );
  // It is read again because a signature was refused: that is told, and not tried once more.
  if (said.length === 0 || signingProblem !== undefined) return;
  const { mode } = configuration.forRepository(description, ownConfigurationText(configuration, repositoryId));
  const offers = await offersOf(context, installationId);
  const missed = await context.store.asInstallation(installationId, async (db) => {
    const found: NewestComment[] = [];
    for (const comment of said) {
      const answer = (await findArtifact(db, reactionKey(repositoryId, comment.id))) ?? null;
      if (await isMissed(comment, { db, installationId, offers, mode, answer })) found.push(comment);
    }
    return found;
  });
  const place = { installationId, repositoryId, nodeId, repository: description.name, number } as const;
  await context.enqueue(
    missed.map(({ id }) => conversationRequest({ work: 'signing', ...place, isPullRequest: true, commentId: id })),
  );
  for (const { id: commentId } of missed) {
    context.log.info({ installationId, repositoryId, number, commentId }, 'a comment of which no delivery told');
  }
}

interface Known {
  readonly db: Db;
  readonly installationId: number;
  readonly offers: readonly Offer[];
  readonly mode: Mode;
  /** The reaction by which its author was answered; null: they were not. */
  readonly answer: Artifact | null;
}

async function isMissed(comment: NewestComment, known: Known): Promise<boolean> {
  const { mode, answer } = known;
  if (withdrawalIn(comment.body) !== null) return isWithdrawalMissed(comment, known);
  // Whatever came of it, whoever wrote it sees a reaction; so where these are given, one without was never heard.
  if (companyCommandIn(comment.body) !== null) return mode === 'enforce' && answer === null;
  // One that was refused stays so. One that changed nothing may count after all: what stood before it was ended late.
  const isRefused = answer?.fingerprint === fingerprint(REFUSAL);
  return !isRefused && (await isSignatureMissed(comment, known));
}

async function isSignatureMissed(
  { id: commentId, body, authorId: accountId, writtenAt }: NewestComment,
  { db, installationId, offers }: Known,
): Promise<boolean> {
  const offer = sentenceIn(body, offers);
  if (offer === null || offer.asksFields || !isStillGood(offer.revision.revision, offer.record)) return false;
  return (await standingOfSentence(db, installationId, { commentId, accountId, writtenAt }, offer)) === null;
}

/** It is not written down, and something that it would end has not ended. */
async function isWithdrawalMissed(
  { id, body, authorId, writtenAt }: NewestComment,
  { db, installationId }: Known,
): Promise<boolean> {
  const { agreementId = '' } = withdrawalIn(body) ?? {};
  const { signatures } = await signaturesOf(db, installationId, [authorId]);
  const isStanding = signatures.some(
    ({ agreement, ended, at }) => agreement === agreementId && ended === null && isGivenBy(at, writtenAt),
  );
  const place = await ledgerPlace(db, installationId);
  return isStanding && !(await isRecorded(db, place, withdrawnOnce(id, agreementId)));
}
