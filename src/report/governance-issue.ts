import type { Board, BoardActivity, BoardPoint } from '../ggi/board/board.ts';
import { pointMark } from '../ggi/board/tasks.ts';
import { HANDBOOK, HANDBOOK_VERSION } from '../ggi/handbook.ts';
import type { ActivityProgress, Coverage } from '../ggi/progress.ts';
import { day } from './day.ts';
import { markdownLink, markdownText, mention } from './escape.ts';
import type { ReportFrame } from './frame.ts';
import type { SentenceKey, Words } from './words.ts';

const LONG = { max: 1_000 };
const SECTIONS = ['description', 'assessment', 'objectives', 'tools', 'notes'] as const;

interface GovernanceIssueFrame {
  readonly board: Board;
  /** Of the page that lists the repository's issues. */
  readonly issuesUrl: string;
  /** Of a point by its key: whether people had ticked it before, elsewhere. */
  readonly isTicked: (key: string) => boolean;
}

/** An activity's issue as it is opened. From then on the text is people's. */
export function renderGovernanceIssue(
  { words }: Pick<ReportFrame, 'words'>,
  activity: BoardActivity,
  { board, issuesUrl, isTicked }: GovernanceIssueFrame,
): { readonly title: string; readonly body: string } {
  const { goal, roles, why, firstStep, url } = activity;
  const names = new Intl.ListFormat(words.language).format(roles.map((role) => words.say(`role.${role}`)));
  const parts = [
    ...(roles.length === 0 ? [] : [words.say('board.goal', { goal: words.say(`goal.${goal}`), roles: names })]),
    ...section(words.say('board.why'), why),
    ...section(words.say('board.first-step'), firstStep),
    ...renderPoints(words, activity.points, isTicked),
    renderScorecard(words, activity),
    ...renderNext(words, activity, board, issuesUrl),
    '---',
    [
      ...(url === null ? [] : [words.say('board.handbook', { link: markdownLink(activity.title, url) })]),
      ...(activity.isFromHandbook ? [renderSource(words)] : []),
      words.say('board.yours'),
    ].join('\n'),
  ];
  return { title: governanceTitle(activity), body: parts.join('\n\n') };
}

/** The title with which an activity's issue is opened. */
export function governanceTitle({ id, title }: Pick<BoardActivity, 'id' | 'title'>): string {
  return `${id}: ${title}`;
}

/** A point as a task with its mark. */
export function renderPoint(words: Words, { key, text }: BoardPoint, isTicked: boolean): string {
  const attach =
    text.attach === undefined ? '' : `<br>${words.say('board.attach', { what: markdownText(text.attach, LONG) })}`;
  return `- [${isTicked ? 'x' : ' '}] ${markdownText(text.question, LONG)}${attach} ${pointMark(key)}`;
}

/** Above points that are put into a body in which there are none any more. */
export function renderAddedHeading(words: Words): string {
  return words.say('board.part.added');
}

function section(title: string, text: string): string[] {
  return text === '' ? [] : [`### ${title}`, markdownText(text, LONG)];
}

type Heading = Extract<SentenceKey, `board.part.${string}`>;
const HEADINGS: readonly { readonly sentence: Heading | null; readonly holds: (point: BoardPoint) => boolean }[] = [
  { sentence: null, holds: ({ part }) => part === 'main' },
  { sentence: 'board.part.levels', holds: ({ part }) => part.startsWith('level-') },
  { sentence: 'board.part.questionnaire', holds: ({ part }) => part === 'questionnaire' },
  { sentence: 'board.part.alternative', holds: ({ part }) => part === 'alternative' },
];

function renderPoints(
  words: Words,
  points: readonly BoardPoint[],
  isTicked: GovernanceIssueFrame['isTicked'],
): string[] {
  if (points.length === 0) return [];
  const groups = HEADINGS.flatMap(({ sentence, holds }) => {
    const tasks = points.filter(holds).map((point) => renderPoint(words, point, isTicked(point.key)));
    if (tasks.length === 0) return [];
    return [...(sentence === null ? [] : [words.say(sentence)]), tasks.join('\n')];
  });
  return [`### ${words.say('board.points')}`, words.say('board.tick'), ...groups];
}

function renderScorecard(words: Words, { objectives }: BoardActivity): string {
  const tasks = objectives.map((objective) => `- [ ] ${markdownText(objective, LONG)}`).join('\n');
  const parts = SECTIONS.flatMap((name) => [
    `#### ${words.say(`board.scorecard.${name}`)}`,
    ...(name === 'objectives' && tasks === '' ? [] : [`_${words.say(`board.scorecard.${name}-hint`)}_`]),
    ...(name === 'objectives' && tasks !== '' ? [tasks] : []),
  ]);
  return [`<details open><summary>${words.say('board.scorecard')}</summary>`, ...parts, '</details>'].join('\n\n');
}

function renderNext(words: Words, { next }: BoardActivity, board: Board, issuesUrl: string): string[] {
  const links = next.flatMap((id) => {
    const activity = board.activities.find((one) => one.id === id);
    if (activity === undefined) return [];
    // Their issues have no numbers yet while the first ones are opened; their ids are in the titles.
    const search = `${issuesUrl}?q=${encodeURIComponent(`is:issue in:title "${id}"`)}`;
    return [`- ${markdownLink(governanceTitle(activity), search)}`];
  });
  return links.length === 0 ? [] : [`### ${words.say('board.next')}`, links.join('\n')];
}

function renderSource(words: Words): string {
  return words.say('board.source', {
    handbook: markdownLink(`${HANDBOOK.name} ${HANDBOOK_VERSION}`, HANDBOOK.url),
    publisher: HANDBOOK.publisher,
    license: markdownLink(HANDBOOK.license, HANDBOOK.licenseUrl),
  });
}

/** Calls the owners of an activity whose target date has passed. */
export function renderBoardReminder(
  { words }: Pick<ReportFrame, 'words'>,
  activity: Pick<ActivityProgress, 'id' | 'title' | 'owners'>,
  { met, total, targetDate }: Coverage & { readonly targetDate: string },
): string {
  const owners = activity.owners.map(mention).join(' ');
  const date = day(words.language, `${targetDate}T00:00:00Z`);
  const name = markdownText(governanceTitle(activity));
  return [
    words.say('board.reminder', { owners, activity: name, date, met, count: total }),
    words.say('board.reminder-seldom'),
  ].join('\n\n');
}
