/** How often the report is written. */
export const RHYTHMS = ['week', 'month', 'quarter', 'never'] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** A week (from Monday), a month or a quarter that is over. */
export interface ReportPeriod {
  /** `2026-W47`, `2026-10`, `2026-Q3`: by it the report is known. */
  readonly key: string;
  readonly rhythm: Exclude<Rhythm, 'never'>;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

const DAY = 86_400_000;

/** The last one that is over, in UTC. */
export function lastPeriod(rhythm: Exclude<Rhythm, 'never'>, now: Date): ReportPeriod {
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth();
  if (rhythm === 'week') {
    const today = Date.UTC(year, month, now.getUTCDate());
    const monday = new Date(today - ((now.getUTCDay() + 6) % 7) * DAY);
    const from = new Date(monday.getTime() - 7 * DAY);
    return { rhythm, key: weekKey(from), from, to: monday };
  }
  const months = rhythm === 'month' ? 1 : 3;
  const first = month - (month % months);
  const from = new Date(Date.UTC(year, first - months, 1));
  const number =
    rhythm === 'month' ? String(from.getUTCMonth() + 1).padStart(2, '0') : `Q${Math.floor(from.getUTCMonth() / 3) + 1}`;
  return { rhythm, key: `${from.getUTCFullYear()}-${number}`, from, to: new Date(Date.UTC(year, first, 1)) };
}

/** As ISO 8601 counts weeks: the year is the one of the week's Thursday. */
function weekKey(monday: Date): string {
  const thursday = new Date(monday.getTime() + 3 * DAY);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
