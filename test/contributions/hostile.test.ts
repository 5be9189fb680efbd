import { describe, expect, test } from '@jest/globals';
import { countedWork } from '../support/counted-work.ts';
import { ADA_SIGNS, aCommit, check } from './a-commit.ts';

/** Messages that bring other parsers to their knees, of about so many characters. */
const HOSTILE: readonly (readonly [string, (size: number) => string])[] = [
  ['one line of “ <”', (size) => `A\n\nSigned-off-by: A${' <'.repeat(size / 2)}`],
  ['one line of “>”', (size) => `A\n\nSigned-off-by: A <${'>'.repeat(size)}`],
  ['a key without an end', (size) => `A\n\n${'a'.repeat(size)}`],
  ['a key, then blanks without an end', (size) => `A\n\na${' '.repeat(size)}b`],
  ['sign-offs without an end', (size) => `A\n\n${`${ADA_SIGNS.replace('ada@', 'x@')}\n`.repeat(size / 48)}`],
  [
    'sign-offs and co-authors, each another',
    (size) =>
      `A\n\n${Array.from({ length: size / 80 }, (_, at) => `Signed-off-by: A <a${at}@b.c>\nCo-authored-by: B <b${at}@b.c>\n`).join('')}`,
  ],
  ['folded lines without an end', (size) => `A\n\nSigned-off-by: A\n${' <\n'.repeat(size / 3)}`],
  ['empty lines without an end', (size) => `A\n\n${ADA_SIGNS}${'\n'.repeat(size)}`],
  ['comments and indented lines', (size) => `A\n\n${'#\n x\n'.repeat(size / 5)}`],
  ['a name of letters that fold', (size) => `A\n\nSigned-off-by: ${'İß\u0301'.repeat(size / 12)} <ada@example.org>`],
  [
    'a later sign-off on behalf of nobody',
    (size) =>
      `A\n\n${'On behalf of > <'.padEnd(size, ' <>, I, ')}, hereby add my Signed-off-by to this commit: abcdef0`,
  ],
  [
    'later sign-offs without an end',
    (size) =>
      `A\n\n${'I, A <a@b.c>, hereby add my Signed-off-by to this commit: 0000000\n'.repeat(size / 66)}\n${ADA_SIGNS}`,
  ],
];

describe.each(HOSTILE)('%s', (_name, message) => {
  const work = (size: number) => {
    const commits = [aCommit(), aCommit({ message: message(size) }), aCommit()];
    return countedWork(() => check(commits, { policy: { coAuthors: 'require' } }));
  };

  test('twice the message takes at most twice the work', () => {
    // Above a third of the limit its bytes are counted, too.
    const ratio = work(60_000) / work(30_000);

    expect(ratio).toBeLessThan(2.2);
  });

  test('a message of 64 KiB takes no more than some looks at each of its characters', () => {
    expect(work(65_000)).toBeLessThan(65_000 * 40);
  });
});

test('the counting sees a reader that looks at all of it again for each line', () => {
  const again = (text: string) => () => text.split('\n').map((_, at) => text.slice(at).indexOf('x'));

  expect(countedWork(again('a\n'.repeat(2000))) / countedWork(again('a\n'.repeat(1000)))).toBeGreaterThan(3.5);
});
