/** A quarter of a year. */
export interface Quarter {
  /** As `2026-Q3`. */
  readonly quarter: string;
  /** YYYY-MM-DD: its first and its last day. */
  readonly from: string;
  readonly until: string;
}

/** The last so many whole quarters before a day, oldest first. @param day YYYY-MM-DD */
export function lastQuarters(day: string, count: number): Quarter[] {
  const current = Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  return Array.from({ length: count }, (_, index) => quarterOf(current - count + index));
}

function quarterOf(index: number): Quarter {
  const year = Math.floor(index / 4);
  const month = (index % 4) * 3;
  const dayIn = (date: number) => new Date(date).toISOString().slice(0, 10);
  return {
    quarter: `${year}-Q${(index % 4) + 1}`,
    from: dayIn(Date.UTC(year, month, 1)),
    until: dayIn(Date.UTC(year, month + 3, 0)),
  };
}
