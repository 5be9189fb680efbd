import type { ActivityProgress, Attestation } from '../ggi/progress.ts';
import { daysUntil, type Window } from './window.ts';

/** An attestation that ends, or ended not long ago, with the activity to which its point belongs. */
export interface EndingAttestation extends Pick<Attestation, 'key' | 'by' | 'until'> {
  /** Id of the activity. */
  readonly activity: string;
  /** Of the activity. */
  readonly title: string;
  /** Of the activity's issue; null where there is none. */
  readonly url: string | null;
  /** Days until its last day; negative once that is over. */
  readonly daysLeft: number;
}

/** The newest attestation of each point, where its last day is near, the one that ends first coming first. */
export function attestationsAround(activities: readonly ActivityProgress[], window: Window): EndingAttestation[] {
  return activities
    .flatMap(({ id, title, issue, points }) =>
      points.flatMap(({ attestation }): EndingAttestation[] => {
        if (attestation === null) return [];
        const { key, by, until } = attestation;
        return [
          {
            activity: id,
            title,
            url: issue?.url ?? null,
            key,
            by,
            until,
            daysLeft: daysUntil(until, window),
          },
        ];
      }),
    )
    .filter(({ daysLeft }) => daysLeft >= -window.ago && daysLeft <= window.ahead)
    .toSorted((a, b) => a.daysLeft - b.daysLeft || (a.key < b.key ? -1 : 1));
}
