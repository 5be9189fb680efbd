/** One line of the list behind a figure. */
export interface EvidenceRecord {
  /** What it is about: a repository, a file, a package, a quarter. */
  readonly about: string;
  /** Whether it counts for the point. */
  readonly counts: boolean;
  /** YYYY-MM-DD; null where none matters. */
  readonly date: string | null;
  /** null where it is counted and not summed. */
  readonly amount: number | null;
  /** What was found, in a few words. */
  readonly says: string;
  readonly url: string | null;
  /** Whether everybody may see what it is about. */
  readonly isPublic: boolean;
}

/** How a figure is computed from its list. */
export const FOLDS = {
  share: 'records that count, of all records, in percent, rounded down to a tenth',
  count: 'records that count',
  sum: 'the amounts of the records that count, added up',
  'newest-age': 'days from the newest date of the records that count to the day of measuring',
  'oldest-age': 'days from the oldest date of all records to the day of measuring; none where one has no date',
  growth: 'change from the amount of the last but one record by date to that of the last, in percent of the former',
} as const;
export type Fold = keyof typeof FOLDS;

/** A figure with what it was computed from. */
export interface Figure {
  readonly fold: Fold;
  /** null: nothing to compute it from. */
  readonly value: number | null;
  readonly counting: number;
  readonly total: number;
  /** YYYY-MM-DD: of the records that count; null where they have no dates. */
  readonly oldest: string | null;
  readonly newest: string | null;
}

const DAY = 86_400_000;

/**
 * Computes a figure from its list and nothing else, so that whoever has the list can do it again.
 * @param day of measuring, YYYY-MM-DD
 */
export function foldRecords(fold: Fold, records: readonly EvidenceRecord[], day: string): Figure {
  const counting = records.filter(({ counts }) => counts);
  const dates = datesOf(counting);
  const span = { oldest: dates[0] ?? null, newest: dates.at(-1) ?? null };
  const figure = { fold, counting: counting.length, total: records.length, ...span };
  return { ...figure, value: computeFrom(fold, records, counting, day) };
}

function computeFrom(
  fold: Fold,
  records: readonly EvidenceRecord[],
  counting: readonly EvidenceRecord[],
  day: string,
): number | null {
  switch (fold) {
    case 'share':
      return records.length === 0 ? null : Math.floor((counting.length * 1000) / records.length) / 10;
    case 'count':
      return counting.length;
    case 'sum':
      return counting.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
    case 'newest-age':
      return ageOf(datesOf(counting).at(-1), day);
    case 'oldest-age':
      return records.some(({ date }) => date === null) ? null : ageOf(datesOf(records)[0], day);
    case 'growth': {
      const [former, latest] = records.toSorted((a, b) => ((a.date ?? '') < (b.date ?? '') ? -1 : 1)).slice(-2);
      const base = former?.amount ?? 0;
      if (latest === undefined || base === 0) return null;
      return Math.floor((((latest.amount ?? 0) - base) * 1000) / base) / 10;
    }
  }
}

function datesOf(records: readonly EvidenceRecord[]): string[] {
  return records.flatMap(({ date }) => date ?? []).sort();
}

function ageOf(date: string | undefined, day: string): number | null {
  return date === undefined ? null : Math.round((Date.parse(day) - Date.parse(date)) / DAY);
}

/** An age may be at most the threshold; everything else has to be at least it. */
export function meets({ fold, value }: Figure, threshold: number): boolean {
  if (value === null) return false;
  return isAge(fold) ? value <= threshold : value >= threshold;
}

export function isAge(fold: Fold): boolean {
  return fold === 'newest-age' || fold === 'oldest-age';
}
