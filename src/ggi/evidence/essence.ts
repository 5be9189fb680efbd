import type { JsonValue } from '../../core/json-value.ts';
import type { Measurement } from './evidence.ts';

/** What a measurement says, without the day and what moves on by itself with the days: the same as long as nothing changed. */
export function essenceOf({ key, outcome, says, threshold, records, isRestricted }: Measurement): JsonValue {
  const gaps = records.filter(({ counts }) => !counts).map(({ about, isPublic }) => [about, isPublic]);
  return { key, outcome, says, threshold, gaps, isRestricted };
}
