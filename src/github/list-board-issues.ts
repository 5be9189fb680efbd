import type { Octokit } from '@octokit/rest';
import type { IssueHistory } from '../ggi/board/past.ts';
import { queryStanding } from './graphql.ts';
import { ISSUE_STATE_FIELDS, type IssueState, type IssueStateAnswer, toIssueState } from './issue-state.ts';
import { HISTORY_FIELDS, type HistoryAnswer, readHistory } from './read-board-history.ts';

/** More issues than these no board has. */
const MOST_ISSUES = 500;

/** An issue of another tool's board, with its past. */
export interface ListedIssue extends IssueState {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  /** ISO 8601. */
  readonly updatedAt: string;
  readonly history: IssueHistory;
}

const QUERY = `query BoardIssues($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) { issues(first: 10, after: $after, orderBy: { field: CREATED_AT, direction: ASC }) {
    pageInfo { hasNextPage endCursor }
    nodes { number title updatedAt ${ISSUE_STATE_FIELDS} ...HistoryFields } } }
}
${HISTORY_FIELDS}`;

interface IssueAnswer extends HistoryAnswer, IssueStateAnswer {
  readonly number: number;
  readonly title: string;
  readonly updatedAt: string;
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
  const { repository } = await queryStanding<Answer>(reader, QUERY, variables);
  if (repository === null) return null;
  const { nodes, pageInfo } = repository.issues;
  const issues: ListedIssue[] = [];
  for (const issue of nodes ?? []) if (issue !== null) issues.push(toListed(issue, await readHistory(reader, issue)));
  return { issues, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

function toListed(answer: IssueAnswer, history: IssueHistory): ListedIssue {
  const { number, title, body, updatedAt } = answer;
  return {
    number,
    title,
    body,
    ...toIssueState(answer),
    updatedAt: new Date(updatedAt).toISOString(),
    history,
  };
}
