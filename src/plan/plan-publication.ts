import type { CreateIssue, DeleteComment, RepositoryTarget } from './action.ts';
import { fingerprint } from './fingerprint.ts';

/** How everything begins that is kept of a look before publication. */
export const PUBLICATION_KEYS = 'publication';

/** The list for people, in the repository itself. */
export function publicationIssueKey(repositoryId: number): string {
  return `${PUBLICATION_KEYS}:${repositoryId}`;
}

/** The comment below the list of that number, in which stands what was found. */
export function publicationCommentKey(repositoryId: number, list: number): string {
  return `${PUBLICATION_KEYS}-found:${repositoryId}:${list}`;
}

/** Opens the list, once. It is only for those who may read the repository while it is private. */
export function planPublicationIssue(
  repository: RepositoryTarget,
  text: { readonly title: string; readonly body: string },
): CreateIssue {
  const key = publicationIssueKey(repository.repositoryId);
  return {
    kind: 'create-issue',
    repository,
    key,
    fingerprint: fingerprint(text),
    details: {},
    isConfidential: true,
    ...text,
  };
}

/** The comment, as the store remembers it. */
export interface PublicationComment {
  readonly number: number;
  readonly commentId: number;
}

/**
 * Takes what was found away again, once the repository is not private any more: a comment that is deleted leaves no
 * earlier wording behind, as one that is edited does.
 */
export function planPublicationEnd(
  repository: RepositoryTarget,
  isPrivate: boolean,
  comments: readonly PublicationComment[],
): DeleteComment[] {
  if (isPrivate) return [];
  return comments.map((comment): DeleteComment => {
    const key = publicationCommentKey(repository.repositoryId, comment.number);
    const details = { isDeleted: true };
    return { kind: 'delete-comment', repository, key, fingerprint: fingerprint(key), details, ...comment };
  });
}
