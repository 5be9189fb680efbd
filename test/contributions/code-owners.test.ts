import { expect, test } from '@jest/globals';
import { ownersOf } from '../../src/contributions/code-owners.ts';

const owners = (pattern: string, path: string) => ownersOf(`* @all\n${pattern} @special\n`, [path])[0] === '@special';

test.each<[pattern: string, fits: readonly string[], others: readonly string[]]>([
  ['*', ['a', 'a/b/c'], []],
  ['*.js', ['a.js', 'x/y/a.js'], ['a.ts', 'a.JS']],
  ['/build/logs/', ['build/logs/a', 'build/logs/x/y'], ['x/build/logs/a', 'build/logs']],
  ['docs/*', ['docs/a.md'], ['docs/x/a.md', 'x/docs/a.md']],
  ['docs/**', ['docs/a.md', 'docs/x/a.md'], ['x/docs/a.md']],
  ['apps/', ['apps/a', 'x/apps/b'], ['apps']],
  ['/docs/', ['docs/a'], ['x/docs/a']],
  ['**/logs', ['logs/a', 'x/logs', 'x/y/logs/z'], ['x/logs2/a']],
  ['/apps/github', ['apps/github', 'apps/github/a'], ['apps/github2']],
  ['/a?c', ['abc', 'abc/d'], ['abbc']],
  ['src/**/test', ['src/test', 'src/x/y/test'], ['test']],
  ['!docs', [], ['docs/a']],
  ['*.[ch]', [], ['a.c']],
])('%s', (pattern, fitting, others) => {
  expect(fitting.filter((path) => !owners(pattern, path))).toEqual([]);
  expect(others.filter((path) => owners(pattern, path))).toEqual([]);
});

test('the last rule counts, a rule without owners takes them away, and comments are none', () => {
  const text = '# all\n* @city/all # everybody\n/docs/ @ada editor@city.example nobody\n/docs/generated/\n';

  expect(ownersOf(text, ['docs/a.md'])).toEqual(['@ada', 'editor@city.example']);
  expect(ownersOf(text, ['docs/generated/x'])).toEqual([]);
  expect(ownersOf(text, ['docs/a', 'x', 'y'])).toEqual(['@city/all', '@ada', 'editor@city.example']);
  expect(ownersOf('', ['a'])).toEqual([]);
});

test('hostile rules and paths end: what is not looked at by then names nobody', () => {
  const text = `* @all\n${`${'*a'.repeat(2_000)}b @b\n`.repeat(1_000)}`;
  const paths = Array.from({ length: 300 }, (_, index) => `${'a/'.repeat(30)}${'a'.repeat(200)}${index}`);

  expect(ownersOf(text, paths)).toEqual([]);
  expect(ownersOf('* @all\n', paths)).toEqual(['@all']);
});
