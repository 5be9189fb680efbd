import { html, raw } from 'hono/html';
import type { OrganizationReport } from '../../insights/report/organization-report.ts';
import { webAddress } from '../escape.ts';
import type { ReportFrame } from '../frame.ts';
import { chartOf, type Draw } from './charts.ts';
import { LISTS_COMMAND } from './markdown.ts';
import { plainWords, reportHead, reportSections, type Section, type Table } from './sections.ts';
import { STYLE } from './style.ts';

type Html = ReturnType<typeof html>;

/** The report as one page that asks nobody for anything: two sheets of A4 when it is printed. */
export function renderReportHtml(frame: ReportFrame, report: OrganizationReport, draw: Draw): string {
  const { words, office } = frame;
  const { title, compared } = reportHead(frame, report);
  const sections = reportSections(frame, report);
  const address = office.url === null ? null : webAddress(office.url);
  const name = office.name ?? words.say('office.default');
  const [before = '', after = ''] = words.say('report.source', { command: MARK }).split(MARK);
  return String(html`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<header>
<h1>${title}</h1>
<p class="compared">${compared}</p>
</header>
<section class="plain" aria-labelledby="plain"><h2 id="plain">${words.say('report.plain.title')}</h2>
<p>${plainWords(frame, report)}</p></section>
${inColumns(sections, (section) => sectionHtml(frame, section, report, draw))}
</main>
<footer><p>${before}<code>${LISTS_COMMAND}</code>${after}</p>
<p>${address === null ? name : html`<a href="${address}">${name}</a>`}</p></footer>
</body>
</html>
`);
}

const MARK = '\u0000';

/** Sections that stand beside others, by column; all else has the whole width. */
const BESIDE: readonly (readonly [left: readonly string[], right: readonly string[]])[] = [
  [['steps', 'changes'], ['goals']],
  [['sharing'], ['licenses']],
];

function inColumns(sections: readonly Section[], show: (section: Section) => Html): Html[] {
  const of = (ids: readonly string[]) => sections.filter(({ id }) => ids.includes(id)).map(show);
  return sections.map((section) => {
    const pair = BESIDE.find((columns) => columns.flat().includes(section.id));
    if (pair === undefined) return show(section);
    const [left, right] = pair;
    return left[0] === section.id
      ? html`<div class="beside"><div>${of(left)}</div><div>${of(right)}</div></div>`
      : html``;
  });
}

function sectionHtml(frame: ReportFrame, section: Section, report: OrganizationReport, draw: Draw): Html {
  const { words } = frame;
  const { id, title, paragraphs, list, table, notes } = section;
  const chart = section.chart === null ? null : chartOf(section.chart, words, report);
  const more = table === null || table.more === 0 ? null : words.say('section.more', { count: table.more });
  return html`<section class="${id}" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
${list.length === 0 ? '' : html`<ul>${list.map((item) => html`<li>${item}</li>`)}</ul>`}
<div class="${chart === null ? 'told' : 'drawn'}">
${chart === null ? '' : html`<div class="chart" role="img" aria-label="${chart.alternative}">${raw(draw(chart))}</div>`}
${table === null ? '' : tableHtml(table, title)}
</div>
${more === null ? '' : html`<p class="more">${more}</p>`}
${notes.map((note) => html`<p class="note">${note}</p>`)}
</section>`;
}

function tableHtml({ columns, rows }: Table, caption: string): Html {
  const head = columns.map(({ title, isNumber }) =>
    title === ''
      ? html`<td></td>`
      : isNumber
        ? html`<th scope="col" class="number">${title}</th>`
        : html`<th scope="col">${title}</th>`,
  );
  const body = rows.map((cells) => {
    const shown = cells.map((cell, index) => {
      if (index === 0) return html`<th scope="row">${cell}</th>`;
      return columns[index]?.isNumber === true ? html`<td class="number">${cell}</td>` : html`<td>${cell}</td>`;
    });
    return html`<tr>${shown}</tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table>
<thead><tr>${head}</tr></thead>
<tbody>${body}</tbody>
</table></div>`;
}
