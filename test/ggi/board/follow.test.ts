import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addPoints } from '../../../src/ggi/board/add-points.ts';
import { type FollowedActivity, followActivity } from '../../../src/ggi/board/follow.ts';
import { NO_BOARD } from '../../../src/ggi/board/settings.ts';
import { pointMark } from '../../../src/ggi/board/tasks.ts';
import { aBoard, only, readable } from './on-paper.ts';

const activity = only(aBoard().activities.filter(({ id }) => id === 'GGI-A-21'));
const keys = activity.points.map(({ key }) => key);

function refresh(body: string, before: FollowedActivity | null, at = '2026-01-01T00:00:00.000Z'): FollowedActivity {
  return followActivity({
    activity,
    readable: readable(activity),
    labels: NO_BOARD.labels,
    issue: { body, assignees: [], labels: [], isOpen: true, closedAs: null },
    kept: before?.activity ?? null,
    keptPoints: before?.points ?? new Map(),
    at,
  });
}

/** A body as people have it in mind: lines in their order, points among them. */
interface Line {
  readonly key: string | null;
  readonly text: string;
  readonly isTicked: boolean;
}

/** How it is written down. */
const STYLES = {
  bullet: fc.constantFrom('- ', '* ', '+ ', '1. ', '23) '),
  tick: fc.constantFrom('x', 'X'),
  open: fc.constantFrom(' ', '\t'),
  before: fc.constantFrom('', '> ', '  ', '> > '),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  gap: fc.constantFrom('', '\n'),
};
type Style = { readonly [K in keyof typeof STYLES]: string };

function write(lines: readonly Line[], { bullet, tick, open, before, end, gap }: Style): string {
  const written = lines.map(({ key, text, isTicked }) =>
    key === null ? `${before}${text}` : `${before}${bullet}[${isTicked ? tick : open}] ${text} ${pointMark(key)}`,
  );
  return written.join(gap === '' ? end : `${end}${end}`);
}

type Step =
  | { readonly do: 'tick' | 'delete' | 'translate' | 'restore'; readonly nth: number }
  | { readonly do: 'shuffle'; readonly seed: number }
  | { readonly do: 'say'; readonly text: string }
  | { readonly do: 'upgrade' | 'refresh' | 'empty' };

const word = fc.stringMatching(/^[A-Za-zäöü]{1,12}( [A-Za-zäöü]{1,12}){0,4}$/);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom('tick' as const, 'delete' as const, 'translate' as const, 'restore' as const),
    nth: fc.nat(8),
  }),
  fc.record({ do: fc.constant('shuffle' as const), seed: fc.nat(1000) }),
  fc.record({ do: fc.constant('say' as const), text: word }),
  fc.record({ do: fc.constantFrom('upgrade' as const, 'refresh' as const, 'refresh' as const, 'empty' as const) }),
);

function edit(lines: readonly Line[], one: Step): Line[] {
  const points = lines.filter(({ key }) => key !== null);
  const chosen = 'nth' in one ? points[one.nth % Math.max(1, points.length)] : undefined;
  const change = (to: (line: Line) => Line[]) => lines.flatMap((line) => (line === chosen ? to(line) : [line]));
  switch (one.do) {
    case 'tick':
      return change((line) => [{ ...line, isTicked: !line.isTicked }]);
    case 'delete':
      return change(() => []);
    case 'translate':
      return change((line) => [{ ...line, text: 'Haben wir das schon?' }]);
    case 'restore': {
      const key = keys[one.nth % keys.length] ?? '';
      return lines.some((line) => line.key === key) ? [...lines] : [...lines, { key, text: 'Again?', isTicked: false }];
    }
    case 'shuffle':
      return lines
        .map((line, at) => ({ line, rank: (at * 7919 + one.seed * 104_729) % 97 }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ line }) => line);
    case 'say':
      return [...lines, { key: null, text: one.text, isTicked: false }];
    case 'empty':
      return [];
    case 'upgrade':
    case 'refresh':
      return [...lines];
  }
}

describe('following a body', () => {
  test('loses no word and no tick, whatever people do to it and whenever it is read', () => {
    const first: Line[] = activity.points.map(({ key, text }) => ({ key, text: text.question, isTicked: false }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.record(STYLES), (steps, style) => {
        let lines = first;
        /** What was last seen, and holds for what stands nowhere any more. */
        const seen = new Map<string, boolean>(keys.map((key) => [key, false]));
        let followed = refresh(write(lines, style), null);
        for (const one of steps) {
          lines = edit(lines, one);
          const body = write(lines, style);
          if (one.do === 'upgrade') {
            const added = [{ key: 'new-point', line: `- [ ] New? ${pointMark('new-point')}` }];
            const grown = addPoints(body, added, 'Later:');
            for (const { text } of lines) expect(grown).toContain(text);
            expect(refresh(grown, followed).points).toEqual(refresh(body, followed).points);
          }
          if (one.do !== 'refresh') continue;
          followed = refresh(body, followed);
          for (const { key, isTicked } of lines) if (key !== null) seen.set(key, isTicked);
          expect(new Map([...followed.points].map(([key, { isTicked }]) => [key, isTicked]))).toEqual(seen);
          // What did not change is not told a second time.
          expect(refresh(body, followed).changes).toEqual([]);
        }
      }),
      { seed: 21, numRuns: 400 },
    );
  });

  test('dates each change by the reading that saw it, and leaves the others’ dates', () => {
    const body = (ticked: readonly string[]) =>
      keys.map((key) => `- [${ticked.includes(key) ? 'x' : ' '}] a ${pointMark(key)}`).join('\n');
    const [one = '', two = ''] = keys;
    const first = refresh(body([one]), null, '2026-01-01T00:00:00.000Z');
    const second = refresh(body([one, two]), first, '2026-01-02T00:00:00.000Z');
    const third = refresh(body([two]), second, '2026-01-03T00:00:00.000Z');
    expect([one, two].map((key) => third.points.get(key))).toEqual([
      { isTicked: false, changedAt: '2026-01-03T00:00:00.000Z' },
      { isTicked: true, changedAt: '2026-01-02T00:00:00.000Z' },
    ]);
    expect(third.changes).toEqual([
      { activity: 'GGI-A-21', subject: 'point', key: one, value: 'open', at: '2026-01-03T00:00:00.000Z' },
    ]);
  });
});
