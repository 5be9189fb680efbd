import { expect, test } from '@jest/globals';
import { visibleLines } from '../../../src/policies/reading/visible-lines.ts';

test('blank lines, rulers and comments say nothing; numbers stay those of the file', () => {
  const text = '# A\n\n<!-- hidden\nstill hidden --> shown\r\nTitle\n-----\nbody <!-- x --> end\n***\n';

  expect(visibleLines(text)).toEqual([
    { number: 1, text: '# A', isHeading: true },
    { number: 4, text: 'shown', isHeading: false },
    { number: 5, text: 'Title', isHeading: true },
    { number: 7, text: 'body  end', isHeading: false },
  ]);
});

test('a comment that never ends hides the rest', () => {
  expect(visibleLines('a\n<!-- b\nc').map(({ text }) => text)).toEqual(['a']);
});
