import { OperatorError } from '../../core/errors.ts';
import { renderReportCsv } from '../../report/organization/csv.ts';
import { renderReportHtml } from '../../report/organization/html.ts';
import { renderReportJson } from '../../report/organization/json.ts';
import { renderReportMarkdown } from '../../report/organization/markdown.ts';
import { loadDraw } from '../../tasks/draw-chart.ts';
import type { GatheredReport } from '../../tasks/gather-report.ts';
import { readArguments, readAtMostOne, readFormat, readLanguage, readSince } from '../command.ts';
import { chooseOrganization, withOperatorView } from '../operator.ts';
import type { ExitCode, World } from '../world.ts';

export const help = `portreeve report: where the organisation stands, for people who decide

Usage: portreeve report [ORGANISATION] [OPTIONS]

Tells how the policies, contributions, licences and exemptions of an organisation stand and what changed, and what is
best done next. Printed from a browser, the HTML fills two sheets of paper; it holds its pictures and asks nobody for
anything. The JSON holds the records from which each figure can be counted again, the CSV the repositories by policies.
The organisation need not be named where only one has the app.

Options:
  --format FORMAT      html (the default), markdown, json or csv.
  --since DATE         What it is compared with, as 2027-01-31; a month ago unless it is said.
  --language LANGUAGE  en, de, es, fr, it, nl or pt; the organisation’s own unless it is said.
  --public             Leave out what not everybody may see: for publishing it.
  --help               Print this.

It works beside the running app and finds its database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.
Example: portreeve report --since 2027-01-01 > report.html
`;

const OPTIONS = {
  format: { type: 'string' },
  since: { type: 'string' },
  language: { type: 'string' },
  public: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const MONTH_DAYS = 30;
const DAY = 86_400_000;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const organization = readAtMostOne(positionals, 'One organisation at a time.');
  const format = readFormat(values.format, ['html', 'markdown', 'json', 'csv']);
  const now = world.now();
  const wish = {
    now,
    since: readSince(values.since, now) ?? new Date(now.getTime() - MONTH_DAYS * DAY),
    language: readLanguage(values.language),
    audience: values.public === true ? ('everybody' as const) : ('insiders' as const),
  };
  return withOperatorView(world, async (view) => {
    const gathered = await view.report(await chooseOrganization(view, organization), wish);
    if (gathered === null) {
      throw new OperatorError('usage', { problem: `No organisation ${organization} has the app.` });
    }
    world.out.write(await RENDER[format](gathered));
    return 0;
  });
}

const RENDER = {
  html: async ({ frame, report }: GatheredReport) => renderReportHtml(frame, report, await loadDraw()),
  markdown: ({ frame, report }: GatheredReport) => renderReportMarkdown(frame, report),
  json: ({ report }: GatheredReport) => renderReportJson(report),
  csv: ({ report }: GatheredReport) => renderReportCsv(report),
};
