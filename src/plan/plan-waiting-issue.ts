import { z } from 'zod';
import type { CreateIssue, RepositoryTarget, UpdateIssue } from './action.ts';
import { fingerprint } from './fingerprint.ts';
import type { KeptIssue } from './standing.ts';

export interface WaitingIssueInput {
  /** By which it is known for ever. */
  readonly key: string;
  readonly repository: RepositoryTarget;
  readonly isConfidential: boolean;
  /** What waits, each by a name that never changes. */
  readonly waiting: readonly string[];
  readonly standing: KeptIssue | null;
  readonly text: { readonly title: string; readonly body: string };
}

const Told = z.object({ waiting: z.array(z.string()) });

/**
 * Keeps the one issue of its kind that tells what waits for an answer: opened, edited in place, closed
 * when nothing waits any more. Closed or deleted by a person it stays so until another one waits.
 */
export function planWaitingIssue(input: WaitingIssueInput): (CreateIssue | UpdateIssue)[] {
  const { repository, isConfidential, key, waiting, standing, text } = input;
  const details = { waiting: waiting.toSorted() };
  const frame = { repository, isConfidential, key, fingerprint: fingerprint({ ...text }), details, ...text };
  const isOpen = standing?.state === 'open';
  if (waiting.length === 0) {
    return standing !== null && isOpen
      ? [{ ...frame, kind: 'update-issue', number: standing.number, state: 'closed' }]
      : [];
  }
  const told = new Set(standing === null ? [] : (Told.safeParse(standing.details).data?.waiting ?? []));
  const isNew = waiting.some((name) => !told.has(name));
  if (standing === null) return [{ ...frame, kind: 'create-issue' }];
  if (standing.state === 'deleted') return isNew ? [{ ...frame, kind: 'create-issue' }] : [];
  if (isOpen ? standing.fingerprint === frame.fingerprint : !isNew) return [];
  return [{ ...frame, kind: 'update-issue', number: standing.number, state: isOpen ? null : 'open' }];
}
