import { isStillGood } from '../contributions/agreements/coverage.ts';
import { namesRevision, sentenceIn } from '../contributions/agreements/sentence-in.ts';
import type { CollectedPullRequest } from '../github/collect-pull-request.ts';
import type { NewestComment } from '../github/conversation-fields.ts';
import type { TaskContext } from './context.ts';
import { conversationRequest, type PullRequestTask } from './requests.ts';
import { offersOf, standingOfSentence } from './signing-offers.ts';

/**
 * Has those signatures taken of which no delivery told: comments under a pull request that would sign, and that the ledger
 * does not hold. Each is read again before it counts, by the task that the delivery would have asked for.
 */
export async function heedMissedSignatures(
  context: TaskContext,
  { repositoryId, number, description: { name: repository }, newestComments }: CollectedPullRequest,
  { installationId, nodeId, signingProblem }: PullRequestTask,
): Promise<void> {
  const said = newestComments.filter(({ body }) => namesRevision(body));
  // It is read again because a signature was refused: that is told, and not tried once more.
  if (said.length === 0 || signingProblem !== undefined) return;
  const missed = await missedAmong(context, installationId, said);
  const place = {
    installationId,
    repositoryId,
    nodeId,
    repository,
    number,
    isPullRequest: true,
  } as const;
  await context.enqueue(missed.map(({ id }) => conversationRequest({ work: 'signing', ...place, commentId: id })));
  for (const { id: commentId } of missed) {
    context.log.info({ installationId, repositoryId, number, commentId }, 'a signature of which no delivery told');
  }
}

async function missedAmong(
  context: TaskContext,
  installationId: number,
  said: readonly NewestComment[],
): Promise<NewestComment[]> {
  const offers = await offersOf(context, installationId);
  const taken = said.flatMap((comment) => {
    const offer = sentenceIn(comment.body, offers);
    return offer === null || offer.asksFields || !isStillGood(offer.revision.revision, offer.record)
      ? []
      : [{ comment, offer }];
  });
  if (taken.length === 0) return [];
  return context.store.asInstallation(installationId, async (db) => {
    const missed: NewestComment[] = [];
    for (const { comment, offer } of taken) {
      const { id: commentId, authorId: accountId, writtenAt } = comment;
      const standing = await standingOfSentence(db, installationId, { commentId, accountId, writtenAt }, offer);
      if (standing === null) missed.push(comment);
    }
    return missed;
  });
}
