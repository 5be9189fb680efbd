/** From so many days ago to so many days ahead. */
export interface Window {
  /** YYYY-MM-DD (UTC). */
  readonly today: string;
  readonly ago: number;
  readonly ahead: number;
}

const DAY = 86_400_000;

/** Whole days from today; negative for what is over. @param until YYYY-MM-DD (UTC) */
export function daysUntil(until: string, { today }: Pick<Window, 'today'>): number {
  return Math.round((Date.parse(until) - Date.parse(today)) / DAY);
}
