import { html, raw } from 'hono/html';
import type { OrganizationReport } from '../../insights/report/organization-report.ts';
import type { ReportFrame } from '../frame.ts';
import { type Html, pageHtml, sectionHtml } from '../sections/html.ts';
import type { Section } from '../sections/section.ts';
import { chartOf, type Draw } from './charts.ts';
import { LISTS_COMMAND } from './markdown.ts';
import { plainWords, reportHead, reportSections } from './sections.ts';

/** The report as one page that asks nobody for anything: two sheets of A4 when it is printed. */
export function renderReportHtml(frame: ReportFrame, report: OrganizationReport, draw: Draw): string {
  const { words } = frame;
  const { title, compared } = reportHead(frame, report);
  const [before = '', after = ''] = words.say('report.source', { command: MARK }).split(MARK);
  const plain = html`<section class="plain" aria-labelledby="plain"><h2 id="plain">${words.say('report.plain.title')}</h2>
<p>${plainWords(frame, report)}</p></section>`;
  const show = (section: Section) => sectionHtml(words, section, chartHtml(frame, section, report, draw));
  return pageHtml(frame, {
    title,
    subtitle: compared,
    content: [plain, ...inColumns(reportSections(frame, report), show)],
    footer: html`<p>${before}<code>${LISTS_COMMAND}</code>${after}</p>`,
  });
}

const MARK = '\u0000';

function chartHtml({ words }: ReportFrame, { id }: Section, report: OrganizationReport, draw: Draw): Html | null {
  const chart = chartOf(id, words, report);
  if (chart === null) return null;
  return html`<div class="chart" role="img" aria-label="${chart.alternative}">${raw(draw(chart))}</div>`;
}

/** Sections that stand beside others, by column; all else has the whole width. */
const BESIDE: readonly (readonly [left: readonly string[], right: readonly string[]])[] = [
  [['steps', 'waits', 'changes'], ['goals']],
  [['sharing'], ['licenses']],
];

function inColumns(sections: readonly Section[], show: (section: Section) => Html): Html[] {
  const of = (ids: readonly string[]) => sections.filter(({ id }) => ids.includes(id)).map(show);
  return sections.flatMap((section) => {
    const pair = BESIDE.find((columns) => columns.flat().includes(section.id));
    if (pair === undefined) return [show(section)];
    const [left, right] = pair;
    if (left[0] !== section.id) return [];
    return [html`<div class="beside"><div>${of(left)}</div><div>${of(right)}</div></div>`];
  });
}
