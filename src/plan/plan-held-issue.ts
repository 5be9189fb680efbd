import type { JsonValue } from '../core/json-value.ts';
import type { CreateIssue, RepositoryTarget, UpdateIssue } from './action.ts';
import type { HeldPlan } from './brake.ts';
import { fingerprint } from './fingerprint.ts';

export interface HeldIssueInput {
  readonly key: string;
  readonly repository: RepositoryTarget;
  readonly isConfidential: boolean;
  readonly held: HeldPlan | null;
  readonly standing: {
    readonly number: number;
    readonly state: 'open' | 'closed' | 'deleted' | null;
    readonly fingerprint: string | null;
    readonly details: JsonValue;
  } | null;
  /** Words the issue; with nothing held, what became of it. */
  readonly render: (held: HeldPlan | null) => { readonly title: string; readonly body: string };
}

/**
 * Keeps the one issue that tells what waits: opened, edited in place, closed when nothing waits any more. Closed by a
 * person it stays closed until another plan waits.
 */
export function planHeldIssue(input: HeldIssueInput): (CreateIssue | UpdateIssue)[] {
  const { key, repository, isConfidential, held, standing } = input;
  const text = input.render(held);
  const details = { hash: held?.hash ?? null };
  const frame = { repository, isConfidential, key, fingerprint: fingerprint({ ...text }), details, ...text };
  const isOpen = standing?.state === 'open';
  if (held === null) {
    if (standing === null || !isOpen) return [];
    return [{ ...frame, kind: 'update-issue', number: standing.number, state: 'closed' }];
  }
  const isTold = standing !== null && hashIn(standing.details) === held.hash;
  if (standing === null || standing.state === 'deleted') return isTold ? [] : [{ ...frame, kind: 'create-issue' }];
  if (isOpen && standing.fingerprint === frame.fingerprint) return [];
  if (!isOpen && isTold) return [];
  return [{ ...frame, kind: 'update-issue', number: standing.number, state: isOpen ? null : 'open' }];
}

function hashIn(details: JsonValue): unknown {
  return typeof details === 'object' && details !== null && 'hash' in details ? details.hash : null;
}
