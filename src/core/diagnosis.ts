import type { Health } from './health.ts';

/** One part of what `portreeve doctor` looks at, with its verdict. */
export interface PartDiagnosis extends Health {
  /** Never changes: scripts go by it. */
  readonly part: string;
  readonly title: string;
  /** What stands behind the verdict, a line each. For the operator's eyes: it names organisations. */
  readonly details: readonly string[];
}

/** All that `portreeve doctor` found. */
export interface Diagnosis {
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly verdict: Health['verdict'];
  readonly parts: readonly PartDiagnosis[];
}

/** The worst of all. */
export function worstOf(parts: readonly Health[]): Health['verdict'] {
  if (parts.some(({ verdict }) => verdict === 'bad')) return 'bad';
  return parts.some(({ verdict }) => verdict === 'attention') ? 'attention' : 'good';
}
