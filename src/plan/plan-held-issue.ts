import { z } from 'zod';
import type { CreateIssue, RepositoryTarget, UpdateIssue } from './action.ts';
import { type HeldPlan, REFUSALS, type Refusal } from './brake.ts';
import { fingerprint } from './fingerprint.ts';
import type { KeptIssue } from './standing.ts';

export interface HeldIssueInput {
  readonly key: string;
  readonly repository: RepositoryTarget;
  readonly isConfidential: boolean;
  readonly held: HeldPlan | null;
  readonly standing: KeptIssue | null;
  /** An approval was given that does not count. */
  readonly refusal: Refusal | null;
  /** Words the issue; with nothing held, what became of it. */
  readonly render: (
    held: HeldPlan | null,
    refusal: Refusal | null,
  ) => { readonly title: string; readonly body: string };
}

/**
 * Keeps the one issue that tells what waits: opened, edited in place, closed when nothing waits any more. Closed by a
 * person it stays closed until another plan waits. Of approvals that do not count the first is told, once a plan: whoever
 * may comment could cause as many edits else.
 */
export function planHeldIssue(input: HeldIssueInput): (CreateIssue | UpdateIssue)[] {
  const { key, repository, isConfidential, held, standing } = input;
  const told = standing === null ? NOTHING : (Told.safeParse(standing.details).data ?? NOTHING);
  const isTold = held !== null && told.hash === held.hash;
  const refusal = held === null ? null : ((isTold ? told.refusal : null) ?? input.refusal);
  const text = input.render(held, refusal);
  const details = { hash: held?.hash ?? null, ...(refusal === null ? {} : { refusal }) };
  const frame = { repository, isConfidential, key, fingerprint: fingerprint({ ...text }), details, ...text };
  const isOpen = standing?.state === 'open';
  if (held === null) {
    if (standing === null || !isOpen) return [];
    return [{ ...frame, kind: 'update-issue', number: standing.number, state: 'closed' }];
  }
  if (standing === null || standing.state === 'deleted') return isTold ? [] : [{ ...frame, kind: 'create-issue' }];
  if (isOpen && standing.fingerprint === frame.fingerprint) return [];
  if (!isOpen && isTold) return [];
  return [{ ...frame, kind: 'update-issue', number: standing.number, state: isOpen ? null : 'open' }];
}

const Told = z.object({ hash: z.string().nullable(), refusal: z.enum(REFUSALS).nullable().default(null) });
const NOTHING = { hash: null, refusal: null };
