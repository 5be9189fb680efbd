import { z } from 'zod';
import type { JsonValue } from '../core/json-value.ts';
import type { CreateIssue, RepositoryTarget, UpdateIssue } from './action.ts';
import { fingerprint } from './fingerprint.ts';
import type { KeptIssue } from './standing.ts';

const KEY = 'ledger:in:';
/** More days are in the issue's history. */
const MOST_HEADS = 31;

/** The end of the ledger on a day, as it was published. */
const PublishedHead = z.object({
  /** ISO 8601. */
  at: z.string(),
  sequence: z.int().positive(),
  hash: z.string(),
});
export type PublishedHead = Readonly<z.infer<typeof PublishedHead>>;

/** Under which it is kept that the issue stands. */
export function ledgerIssueKey(repositoryId: number): string {
  return `${KEY}${repositoryId}`;
}

/** The beginning of all such keys. */
export const LEDGER_ISSUES = KEY;

/** What was published so far, the newest first. @param details of the issue's artifact */
export function publishedHeads(details: JsonValue): PublishedHead[] {
  return z.object({ heads: z.array(PublishedHead) }).safeParse(details).data?.heads ?? [];
}

export interface LedgerIssueInput {
  readonly repository: RepositoryTarget;
  readonly isConfidential: boolean;
  /** As the ledger ends now; null: it has no rows. */
  readonly head: PublishedHead | null;
  /** Published heads that the ledger no longer has. */
  readonly lost: readonly PublishedHead[];
  readonly standing: KeptIssue | null;
  readonly render: (
    heads: readonly PublishedHead[],
    lost: readonly PublishedHead[],
  ) => { readonly title: string; readonly body: string };
}

/**
 * Keeps the one issue in which the ledger's end is published: a line for each day on which it had grown. Once a published
 * head is lost, nothing is added to the list, so that it stays the proof, and the issue says so. Deleted it is opened
 * again with the whole list; closed it stays closed, and is kept up to date.
 */
export function planLedgerIssue(input: LedgerIssueInput): (CreateIssue | UpdateIssue)[] {
  const { repository, isConfidential, head, lost, standing, render } = input;
  const told = standing === null ? [] : publishedHeads(standing.details);
  const isGrown = head !== null && lost.length === 0 && told[0]?.hash !== head.hash;
  const heads = isGrown ? [head, ...told].slice(0, MOST_HEADS) : told;
  if (heads.length === 0) return [];
  const text = render(heads, lost);
  const frame = {
    repository,
    isConfidential,
    key: ledgerIssueKey(repository.repositoryId),
    fingerprint: fingerprint({ ...text }),
    details: { heads },
    ...text,
  };
  if (standing === null || standing.state === 'deleted') return [{ ...frame, kind: 'create-issue' }];
  if (standing.fingerprint === frame.fingerprint) return [];
  return [{ ...frame, kind: 'update-issue', number: standing.number, state: null }];
}
