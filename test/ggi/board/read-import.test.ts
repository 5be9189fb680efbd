import { describe, expect, test } from '@jest/globals';
import { readImportedBoard } from '../../../src/ggi/board/read-import.ts';
import { handbookTitles, readLegacyTicks } from '../../../src/ggi/board/read-legacy.ts';
import { TEXTS } from './on-paper.ts';

const TITLES = handbookTitles((id) => TEXTS.governance('en').activities[id]?.title);
const read = (...files: readonly [name: string, text: string][]) =>
  readImportedBoard(
    files.map(([name, text]) => ({ name, text })),
    TITLES,
  );

const HEAD = 'issue_id,activity_id,state,title,labels,updated_at,url,tasks_total,tasks_done';
const issue = (number: number, id: string, title: string, labels: string, state = 'open') =>
  `${1_000_000 + number},${id},${state},${title},"${labels}",2025-03-03 14:30:10+00:00,https://api.github.com/repos/city/ggi/issues/${number},0,0`;
const EVENTS = 'time,issue_id,event_id,type,author,action,url';
const event = (day: string, number: number, action: string) =>
  `${day} 10:00:00+00:00,${number},1,label,ada,${action},https://github.com/city/ggi/issues/${number}`;

/** As another tool writes it: eight tasks in a scorecard, and as many points as there are. */
function legacy(ticks: readonly boolean[]): string {
  const tasks = ticks.map((isTicked, index) => `- [${isTicked ? 'x' : ' '}] point ${index}`).join('\n');
  return `Activity ID: [GGI-A-21](https://x.example).\n\n### Objectives\n\n- [x] a\n- [x] b\n\n### Progress Assessment\n\nThe following:\n\n${tasks}\n\n### Tools\n\n- [x] none`;
}

