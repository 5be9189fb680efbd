import type { VerdictOutcome } from '../core/verdict.ts';
import { OUTCOME_LETTERS, type OutcomeHistory, outcomeAt } from './outcome-history.ts';

/** How many verdicts came to what. */
export type Tally = Readonly<Record<VerdictOutcome, number>>;

/** Of one policy, over all repositories. */
export interface PolicyCoverage {
  readonly policy: string;
  readonly tally: Tally;
}

/** Of all policies and repositories at one moment. */
export interface CoverageAt {
  /** ISO 8601. */
  readonly at: string;
  readonly tally: Tally;
}

/** Counts the verdicts at one moment. @param moment the place in the histories, from 0 */
export function tallyAt(histories: readonly OutcomeHistory[], moment: number): Tally {
  const tally: Record<VerdictOutcome, number> = { pass: 0, fail: 0, unknown: 0, exempt: 0, 'not-applicable': 0 };
  for (const history of histories) {
    const outcome = outcomeAt(history, moment);
    if (outcome !== null) tally[outcome] += 1;
  }
  return tally;
}

/**
 * The share of what was asked for and is met: passes among passes and fails, from 0 to 1. What could not be found out,
 * is excused or does not apply is counted beside it, on neither side.
 * @returns null where nothing was found either way
 */
export function coverageOf({ pass, fail }: Tally): number | null {
  return pass + fail === 0 ? null : pass / (pass + fail);
}

/** Each policy that was judged at that moment, by its id. */
export function coverageByPolicy(histories: readonly OutcomeHistory[], moment: number): PolicyCoverage[] {
  return [...Map.groupBy(histories, ({ policy }) => policy)]
    .map(([policy, own]) => ({ policy, tally: tallyAt(own, moment) }))
    .filter(({ tally }) => Object.values(tally).some((count) => count > 0))
    .toSorted((a, b) => (a.policy < b.policy ? -1 : 1));
}

/** @param moments those of the histories, in their order */
export function coverageTrend(histories: readonly OutcomeHistory[], moments: readonly Date[]): CoverageAt[] {
  // In one pass, as a year of a large organisation has half a million letters.
  const counts = moments.map(() => new Uint32Array(LETTERS));
  for (const { outcomes } of histories) {
    for (const [moment, count] of counts.entries()) {
      const code = outcomes.charCodeAt(moment);
      if (code < LETTERS) count[code] = (count[code] ?? 0) + 1;
    }
  }
  return moments.map((at, moment) => ({ at: at.toISOString(), tally: tallyOf(counts[moment]) }));
}

const LETTERS = 128;

function tallyOf(counts: Uint32Array | undefined): Tally {
  const of = (outcome: VerdictOutcome) => counts?.[OUTCOME_LETTERS[outcome].charCodeAt(0)] ?? 0;
  return {
    pass: of('pass'),
    fail: of('fail'),
    unknown: of('unknown'),
    exempt: of('exempt'),
    'not-applicable': of('not-applicable'),
  };
}
