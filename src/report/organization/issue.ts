import { improvements } from '../../insights/report/digest.ts';
import type { OrganizationReport } from '../../insights/report/organization-report.ts';
import type { ReportPeriod } from '../../insights/report/period.ts';
import { day } from '../day.ts';
import { markdownLink, markdownText } from '../escape.ts';
import { fitting } from '../fitting.ts';
import { policyTitle, type ReportFrame } from '../frame.ts';
import type { Words } from '../words.ts';
import { renderReportBody } from './markdown.ts';

export interface ReportIssueContent {
  readonly report: OrganizationReport;
  readonly period: ReportPeriod;
  /** Logins of those from outside whose work was taken in, by the alphabet. They are named, and not called. */
  readonly thanked: readonly string[];
}

const LONGEST_LIST = 6_000;
const MOST_NAMES = 100;

/** The issue that tells an organisation once a period how things went: first what improved, what waits and whom to thank. */
export function renderReportIssue(
  frame: ReportFrame,
  content: ReportIssueContent,
): { readonly title: string; readonly body: string } {
  const { words } = frame;
  const { report, period } = content;
  return {
    title: `${words.say('report.issue.name')}, ${periodName(words, period)}`,
    body: [
      ...improvedPart(frame, report),
      ...waitsPart(words, report),
      ...thanksPart(words, content),
      '---',
      renderReportBody(frame, report),
      words.say('report.issue.note'),
    ].join('\n\n'),
  };
}

/** `October 2026`, or its first and last day. */
export function periodName({ language }: Words, { rhythm, from, to }: ReportPeriod): string {
  const locale = language === 'en' ? 'en-GB' : language;
  if (rhythm === 'month') {
    return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(from);
  }
  const last = new Date(to.getTime() - 1);
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).formatRange(from, last);
}

function improvedPart(frame: ReportFrame, report: OrganizationReport): string[] {
  const { words } = frame;
  const governed = (report.boardChanges ?? [])
    .filter(({ met }) => met.length > 0)
    .map(({ title, url, met }) => {
      const activity = url === null ? markdownText(title) : markdownLink(title, url);
      return `- ${words.say('digest.improved.activity', { activity, count: met.length })}`;
    });
  const items = improvements(report).map(
    ({ repository, policies }) =>
      `- ${words.say('digest.improved.item', {
        repository: markdownText(repository),
        policies: policies.map((policy) => policyTitle(frame, policy)).join('; '),
      })}`,
  );
  const all = [...items, ...governed];
  const list = all.length === 0 ? words.say('digest.improved.none') : fitting(words, all, LONGEST_LIST).join('\n');
  return [`## ${words.say('digest.improved')}`, list];
}

function waitsPart(
  words: Words,
  { contributions, attestations, waits: { held, proposals } }: OrganizationReport,
): string[] {
  const answers = (contributions?.waiting ?? []).map(
    ({ repository, number, openedAt }) =>
      `- ${words.say('digest.waits.item', {
        contribution: markdownText(`${repository}#${number}`),
        date: day(words.language, openedAt),
      })}`,
  );
  const decisions = proposals.map(
    ({ repository, number, openedAt }) =>
      `- ${words.say('digest.waits.proposal', {
        proposal: markdownText(`${repository}#${number}`),
        date: day(words.language, openedAt),
      })}`,
  );
  const plan =
    held === null
      ? []
      : [`- ${words.say('report.waits.held', { count: held.repositories, date: day(words.language, held.since) })}`];
  const renewals = attestations.map(({ title, url, until }) => {
    const activity = url === null ? markdownText(title) : markdownLink(title, url);
    return `- ${words.say('digest.waits.attestation', { activity, date: day(words.language, until) })}`;
  });
  const items = [...plan, ...answers, ...decisions, ...renewals];
  const list = items.length === 0 ? words.say('digest.waits.none') : fitting(words, items, LONGEST_LIST).join('\n');
  return [`## ${words.say('digest.waits')}`, list];
}

function thanksPart(words: Words, { report, thanked }: ReportIssueContent): string[] {
  const repositories = improvements(report).map(({ repository }) => repository);
  const thanks = [
    ...(thanked.length === 0 ? [] : [words.say('digest.thanks.people', { names: listOf(words, thanked) })]),
    ...(repositories.length === 0
      ? []
      : [words.say('digest.thanks.repositories', { names: listOf(words, repositories) })]),
  ];
  const said = thanks.length === 0 ? [words.say('digest.thanks.everybody')] : thanks;
  return [`## ${words.say('digest.thanks')}`, ...said];
}

function listOf({ language }: Words, names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => markdownText(name));
  return new Intl.ListFormat(language).format(names.length > MOST_NAMES ? [...shown, '…'] : shown);
}