describe('an earlier board', () => {
  test('tells where activities stand, by id or by title, old titles too', () => {
    const { activities, bad } = read([
      'issues.csv',
      `${HEAD}\n${issue(2, 'GGI-A-17', 'Inventory', 'Developer,In Progress,Usage Goal')}\n${issue(15, '', 'HR perspective', 'Done')}\n`,
    ]);
    expect(bad).toEqual([]);
    expect(activities).toEqual([
      { id: 'GGI-A-17', state: 'in-progress', ticked: [], at: '2025-03-03T14:30:10.000Z' },
      { id: 'GGI-A-28', state: 'done', ticked: [], at: '2025-03-03T14:30:10.000Z' },
    ]);
  });

  test('counts closed issues as done', () => {
    const { activities } = read(['issues.csv', `${HEAD}\n${issue(2, 'GGI-A-17', 'x', 'In Progress', 'closed')}`]);
    expect(activities[0]?.state).toBe('done');
  });

  test('has its history of labels', () => {
    const { changes, bad } = read(
      ['issues.csv', `${HEAD}\n${issue(2, 'GGI-A-17', 'x', 'Done')}`],
      [
        'labels_hist.csv',
        [
          EVENTS,
          event('2025-05-01', 2, 'labeled Done'),
          event('2025-03-03', 2, 'labeled Not Selected'),
          event('2025-04-01', 2, 'labeled In Progress'),
          event('2025-04-02', 2, 'unlabeled Not Selected'),
          event('2025-03-03', 2, 'labeled Usage Goal'),
        ].join('\n'),
      ],
    );
    expect(bad).toEqual([]);
    expect(changes.map(({ activity, value, at }) => [activity, value, at])).toEqual([
      ['GGI-A-17', 'in-progress', '2025-04-01T10:00:00.000Z'],
      ['GGI-A-17', 'done', '2025-05-01T10:00:00.000Z'],
    ]);
  });

  test('as GitLab exports it has its ticks in the descriptions', () => {
    const body = legacy([true, false, true, false, false, false, false, false, false]).replaceAll('"', '""');
    const text = `Title,Description,Issue ID,URL,State,Author,Labels,Updated At (UTC)\r\nManage legal compliance,"${body}",7,https://gitlab.example/city/ggi/-/issues/7,Open,Ada,"In Progress,Trust Goal",2025-06-01 08:00:00\r\n`;
    const { activities, bad } = read(['gitlab.csv', text]);
    expect(bad).toEqual([]);
    expect(activities).toEqual([
      {
        id: 'GGI-A-21',
        state: 'in-progress',
        ticked: ['licence-check-offered', 'legal-owner-named'],
        at: '2025-06-01T08:00:00.000Z',
      },
    ]);
  });

  test('that was made twice keeps every tick and the newest state that says something', () => {
    const twice = [issue(2, 'GGI-A-17', 'x', 'In Progress'), issue(40, 'GGI-A-17', 'x', 'Not Selected')];
    expect(read(['issues.csv', [HEAD, ...twice].join('\n')]).activities).toMatchObject([
      { id: 'GGI-A-17', state: 'in-progress' },
    ]);
  });

  test('tells broken rows with their line, and takes all others', () => {
    const rows = [
      issue(2, 'GGI-A-17', 'x', 'Done'),
      'a,b',
      issue(3, '', 'Buy a printer', ''),
      issue(4, 'GGI-A-18', 'x', 'Done'),
    ];
    const { activities, bad } = read(
      ['issues.csv', [HEAD, ...rows].join('\n')],
      [
        'labels_hist.csv',
        [
          EVENTS,
          event('2025-03-03', 99, 'labeled Done'),
          'yesterday,2,1,label,ada,labeled Done,x',
          event('2025-03-03', 2, 'renamed'),
        ].join('\n'),
      ],
      ['notes.csv', 'a,b\n1,2'],
    );
    expect(activities.map(({ id }) => id)).toEqual(['GGI-A-17', 'GGI-A-18']);
    expect(bad.map(({ file, line, problem }) => `${file}:${line} ${problem}`)).toEqual([
      'issues.csv:3 It has 2 cells, and the head has 9.',
      'issues.csv:4 “Buy a printer” is no activity of the handbook, by its id or its title.',
      'labels_hist.csv:2 Its issue 99 stands in no file of issues.',
      'labels_hist.csv:3 “yesterday” is no moment, as 2025-03-03 14:30:10+00:00.',
      'labels_hist.csv:4 “renamed” says of no label that it was put on or taken off.',
      'notes.csv:1 Its head is none of issues (a column “title”) and none of a history of labels (“event_id”, “action”).',
    ]);
  });
});

describe('an issue of an earlier board', () => {
  const of = (count: number, ticked: readonly number[]) =>
    legacy(Array.from({ length: count }, (_, index) => ticked.includes(index)));
  const ticks = (body: string) =>
    [...(readLegacyTicks(body, 'GGI-A-21') ?? [])].flatMap(([key, is]) => (is ? [key] : []));

  test.each([
    {
      name: 'of edition 1.3 by the order of its points',
      body: of(9, [0, 4]),
      is: ['licence-check-offered', 'legal-team-reachable'],
    },
    {
      name: 'of edition 1.2, in which one point more stood',
      body: of(10, [0, 5]),
      is: ['licence-check-offered', 'legal-team-reachable'],
    },
    { name: 'where the dropped point alone was ticked: nothing', body: of(10, [4]), is: [] },
    { name: 'with CRLF', body: of(9, [0]).replaceAll('\n', '\r\n'), is: ['licence-check-offered'] },
    {
      name: 'with translated headings',
      body: of(9, [0]).replace('Progress Assessment', 'Fortschritt'),
      is: ['licence-check-offered'],
    },
    { name: 'with another number of tasks: nothing is guessed', body: of(8, [0, 1]), is: [] },
  ])('$name', ({ body, is }) => {
    expect(ticks(body)).toEqual(is);
  });
});
