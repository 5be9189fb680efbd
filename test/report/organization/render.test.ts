import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../../src/core/language.ts';
import type { OrganizationReport } from '../../../src/insights/report/organization-report.ts';
import { lastPeriod } from '../../../src/insights/report/period.ts';
import { chartOf } from '../../../src/report/organization/charts.ts';
import { renderReportCsv } from '../../../src/report/organization/csv.ts';
import { renderReportHtml } from '../../../src/report/organization/html.ts';
import { renderReportIssue } from '../../../src/report/organization/issue.ts';
import { renderReportMarkdown } from '../../../src/report/organization/markdown.ts';
import { percent } from '../../../src/report/organization/sections.ts';
import { loadDraw } from '../../../src/tasks/draw-chart.ts';
import { aReport, aReportInput, someRepositories } from '../../support/a-report.ts';
import { aFrame, placeholdersIn } from '../a-frame.ts';

const draw = await loadDraw();
const EMPTY = aReport({
  ...{ repositories: [], histories: [], activities: [], board: null, layers: [], packages: null },
  waits: { held: null, proposals: [] },
});
const EVIL = '"><script>alert(1)</script>@everyone|[x](https://evil.example)';

function hostile(): OrganizationReport {
  const repositories = someRepositories(24).map((repository) => ({
    ...repository,
    name: `${EVIL}-${repository.repositoryId}`,
    codeOwners: `* ${EVIL}\n`,
    licenses: [{ expression: EVIL, open: null }],
  }));
  return aReport({ repositories, organization: EVIL });
}

describe.each(LANGUAGES)('in %s', (language) => {
  test.each([
    ['a full report', aReport()],
    ['an empty one', EMPTY],
  ])('%s leaves no sentence unfinished', (_name, report) => {
    const page = renderReportHtml(aFrame(language), report, draw);
    const text = renderReportMarkdown(aFrame(language), report);
    expect(placeholdersIn(page.replace(/<style>[\s\S]*<\/style>/, ''), text)).toEqual([]);
    expect(page).toContain(`<html lang="${language}">`);
  });
});

test('the page asks nobody for anything and runs nothing', () => {
  const page = renderReportHtml(aFrame(), aReport(), draw);
  const addresses = [...page.matchAll(/(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]+)/g)].map(([, address]) => address);
  expect(addresses.filter((address) => address !== 'https://ospo.city.example/' && !address?.startsWith('#'))).toEqual(
    [],
  );
  expect(page).not.toMatch(/<(?:script|link|iframe|img|object|embed)\b|@import|@font-face/i);
});

test('what others wrote acts nowhere', () => {
  const report = hostile();
  const page = renderReportHtml(aFrame(), report, draw);
  expect(page).not.toContain('<script');
  expect(page).toContain('&lt;script&gt;alert(1)');
  const text = renderReportMarkdown(aFrame(), report);
  expect(text).not.toMatch(/<script|@everyone|\]\(https:\/\/evil/);
});

test('every chart says in words what it shows, and has its table', () => {
  const page = renderReportHtml(aFrame(), aReport(), draw);
  const charts = [...page.matchAll(/<div class="chart" role="img" aria-label="([^"]*)">\s*<svg/g)].map(
    ([, said]) => said,
  );
  expect(charts).toEqual([
    expect.stringMatching(/^Usage: \d+%; Trust: \d+%; Culture: /),
    expect.stringMatching(/^From \d+% on 3 December 2025 to \d+% on 25 November 2026\.$/),
  ]);
  expect(page.match(/<table>/g)?.length).toBeGreaterThanOrEqual(charts.length);
});

test('where there is nothing to draw, nothing is drawn', () => {
  expect([chartOf('trend', aFrame().words, EMPTY), chartOf('goals', aFrame().words, EMPTY)]).toEqual([null, null]);
  expect(renderReportHtml(aFrame(), EMPTY, draw)).not.toContain('<svg');
});

