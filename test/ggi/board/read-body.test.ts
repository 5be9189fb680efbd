import { describe, expect, test } from '@jest/globals';
import { readBody } from '../../../src/ggi/board/read-body.ts';
import { pointMark } from '../../../src/ggi/board/tasks.ts';
import { aBoard, opened, readable, ticked } from './on-paper.ts';

const BOARD = aBoard();

/** Every second point is ticked, so that a tick that wanders is seen. */
function half(body: string, mark = 'x'): string {
  let nth = 0;
  return body.replace(/^- \[ \] (?=.*<!-- point:)/gm, () => (nth++ % 2 === 0 ? `- [${mark}] ` : '- [ ] '));
}

const lines = (body: string, change: (line: string) => string) => body.split('\n').map(change).join('\n');
const isPoint = (line: string) => line.includes('<!-- point:');
const unmarked = (body: string) => body.replaceAll(/ <!-- point:[a-z0-9-]+ -->/g, '');

/** Ways in which people leave a body. `keeps`: what is read of it, by the ticks that they had made. */
const KINDS: readonly {
  readonly name: string;
  readonly edit: (body: string) => string;
  readonly keeps: 'half' | 'all' | 'none';
}[] = [
  { name: 'as it was opened', edit: (body) => body, keeps: 'none' },
  { name: 'with everything ticked', edit: (body) => body.replaceAll('- [ ]', '- [x]'), keeps: 'all' },
  { name: 'with CRLF', edit: (body) => half(body).replaceAll('\n', '\r\n'), keeps: 'half' },
  { name: 'ticked by [X]', edit: (body) => half(body, 'X'), keeps: 'half' },
  { name: 'with * for -', edit: (body) => lines(half(body), (line) => line.replace(/^- \[/, '* [')), keeps: 'half' },
  { name: 'numbered', edit: (body) => lines(half(body), (line) => line.replace(/^- \[/, '1. [')), keeps: 'half' },
  {
    name: 'translated',
    edit: (body) =>
      lines(half(body), (line) =>
        isPoint(line) ? line.replace(/\] .* (?=<!--)/, '] Haben wir das? ') : `Übersetzt ${line}`,
      ),
    keeps: 'half',
  },
  { name: 'turned upside down', edit: (body) => half(body).split('\n').reverse().join('\n'), keeps: 'half' },
  { name: 'quoted', edit: (body) => lines(half(body), (line) => `> ${line}`), keeps: 'half' },
  {
    name: 'without headings and scorecard',
    edit: (body) => half(body).split('\n').filter(isPoint).join('\n'),
    keeps: 'half',
  },
  { name: 'without its marks', edit: (body) => unmarked(half(body)), keeps: 'half' },
  {
    name: 'in a table with boxes',
    edit: (body) => lines(half(body), (line) => (isPoint(line) ? `| ${line.slice(2)} |` : line)),
    keeps: 'half',
  },
];

describe.each(BOARD.activities.map((activity) => ({ id: activity.id, activity })))(
  'the body of $id',
  ({ activity }) => {
    const keys = activity.points.map(({ key }) => key);
    // In the order in which they stand: alternatives come after the others.
    const standing = [...opened(activity).body.matchAll(/<!-- point:([a-z0-9-]+) -->/g)].map(([, key]) => key ?? '');
    const wanted = { none: [], all: keys, half: keys.filter((key) => standing.indexOf(key) % 2 === 0) };

    test.each(KINDS)('$name', ({ edit, keeps }) => {
      const { body } = opened(activity);
      expect(ticked(edit(body), activity)).toEqual(wanted[keeps]);
    });

    test('its points stand there once each, and its objectives are people’s own', () => {
      const { ticks, ownTasks } = readBody(opened(activity).body, readable(activity));
      expect([...ticks.keys()]).toEqual(keys);
      expect(standing.toSorted()).toEqual(keys.toSorted());
      expect(ownTasks).toEqual({ done: 0, total: activity.objectives.length });
    });
  },
);

describe('what is read of a body', () => {
  const points = [
    { key: 'one', wordings: ['Is there a list of the licences you allow?'] },
    { key: 'two', wordings: ['Is there a list of the licences you refuse?'] },
    { key: 'three', wordings: ['Do you measure it?'] },
  ];
  const mark = pointMark('one');

  test.each<{ name: string; body: string | null; ticks: Record<string, boolean>; own?: [number, number] }>([
    { name: 'nothing of none', body: null, ticks: {} },
    { name: 'nothing of an emptied one', body: '', ticks: {} },
    {
      name: 'nothing of an ordinary issue',
      body: 'The printer is broken.\n\n- [x] look at it',
      ticks: {},
      own: [1, 1],
    },
    { name: 'by its words alone', body: '- [x] Is there a list of the licences you allow?', ticks: { one: true } },
    { name: 'by words that were changed a little', body: '- [x] Do you measure it yet?', ticks: { three: true } },
    {
      name: 'not by words that fit two points',
      body: '- [x] Is there a list of the licences you use?',
      ticks: {},
      own: [1, 1],
    },
    { name: 'by the mark, whatever the words say', body: `- [x] Do you measure it? ${mark}`, ticks: { one: true } },
    {
      name: 'by a mark that was moved to the next line',
      body: `- [x] Whether there is\n  a list ${mark}`,
      ticks: { one: true },
    },
    { name: 'not by a mark in another paragraph', body: `- [x] Ours\n\n${mark}`, ticks: {}, own: [1, 1] },
    { name: 'ticked where one of two copies is', body: `- [ ] a ${mark}\n> - [x] a ${mark}`, ticks: { one: true } },
    {
      name: 'as it stands outside blocks of code',
      body: `\`\`\`\n- [x] a ${mark}\n\`\`\`\n- [ ] a ${mark}`,
      ticks: { one: false },
    },
    {
      name: 'in a block of code where it stands nowhere else',
      body: `~~~\n- [x] a ${mark}\n~~~`,
      ticks: { one: true },
    },
    {
      name: 'below a sentence that begins with code',
      body: '```npm ci``` comes first.\n\n- [x] Is there a list of the licences you allow?',
      ticks: { one: true },
    },
    {
      name: 'as it stands below a block of code that shows how another begins',
      body: `\`\`\`\n\`\`\`yaml\n\`\`\`\n- [ ] a ${mark}\n~~~\n- [x] a ${mark}\n~~~`,
      ticks: { one: false },
    },
    { name: 'by a sign', body: `✅ a ${mark}\n\n☐ b ${pointMark('two')}`, ticks: { one: true, two: false } },
    { name: 'with an empty box', body: `- [] a ${mark}`, ticks: { one: false } },
    { name: 'nested', body: `- Ours\n   - [x] a ${mark}`, ticks: { one: true } },
    {
      name: 'two points that were put on one line',
      body: `- [x] a ${mark} b ${pointMark('two')}`,
      ticks: { one: true, two: true },
    },
    { name: 'no point that the board does not have', body: `- [x] a ${pointMark('gone')}`, ticks: {} },
    { name: 'old line ends', body: `- [x] a ${mark}\r- [ ] b ${pointMark('two')}`, ticks: { one: true, two: false } },
    {
      name: 'with a link for its words',
      body: '- [x] Do you [measure](https://x.example/a) it?',
      ticks: { three: true },
    },
  ])('$name', ({ body, ticks, own = [0, 0] }) => {
    const reading = readBody(body, points);
    expect(Object.fromEntries(reading.ticks)).toEqual(ticks);
    expect(reading.ownTasks).toEqual({ done: own[0], total: own[1] });
  });

  test('in time, however it is written', () => {
    const hostile = [
      `${'> '.repeat(30_000)}- [x] a`,
      '<!-- point:'.repeat(6_000),
      '- [x] a '.repeat(8_000),
      '[ '.repeat(30_000),
      `- [x] [${']('.repeat(30_000)}`,
    ];
    for (const body of hostile) expect(readBody(body, points).ticks.size).toBe(0);
  });
});
