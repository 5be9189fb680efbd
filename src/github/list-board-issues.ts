import type { Octokit } from '@octokit/rest';
import type { IssueHistory } from '../ggi/board/past.ts';
import { GitHubFailure } from './failure.ts';
import { query } from './graphql.ts';
import { HISTORY_FIELDS, type HistoryAnswer, isCompleted, toHistory } from './read-board-history.ts';

/** More issues than these no board has. */
const MOST_ISSUES = 500;

/** An issue of another tool's board, with its past. */
export interface ListedIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly isOpen: boolean;
  readonly closedAs: 'completed' | 'not_planned' | null;
  readonly labels: readonly string[];
  /** ISO 8601. */
  readonly updatedAt: string;
  readonly history: IssueHistory;
}

const QUERY = `query BoardIssues($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) { issues(first: 10, after: $after, orderBy: { field: CREATED_AT, direction: ASC }) {
    pageInfo { hasNextPage endCursor }
    nodes { number title updatedAt issueState: state stateReason labels(first: 100) { nodes { name } } ...HistoryFields } } }
}
${HISTORY_FIELDS}`;

interface IssueAnswer extends HistoryAnswer {
  readonly number: number;
  readonly title: string;
  readonly updatedAt: string;
  readonly issueState: 'OPEN' | 'CLOSED';
  readonly stateReason: string | null;
  readonly labels: { readonly nodes: readonly ({ readonly name: string } | null)[] | null } | null;
}

interface Answer {
  readonly repository: {
    readonly issues: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly (IssueAnswer | null)[] | null;
    };
  } | null;
}

/**
 * Reads all issues of a repository, closed ones too, with what happened to them: ten in a request.
 * @returns null where there is no such repository, or none that we may see
 * @throws GitHubFailure `outage` where GitHub does not tell
 */
export async function listBoardIssues(
  reader: Octokit,
  { owner, name }: { readonly owner: string; readonly name: string },
): Promise<ListedIssue[] | null> {
  const issues: ListedIssue[] = [];
  let after: string | null = null;
  do {
    const page: Page | null = await readPage(reader, { owner, name, after });
    if (page === null) return null;
    issues.push(...page.issues);
    after = page.next;
  } while (after !== null && issues.length < MOST_ISSUES);
  return issues;
}

interface Page {
  readonly issues: readonly ListedIssue[];
  readonly next: string | null;
}

async function readPage(reader: Octokit, variables: Readonly<Record<string, string | null>>): Promise<Page | null> {
  const { data, errors } = await query<Answer>(reader, QUERY, variables);
  const error = errors.find(({ type }) => type !== 'NOT_FOUND');
  if (error !== undefined) throw new GitHubFailure('outage', 'POST /graphql', error.message, { status: 200 });
  if (data.repository === null) return null;
  const { nodes, pageInfo } = data.repository.issues;
  return {
    issues: (nodes ?? []).flatMap((issue) => (issue === null ? [] : [toListed(issue)])),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}

function toListed({ number, title, updatedAt, issueState, stateReason, labels, ...answer }: IssueAnswer): ListedIssue {
  const isOpen = issueState === 'OPEN';
  return {
    ...{ number, title, isOpen, body: answer.body },
    closedAs: isOpen ? null : isCompleted(stateReason) ? 'completed' : 'not_planned',
    labels: (labels?.nodes ?? []).flatMap((label) => label?.name ?? []),
    updatedAt: new Date(updatedAt).toISOString(),
    history: toHistory(answer),
  };
}
