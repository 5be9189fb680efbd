import { describe, expect, test } from '@jest/globals';
import { readCodeOwners, wordAt } from '../../../src/policies/reading/code-owners-file.ts';

/** `line:column mistake word` of each problem. */
function problemsOf(text: string): string[] {
  return readCodeOwners(text).problems.map(({ line, column, mistake, word }) => `${line}:${column} ${mistake} ${word}`);
}

describe('CODEOWNERS as GitHub documents it', () => {
  test.each([
    ['a comment, and one behind the owners', '# all\n*  @ada # and nobody else ! [x]\n', 1],
    [
      'a team, a login with an underscore, an address',
      '* @city/web.team_2 @ada_city first.last@mail.city.example\n',
      1,
    ],
    ['a pattern without owners: its files belong to nobody', '/apps/ @ada\n/apps/generated\n', 2],
    ['spaces that a backslash keeps together', 'my\\ docs/ @ada\n', 1],
    ['what gitignore has and works here', '**/logs @ada\n/build/**/*.js @ada\ndocs/* @ada\na?c @ada\n', 4],
    ['what a backslash escapes stands for itself', 'a\\[b\\] @ada\n', 1],
    ['any line end, tabs and blank lines', '*\t@ada\r\n\r\n  docs/   @ada\r', 2],
    ['nothing at all', '', 0],
  ])('%s', (_, text, rules) => {
    expect(readCodeOwners(text)).toMatchObject({ rules, problems: [] });
  });

  test.each([
    ['!docs/ @ada', ['1:1 negated !docs/']],
    ['*.js @ada\n  *.[ch]\t@ada', ['2:3 range *.[ch]']],
    ['\\#notes @ada', ['1:1 escaped-hash \\#notes']],
    ['/ @ada', ['1:1 slash /']],
    [
      '* ada @ @-x @city/ @city/a/b a@b',
      ['owner ada', 'owner @', 'owner @-x', 'owner @city/', 'owner @city/a/b', 'owner a@b'],
    ],
    [`* ${'x'.repeat(500)}`, [`1:3 owner ${'x'.repeat(80)}…`]],
  ])('%j', (text, expected) => {
    const found = problemsOf(text);

    expect(found.map((problem, index) => problem.slice(-(expected[index]?.length ?? 0)))).toEqual(expected);
  });

  test('counts the lines that name an owner', () => {
    expect(readCodeOwners('* @ada\n/x\n# y\n')).toMatchObject({ rules: 2, owned: 1 });
  });
});

test.each([
  [1, 3, '@ada'],
  [1, 1, '*'],
  [1, 2, ''],
  [9, 1, ''],
])('the word of line %d, column %d is %j', (line, column, word) => {
  expect(wordAt('* @ada\n', line, column)).toBe(word);
});

test.each([
  ['at signs', '@'.repeat(500_000)],
  ['backslashes', '\\'.repeat(500_001)],
  ['brackets', '['.repeat(500_000)],
  ['an owner that never ends', `* a@${'a.'.repeat(250_000)}`],
  ['lines', '* a\n'.repeat(125_000)],
])('A21: half a megabyte of %s is read, and what is said of it is short', (_, text) => {
  for (const { word } of readCodeOwners(text).problems) expect(word.length).toBeLessThanOrEqual(81);
});
