import type { Activity } from '../activity.ts';
import { type Attestation, newestAttestations } from '../progress.ts';
import type { Measurement } from './evidence.ts';

/** How a point stands by what was found and by what somebody answers for. Whether people ticked it is theirs. */
export type PointState = 'supported' | 'contradicted' | 'no-evidence' | 'attested';

export interface PointStanding {
  readonly activity: string;
  readonly key: string;
  readonly state: PointState;
  /** null: no machine can find anything for it, or it was not measured yet. */
  readonly measurement: (Measurement & { readonly since: string }) | null;
  /** The one that holds; null: none does. */
  readonly attestation: Attestation | null;
  /** The newest one, where it holds no more; null: none did, or it holds. */
  readonly ended: Attestation | null;
}

/** An attestation that ends within so many days says so. */
export const ENDS_SOON_DAYS = 30;

/**
 * How each point of an activity stands. What was measured is said first: nobody attests it away. Only where nothing was
 * found does an attestation stand in, until its last day.
 * @param day today, YYYY-MM-DD (UTC)
 */
export function standingOf(
  { id, points }: Pick<Activity, 'id' | 'points'>,
  measurements: ReadonlyMap<string, Measurement & { readonly since: string }>,
  attestations: readonly Attestation[],
  day: string,
): PointStanding[] {
  const newest = newestAttestations(attestations);
  return points.map(({ key }) => {
    const measurement = measurements.get(key) ?? null;
    const said = newest.get(key) ?? null;
    const attestation = said !== null && said.until >= day ? said : null;
    const found = measurement?.outcome ?? 'no-evidence';
    const state = found === 'no-evidence' && attestation !== null ? 'attested' : found;
    return { activity: id, key, state, measurement, attestation, ended: attestation === null ? said : null };
  });
}

/** Whether it should be said that an attestation ends. */
export function endsSoon({ until }: Pick<Attestation, 'until'>, day: string): boolean {
  return Date.parse(until) - Date.parse(day) <= ENDS_SOON_DAYS * 86_400_000;
}
