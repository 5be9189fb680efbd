import type { Octokit } from '@octokit/rest';
import type { Association, Author, Conversation } from '../contributions/onboarding.ts';
import { type AuthorAnswer, CONVERSATION_AUTHOR, toAuthor } from './conversation-fields.ts';
import { queryStanding } from './graphql.ts';

/** A conversation, and who wrote in it. */
export interface Replies extends Pick<Conversation, 'author' | 'state'> {
  readonly nodeId: string;
  readonly url: string;
  /** Of the last hundred comments and reviews; null for accounts that are gone. */
  readonly repliers: readonly (Author | null)[];
}

const QUERY = `query Replies($ids: [ID!]!) { conversations: nodes(ids: $ids) {
  ... on PullRequest { id url pullState: state authorAssociation author { ...AuthorFields }
    comments(last: 100) { nodes { authorAssociation author { ...AuthorFields } } }
    reviews(last: 100) { nodes { authorAssociation author { ...AuthorFields } } } }
  ... on Issue { id url issueState: state authorAssociation author { ...AuthorFields }
    comments(last: 100) { nodes { authorAssociation author { ...AuthorFields } } } }
} }
${CONVERSATION_AUTHOR}`;

interface WrittenAnswer {
  readonly authorAssociation: Association;
  readonly author: AuthorAnswer | null;
}
type Written = { readonly nodes: readonly (WrittenAnswer | null)[] | null } | null;

interface Answer {
  readonly conversations: readonly (
    | (WrittenAnswer & {
        readonly id: string;
        readonly url: string;
        readonly pullState?: 'OPEN' | 'CLOSED' | 'MERGED';
        readonly issueState?: 'OPEN' | 'CLOSED';
        readonly comments: Written;
        readonly reviews?: Written;
      })
    | null
  )[];
}

const MOST_IDS = 20;
const STATES = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const;

/**
 * Reads who wrote in conversations: a request for each twenty. Those that are gone are left out.
 * @throws GitHubFailure when GitHub does not tell: only its word that a node does not exist is proof
 */
export async function readReplies(reader: Octokit, nodeIds: readonly string[]): Promise<Replies[]> {
  const found: Replies[] = [];
  for (let start = 0; start < nodeIds.length; start += MOST_IDS) {
    const ids = nodeIds.slice(start, start + MOST_IDS);
    const { conversations } = await queryStanding<Answer>(reader, QUERY, { ids });
    for (const conversation of conversations) {
      if (conversation === null) continue;
      const { id, url, author, authorAssociation, pullState, issueState, comments, reviews } = conversation;
      const written = [...(comments?.nodes ?? []), ...(reviews?.nodes ?? [])];
      found.push({
        nodeId: id,
        url,
        author: toAuthor(author, authorAssociation),
        state: STATES[pullState ?? issueState ?? 'OPEN'],
        repliers: written.map((one) => (one === null ? null : toAuthor(one.author, one.authorAssociation))),
      });
    }
  }
  return found;
}
