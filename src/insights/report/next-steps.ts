import type { Severity } from '../../core/verdict.ts';
import type { NextStep as BoardStep, StepReason } from '../../ggi/board/next-steps.ts';
import type { EndingAttestation } from '../attestations.ts';
import type { PlacedChangeRequest } from '../chaoss/activity.ts';
import type { ExemptionRecord } from '../exemptions.ts';
import { type OutcomeHistory, outcomeAt } from '../outcome-history.ts';
import type { SharedRepository } from '../sharing.ts';
import type { Waits } from './waits.ts';

/** What is best done next, and why. */
export type NextStep =
  /** A plan waits for an approver. @property since ISO 8601; @property count repositories that it writes to */
  | { readonly kind: 'approve'; readonly count: number; readonly since: string }
  | { readonly kind: 'meet-policy'; readonly policy: string; readonly severity: Severity; readonly count: number }
  /** @property since the oldest was opened, ISO 8601 */
  | { readonly kind: 'answer'; readonly count: number; readonly since: string }
  /** @property until the first one ends, YYYY-MM-DD */
  | { readonly kind: 'decide-exemptions'; readonly count: number; readonly until: string }
  /** @property until the first one ends, YYYY-MM-DD */
  | { readonly kind: 'renew-attestations'; readonly count: number; readonly until: string }
  | { readonly kind: 'let-see'; readonly count: number }
  | { readonly kind: 'describe'; readonly count: number }
  /** Proposals of files are open. @property since the oldest was opened, ISO 8601 */
  | { readonly kind: 'take-proposals'; readonly count: number; readonly since: string }
  /** An activity of good governance. @property reasons the strongest first */
  | { readonly kind: 'activity'; readonly id: string; readonly title: string; readonly reasons: readonly StepReason[] };

export interface StepInput {
  readonly histories: readonly OutcomeHistory[];
  /** The place in the histories that is now. */
  readonly now: number;
  readonly exemptions: readonly ExemptionRecord[];
  /** The one that ends first coming first. */
  readonly attestations: readonly Pick<EndingAttestation, 'until' | 'daysLeft'>[];
  readonly waiting: readonly PlacedChangeRequest[];
  readonly sharing: readonly SharedRepository[];
  readonly waits: Waits;
  /** What the board proposes, the best first. */
  readonly activities: readonly BoardStep[];
}

export const MOST_STEPS = 3;
/** Ends sooner than people meet. */
const SOON_DAYS = 30;

/**
 * The three best next steps. The last place is the board's, where it has a reason to propose an activity; the others go by
 * this order: what waits for an approver, as nothing goes on before; what is required; people who wait; what ends soon;
 * what cannot be seen; what is recommended; what is ready to be taken. Of policies alike the one that fails in the most
 * repositories comes first. Places that are left over go to the board.
 */
export function nextSteps(input: StepInput): NextStep[] {
  const activities = input.activities.map((step) => ({ kind: 'activity' as const, ...step }));
  const others = operationalSteps(input);
  const isReasoned = activities[0]?.reasons.some(({ code }) => code !== 'order') === true;
  const first = others.slice(0, isReasoned ? MOST_STEPS - 1 : MOST_STEPS);
  return [...first, ...activities, ...others.slice(first.length)].slice(0, MOST_STEPS);
}

function operationalSteps({
  histories,
  now,
  exemptions,
  attestations,
  waiting,
  sharing,
  waits,
}: StepInput): NextStep[] {
  const failing = policySteps(histories, now);
  const of = (severity: Severity) => failing.filter((step) => step.severity === severity);
  const soon = ({ daysLeft }: { readonly daysLeft: number }) => daysLeft >= 0 && daysLeft <= SOON_DAYS;
  const ending = exemptions.filter(soon);
  const expiring = attestations.filter(soon);
  const unknown = histories.filter((history) => outcomeAt(history, now) === 'unknown').length;
  const undescribed = sharing.filter(({ isOpen, isDescribed }) => isOpen && !isDescribed).length;
  const [oldest] = waiting.toSorted((a, b) => (a.openedAt < b.openedAt ? -1 : 1));
  const [first] = ending;
  const [renewable] = expiring;
  const { held, proposals } = waits;
  const [proposed] = proposals;
  const steps: (NextStep | null)[] = [
    held === null ? null : { kind: 'approve', count: held.repositories, since: held.since },
    ...of('error'),
    oldest === undefined ? null : { kind: 'answer', count: waiting.length, since: oldest.openedAt },
    first === undefined ? null : { kind: 'decide-exemptions', count: ending.length, until: first.until },
    renewable === undefined ? null : { kind: 'renew-attestations', count: expiring.length, until: renewable.until },
    unknown === 0 ? null : { kind: 'let-see', count: unknown },
    ...of('warning'),
    proposed === undefined ? null : { kind: 'take-proposals', count: proposals.length, since: proposed.openedAt },
    undescribed === 0 ? null : { kind: 'describe', count: undescribed },
    ...of('info'),
  ];
  return steps.filter((step) => step !== null);
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
