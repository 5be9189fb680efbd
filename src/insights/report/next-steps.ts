import type { Severity } from '../../core/verdict.ts';
import type { PlacedChangeRequest } from '../chaoss/activity.ts';
import type { ExemptionRecord } from '../exemptions.ts';
import { type OutcomeHistory, outcomeAt } from '../outcome-history.ts';
import type { SharedRepository } from '../sharing.ts';

/** What is best done next, and why. */
export type NextStep =
  | { readonly kind: 'meet-policy'; readonly policy: string; readonly severity: Severity; readonly count: number }
  /** @property since the oldest was opened, ISO 8601 */
  | { readonly kind: 'answer'; readonly count: number; readonly since: string }
  /** @property until the first one ends, YYYY-MM-DD */
  | { readonly kind: 'decide-exemptions'; readonly count: number; readonly until: string }
  | { readonly kind: 'let-see'; readonly count: number }
  | { readonly kind: 'describe'; readonly count: number };

export interface StepInput {
  readonly histories: readonly OutcomeHistory[];
  /** The place in the histories that is now. */
  readonly now: number;
  readonly exemptions: readonly ExemptionRecord[];
  readonly waiting: readonly PlacedChangeRequest[];
  readonly sharing: readonly SharedRepository[];
}

export const MOST_STEPS = 3;
/** Ends sooner than people meet. */
const SOON_DAYS = 30;

/**
 * The three best next steps: what is required first, then people who wait, then what ends soon, then what cannot be seen,
 * then what is recommended. Of policies alike the one that fails in the most repositories comes first.
 */
export function nextSteps({ histories, now, exemptions, waiting, sharing }: StepInput): NextStep[] {
  const failing = policySteps(histories, now);
  const of = (severity: Severity) => failing.filter((step) => step.severity === severity);
  const ending = exemptions.filter(({ daysLeft }) => daysLeft >= 0 && daysLeft <= SOON_DAYS);
  const unknown = histories.filter((history) => outcomeAt(history, now) === 'unknown').length;
  const undescribed = sharing.filter(({ isOpen, isDescribed }) => isOpen && !isDescribed).length;
  const [oldest] = waiting.toSorted((a, b) => (a.openedAt < b.openedAt ? -1 : 1));
  const [first] = ending;
  const steps: (NextStep | null)[] = [
    ...of('error'),
    oldest === undefined ? null : { kind: 'answer', count: waiting.length, since: oldest.openedAt },
    first === undefined ? null : { kind: 'decide-exemptions', count: ending.length, until: first.until },
    unknown === 0 ? null : { kind: 'let-see', count: unknown },
    ...of('warning'),
    undescribed === 0 ? null : { kind: 'describe', count: undescribed },
    ...of('info'),
  ];
  return steps.filter((step) => step !== null).slice(0, MOST_STEPS);
}

function policySteps(
  histories: readonly OutcomeHistory[],
  now: number,
): Extract<NextStep, { readonly kind: 'meet-policy' }>[] {
  const failing = histories.filter((history) => outcomeAt(history, now) === 'fail');
  return [...Map.groupBy(failing, ({ policy, severity }) => `${severity} ${policy}`).values()]
    .flatMap(([one, ...more]) =>
      one === undefined
        ? []
        : [{ kind: 'meet-policy' as const, policy: one.policy, severity: one.severity, count: more.length + 1 }],
    )
    .toSorted((a, b) => b.count - a.count || (a.policy < b.policy ? -1 : 1));
}