test('a table in Markdown is no longer than what two pages hold, and says how much there is besides', () => {
  const text = renderReportMarkdown(aFrame(), aReport());
  const [, risks = ''] = text.split('## Risks');
  const rows = risks.split('\n## ')[0]?.match(/^\| city\//gm) ?? [];
  expect(rows).toHaveLength(6);
  expect(risks).toMatch(/… and \d+ more/);
});

test('attestations that end are told in the report, and wait in its issue beside their activity', () => {
  const report = aReport();
  expect(report.attestations.map(({ daysLeft }) => daysLeft)).toEqual([-4, 2, 8, 14, 20]);
  const [{ title, url, key } = { title: '', url: '', key: '' }] = report.attestations;
  const date = '21 November 2026';
  expect(renderReportMarkdown(aFrame(), report)).toContain(`| ${title} | ${key} | ${date} | ada |`);
  expect(renderReportMarkdown(aFrame(), EMPTY)).not.toContain('Attestations');
  const period = lastPeriod('month', new Date(report.madeAt));
  const { body } = renderReportIssue(aFrame(), { report, period, thanked: [] });
  expect(body).toContain(`- [${title}](${url}), for a renewed attestation: the last day is ${date}`);
});

test('the key dependencies are told where they are known', () => {
  const text = renderReportMarkdown(aFrame(), aReport());
  expect(text).toContain('| npm/hono | MIT | 7 |');
  expect(text).toContain('| npm/zod | Unknown | 2 |');
  expect(renderReportMarkdown(aFrame(), EMPTY)).toContain('Not known: Portreeve has not read which packages are used.');
});

test.each<[value: number, shown: string]>([
  [0, '0%'],
  [0.001, '1%'],
  [0.5, '50%'],
  [0.999, '99%'],
  [1, '100%'],
])('%d is %s: neither all nor nothing where it is not', (value, shown) => {
  expect(percent(aFrame().words, value)).toBe(shown);
});

describe('the CSV', () => {
  test('has a row for each repository and policy', () => {
    const report = aReport();
    const [head, ...rows] = renderReportCsv(report).trimEnd().split('\r\n');
    expect(head).toBe('repository,visibility,policy,severity,outcome,outcome before,owners');
    expect(rows).toHaveLength(report.records.histories.filter(({ outcome }) => outcome !== null).length);
    expect(rows.filter((row) => row.split(',')[4] === 'fail')).toHaveLength(report.coverage.now.fail);
  });

  test('is no formula to a spreadsheet, and keeps its columns', () => {
    const [first, ...others] = someRepositories(24);
    if (first === undefined) throw new Error('There is no repository');
    const repositories = [{ ...first, owner: '=cmd', name: 'a,"b"\n' }, ...others];
    const lines = renderReportCsv(aReport({ ...aReportInput(), repositories }));
    expect(lines).toContain(`"'=cmd/a,""b""\n",public,`);
  });
});

test('what changed of the board is told with the rest, and in the digest by activity', () => {
  const report = aReport();
  const met = report.boardChanges?.filter((change) => change.met.length > 0) ?? [];
  const count = met.reduce((sum, change) => sum + change.met.length, 0);
  const text = renderReportMarkdown(aFrame(), report);
  expect(text).toContain(`- ${count} points of good governance newly met`);
  const now = report.goals?.reduce((sum, { points }) => sum + points.met, 0);
  const before = report.goals?.reduce((sum, { before }) => sum + before.met, 0);
  expect(text).toContain(`points of good governance, ${now} are met (${before} before).`);

  const [first] = met;
  const period = lastPeriod('month', new Date(report.madeAt));
  const { body } = renderReportIssue(aFrame(), { report, period, thanked: [] });
  expect(body).toContain(`- [${first?.title}](${first?.url}): ${first?.met.length} points more are met`);
  expect(renderReportMarkdown(aFrame(), aReport({ board: null }))).not.toContain('points of good governance');
});
