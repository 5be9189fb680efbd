import { type PublicationComment, publicationCommentKey } from '../plan/plan-publication.ts';
import type { Artifact } from '../store/artifacts.ts';
import { detailsOf } from './standing.ts';

/** The comments that tell what was found before publication and still stand, so far as the store knows. */
export function publicationComments(repositoryId: number, artifacts: readonly Artifact[]): PublicationComment[] {
  return artifacts.flatMap((artifact) => {
    const { number, externalId: commentId } = artifact;
    if (number === null || commentId === null || isDeleted(artifact)) return [];
    return artifact.key === publicationCommentKey(repositoryId, number) ? [{ number, commentId }] : [];
  });
}

/** Whether it was taken away, as the repository became public. */
export function isDeleted(comment: Artifact): boolean {
  return detailsOf(comment).isDeleted === true;
}
