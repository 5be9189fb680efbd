import type { StepReason } from '../../ggi/board/next-steps.ts';
import type { Coverage } from '../../ggi/progress.ts';
import { coverageOf, type Tally } from '../../insights/coverage.ts';
import type { NextStep } from '../../insights/report/next-steps.ts';
import type { ContributionFigures, OrganizationReport } from '../../insights/report/organization-report.ts';
import { day } from '../day.ts';
import { policyTitle, type ReportFrame } from '../frame.ts';
import { figures, type Section, section, table } from '../sections/section.ts';
import type { Words } from '../words.ts';

/** Rows of the longer tables: what two printed pages hold. Everything is in the JSON and the CSV. */
const MOST_RISKS = 6;
const MOST_EXEMPTIONS = 5;
const MOST_ATTESTATIONS = 3;
const MOST_LICENSES = 5;
const MOST_PACKAGES = 5;
/** Of a proposed activity, and of what it follows. */
const MOST_REASONS = 2;
/** Every so many weeks the trend's table has a row. */
const WEEKS_A_ROW = 13;
const CHAOSS = 'https://chaoss.community';

/** All parts of a report, in their order. */
export function reportSections(frame: ReportFrame, report: OrganizationReport): Section[] {
  return [
    stepsSection(frame, report),
    ...waitsSections(frame, report),
    changesSection(frame, report),
    goalsSection(frame, report),
    trendSection(frame, report),
    policiesSection(frame, report),
    risksSection(frame, report),
    exemptionsSection(frame, report),
    ...attestationsSections(frame, report),
    contributionsSection(frame, report),
    sharingSection(frame, report),
    licensesSection(frame, report),
    dependenciesSection(frame, report),
  ];
}

/** The report's title, and what it is compared with. */
export function reportHead({ words }: ReportFrame, { organization, madeAt, since }: OrganizationReport) {
  return {
    title: words.say('report.title', { owner: organization }),
    compared: words.say('report.compared', { date: day(words.language, madeAt), before: day(words.language, since) }),
  };
}

