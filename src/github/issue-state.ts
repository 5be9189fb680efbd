/** What is asked of an issue to know how it stands, under names that no other kind of node has. */
export const ISSUE_STATE_FIELDS = 'issueState: state stateReason labels(first: 100) { nodes { name } }';

export interface IssueStateAnswer {
  readonly issueState: 'OPEN' | 'CLOSED';
  readonly stateReason: string | null;
  readonly labels: { readonly nodes: readonly ({ readonly name: string } | null)[] | null } | null;
}

export interface IssueState {
  readonly isOpen: boolean;
  /** null while it is open. */
  readonly closedAs: 'completed' | 'not_planned' | null;
  readonly labels: readonly string[];
}

export function toIssueState({ issueState, stateReason, labels }: IssueStateAnswer): IssueState {
  const isOpen = issueState === 'OPEN';
  return {
    isOpen,
    closedAs: isOpen ? null : closedAs(stateReason),
    labels: (labels?.nodes ?? []).flatMap((label) => label?.name ?? []),
  };
}

/** As what an issue was closed: as done, too, where no reason was given. */
export function closedAs(stateReason: string | null): 'completed' | 'not_planned' {
  return stateReason === null || stateReason === 'COMPLETED' ? 'completed' : 'not_planned';
}
