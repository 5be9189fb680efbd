import {
  type ActivityProgress,
  type Attestation,
  newestAttestations,
  type PointProgress,
  STATES,
} from '../progress.ts';
import type { BoardChange } from './follow.ts';

/** What people did to a board, as far as it is known. */
export interface BoardHistory {
  /** The oldest first. */
  readonly changes: readonly BoardChange[];
  readonly attestations: readonly Attestation[];
}

/** How an activity stood at an earlier moment. */
export type EarlierActivity = Pick<ActivityProgress, 'id' | 'goal' | 'title' | 'issue' | 'state' | 'points'>;

/**
 * How people had left the activities and points of today's board at an earlier moment. What was never changed before then
 * had not been begun.
 * @param at ISO 8601
 */
export function activitiesAt(
  activities: readonly EarlierActivity[],
  { changes, attestations }: BoardHistory,
  at: string,
): EarlierActivity[] {
  const last = new Map(changes.filter((change) => change.at <= at).map((change) => [aboutOf(change), change]));
  const attested = newestAttestations(attestations.filter((attestation) => attestation.at <= at));
  return activities.map(({ id, goal, title, issue, points }) => {
    const state = last.get(aboutOf({ activity: id, subject: 'state', key: null }))?.value;
    return {
      ...{ id, goal, title, issue },
      state: STATES.find((one) => one === state) ?? 'not-selected',
      points: points.map(({ key, part }): PointProgress => {
        const change = last.get(aboutOf({ activity: id, subject: 'point', key }));
        return {
          ...{ key, part },
          isTicked: change?.value === 'ticked',
          changedAt: change?.at ?? null,
          attestation: attested.get(key) ?? null,
        };
      }),
    };
  });
}

/** A point is the same in whichever activity's issue it stood then. */
function aboutOf({ activity, subject, key }: Pick<BoardChange, 'activity' | 'subject' | 'key'>): string {
  return subject === 'point' ? `point ${key}` : `${subject} ${activity}`;
}
