import type { Mode } from '../config/schema.ts';
import { companyCommandIn } from '../contributions/agreements/company-command.ts';
import { isStillGood } from '../contributions/agreements/coverage.ts';
import { isGivenBy } from '../contributions/agreements/overtaken.ts';
import { namesRevision, sentenceIn, withdrawalIn } from '../contributions/agreements/sentence-in.ts';
import type { CollectedPullRequest } from '../github/collect-pull-request.ts';
import type { NewestComment } from '../github/conversation-fields.ts';
import { findArtifact } from '../store/artifacts.ts';
import { signaturesOf } from '../store/ledger.ts';
import type { Db } from '../store/tables.ts';
import { reactionKey } from './acknowledge.ts';
import { type Configuration, ownConfigurationText } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { conversationRequest, type PullRequestTask } from './requests.ts';
import { type Offer, offersOf, standingOfSentence } from './signing-offers.ts';

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
      const isAnswered = (await findArtifact(db, reactionKey(repositoryId, comment.id))) !== undefined;
      if (!isAnswered && (await isMissed(comment, { db, installationId, offers, mode }))) found.push(comment);
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
}

async function isMissed(comment: NewestComment, known: Known): Promise<boolean> {
  if (withdrawalIn(comment.body) !== null) return isWithdrawalMissed(comment, known);
  // Whatever came of it, whoever wrote it sees a reaction; so where these are given, one without was never heard.
  if (companyCommandIn(comment.body) !== null) return known.mode === 'enforce';
  return isSignatureMissed(comment, known);
}

async function isSignatureMissed(
  { id: commentId, body, authorId: accountId, writtenAt }: NewestComment,
  { db, installationId, offers }: Known,
): Promise<boolean> {
  const offer = sentenceIn(body, offers);
  if (offer === null || offer.asksFields || !isStillGood(offer.revision.revision, offer.record)) return false;
  return (await standingOfSentence(db, installationId, { commentId, accountId, writtenAt }, offer)) === null;
}

/** Something that it would end has not ended. */
async function isWithdrawalMissed(
  { body, authorId, writtenAt }: NewestComment,
  { db, installationId }: Known,
): Promise<boolean> {
  const wish = withdrawalIn(body);
  const { signatures } = await signaturesOf(db, installationId, [authorId]);
  return signatures.some(
    ({ agreement, ended, at }) => agreement === wish?.agreementId && ended === null && isGivenBy(at, writtenAt),
  );
}
