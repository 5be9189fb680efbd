import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addPoints } from '../../../src/ggi/board/add-points.ts';
import { pointMark } from '../../../src/ggi/board/tasks.ts';
import { aBoard, only, opened, ticked } from './on-paper.ts';

const added = [{ key: 'new', line: `- [ ] Is it new? ${pointMark('new')}` }];

describe('points that are put into a body', () => {
  const a = `- [x] a ${pointMark('a')}`;
  test.each([
    {
      name: 'stand below the last that stands there',
      body: `Why\n\n${a}\n\nMore`,
      after: `Why\n\n${a}\n${added[0]?.line}\n\nMore`,
    },
    {
      name: 'with the line ends of the body',
      body: `${a}\r\n\r\nMore`,
      after: `${a}\r\n${added[0]?.line}\r\n\r\nMore`,
    },
    { name: 'as deep as that one', body: `> ${a}\nMore`, after: `> ${a}\n> ${added[0]?.line}\nMore` },
    { name: 'at the end, where there is none', body: 'Ours', after: `Ours\n\nLater:\n\n${added[0]?.line}\n` },
    { name: 'in an empty one', body: '', after: `Later:\n\n${added[0]?.line}\n` },
    { name: 'not a second time', body: `- [x] b ${pointMark('new')}`, after: `- [x] b ${pointMark('new')}` },
  ])('$name', ({ body, after }) => {
    expect(addPoints(body, added, 'Later:')).toBe(after);
  });

  test('take nothing away and untick nothing, wherever people have moved their words', () => {
    const board = aBoard();
    const activity = only(board.activities);
    const { body } = opened(activity);
    const lines = body.split('\n');
    fc.assert(
      fc.property(
        fc.shuffledSubarray(lines, { minLength: 0 }),
        fc.array(fc.string({ maxLength: 40 }), { maxLength: 5 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        (kept, own, end, isTicked) => {
          const before = [...kept, ...own].join(end).replaceAll('- [ ]', isTicked ? '- [x]' : '- [ ]');
          const after = addPoints(before, added, 'Later:');
          expect(ticked(after, activity)).toEqual(ticked(before, activity));
          expect(after).toContain(only(added).line);
          expect(isSubsequence(before, after)).toBe(true);
          expect(addPoints(after, added, 'Later:')).toBe(after);
        },
      ),
      { seed: 8, numRuns: 300 },
    );
  });
});

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (part.startsWith(character, at)) at += character.length;
  return at === part.length;
}
