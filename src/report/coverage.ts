import type { ActivityId } from '../ggi/activities.ts';
import { coverageByActivity } from '../ggi/board/coverage-by-activity.ts';
import { HANDBOOK_VERSION } from '../ggi/handbook.ts';
import { type BoardProgress, shareOf } from '../ggi/progress.ts';
import { COVERAGE_VERSION, type CoverageExport } from './coverage-schema.ts';

/** What may be given to others: counts by activity, and a month. @param day YYYY-MM-DD (UTC) */
export function coverageExport(progress: BoardProgress, day: string): CoverageExport {
  return {
    kind: 'portreeve-ggi-coverage',
    version: COVERAGE_VERSION,
    handbook: HANDBOOK_VERSION,
    month: day.slice(0, 7),
    activities: coverageByActivity(progress, day).map(({ id, met, total }) => ({ id, met, total })),
  };
}

export interface ComparedActivity {
  readonly id: ActivityId;
  /** Of how many others. */
  readonly others: number;
  /** Shares of the others, 0 to 1. */
  readonly lowest: number;
  readonly middle: number;
  readonly highest: number;
  /** One's own share; null where it is not known, or the board has no such activity. */
  readonly own: number | null;
}

/**
 * Compares activity by activity, in the handbook's order. No organisation is told from another, and there is no sum by
 * which one could be put before another.
 * @param own null where nobody's own is to stand beside the others
 */
export function compareCoverage(others: readonly CoverageExport[], own: CoverageExport | null): ComparedActivity[] {
  const ids = [
    ...new Set([...others, ...(own === null ? [] : [own])].flatMap(({ activities }) => activities.map(({ id }) => id))),
  ];
  return ids.flatMap((id): ComparedActivity[] => {
    const shares = others.flatMap(({ activities }) => activities.filter((one) => one.id === id).map(shareOf));
    const [lowest, ...rest] = shares.toSorted((a, b) => a - b);
    if (lowest === undefined) return [];
    const sorted = [lowest, ...rest];
    const mine = own?.activities.find((one) => one.id === id);
    return [
      {
        id,
        others: sorted.length,
        lowest,
        middle: median(sorted),
        highest: sorted.at(-1) ?? lowest,
        own: mine === undefined ? null : shareOf(mine),
      },
    ];
  });
}

function median(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? 0;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? 0) + upper) / 2 : upper;
}

/** For a terminal. */
export function renderComparison(compared: readonly ComparedActivity[], titleOf: (id: ActivityId) => string): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const lines = compared.map(({ id, others, lowest, middle, highest, own }) => {
    const mine = own === null ? '' : `  yours ${percent(own).padStart(5)}`;
    const range = `${percent(lowest)} to ${percent(highest)}, middle ${percent(middle)}, of ${others}`;
    return `${id.padEnd(9)} ${titleOf(id).padEnd(55)}${mine}  others ${range}`;
  });
  const behind = compared.filter(({ own, middle }) => own !== null && middle - own >= FURTHER);
  return `${[
    ...lines,
    ...(behind.length === 0 ? [] : ['', 'Others are further here, and may be worth asking:']),
    ...behind.map(({ id }) => `  ${id} ${titleOf(id)}`),
  ].join('\n')}\n`;
}

/** So much further others are before it is said. */
const FURTHER = 0.25;
