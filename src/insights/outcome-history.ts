import type { Severity, Verdict, VerdictOutcome } from '../core/verdict.ts';

/** How one policy stood on one repository, at each of some moments. */
export interface OutcomeHistory {
  readonly repositoryId: number;
  readonly policy: string;
  /** As at the last moment at which it was judged. */
  readonly severity: Severity;
  /** `restricted` where it ever was. */
  readonly disclosure: Verdict['disclosure'];
  /** A letter for each moment, oldest first: see `OUTCOME_LETTERS`; `-` where it was not judged. */
  readonly outcomes: string;
}

/** How an outcome is written in a history, so that a year of an organisation stays small. */
export const OUTCOME_LETTERS = {
  pass: 'p',
  fail: 'f',
  unknown: 'u',
  exempt: 'e',
  'not-applicable': 'n',
} as const satisfies Readonly<Record<VerdictOutcome, string>>;

export const NOT_JUDGED = '-';

const OUTCOMES: ReadonlyMap<string, VerdictOutcome> = new Map([
  ['p', 'pass'],
  ['f', 'fail'],
  ['u', 'unknown'],
  ['e', 'exempt'],
  ['n', 'not-applicable'],
]);

/** @returns null where it was not judged. @param moment the place in the history, from 0 */
export function outcomeAt({ outcomes }: Pick<OutcomeHistory, 'outcomes'>, moment: number): VerdictOutcome | null {
  return OUTCOMES.get(outcomes[moment] ?? NOT_JUDGED) ?? null;
}

const DAY = 86_400_000;

/** So many moments, a week apart, the last of them now. Oldest first. */
export function weeksUntil(now: Date, weeks: number): Date[] {
  return Array.from({ length: weeks }, (_, index) => new Date(now.getTime() - (weeks - 1 - index) * 7 * DAY));
}
