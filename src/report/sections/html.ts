import { html, raw } from 'hono/html';
import { webAddress } from '../escape.ts';
import type { ReportFrame } from '../frame.ts';
import type { Words } from '../words.ts';
import type { Section, Table } from './section.ts';
import { STYLE } from './style.ts';

/** Escaped. */
export type Html = ReturnType<typeof html>;

export interface HtmlPage {
  readonly title: string;
  /** Below the title. */
  readonly subtitle: string;
  readonly content: Html | readonly Html[];
  readonly footer: Html;
}

/** A whole page that asks nobody for anything, for a screen and for paper. */
export function pageHtml({ words, office }: ReportFrame, { title, subtitle, content, footer }: HtmlPage): string {
  const address = office.url === null ? null : webAddress(office.url);
  const name = office.name ?? words.say('office.default');
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
<p class="subtitle">${subtitle}</p>
</header>
${content}
</main>
<footer>${footer}
<p>${address === null ? name : html`<a href="${address}">${name}</a>`}</p></footer>
</body>
</html>
`);
}

/** @param chart a picture, already escaped, that stands before the table */
export function sectionHtml(words: Words, section: Section, chart: Html | null = null): Html {
  const { id, title, table, parts } = section;
  return html`<section class="${id}" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${proseHtml(section)}
<div class="${chart === null ? 'told' : 'drawn'}">
${chart ?? ''}
${table === null ? '' : tableHtml(table, title)}
</div>
${endHtml(words, section)}
${parts.map((part) => partHtml(words, part))}
</section>`;
}

function partHtml(words: Words, part: Section): Html {
  return html`<div class="part"><h3>${part.title}</h3>
${proseHtml(part)}
${part.table === null ? '' : tableHtml(part.table, part.title)}
${endHtml(words, part)}</div>`;
}

function proseHtml({ paragraphs, list }: Section): Html {
  return html`${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
${list.length === 0 ? '' : html`<ul>${list.map((item) => html`<li>${item}</li>`)}</ul>`}`;
}

function endHtml(words: Words, { table, notes }: Section): Html {
  const more = table === null || table.more === 0 ? '' : words.say('section.more', { count: table.more });
  return html`${more === '' ? '' : html`<p class="more">${more}</p>`}
${notes.map((note) => html`<p class="note">${note}</p>`)}`;
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
