import { GOALS } from '../ggi/activity.ts';
import type { BoardChange } from '../ggi/board/follow.ts';
import type { NextStep, StepReason } from '../ggi/board/next-steps.ts';
import type { EarlierActivity } from '../ggi/board/progress-at.ts';
import {
  type ActivityProgress,
  type BoardProgress,
  type Coverage,
  coverageOf,
  shareOf,
  sumCoverage,
} from '../ggi/progress.ts';
import { markdownLink, markdownText, terminalText } from './escape.ts';

/** How far an organisation is, as it is printed. */
export interface BoardStatus {
  /** Login. */
  readonly organization: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly isPublic: boolean;
  /** Why the board could not be kept when that was last tried. */
  readonly problem: string | null;
  readonly progress: BoardProgress;
  /** The oldest first. */
  readonly changes: readonly BoardChange[];
  /** How it was at an earlier moment (ISO 8601), where that was asked for. */
  readonly before: { readonly at: string; readonly activities: readonly EarlierActivity[] } | null;
  readonly next: readonly NextStep[];
  /** Today, YYYY-MM-DD (UTC). */
  readonly day: string;
}

const LAST_CHANGES = 10;
const BAR = 20;

/** What stands in a board's way, in a sentence. */
export const BOARD_PROBLEMS: Readonly<Record<string, string>> = {
  'no-repository': 'The governance repository is not there, or Portreeve may not see it.',
  archived: 'The governance repository is archived: nothing can be filed or kept up to date there.',
  'without-issues': 'The governance repository has its issues switched off.',
};
const PUBLIC = 'The governance repository is not private: others may read the board.';

/** For a terminal. */
export function renderBoardText(status: BoardStatus): string {
  const { organization, repository, progress, next, day } = status;
  const { activities, readAt } = progress;
  const told = toldChanges(status);
  const then = (isMeant: (activity: EarlierActivity) => boolean) => thenText(status, isMeant);
  const goals = GOALS.flatMap((goal) => {
    const isOf = (activity: EarlierActivity) => activity.goal === goal;
    const own = activities.filter(isOf);
    return own.length === 0 ? [] : [`  ${goal.padEnd(11)} ${bar(sumCoverage(own, day))}${then(isOf)}`];
  });
  const lines = [
    `${organization}: ${activities.length} activities in ${repository}, read on ${minute(readAt)}`,
    ...warnings(status).map((warning) => `  ! ${warning}`),
    '',
    `  ${'all'.padEnd(11)} ${bar(sumCoverage(activities, day))}${then(() => true)}`,
    ...goals,
    '',
    ...activities.map((activity) => {
      const before = then(({ id }) => id === activity.id);
      return `  ${activityLine(activity, day, before)}`;
    }),
    ...(next.length === 0 ? [] : ['', 'What could come next']),
    ...next.flatMap(({ id, title, reasons }) => [
      `  ${id} ${title}`,
      ...reasons.map((one) => `    ${reasonText(one)}`),
    ]),
    ...(told.length === 0 ? [] : ['', changesTitle(status)]),
    ...told.map((change) => `  ${minute(change.at)}  ${changeText(change)}`),
  ];
  return `${lines.map((line) => terminalText(line)).join('\n')}\n`;
}

