import type { Octokit } from '@octokit/rest';
import type { IssueEvent, IssueHistory } from '../ggi/board/past.ts';
import { queryStanding } from './graphql.ts';
import { closedAs } from './issue-state.ts';

/** Each may have a hundred bodies of 65,536 characters. */
const ISSUES_A_QUERY = 5;

/** What is asked of an issue's past. */
export const HISTORY_FIELDS = `fragment HistoryFields on Issue { id createdAt body
  timelineItems(first: 100, itemTypes: [LABELED_EVENT, UNLABELED_EVENT, CLOSED_EVENT, REOPENED_EVENT]) { nodes { __typename
    ... on LabeledEvent { createdAt label { name } } ... on UnlabeledEvent { createdAt label { name } }
    ... on ClosedEvent { createdAt stateReason } ... on ReopenedEvent { createdAt } } }
  userContentEdits(first: 100) { nodes { editedAt deletedAt diff } } }`;

const QUERY = `query BoardHistory($ids: [ID!]!) { issues: nodes(ids: $ids) { ...HistoryFields } }
${HISTORY_FIELDS}`;

type EventAnswer =
  | {
      readonly __typename: 'LabeledEvent' | 'UnlabeledEvent';
      readonly createdAt: string;
      readonly label: { readonly name: string };
    }
  | { readonly __typename: 'ClosedEvent'; readonly createdAt: string; readonly stateReason: string | null }
  | { readonly __typename: 'ReopenedEvent'; readonly createdAt: string };

/** An issue as GitHub tells its past. */
export interface HistoryAnswer {
  readonly id: string;
  readonly createdAt: string;
  readonly body: string;
  readonly timelineItems: { readonly nodes: readonly (EventAnswer | null)[] | null };
  readonly userContentEdits: {
    readonly nodes:
      | readonly ({
          readonly editedAt: string;
          readonly deletedAt: string | null;
          readonly diff: string | null;
        } | null)[]
      | null;
  } | null;
}

/**
 * Reads what happened to issues before anybody followed them: their labels and states, and what their bodies were.
 * @throws GitHubFailure `outage` where GitHub does not tell
 */
export async function readIssueHistories(reader: Octokit, nodeIds: readonly string[]): Promise<IssueHistory[]> {
  const histories: IssueHistory[] = [];
  for (let start = 0; start < nodeIds.length; start += ISSUES_A_QUERY) {
    const ids = nodeIds.slice(start, start + ISSUES_A_QUERY);
    const { issues } = await queryStanding<{ readonly issues: readonly (HistoryAnswer | null)[] }>(reader, QUERY, {
      ids,
    });
    histories.push(...issues.flatMap((issue) => (issue?.id === undefined ? [] : [toHistory(issue)])));
  }
  return histories;
}

export function toHistory({ id, createdAt, body, timelineItems, userContentEdits }: HistoryAnswer): IssueHistory {
  // An edit tells the whole text that it left, the first of them what was written at first.
  const edits = (userContentEdits?.nodes ?? []).flatMap((edit) =>
    edit === null || edit.deletedAt !== null || edit.diff === null
      ? []
      : [{ at: inFull(edit.editedAt), body: edit.diff }],
  );
  return {
    nodeId: id,
    events: (timelineItems.nodes ?? []).flatMap((event) => (event === null ? [] : toEvent(event))),
    bodies: edits.length === 0 ? [{ at: inFull(createdAt), body }] : edits.toReversed(),
  };
}

function toEvent(event: EventAnswer): IssueEvent[] {
  const at = inFull(event.createdAt);
  switch (event.__typename) {
    case 'LabeledEvent':
      return [{ at, kind: 'labeled', label: event.label.name }];
    case 'UnlabeledEvent':
      return [{ at, kind: 'unlabeled', label: event.label.name }];
    case 'ClosedEvent':
      return [{ at, kind: 'closed', as: closedAs(event.stateReason) }];
    case 'ReopenedEvent':
      return [{ at, kind: 'reopened' }];
    default:
      return [];
  }
}

/** GitHub leaves the milliseconds out; with them, moments compare as texts. */
function inFull(at: string): string {
  return new Date(at).toISOString();
}
