import type { Octokit } from '@octokit/rest';
import { query, queryStanding } from './graphql.ts';
import { ISSUE_STATE_FIELDS, type IssueState, type IssueStateAnswer, toIssueState } from './issue-state.ts';

/** An issue of the board, as it stands. */
export interface BoardIssue extends IssueState {
  readonly nodeId: string;
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  /** Logins. */
  readonly assignees: readonly string[];
}

export interface CollectedBoard {
  readonly repository: {
    readonly repositoryId: number;
    readonly url: string;
    readonly isArchived: boolean;
    readonly hasIssues: boolean;
    readonly isPublic: boolean;
  };
  /** Those that are still there. */
  readonly issues: readonly BoardIssue[];
  /** Node ids of all that was asked for and is still there, of milestones and of what is in a project too. */
  readonly standing: ReadonlySet<string>;
}

const FIELDS = `on Issue { number url title body ${ISSUE_STATE_FIELDS}
    assignees(first: 20) { nodes { login } } }`;
const QUERY = `query Board($owner: String!, $name: String!, $ids: [ID!]!) {
  repository(owner: $owner, name: $name) { databaseId url isArchived hasIssuesEnabled visibility }
  issues: nodes(ids: $ids) { id ... ${FIELDS} }
}`;
/** GitHub takes so many ids in one query. */
const MOST_IDS = 100;

interface Answer {
  readonly repository: {
    readonly databaseId: number;
    readonly url: string;
    readonly isArchived: boolean;
    readonly hasIssuesEnabled: boolean;
    readonly visibility: 'PUBLIC' | 'PRIVATE' | 'INTERNAL';
  } | null;
  readonly issues: readonly (IssueAnswer | null)[];
}

interface IssueAnswer extends IssueStateAnswer {
  readonly id?: string;
  /** Asked of issues alone. */
  readonly number?: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly assignees: { readonly nodes: readonly ({ readonly login: string } | null)[] | null };
}

/**
 * Reads all issues of the board, what else is named, and how its repository stands: one request for each hundred.
 * @returns null where there is no such repository, or none that we may see
 * @throws GitHubFailure when GitHub does not tell: only its word that an issue does not exist is proof
 */
export async function readBoardIssues(
  reader: Octokit,
  { owner, name }: { readonly owner: string; readonly name: string },
  nodeIds: readonly string[],
): Promise<CollectedBoard | null> {
  const issues: BoardIssue[] = [];
  const standing = new Set<string>();
  let repository: CollectedBoard['repository'] | null = null;
  for (let start = 0; start === 0 || start < nodeIds.length; start += MOST_IDS) {
    const ids = nodeIds.slice(start, start + MOST_IDS);
    const data = await queryStanding<Answer>(reader, QUERY, { owner, name, ids });
    if (data.repository === null) return null;
    const { databaseId: repositoryId, url, isArchived, hasIssuesEnabled: hasIssues, visibility } = data.repository;
    repository = { repositoryId, url, isArchived, hasIssues, isPublic: visibility !== 'PRIVATE' };
    for (const answer of data.issues) {
      if (answer?.id === undefined) continue;
      standing.add(answer.id);
      if (isIssue(answer)) issues.push(toIssue(answer));
    }
  }
  return repository === null ? null : { repository, issues, standing };
}

type FoundIssue = IssueAnswer & {
  readonly id: string;
  readonly number: number;
};

function isIssue(answer: IssueAnswer): answer is FoundIssue {
  return answer.id !== undefined && answer.number !== undefined;
}

function toIssue(answer: FoundIssue): BoardIssue {
  const { id: nodeId, number, url, title, body, assignees } = answer;
  return {
    nodeId,
    number,
    url,
    title,
    body,
    ...toIssueState(answer),
    assignees: (assignees.nodes ?? []).flatMap((account) => account?.login ?? []),
  };
}

const SUB_ISSUES = 'query SubIssues { __type(name: "AddSubIssueInput") { name } }';

/**
 * Whether this GitHub knows sub-issues: github.com does, an older Enterprise Server does not.
 * @see https://docs.github.com/en/graphql/reference/mutations#addsubissue
 */
export async function hasSubIssues(reader: Octokit): Promise<boolean> {
  const { data } = await query<{
    readonly __type: { readonly name: string } | null;
  }>(reader, SUB_ISSUES, {});
  return data.__type !== null;
}
