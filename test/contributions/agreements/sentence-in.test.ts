import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import rehypeStringify from 'rehype-stringify';
import remarkBreaks from 'remark-breaks';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { linesThatCount, sentenceIn, withdrawalIn } from '../../../src/contributions/agreements/sentence-in.ts';

const SENTENCE = 'I sign it.';

/** As GitHub shows comments, so far as its own grammar is published. */
const markdown = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkBreaks)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeStringify, { allowDangerousHtml: true });

test('wherever the sentence counts, GitHub shows it as a paragraph that holds nothing else', () => {
  const piece = fc.constantFrom(
    ...[SENTENCE, '', '', ' ', '    ', '> ', '- ', '1. ', '# ', '===', '---', '```', '~~~', '~~', '`', '<!--', '-->'],
    ...[
      '<del>',
      '</del>',
      '[^1]: ',
      '[a]: ',
      '| a |',
      '|---|',
      '$$',
      '*',
      '**',
      '\\',
      '\t',
      'x',
      '&nbsp;',
      '![a](',
      ')',
    ],
  );
  const line = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''));
  const comment = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => lines.join('\n'));

  fc.assert(
    fc.property(comment, (text) => {
      if (sentenceIn(text, [{ sentence: SENTENCE }]) === null) return true;
      return String(markdown.processSync(text)).split('\n').includes(`<p>${SENTENCE}</p>`);
    }),
    { numRuns: 5_000 },
  );
});

test('two different sentences in one comment are none', () => {
  const known = [{ sentence: 'I sign a.' }, { sentence: 'I sign b.' }];

  expect(sentenceIn('I sign a.\n\nI sign b.', known)).toBeNull();
  expect(sentenceIn('I sign a.\n\nI sign a.', known)).toBe(known[0]);
});

test.each([
  ['/portreeve withdraw city-cla I have moved on', { agreementId: 'city-cla', reason: 'I have moved on' }],
  ['/portreeve withdraw city-cla   spaces  ', { agreementId: 'city-cla', reason: 'spaces' }],
  ['Hello\n\n/portreeve withdraw city-cla why not', { agreementId: 'city-cla', reason: 'why not' }],
  ['/portreeve withdraw city-cla', null],
  ['/portreeve withdraw City-CLA reason', null],
  ['> /portreeve withdraw city-cla reason', null],
  ['```\n/portreeve withdraw city-cla reason\n```', null],
  ['/portreeve withdraw a one\n\n/portreeve withdraw b two', null],
])('%j withdraws %j', (comment, wish) => {
  expect(withdrawalIn(comment)).toEqual(wish);
});

test('a comment of the greatest size is read at once', () => {
  expect(linesThatCount('\n'.repeat(65_536))).toEqual([]);
  expect(linesThatCount(`${'a\n\n'.repeat(3_000)}`)).toHaveLength(3_000);
});
