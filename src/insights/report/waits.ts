/** What waits for a decision by somebody of the organisation. */
export interface Waits {
  /** A plan that waits for an approver; null: none does. */
  readonly held: HeldBack | null;
  /** Pull requests with proposed files that are open, the oldest first. */
  readonly proposals: readonly OpenedProposal[];
}

export interface HeldBack {
  /** So many would be written to. */
  readonly repositories: number;
  /** ISO 8601. */
  readonly since: string;
}

export interface OpenedProposal {
  readonly repositoryId: number;
  readonly number: number;
  /** ISO 8601. */
  readonly openedAt: string;
}
