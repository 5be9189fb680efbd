import type { GovernanceTexts } from '../ggi/activity.ts';
import { FOLDS, isAge } from '../ggi/evidence/figure.ts';
import { EVIDENCE } from '../ggi/evidence/index.ts';
import { endsSoon, type PointStanding } from '../ggi/evidence/standing.ts';
import type { Attestation } from '../ggi/progress.ts';

/** How the points of one organisation stand, as it is printed. */
export interface EvidenceReport {
  /** Login. */
  readonly organization: string;
  readonly points: readonly PointStanding[];
  /** All of them, also those that ended, the newest first. */
  readonly attestations: readonly Attestation[];
  readonly texts: GovernanceTexts;
  /** Today, YYYY-MM-DD (UTC). */
  readonly day: string;
}

/** Said of a point of which no machine can find anything. */
export const ONLY_PEOPLE = 'No machine can find anything for it: a person can attest it.';
const NOT_MEASURED = 'It was not measured yet.';

/** What the evidence of a point says, in a sentence. */
export function sentenceOf({ key, measurement }: PointStanding): string {
  if (measurement !== null) return measurement.says;
  return EVIDENCE.some((one) => one.key === key) ? NOT_MEASURED : ONLY_PEOPLE;
}

/** `100 % (at least 100)`; what it stands for is told by `foldOf`. */
function figureText({ measurement }: PointStanding): string | null {
  const figure = measurement?.figure ?? null;
  if (measurement === null || figure === null) return null;
  const unit = figure.fold === 'share' || figure.fold === 'growth' ? ' %' : isAge(figure.fold) ? ' days' : '';
  const value = figure.value === null ? 'none' : `${figure.value}${unit}`;
  return `${value}, wanted ${isAge(figure.fold) ? 'at most' : 'at least'} ${measurement.threshold}${unit}`;
}

/** How a figure is computed from the list. */
function foldText({ measurement }: PointStanding): string | null {
  return measurement?.figure == null ? null : FOLDS[measurement.figure.fold];
}

/** `attested by Ada until 2027-01-31: …`. */
export function attestationText({ attestation }: PointStanding, day: string): string | null {
  if (attestation === null) return null;
  const { by, until, note, link } = attestation;
  const ends = endsSoon(attestation, day) ? ', which is soon' : '';
  return `Attested by ${by} until ${until}${ends}: ${note}${link === null ? '' : ` ${link}`}`;
}

/** How a point stands, in two or three words. */
export function stateText({ state, measurement }: PointStanding): string {
  return `${state}${state === 'supported' && measurement?.isPartial === true ? ' in part' : ''}`;
}

/** What is to be known of a figure: what it is, how and when it came about, what it leaves open. In our own words. */
export function figureLines(point: PointStanding): string[] {
  const { measurement } = point;
  const figure = figureText(point);
  return [
    ...(figure === null ? [] : [`Figure: ${figure} (${foldText(point)}).`]),
    ...(measurement === null
      ? []
      : [`How: ${measurement.computed}`, `Measured on ${measurement.day}; so since ${measurement.since}.`]),
    ...(measurement?.leavesOpen == null ? [] : [`Left open: ${measurement.leavesOpen}`]),
  ];
}

/** The points by their activity, in order. */
export function byActivity(points: readonly PointStanding[]): Map<string, PointStanding[]> {
  const found = new Map<string, PointStanding[]>();
  for (const point of points) found.set(point.activity, [...(found.get(point.activity) ?? []), point]);
  return found;
}