/** A paragraph for people who have nothing to do with software. */
export function plainWords({ words }: ReportFrame, report: OrganizationReport): string {
  const { organization, sharing, coverage, contributions, leftOut } = report;
  const now = coverageOf(coverage.now);
  const before = coverageOf(coverage.before);
  const sentences = [
    words.say('report.plain.repositories', {
      count: sharing.repositories,
      owner: organization,
      public: number(words, sharing.shared),
    }),
    now === null ? words.say('report.plain.unjudged') : words.say('report.plain.met', { share: percent(words, now) }),
    comparison(words, now, before),
    governanceSentence(words, report),
    waitingSentence(words, contributions),
    leftOut === 0 ? '' : words.say('report.left-out', { count: leftOut }),
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function comparison(words: Words, now: number | null, before: number | null): string {
  if (now === null || before === null) return '';
  const shown = percent(words, before);
  if (percent(words, now) === shown) return words.say('report.plain.same');
  return words.say(now > before ? 'report.plain.more' : 'report.plain.less', { before: shown });
}

function governanceSentence(words: Words, { goals }: OrganizationReport): string {
  if (goals === null) return '';
  const sum = (part: 'points' | 'before', count: keyof Coverage) =>
    goals.reduce((total, standing) => total + standing[part][count], 0);
  const total = number(words, sum('points', 'total'));
  return words.say('report.plain.governance', {
    total,
    met: number(words, sum('points', 'met')),
    before: number(words, sum('before', 'met')),
  });
}

function waitingSentence(words: Words, contributions: ContributionFigures | null): string {
  if (contributions === null) return '';
  const { length: count } = contributions.waiting;
  return count === 0 ? words.say('report.plain.nobody-waits') : words.say('report.plain.waiting', { count });
}

function stepsSection(frame: ReportFrame, report: OrganizationReport): Section {
  const { words } = frame;
  const { steps } = report;
  const title = words.say('report.steps.title');
  if (steps.length === 0) return section('steps', title, { paragraphs: [words.say('report.steps.none')] });
  return section('steps', title, { list: steps.map((step) => stepText(frame, report, step)) });
}

/** What is to be done, and why. */
export function stepText(frame: ReportFrame, report: OrganizationReport, step: NextStep): string {
  const { words } = frame;
  if (step.kind === 'activity') {
    const why = step.reasons.slice(0, MOST_REASONS).map((reason) => reasonText(words, report, reason));
    return [words.say('report.step.activity', { activity: step.title }), ...why].join(' ');
  }
  const { count } = step;
  switch (step.kind) {
    case 'approve': {
      const what = words.say('report.step.approve', { count, date: day(words.language, step.since) });
      return `${what} ${words.say('report.step.approve-why')}`;
    }
    case 'take-proposals': {
      const what = words.say('report.step.proposals', { count, date: day(words.language, step.since) });
      return `${what} ${words.say('report.step.proposals-why')}`;
    }
    case 'meet-policy': {
      const what = words.say('report.step.policy', { count, policy: policyTitle(frame, step.policy) });
      return `${what} ${words.say(`report.step.policy-why.${step.severity}`)}`;
    }
    case 'answer': {
      const what = words.say('report.step.answer', { count, date: day(words.language, step.since) });
      return `${what} ${words.say('report.step.answer-why')}`;
    }
    case 'decide-exemptions': {
      const what = words.say('report.step.exemptions', { count, date: day(words.language, step.until) });
      return `${what} ${words.say('report.step.exemptions-why')}`;
    }
    case 'renew-attestations': {
      const what = words.say('report.step.attestations', { count, date: day(words.language, step.until) });
      return `${what} ${words.say('report.step.attestations-why')}`;
    }
    case 'let-see':
      return `${words.say('report.step.let-see', { count })} ${words.say('report.step.let-see-why')}`;
    case 'describe':
      return `${words.say('report.step.describe', { count })} ${words.say('report.step.describe-why')}`;
  }
}

function reasonText(words: Words, { records }: OrganizationReport, reason: StepReason): string {
  switch (reason.code) {
    case 'overdue':
      return words.say('report.reason.overdue', { date: day(words.language, reason.targetDate) });
    case 'contradicted':
    case 'unfound':
    case 'supported':
      return words.say(`report.reason.${reason.code}`, { count: reason.keys.length });
    case 'follows': {
      const titles = new Map(records.activities.map(({ id, title }) => [id, title]));
      const names = reason.ids
        .slice(0, MOST_REASONS)
        .map((id) => words.say('report.quoted', { text: titles.get(id) ?? id }));
      return words.say('report.reason.follows', { activities: new Intl.ListFormat(words.language).format(names) });
    }
    case 'begun':
    case 'order':
      return words.say(`report.reason.${reason.code}`);
  }
}

/** None where nothing waits: no word about it is needed then. */
function waitsSections({ words }: ReportFrame, { waits: { held, proposals } }: OrganizationReport): Section[] {
  const [oldest] = proposals;
  const date = (at: string) => day(words.language, at);
  const list = [
    ...(held === null ? [] : [words.say('report.waits.held', { count: held.repositories, date: date(held.since) })]),
    ...(oldest === undefined
      ? []
      : [words.say('report.waits.proposals', { count: proposals.length, date: date(oldest.openedAt) })]),
  ];
  return list.length === 0 ? [] : [section('waits', words.say('report.waits.title'), { list })];
}

function goalsSection({ words }: ReportFrame, { goals }: OrganizationReport): Section {
  const title = words.say('report.goals.title');
  if (goals === null) return section('goals', title, { paragraphs: [words.say('report.goals.none')] });
  const rows = goals.map(({ goal, points, before, activities, evidence }) => [
    words.say(`goal.${goal}`),
    of(words, points),
    number(words, before.met),
    of(words, { met: activities.inProgress, total: activities.total }),
    of(words, { met: activities.done, total: activities.total }),
    `${number(words, evidence.supported)} / ${number(words, evidence.contradicted)}`,
  ]);
  const columns = [
    words.say('report.column.goal'),
    figures(words.say('report.column.points')),
    figures(words.say('report.column.before')),
    figures(words.say('report.column.under-way')),
    figures(words.say('report.column.done')),
    figures(words.say('report.column.evidence')),
  ];
  return section('goals', title, {
    table: table(columns, rows),
    notes: [words.say('report.goals.how')],
  });
}

function trendSection({ words }: ReportFrame, { trend }: OrganizationReport): Section {
  const rows = trend
    .filter((_, week) => week % WEEKS_A_ROW === 0 || week === trend.length - 1)
    .map(({ at, tally }) => [
      day(words.language, at),
      share(words, tally),
      number(words, tally.pass),
      number(words, tally.fail),
    ]);
  const columns = [
    words.say('report.column.week'),
    figures(words.say('report.column.share')),
    figures(words.say('report.column.met')),
    figures(words.say('report.column.not-met')),
  ];
  return section('trend', words.say('report.trend.title'), {
    table: table(columns, rows),
    notes: [words.say('report.trend.how')],
  });
}

function changesSection({ words }: ReportFrame, { changes, boardChanges }: OrganizationReport): Section {
  const list = (['mended', 'broken', 'found'] as const).map((kind) =>
    words.say(`report.changes.${kind}`, { count: changes[kind] }),
  );
  const count = (kind: 'met' | 'lost') => (boardChanges ?? []).reduce((sum, change) => sum + change[kind].length, 0);
  const board = [
    ...(boardChanges === null ? [] : [words.say('report.changes.points-met', { count: count('met') })]),
    ...(count('lost') === 0 ? [] : [words.say('report.changes.points-lost', { count: count('lost') })]),
  ];
  return section('changes', words.say('report.changes.title'), { list: [...list, ...board] });
}

function policiesSection(frame: ReportFrame, { policies }: OrganizationReport): Section {
  const { words } = frame;
  const title = words.say('report.policies.title');
  if (policies.length === 0) return section('policies', title, { paragraphs: [words.say('report.plain.unjudged')] });
  const columns = [
    words.say('report.column.policy'),
    ...(['met', 'not-met', 'unknown', 'excused', 'share', 'before'] as const).map((name) =>
      figures(words.say(`report.column.${name}`)),
    ),
  ];
  const rows = policies.map(({ policy, now, before }) => [
    policyTitle(frame, policy),
    ...[now.pass, now.fail, now.unknown, now.exempt].map((count) => number(words, count)),
    share(words, now),
    share(words, before),
  ]);
  return section('policies', title, { table: table(columns, rows) });
}

function risksSection(frame: ReportFrame, { risks, contributions }: OrganizationReport): Section {
  const { words } = frame;
  const columns = (['repository', 'policy', 'since', 'owners'] as const).map((name) =>
    words.say(`report.column.${name}`),
  );
  const rows = risks.map(({ repository, policy, since, owners }) => [
    repository,
    policyTitle(frame, policy),
    day(words.language, since),
    owners.length === 0 ? words.say('report.risks.nobody') : owners.join(', '),
  ]);
  const absence = contributions?.contributorAbsenceFactor;
  const alone =
    absence === undefined || absence.one === 0
      ? []
      : [words.say('report.risks.one-person', { count: absence.one, total: number(words, absence.repositories) })];
  return section('risks', words.say('report.risks.title'), {
    paragraphs: [...(rows.length === 0 ? [words.say('report.risks.none')] : []), ...alone],
    table: rows.length === 0 ? null : table(columns, rows, MOST_RISKS),
    notes: rows.length === 0 ? [] : [words.say('report.risks.how')],
  });
}

function exemptionsSection(frame: ReportFrame, { exemptions }: OrganizationReport): Section {
  const { words } = frame;
  const title = words.say('report.exemptions.title');
  if (exemptions.length === 0)
    return section('exemptions', title, { paragraphs: [words.say('report.exemptions.none')] });
  const columns = (['repository', 'policy', 'until', 'approver'] as const).map((name) =>
    words.say(`report.column.${name}`),
  );
  const rows = exemptions.map(({ repository, policy, until, approver }) => [
    repository,
    policyTitle(frame, policy),
    day(words.language, until),
    approver,
  ]);
  return section('exemptions', title, { table: table(columns, rows, MOST_EXEMPTIONS) });
}

/** None where none ends. */
function attestationsSections({ words }: ReportFrame, { attestations }: OrganizationReport): Section[] {
  if (attestations.length === 0) return [];
  const columns = (['activity', 'point', 'until', 'owners'] as const).map((name) => words.say(`report.column.${name}`));
  const rows = attestations.map(({ title, key, until, by }) => [title, key, day(words.language, until), by]);
  return [
    section('attestations', words.say('report.attestations.title'), { table: table(columns, rows, MOST_ATTESTATIONS) }),
  ];
}

function contributionsSection({ words }: ReportFrame, { contributions }: OrganizationReport): Section {
  const title = words.say('report.contributions.title');
  if (contributions === null) {
    return section('contributions', title, { paragraphs: [words.say('report.contributions.unread')] });
  }
  const { timeToFirstResponse, changeRequestClosureRatio, contributorAbsenceFactor, releaseFrequency } = contributions;
  const { waiting, cut, quarter } = contributions;
  const days = Math.round((Date.parse(quarter.to) - Date.parse(quarter.from)) / 86_400_000);
  const { opened, closed } = changeRequestClosureRatio.now;
  const rows = [
    [
      'Time to First Response',
      hours(words, timeToFirstResponse.now.medianHours),
      hours(words, timeToFirstResponse.before.medianHours),
      words.say('report.chaoss.response', { count: timeToFirstResponse.now.answered, days }),
    ],
    [words.say('report.chaoss.waiting'), number(words, waiting.length), '', ''],
    [
      'Change Request Closure Ratio',
      ratio(words, changeRequestClosureRatio.now.ratio),
      ratio(words, changeRequestClosureRatio.before.ratio),
      words.say('report.chaoss.closure', { closed: number(words, closed), opened: number(words, opened), days }),
    ],
    [
      'Contributor Absence Factor: 1',
      number(words, contributorAbsenceFactor.one),
      '',
      words.say('report.chaoss.absence', { total: number(words, contributorAbsenceFactor.repositories) }),
    ],
    [
      'Release Frequency',
      number(words, releaseFrequency.releases),
      '',
      words.say('report.chaoss.releases', { count: releaseFrequency.repositories }),
    ],
  ];
  const columns = [
    words.say('report.column.metric'),
    figures(words.say('report.column.now')),
    figures(words.say('report.column.before')),
    '',
  ];
  return section('contributions', title, {
    table: table(columns, rows),
    notes: [
      words.say('report.contributions.how', { link: CHAOSS }),
      ...(cut === 0 ? [] : [words.say('report.contributions.cut', { count: cut })]),
    ],
  });
}

function sharingSection({ words }: ReportFrame, { sharing }: OrganizationReport): Section {
  const rows = [
    [words.say('report.sharing.public'), of(words, { met: sharing.shared, total: sharing.repositories })],
    [words.say('report.sharing.open'), number(words, sharing.open)],
    [words.say('report.sharing.described'), number(words, sharing.described)],
    [words.say('report.sharing.used'), number(words, sharing.used)],
  ];
  const columns = [words.say('report.sharing.title'), figures(words.say('report.column.repositories'))];
  return section('sharing', words.say('report.sharing.title'), {
    table: table(columns, rows),
    notes: [words.say('report.sharing.how')],
  });
}

function licensesSection({ words }: ReportFrame, { licenses }: OrganizationReport): Section {
  const rows = licenses.map(({ license, repositories }) => [
    license === 'none' || license === 'unclear' || license === 'unknown'
      ? words.say(`report.licenses.${license}`)
      : license,
    number(words, repositories),
  ]);
  const columns = [words.say('report.column.license'), figures(words.say('report.column.repositories'))];
  return section('licenses', words.say('report.licenses.title'), { table: table(columns, rows, MOST_LICENSES) });
}

function dependenciesSection({ words }: ReportFrame, { packages }: OrganizationReport): Section {
  const title = words.say('report.dependencies.title');
  if (packages === null || packages.length === 0) {
    return section('dependencies', title, { paragraphs: [words.say('report.dependencies.unknown')] });
  }
  const rows = packages
    .slice(0, MOST_PACKAGES)
    .map(({ name, license, repositories }) => [
      name.replace(/^pkg:/, ''),
      license ?? words.say('report.column.unknown'),
      number(words, repositories),
    ]);
  const columns = [
    words.say('report.column.package'),
    words.say('report.column.license'),
    figures(words.say('report.column.repositories')),
  ];
  return section('dependencies', title, {
    table: table(columns, rows),
    notes: [words.say('report.dependencies.how', { count: packages.length })],
  });
}

const NOTHING = '–';

function number({ language }: Words, count: number): string {
  return new Intl.NumberFormat(language).format(count);
}

function ratio({ language }: Words, value: number | null): string {
  return value === null ? NOTHING : new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
}

/** Whole percents; never a hundred where something is missing, nor none where there is something. */
export function percent({ language }: Words, value: number): string {
  const rounded = Math.round(value * 100);
  const honest = value < 1 ? Math.min(rounded, 99) : rounded;
  const shown = value > 0 ? Math.max(honest, 1) : honest;
  return new Intl.NumberFormat(language, { style: 'percent' }).format(shown / 100);
}

function share(words: Words, tally: Tally): string {
  const value = coverageOf(tally);
  return value === null ? NOTHING : percent(words, value);
}

function of(words: Words, { met, total }: Coverage): string {
  return `${number(words, met)} / ${number(words, total)}`;
}

/** Up to two days in hours, what is longer in days. */
function hours(words: Words, value: number | null): string {
  if (value === null) return NOTHING;
  return value < 48
    ? words.say('report.hours', { count: Math.round(value) })
    : words.say('report.days', { count: Math.round(value / 24) });
}
