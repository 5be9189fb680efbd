import { type ActivityProgress, type Attestation, type BoardProgress, newestAttestations } from '../progress.ts';
import type { Board } from './board.ts';
import type { KeptActivity, KeptPoint } from './follow.ts';

/** What is known of an activity's issue. */
export interface KnownActivity extends KeptActivity {
  readonly number: number;
  readonly url: string;
  readonly isOpen: boolean;
  readonly ownTasks: ActivityProgress['ownTasks'];
}

/** How the whole board stands with people, from what was last read of it. */
export function progressOf(
  board: Board,
  known: {
    readonly activities: ReadonlyMap<string, KnownActivity>;
    readonly points: ReadonlyMap<string, KeptPoint>;
    readonly attestations: readonly Attestation[];
  },
  readAt: string,
): BoardProgress {
  const newest = newestAttestations(known.attestations);
  return {
    readAt,
    activities: board.activities.map(({ id, goal, title, points, owner, targetDate }): ActivityProgress => {
      const kept = known.activities.get(id);
      const { number, url, isOpen } = kept ?? {};
      return {
        id,
        goal,
        title,
        issue: number === undefined || url === undefined ? null : { number, url, isOpen: isOpen === true },
        state: kept?.state ?? 'not-selected',
        stateChangedAt: kept?.stateChangedAt ?? null,
        points: points.map(({ key, part }) => ({
          key,
          part,
          isTicked: known.points.get(key)?.isTicked ?? false,
          changedAt: known.points.get(key)?.changedAt ?? null,
          attestation: newest.get(key) ?? null,
        })),
        ownTasks: kept?.ownTasks ?? { done: 0, total: 0 },
        owners: kept?.owners ?? (owner === null ? [] : [owner]),
        targetDate,
      };
    }),
  };
}
