import type { PointState } from '../evidence/standing.ts';
import { type ActivityProgress, coverageOf, isMet, type PointProgress, shareOf } from '../progress.ts';
import type { Board } from './board.ts';

/** Why an activity is proposed. */
export type StepReason =
  /** Its target date has passed. */
  | { readonly code: 'overdue'; readonly targetDate: string }
  /** What was measured speaks against points of it. */
  | { readonly code: 'contradicted'; readonly keys: readonly string[] }
  /** What was looked for, and could have been seen, was not found for points that nobody ticked or attests. */
  | { readonly code: 'unfound'; readonly keys: readonly string[] }
  /** What was measured supports points that nobody has ticked. */
  | { readonly code: 'supported'; readonly keys: readonly string[] }
  /** Activities that are done, or more than half met, propose it. */
  | { readonly code: 'follows'; readonly ids: readonly string[] }
  /** It is begun. */
  | { readonly code: 'begun' }
  /** Nothing else speaks for any: the organisation's own order does. */
  | { readonly code: 'order' };

export interface NextStep {
  readonly id: string;
  readonly title: string;
  /** The strongest first; at least one. */
  readonly reasons: readonly StepReason[];
}

export interface NextStepsInput {
  readonly board: Board;
  readonly activities: readonly ActivityProgress[];
  /** By the point's key, of those that were measured: none that could not be seen. */
  readonly evidence: ReadonlyMap<string, PointState>;
  /** Today, YYYY-MM-DD (UTC). */
  readonly day: string;
  readonly most: number;
}

/**
 * The activities to turn to next, each with its reasons. The relations among them contain loops, so none is an order:
 * they only say what is proposed by what is done.
 */
export function nextSteps({ board, activities, evidence, day, most }: NextStepsInput): NextStep[] {
  const open = activities.filter((activity) => !isDone(activity, day));
  const far = new Set(
    activities
      .filter((activity) => isDone(activity, day) || shareOf(coverageOf(activity.points, day)) > 0.5)
      .map(({ id }) => id),
  );
  const weighed = open.map((activity) => {
    const proposedBy = board.activities.filter(({ id, next }) => far.has(id) && next.includes(activity.id));
    const reasons = reasonsFor(
      activity,
      proposedBy.map(({ id }) => id),
      evidence,
      day,
    );
    return { activity, reasons, weight: reasons.reduce((sum, reason) => sum + weightOf(reason), 0) };
  });
  // The organisation's order decides between equals: sorting is stable.
  return weighed
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, most)
    .map(({ activity: { id, title }, reasons }) => ({
      id,
      title,
      reasons: reasons.length === 0 ? [{ code: 'order' as const }] : reasons,
    }));
}

function isDone({ state, points }: ActivityProgress, day: string): boolean {
  const { met, total } = coverageOf(points, day);
  return state === 'done' || (total > 0 && met === total);
}

function reasonsFor(
  { points, state, targetDate }: ActivityProgress,
  proposedBy: readonly string[],
  evidence: ReadonlyMap<string, PointState>,
  day: string,
): StepReason[] {
  const keysThat = (isWanted: (state: PointState | undefined, point: PointProgress) => boolean) =>
    points.filter((point) => isWanted(evidence.get(point.key), point)).map(({ key }) => key);
  const contradicted = keysThat((found) => found === 'contradicted');
  const unfound = keysThat((found, point) => found === 'no-evidence' && !isMet(point, day));
  const supported = keysThat((found, { isTicked }) => !isTicked && found === 'supported');
  return [
    ...(targetDate !== null && targetDate < day ? [{ code: 'overdue', targetDate } as const] : []),
    ...(contradicted.length > 0 ? [{ code: 'contradicted', keys: contradicted } as const] : []),
    ...(proposedBy.length > 0 ? [{ code: 'follows', ids: proposedBy } as const] : []),
    ...(unfound.length > 0 ? [{ code: 'unfound', keys: unfound } as const] : []),
    ...(supported.length > 0 ? [{ code: 'supported', keys: supported } as const] : []),
    ...(state === 'in-progress' ? [{ code: 'begun' } as const] : []),
  ];
}

function weightOf(reason: StepReason): number {
  switch (reason.code) {
    case 'overdue':
      return 6;
    case 'contradicted':
      return 3 * reason.keys.length;
    case 'follows':
      return 2 * reason.ids.length;
    case 'unfound':
      return reason.keys.length;
    case 'supported':
    case 'begun':
      return 1;
    case 'order':
      return 0;
  }
}
