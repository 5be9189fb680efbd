/** What the queries ask of an issue or pull request of ours. */
export const STANDING_FIELDS = `
fragment StandingFields on Node {
  id
  ... on Issue { __typename number issueState: state stateReason }
  ... on PullRequest { __typename number createdAt pullRequestState: state headRefName headRefOid headRef { target { oid } } }
}`;

/** An issue or pull request of ours, as it stands now. */
export type StandingThing =
  | {
      readonly __typename: 'Issue';
      readonly id: string;
      readonly number: number;
      readonly issueState: 'OPEN' | 'CLOSED';
      readonly stateReason: 'COMPLETED' | 'NOT_PLANNED' | 'REOPENED' | 'DUPLICATE' | null;
    }
  | {
      readonly __typename: 'PullRequest';
      readonly id: string;
      readonly number: number;
      /** ISO 8601. */
      readonly createdAt: string;
      readonly pullRequestState: 'OPEN' | 'CLOSED' | 'MERGED';
      readonly headRefName: string;
      readonly headRefOid: string;
      readonly headRef: { readonly target: { readonly oid: string } | null } | null;
    };
