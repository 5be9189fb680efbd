import type { EvidenceRecord } from './figure.ts';
import type { About } from './organization-facts.ts';

/** A line about a repository. */
export function aboutRepository(
  { repository, isPublic }: Pick<About, 'repository' | 'isPublic'>,
  more: Pick<EvidenceRecord, 'counts' | 'says'> & Partial<EvidenceRecord>,
): EvidenceRecord {
  return { about: repository, isPublic, date: null, amount: null, url: null, ...more };
}

/** A line about something that everybody with access to the evidence may see. */
export function aboutThing(
  about: string,
  more: Pick<EvidenceRecord, 'counts' | 'says'> & Partial<EvidenceRecord>,
): EvidenceRecord {
  return { about, isPublic: true, date: null, amount: null, url: null, ...more };
}

export function active<A extends About>(those: readonly A[]): A[] {
  return those.filter(({ isActive }) => isActive);
}

/** The day of a moment. */
export function dayOf(moment: string): string {
  return moment.slice(0, 10);
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / 86_400_000);
}

/** `3 of 4 (75 %)`. */
export function ofAll({ counting, total, value }: { counting: number; total: number; value: number | null }): string {
  return `${counting} of ${total}${value === null ? '' : ` (${value} %)`}`;
}

/** `1 package`, `3 packages`. */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}
