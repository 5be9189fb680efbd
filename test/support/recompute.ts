/** A printed record, as far as a figure rests on it. */
export interface PrintedRecord {
  readonly counts: boolean;
  readonly date: string | null;
  readonly amount: number | null;
}

const DAY = 86_400_000;

/**
 * Computes a figure from printed records by the manual alone, and not by the code that printed it: the check that
 * whoever has the list comes to the same.
 */
export function recompute(fold: string, records: readonly PrintedRecord[], day: string): number | null {
  const counting = records.filter(({ counts }) => counts);
  const ages = (some: readonly PrintedRecord[]) =>
    some.map(({ date }) => (date === null ? Number.NaN : (Date.parse(day) - Date.parse(date)) / DAY));
  if (fold === 'count') return counting.length;
  if (fold === 'sum') return counting.map(({ amount }) => amount ?? 0).reduce((a, b) => a + b, 0);
  if (fold === 'share') {
    if (records.length === 0) return null;
    return Number(String(((100 * counting.length) / records.length + 1e-9).toFixed(6)).replace(/(\.\d)\d*$/, '$1'));
  }
  if (fold === 'newest-age') {
    const known = ages(counting).filter((age) => !Number.isNaN(age));
    return known.length === 0 ? null : Math.min(...known);
  }
  if (fold === 'oldest-age') {
    const all = ages(records);
    return all.length === 0 || all.some(Number.isNaN) ? null : Math.max(...all);
  }
  if (fold === 'growth') {
    const sorted = [...records].sort((a, b) => String(a.date).localeCompare(String(b.date)));
    const [former, latest] = [sorted.at(-2)?.amount ?? 0, sorted.at(-1)?.amount ?? 0];
    return sorted.length < 2 || former === 0 ? null : Math.floor((latest / former - 1) * 1000 + 1e-6) / 10;
  }
  throw new Error(`No manual for ${fold}`);
}
