import type { Octokit } from '@octokit/rest';
import { errorsBelow, query } from './graphql.ts';

const QUERY = `query FindingsIssues($ids: [ID!]!) { issues: nodes(ids: $ids) { ... on Issue {
  id url state assignees(first: 1) { totalCount } milestone { dueOn } } } }`;

/** Who takes care of an issue is not told, only whether somebody does. */
export interface KeptIssue {
  readonly nodeId: string;
  readonly url: string;
  readonly isOpen: boolean;
  readonly hasOwner: boolean;
  /** YYYY-MM-DD. */
  readonly due: string | null;
}

const MOST_IDS = 100;

/** Reads issues by their node ids: a request for each hundred. Those that are gone are left out. */
export async function readFindingsIssues(
  reader: Octokit,
  nodeIds: readonly string[],
): Promise<readonly KeptIssue[] | { readonly reason: string }> {
  const issues: KeptIssue[] = [];
  for (let start = 0; start < nodeIds.length; start += MOST_IDS) {
    const answer = await query<{ readonly issues: readonly (IssueAnswer | null)[] }>(reader, QUERY, {
      ids: nodeIds.slice(start, start + MOST_IDS),
    });
    const error = errorsBelow(answer, ['issues']).find(({ type }) => type !== 'NOT_FOUND');
    if (error !== undefined) return { reason: error.message };
    for (const issue of answer.data.issues) {
      if (issue?.id === undefined) continue;
      const { id: nodeId, url, state, assignees, milestone } = issue;
      const due = milestone?.dueOn?.slice(0, 10) ?? null;
      issues.push({ nodeId, url, isOpen: state === 'OPEN', hasOwner: assignees.totalCount > 0, due });
    }
  }
  return issues;
}

interface IssueAnswer {
  readonly id?: string;
  readonly url: string;
  readonly state: string;
  readonly assignees: { readonly totalCount: number };
  readonly milestone: { readonly dueOn: string | null } | null;
}
