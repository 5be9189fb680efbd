import type { Octokit } from '@octokit/rest';
import type { IssueEvent, IssueHistory } from '../ggi/board/past.ts';
import { queryStanding } from './graphql.ts';
import { closedAs } from './issue-state.ts';

/** Each may have a hundred bodies of 65,536 characters. */
const ISSUES_A_QUERY = 5;

/** Of one issue; older edits of it than these tell nothing that anybody misses. */
const MOST_PAGES = 20;

const TYPES = 'itemTypes: [LABELED_EVENT, UNLABELED_EVENT, CLOSED_EVENT, REOPENED_EVENT]';
const EVENTS = `{ pageInfo { hasNextPage endCursor } nodes { __typename
    ... on LabeledEvent { createdAt label { name } } ... on UnlabeledEvent { createdAt label { name } }
    ... on ClosedEvent { createdAt stateReason } ... on ReopenedEvent { createdAt } } }`;
const EDITS = '{ pageInfo { hasNextPage endCursor } nodes { editedAt deletedAt diff } }';

/** What is asked of an issue's past; where there is more of it, `readHistory` goes on. */
export const HISTORY_FIELDS = `fragment HistoryFields on Issue { id createdAt body
  timelineItems(first: 100, ${TYPES}) ${EVENTS}
  userContentEdits(first: 100) ${EDITS} }`;

const QUERY = `query BoardHistory($ids: [ID!]!) { issues: nodes(ids: $ids) { ...HistoryFields } }
${HISTORY_FIELDS}`;

const MORE = `query IssueHistory($id: ID!, $events: String, $edits: String) { issue: node(id: $id) { ... on Issue { id
  timelineItems(first: 100, after: $events, ${TYPES}) ${EVENTS}
  userContentEdits(first: 100, after: $edits) ${EDITS} } } }`;

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
  readonly timelineItems: Page<EventAnswer>;
  readonly userContentEdits: Page<EditAnswer> | null;
}

interface EditAnswer {
  readonly editedAt: string;
  readonly deletedAt: string | null;
  readonly diff: string | null;
}

interface Page<T> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly (T | null)[] | null;
}

type MoreAnswer = Pick<HistoryAnswer, 'timelineItems' | 'userContentEdits'>;

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
    for (const issue of issues) if (issue?.id !== undefined) histories.push(await readHistory(reader, issue));
  }
  return histories;
}

/**
 * An issue's whole past, of which the first page is known.
 * @throws GitHubFailure `outage` where GitHub does not tell
 */
export async function readHistory(reader: Octokit, first: HistoryAnswer): Promise<IssueHistory> {
  const pages: MoreAnswer[] = [first];
  const after = { events: null as string | null, edits: null as string | null };
  for (let page: MoreAnswer | null = first; page !== null && isCut(page) && pages.length < MOST_PAGES; ) {
    // A list that is at its end is asked from there on, and has no more.
    after.events = page.timelineItems.pageInfo.endCursor ?? after.events;
    after.edits = page.userContentEdits?.pageInfo.endCursor ?? after.edits;
    const { issue }: { issue: MoreAnswer | null } = await queryStanding(reader, MORE, { id: first.id, ...after });
    page = issue;
    if (page !== null) pages.push(page);
  }
  return toHistory(first, {
    events: pages.flatMap(({ timelineItems }) => timelineItems.nodes ?? []),
    edits: pages.flatMap(({ userContentEdits }) => userContentEdits?.nodes ?? []),
  });
}

function isCut({ timelineItems, userContentEdits }: MoreAnswer): boolean {
  return timelineItems.pageInfo.hasNextPage || userContentEdits?.pageInfo.hasNextPage === true;
}

interface ReadPast {
  readonly events: readonly (EventAnswer | null)[];
  readonly edits: readonly (EditAnswer | null)[];
}

function toHistory({ id, createdAt, body }: HistoryAnswer, past: ReadPast): IssueHistory {
  // An edit tells the whole text that it left, the first of them what was written at first.
  const edits = past.edits.flatMap((edit) =>
    edit === null || edit.deletedAt !== null || edit.diff === null
      ? []
      : [{ at: inFull(edit.editedAt), body: edit.diff }],
  );
  return {
    nodeId: id,
    events: past.events.flatMap((event) => (event === null ? [] : toEvent(event))),
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
