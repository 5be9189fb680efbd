import type { OrganizationReport } from '../../insights/report/organization-report.ts';
import { markdownCode, markdownText } from '../escape.ts';
import { officeName, type ReportFrame } from '../frame.ts';
import { plainWords, reportHead, reportSections, type Section, type Table } from './sections.ts';

/** Where the lists behind the figures are. */
export const LISTS_COMMAND = 'portreeve report --format json';

/** A cell holds no more: a name of a repository and its owner have at most 140 characters. */
const LONGEST_CELL = 300;

/** The report as Markdown, also for an issue: names and texts of others act nowhere in it. */
export function renderReportMarkdown(frame: ReportFrame, report: OrganizationReport): string {
  const { title, compared } = reportHead(frame, report);
  return `# ${text(title)}\n\n${text(compared)}\n\n${renderReportBody(frame, report)}\n`;
}

/** The same without its title, as the body of an issue has it. */
export function renderReportBody(frame: ReportFrame, report: OrganizationReport): string {
  const { words } = frame;
  return [
    `> ${text(plainWords(frame, report))}`,
    ...reportSections(frame, report).map((section) => renderSection(frame, section)),
    `---\n${words.say('report.source', { command: markdownCode(LISTS_COMMAND) })} ${words.say('footer', { office: officeName(frame) })}`,
  ].join('\n\n');
}

function renderSection({ words }: ReportFrame, { title, paragraphs, list, table, notes }: Section): string {
  const more = table === null || table.more === 0 ? [] : [words.say('section.more', { count: table.more })];
  return [
    `## ${text(title)}`,
    ...paragraphs.map(text),
    ...(list.length === 0 ? [] : [list.map((item) => `- ${text(item)}`).join('\n')]),
    ...(table === null ? [] : [renderTable(table)]),
    ...more,
    ...notes.map((note) => `<sub>${text(note)}</sub>`),
  ].join('\n\n');
}

function renderTable({ columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(text).join(' | ')} |`;
  const ruler = columns.map(({ isNumber }) => (isNumber ? '---:' : '---'));
  return [line(columns.map(({ title }) => title)), `| ${ruler.join(' | ')} |`, ...rows.map(line)].join('\n');
}

function text(given: string): string {
  return markdownText(given, { max: given.length > LONGEST_CELL ? 2_000 : LONGEST_CELL });
}
