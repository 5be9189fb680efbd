import type { Octokit } from '@octokit/rest';
import type { Fact } from '../core/fact.ts';
import type { InheritedFiles, RepositoryFiles, WatchedFiles } from '../core/files.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import {
  type CollectedConversation,
  commentVariables,
  ISSUE_CONVERSATION,
  type IssueConversationAnswer,
  OUR_COMMENT,
  type OurCommentAnswer,
  toConversation,
} from './conversation-fields.ts';
import { GitHubFailure } from './failure.ts';
import { errorsBelow, isForbidden, query } from './graphql.ts';
import { type ContentCache, readContents } from './read-contents.ts';
import { describe, describeFiles, describeInherited } from './repository-facts.ts';
import { REPOSITORY_FIELDS, type RepositoryAnswer } from './repository-fields.ts';

export interface IssueRequest {
  readonly repositoryNodeId: string;
  readonly number: number;
  /** Of our comment under it; null where there is none. */
  readonly commentNodeId: string | null;
  /** The files that the organisation's `.github` may hand down. */
  readonly inheritable: readonly WatchedFiles[];
}

/** An issue as a conversation, and the repository in which it stands. */
export interface CollectedIssue {
  readonly repositoryId: number;
  readonly description: RepositoryDescription;
  readonly conversation: CollectedConversation;
  /** Which files there are; none of the repository's own is read. */
  readonly files: Fact<RepositoryFiles>;
  readonly inherited: Fact<InheritedFiles>;
}

const QUERY = `query Issue($id: ID!, $number: Int!, $comment: ID!, $hasComment: Boolean!) {
  ${OUR_COMMENT}
  repository: node(id: $id) { ...RepositoryFields ... on Repository { issue(number: $number) { ...IssueConversation } } }
}
${REPOSITORY_FIELDS}${ISSUE_CONVERSATION}`;

type Answer = OurCommentAnswer & {
  readonly repository: (RepositoryAnswer & { readonly issue: IssueConversationAnswer | null }) | null;
};

/**
 * Reads an issue and what its repository says of itself: one request, and one for new blobs.
 * @returns null when it, or its repository, is gone
 */
export async function collectIssue(
  client: Octokit,
  { repositoryNodeId, number, commentNodeId, inheritable }: IssueRequest,
  cache: ContentCache,
): Promise<CollectedIssue | null> {
  const variables = { id: repositoryNodeId, number, ...commentVariables(commentNodeId) };
  const answer = await query<Answer>(client, QUERY, variables);
  const errors = errorsBelow(answer, ['repository']);
  const { repository } = answer.data;
  if (repository === null || repository.issue === null) {
    const failed = errors.find(({ type, below: [field] }) => type !== 'NOT_FOUND' && (field ?? 'issue') === 'issue');
    if (failed === undefined) return null;
    throw new GitHubFailure(isForbidden(failed) ? 'not-granted' : 'outage', 'POST /graphql', failed.message, {
      status: 200,
    });
  }
  const own = describeFiles(repository, errors, []);
  const inherited = describeInherited(repository, errors, inheritable);
  const contents = await readContents(client, inherited.wanted, cache);
  return {
    repositoryId: repository.databaseId,
    description: describe(repository),
    conversation: toConversation(repository.issue, answer),
    files: own.toFact(contents),
    inherited: inherited.toFact(contents),
  };
}
