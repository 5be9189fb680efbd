import type { OrganizationReport } from '../../insights/report/organization-report.ts';
import { markdownCode } from '../escape.ts';
import { officeName, type ReportFrame } from '../frame.ts';
import { paragraphMarkdown, sectionMarkdown } from '../sections/markdown.ts';
import { plainWords, reportHead, reportSections } from './sections.ts';

/** Where the lists behind the figures are. */
export const LISTS_COMMAND = 'portreeve report --format json';

/** The report as Markdown, also for an issue: names and texts of others act nowhere in it. */
export function renderReportMarkdown(frame: ReportFrame, report: OrganizationReport): string {
  const { title, compared } = reportHead(frame, report);
  return `# ${paragraphMarkdown(title)}\n\n${paragraphMarkdown(compared)}\n\n${renderReportBody(frame, report)}\n`;
}

/** The same without its title, as the body of an issue has it. */
export function renderReportBody(frame: ReportFrame, report: OrganizationReport): string {
  const { words } = frame;
  const source = words.say('report.source', { command: markdownCode(LISTS_COMMAND) });
  return [
    `> ${paragraphMarkdown(plainWords(frame, report))}`,
    ...reportSections(frame, report).map((section) => sectionMarkdown(words, section)),
    `---\n${source} ${words.say('footer', { office: officeName(frame) })}`,
  ].join('\n\n');
}
