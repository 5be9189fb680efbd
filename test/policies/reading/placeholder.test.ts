import { expect, test } from '@jest/globals';
import { findUnwritten } from '../../../src/policies/reading/placeholder.ts';
import { visibleLines } from '../../../src/policies/reading/visible-lines.ts';

const lineOf = (text: string) => findUnwritten(visibleLines(text))?.number ?? null;

test.each([
  ['a heading alone', '# Contributing', 1],
  ['a word', '# Contributing\n\nTODO', 3],
  ['a promise', '# Beitragen\n\nFolgt in Kürze.', 3],
  ['a few words', 'Contributions welcome!', 1],
  ['Latin', '# A\n\nLorem ipsum dolor sit amet, consectetur adipiscing elit', 3],
])('%s is no text', (_, text, line) => {
  expect(lineOf(text)).toBe(line);
});

test.each([
  ['a sentence', 'Open a pull request with a test, please.'],
  ['a link', 'See [here](https://city.example/contributing).'],
  ['a text that has a gap', 'Open a pull request with a test, please.\n\n## Style\n\nTODO'],
])('%s is one', (_, text) => {
  expect(lineOf(text)).toBeNull();
});
