import type { CreateIssue, RepositoryTarget } from './action.ts';
import { reportIssueKey } from './brake.ts';
import { fingerprint } from './fingerprint.ts';

export interface ReportIssueInput {
  readonly repository: RepositoryTarget;
  readonly isConfidential: boolean;
  /** `2026-10`. */
  readonly period: string;
  readonly text: { readonly title: string; readonly body: string };
}

/** Writes the report on one period. It is written once: what people do with the issue stays. */
export function planReportIssue({ repository, isConfidential, period, text }: ReportIssueInput): CreateIssue {
  const key = reportIssueKey(repository.repositoryId, period);
  // Made again after a crash it may say something else, and is the same report all the same.
  return { kind: 'create-issue', repository, isConfidential, key, fingerprint: fingerprint(key), details: {}, ...text };
}
