import type { Association, Author, Conversation } from '../contributions/onboarding.ts';
import type { GraphqlAnswer } from './graphql.ts';

/** What the queries ask of whoever wrote something. */
export const CONVERSATION_AUTHOR =
  'fragment AuthorFields on Actor { __typename login ... on User { databaseId } ... on Bot { databaseId } }';

const SHARED_FIELDS = `createdAt locked authorAssociation author { ...AuthorFields }
  labels(first: 100) { nodes { name } }
  comments(first: 50) { totalCount nodes { author { __typename login } } }`;

/** What the queries ask of a pull request as a conversation. */
export const PULL_CONVERSATION = `
${CONVERSATION_AUTHOR}
fragment PullConversation on PullRequest { id url pullState: state ${SHARED_FIELDS} }`;

/** What the queries ask of an issue as a conversation. */
export const ISSUE_CONVERSATION = `
${CONVERSATION_AUTHOR}
fragment IssueConversation on Issue { id url issueState: state ${SHARED_FIELDS} }`;

/** What is asked of the newest comments of a conversation; in the query of one that has `PULL_CONVERSATION` too. */
export const NEWEST_COMMENTS =
  'newestComments: comments(last: 50) { nodes { databaseId body createdAt updatedAt author { ...AuthorFields } } }';

/** What `NEWEST_COMMENTS` answers. */
export interface NewestCommentsAnswer {
  readonly newestComments?: {
    readonly nodes: readonly {
      readonly databaseId: number | null;
      readonly body: string;
      readonly createdAt: string;
      readonly updatedAt: string;
      readonly author: AuthorAnswer | null;
    }[];
  } | null;
}

/** A comment as it was read with its conversation. */
export interface NewestComment {
  readonly id: number;
  readonly body: string;
  readonly authorId: number;
  /** ISO 8601, to the second, by GitHub's clock. */
  readonly writtenAt: string;
}

/** The newest comments that people wrote, and that are as they were written, in order. */
export function toNewestComments({ newestComments }: NewestCommentsAnswer): NewestComment[] {
  return (newestComments?.nodes ?? []).flatMap(({ databaseId: id, body, createdAt, updatedAt, author }) =>
    id === null || author?.__typename !== 'User' || author.databaseId == null || createdAt !== updatedAt
      ? []
      : [{ id, body, authorId: author.databaseId, writtenAt: createdAt }],
  );
}

/** Whether our comment is still there; in the root of a query that declares `$comment: ID!` and `$hasComment: Boolean!`. */
export const OUR_COMMENT = 'ourComment: node(id: $comment) @include(if: $hasComment) { __typename }';

export interface AuthorAnswer {
  readonly __typename: 'User' | 'Bot' | 'Mannequin' | 'Organization' | 'EnterpriseUserAccount';
  readonly login: string;
  readonly databaseId?: number | null;
}

interface ConversationAnswer {
  readonly id: string;
  readonly url: string;
  readonly createdAt: string;
  readonly locked: boolean;
  readonly authorAssociation: Association;
  readonly author: AuthorAnswer | null;
  readonly labels: { readonly nodes: readonly { readonly name: string }[] } | null;
  readonly comments: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly author: Pick<AuthorAnswer, '__typename' | 'login'> | null }[];
  } | null;
}

export interface PullConversationAnswer extends ConversationAnswer {
  readonly pullState: 'OPEN' | 'CLOSED' | 'MERGED';
}

export interface IssueConversationAnswer extends ConversationAnswer {
  readonly issueState: 'OPEN' | 'CLOSED';
}

/** A conversation as it was read at one moment. */
export interface CollectedConversation extends Conversation {
  readonly nodeId: string;
  /** Of its repository's page. */
  readonly repositoryUrl: string;
  readonly labels: readonly string[];
  /** Logins of the apps that commented, as `portreeve[bot]`. */
  readonly commentingApps: readonly string[];
  /** There are more comments than were looked at. */
  readonly hasMoreComments: boolean;
  /** Our comment was asked for, and GitHub knows of none such any more. */
  readonly isCommentGone: boolean;
}

/** The variables of `OUR_COMMENT`. @param nodeId of the comment; null where there is none to ask for */
export function commentVariables(nodeId: string | null): { readonly comment: string; readonly hasComment: boolean } {
  return { comment: nodeId ?? '', hasComment: nodeId !== null };
}

/** What `OUR_COMMENT` answers. */
export interface OurCommentAnswer {
  readonly ourComment?: object | null;
}

/** Only GitHub's word that there is no such comment is proof. */
function isCommentGone({ data, errors }: GraphqlAnswer<OurCommentAnswer>): boolean {
  const isRefused = errors.some(({ type, path }) => type === 'NOT_FOUND' && path?.[0] === 'ourComment');
  return data.ourComment === null && isRefused;
}

/** @param whole the answer that it came with */
export function toConversation(
  answer: PullConversationAnswer | IssueConversationAnswer,
  whole: GraphqlAnswer<OurCommentAnswer>,
): CollectedConversation {
  const comments = answer.comments?.nodes ?? [];
  const bots = comments.flatMap(({ author }) => (author?.__typename === 'Bot' ? [`${author.login}[bot]`] : []));
  return {
    kind: 'pullState' in answer ? 'pull-request' : 'issue',
    author: toAuthor(answer.author, answer.authorAssociation),
    state: STATES['pullState' in answer ? answer.pullState : answer.issueState],
    isLocked: answer.locked,
    openedAt: answer.createdAt,
    nodeId: answer.id,
    repositoryUrl: answer.url.replace(/\/(?:pull|issues)\/\d+$/, ''),
    labels: (answer.labels?.nodes ?? []).map(({ name }) => name),
    commentingApps: [...new Set(bots)],
    hasMoreComments: (answer.comments?.totalCount ?? 0) > comments.length,
    isCommentGone: isCommentGone(whole),
  };
}

const STATES = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const;

/** @returns null where the account is gone, or is no account of its own */
export function toAuthor(answer: AuthorAnswer | null, association: Association): Author | null {
  if (answer === null || answer.databaseId == null) return null;
  const { __typename, databaseId, login } = answer;
  return { id: databaseId, login, isPerson: __typename === 'User', association };
}