/** For an issue, a wiki or a mail. */
export function renderBoardMarkdown(status: BoardStatus): string {
  const { organization, progress, next, day } = status;
  const { activities, readAt } = progress;
  const rows = activities.map((activity) => {
    const { id, title, issue, state, owners, targetDate, points } = activity;
    const name = issue === null ? markdownText(`${id} ${title}`) : markdownLink(`${id} ${title}`, issue.url);
    const { met, total } = coverageOf(points, day);
    const due = targetDate === null ? '' : `${targetDate}${isOverdue(activity, day) ? ' (overdue)' : ''}`;
    const before = thenText(status, (one) => one.id === id);
    return `| ${name} | ${STATES[state]} | ${met} of ${total}${before} | ${owners.map((one) => markdownText(one)).join(', ')} | ${due} |`;
  });
  const { met, total } = sumCoverage(activities, day);
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [`## ${title}`, items.map((item) => `- ${item}`).join('\n')];
  return `${[
    `# Good governance of ${markdownText(organization)}`,
    `${met} of ${total} points are met${thenText(status, () => true)}. Read on ${minute(readAt)}.`,
    ...warnings(status),
    ['| activity | stands | points | who | by |', '| --- | --- | --- | --- | --- |', ...rows].join('\n'),
    ...list(
      'What could come next',
      next.map(({ id, title, reasons }) =>
        markdownText(`${id} ${title}: ${reasons.map(reasonText).join('; ')}`, { max: 1_000 }),
      ),
    ),
    ...list(
      changesTitle(status),
      toldChanges(status).map((change) => markdownText(`${minute(change.at)}: ${changeText(change)}`)),
    ),
  ].join('\n\n')}\n`;
}

/** For programs: everything, with the whole history. */
export function renderBoardJson(statuses: readonly BoardStatus[]): string {
  const boards = statuses.map(
    ({ organization, repository, isPublic, problem, progress, changes, before, next, day }) => ({
      organization,
      repository,
      isPublic,
      problem,
      readAt: progress.readAt,
      ...sumsOf(progress.activities, day),
      activities: progress.activities.map((activity) => ({ ...activity, coverage: coverageOf(activity.points, day) })),
      before: before === null ? null : figuresOf(before),
      next,
      changes,
    }),
  );
  return `${JSON.stringify(boards, null, 2)}\n`;
}

/** The newest first: the last ones, or all since the moment that was asked for. */
function toldChanges({ changes, before }: BoardStatus): BoardChange[] {
  const told = before === null ? changes.slice(-LAST_CHANGES) : changes.filter(({ at }) => at >= before.at);
  return told.toReversed();
}

function changesTitle({ before }: BoardStatus): string {
  return before === null ? 'What changed last' : `What changed since ${before.at.slice(0, 10)}`;
}

/** How many points were met then; empty where that was not asked for. */
function thenText({ before }: BoardStatus, isMeant: (activity: EarlierActivity) => boolean): string {
  if (before === null) return '';
  const day = before.at.slice(0, 10);
  return ` (${sumCoverage(before.activities.filter(isMeant), day).met} on ${day})`;
}

function figuresOf({ at, activities }: NonNullable<BoardStatus['before']>) {
  const day = at.slice(0, 10);
  return {
    at,
    ...sumsOf(activities, day),
    activities: activities.map(({ id, state, points }) => ({ id, state, coverage: coverageOf(points, day) })),
  };
}

/** Coverage of the whole, and by goal. */
function sumsOf(activities: readonly EarlierActivity[], day: string) {
  const goals = GOALS.map((goal) => {
    const own = activities.filter((activity) => activity.goal === goal);
    return { goal, points: sumCoverage(own, day) };
  });
  return { points: sumCoverage(activities, day), goals };
}

function warnings({ problem, isPublic }: BoardStatus): string[] {
  return [
    ...(problem === null ? [] : [BOARD_PROBLEMS[problem] ?? `The board could not be kept: ${problem}.`]),
    ...(isPublic ? [PUBLIC] : []),
  ];
}

const STATES = { 'not-selected': 'not selected', 'in-progress': 'in progress', done: 'done' } as const;

function activityLine(activity: ActivityProgress, day: string, then: string): string {
  const { id, title, state, points, owners, targetDate } = activity;
  const { met, total } = coverageOf(points, day);
  const who = owners.length === 0 ? '' : `  ${owners.join(', ')}`;
  const due = targetDate === null ? '' : `  by ${targetDate}${isOverdue(activity, day) ? ' (overdue)' : ''}`;
  const share = `${met} of ${total}${then}`;
  return `${id.padEnd(9)} ${title.slice(0, 60).padEnd(55)} ${STATES[state].padEnd(13)} ${share}${who}${due}`;
}

function isOverdue({ state, targetDate }: ActivityProgress, day: string): boolean {
  return state !== 'done' && targetDate !== null && targetDate < day;
}

function bar(coverage: Coverage): string {
  const filled = Math.round(shareOf(coverage) * BAR);
  return `${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}  ${coverage.met} of ${coverage.total} points`;
}

function minute(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}

/** A reason in words. */
export function reasonText(reason: StepReason): string {
  switch (reason.code) {
    case 'overdue':
      return `it was to be done by ${reason.targetDate}`;
    case 'contradicted':
      return `what was measured speaks against ${reason.keys.join(', ')}`;
    case 'unfound':
      return `nothing was found for ${reason.keys.join(', ')}`;
    case 'supported':
      return `what was measured supports ${reason.keys.join(', ')}, which nobody has ticked`;
    case 'follows':
      return `it is proposed after ${reason.ids.join(', ')}`;
    case 'begun':
      return 'it is begun';
    case 'order':
      return 'it is the next in order';
  }
}

function changeText({ activity, subject, key, value }: BoardChange): string {
  switch (subject) {
    case 'point':
      return `${activity}: ${key} ${value === 'ticked' ? 'ticked' : 'no longer ticked'}`;
    case 'state':
      return `${activity}: ${value.replace('-', ' ')}`;
    case 'owners':
      return `${activity}: ${value === '' ? 'nobody answers for it' : `${value.replaceAll(',', ', ')} answers for it`}`;
    case 'target':
      return `${activity}: ${value === '' ? 'no target date' : `to be done by ${value}`}`;
  }
}
