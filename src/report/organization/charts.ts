import { shareOf } from '../../ggi/progress.ts';
import { coverageOf } from '../../insights/coverage.ts';
import type { OrganizationReport } from '../../insights/report/organization-report.ts';
import { day } from '../day.ts';
import type { Words } from '../words.ts';
import { percent } from './sections.ts';

/** A picture to be drawn, with the words that stand in for it. */
export interface Chart {
  readonly width: number;
  readonly height: number;
  /** As echarts takes it. */
  readonly option: Readonly<Record<string, unknown>>;
  readonly alternative: string;
}

/** Draws a chart: SVG, with its texts escaped. */
export type Draw = (chart: Chart) => string;

const INK = '#1b2420';
const LINE = '#8a948d';
const FULL = '#2c6a2c';
const FAINT = '#dfe7df';
const FONT = 'system-ui, sans-serif';
const TEXT = { color: INK, fontFamily: FONT, fontSize: 12 };
const STILL = { animation: false, backgroundColor: 'transparent', textStyle: TEXT };

const NAMES = { type: 'category', axisLine: { show: false }, axisTick: { show: false }, axisLabel: TEXT };

/**
 * The picture of a section of the report.
 * @returns null where it has none, or where there is nothing to draw: the table says so in words
 */
export function chartOf(section: string, words: Words, report: OrganizationReport): Chart | null {
  if (section === 'trend') return trendChart(words, report);
  return section === 'goals' ? goalsChart(words, report) : null;
}

function trendChart(words: Words, { trend }: OrganizationReport): Chart | null {
  const points = trend.map(({ at, tally }) => ({ at, share: coverageOf(tally) }));
  const known = points.flatMap(({ at, share }) => (share === null ? [] : [{ at, share }]));
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined || known.length < 2) return null;
  const month = new Intl.DateTimeFormat(words.language, { month: 'short', year: '2-digit', timeZone: 'UTC' });
  return {
    width: 460,
    height: 170,
    alternative: words.say('report.trend.alt', {
      first: percent(words, first.share),
      from: day(words.language, first.at),
      last: percent(words, last.share),
      to: day(words.language, last.at),
    }),
    option: {
      ...STILL,
      grid: { left: 46, right: 50, top: 12, bottom: 24 },
      xAxis: {
        type: 'category',
        boundaryGap: false,
        data: points.map(({ at }) => month.format(new Date(at))),
        axisLabel: { ...TEXT, interval: 12, showMaxLabel: false },
        axisLine: { lineStyle: { color: LINE } },
        axisTick: { show: false },
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: 1,
        interval: 0.25,
        axisLabel: { ...TEXT, formatter: (value: number) => percent(words, value) },
        splitLine: { lineStyle: { color: FAINT } },
      },
      series: [
        {
          type: 'line',
          symbol: 'none',
          data: points.map(({ share }) => share),
          lineStyle: { color: FULL, width: 2.5 },
          areaStyle: { color: FAINT },
          endLabel: { show: true, ...TEXT, fontWeight: 'bold', formatter: () => percent(words, last.share) },
        },
      ],
    },
  };
}

function goalsChart(words: Words, { goals }: OrganizationReport): Chart | null {
  if (goals === null || goals.length === 0) return null;
  const shown = goals.toReversed();
  const share = ({ points }: (typeof goals)[number]) => percent(words, shareOf(points));
  return {
    width: 460,
    height: 24 * goals.length + 12,
    alternative: goals.map((standing) => `${words.say(`goal.${standing.goal}`)}: ${share(standing)}`).join('; '),
    option: {
      ...STILL,
      grid: { left: 4, right: 4, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { type: 'value', min: 0, max: 1, show: false },
      yAxis: [
        { ...NAMES, data: shown.map(({ goal }) => words.say(`goal.${goal}`)) },
        { ...NAMES, data: shown.map(share), position: 'right' },
      ],
      series: [
        {
          type: 'bar',
          barWidth: 14,
          showBackground: true,
          backgroundStyle: { color: FAINT },
          itemStyle: { color: FULL },
          data: shown.map(({ points }) => shareOf(points)),
        },
      ],
    },
  };
}
