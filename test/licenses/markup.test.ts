import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import { identifyLicense } from '../../src/licenses/identify-license.ts';
import { loadReferenceData } from '../../src/tasks/reference-data.ts';

const spdx: Readonly<Record<string, { readonly licenseText: string }>> = createRequire(import.meta.url)(
  'spdx-license-list/full.js',
);
const { licenseIndex } = await loadReferenceData();
const MIT = (spdx.MIT?.licenseText ?? '').replace('<year> <copyright holders>', '2026 Acme');
const identify = (text: string) => identifyLicense(text, licenseIndex()).expression;

test.each([
  ['a tag', '<p commercial use is prohibited without a paid license>'],
  ['a style', '<style>Commercial use is prohibited.</style>'],
  ['a script', '<script>Commercial use is prohibited.</script>'],
  ['a link to nowhere', '[terms](commercial-use-is-prohibited)'],
  ['a title', '<a title="only noncommercially">'],
  ['an end tag', '</p commercial use is prohibited>'],
  ['a declaration', '<!doctype commercial use is prohibited>'],
  ['a comment', '<!-- commercial use is prohibited -->'],
  ['a reference to nowhere', '<a href="commercial-use-is-prohibited">'],
  ['classes', '<p class="only noncommercially">'],
  ['styles', '<p style="use: only noncommercially">'],
  ['the content of metadata', '<meta name="terms" content="no commercial use">'],
  ['an invented entity', 'Not for &business; use.'],
  ['letters as numbers', '&#110;&#111; &#117;&#115;&#101;'],
])('words in %s are words', (_, words) => {
  expect(identify(`${MIT}\n\n${words}\n`)).toBe('NOASSERTION');
  expect(identify(MIT.replace('to deal in', `to deal ${words} in`))).toBe('NOASSERTION');
});

test.each([
  ['paragraphs', '<p>', '</p>'],
  ['attributes', '<p class="MsoNormal" align=left style="margin-left: 1in; color: #000">', '</p>'],
  ['links', '<a href="https://opensource.org/licenses/MIT" name="mit">', '</a>'],
  ['breaks', '', '<br />'],
  ['a whole page', '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"></head><body>', '</body></html>'],
  [
    'an old page',
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><body>',
    '</body></html>',
  ],
  ['entities', '&nbsp;', '&#160;'],
])('%s are nothing', (_, before, after) => {
  expect(identify(`${before}${MIT}${after}\n`)).toBe('MIT');
});

test.each([
  'https://opensource.org/licenses/MIT',
  'LICENSE',
  './docs/LICENSE.md',
  '#license',
  'mailto:ada@acme.example',
])('a link to %s is no word', (target) => {
  expect(identify(MIT.replace('2026 Acme', `2026 [Acme](${target})`))).toBe('MIT');
});
