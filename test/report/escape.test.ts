import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import {
  htmlText,
  markdownBlock,
  markdownCode,
  markdownLink,
  markdownText,
  plainText,
  terminalText,
  urlPath,
  webAddress,
} from '../../src/report/escape.ts';
import { growth, LINEAR } from '../support/growth.ts';

const ALL = { max: 100_000 };

/** Strings that people attack with, woven between arbitrary characters. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        ...[
          '@octocat',
          '@org/team',
          '&#64;x',
          '#1',
          'org/repo#1',
          'GH-1',
          'fixes #1',
          'da39a3ee5e6b4b0d3255bfef95601890',
        ],
        ...[
          'https://x.org',
          'www.x.org',
          'a@b.org',
          '<img src=x>',
          '<!--',
          '-->',
          '![x](y)',
          '[x](y)',
          '[x]: y',
          '[^1]',
        ],
        ...['# ', '- ', '+ ', '1. ', '> ', '---', '===', '***', '___', '```', '~~~', '`', '``', '~~', '*', '_', '**'],
        ...[
          '&amp;',
          '&lt;',
          '\\',
          '\\\\',
          '|',
          '|-|',
          ':-:',
          '$x$',
          '$$',
          ':tada:',
          '\n',
          '\r\n',
          '\t',
          '    ',
          ' ',
          '!',
        ],
        ...[
          '\u202e',
          '\u200b',
          '\u2066',
          '\ufeff',
          '\ud800',
          'C++',
          'bus_stops',
          'ä_ö',
          '\u00a0',
          '\u2028',
          '<x@y.z>',
          '##',
        ],
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

function nodesOf(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(nodesOf) : [])];
}

function typesOf(markdown: string): string[] {
  return nodesOf(fromMarkdown(markdown)).map(({ type }) => type);
}

function textOf(markdown: string): string {
  return nodesOf(fromMarkdown(markdown))
    .map((node) => ('value' in node ? node.value : ''))
    .join('');
}

/** What GitHub looks for in the finished text, beside CommonMark. */
const GITHUB_ACTS_ON =
  /@[a-z0-9]|#\d|\bGH-\d|:\/\/|www\.|:[\w+-]+:|[0-9a-f]{7}|[\w.+-]@[\w-]|[\u202a-\u202e\u2066-\u2069]/i;

/** What GitHub's Markdown acts on in the source, beside CommonMark: strikethrough, tables, formulas, footnotes. */
const GITHUB_PARSES = /(?<!\\)(?:\\\\)*[~|$[\]]|\n/;

describe('text in Markdown', () => {
  test('is text and nothing else, whatever it holds, and reads as it was', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = markdownText(text, ALL);

        const expected = markdown === '' ? ['root'] : ['root', 'paragraph', 'text'];
        expect(typesOf(markdown)).toEqual(expected);
        expect(textOf(markdown)).not.toMatch(GITHUB_ACTS_ON);
        expect(markdown).not.toMatch(GITHUB_PARSES);
        expect(markdown).not.toMatch(/[<>]/);
        expect(textOf(markdown).replaceAll('\u200b', '')).toBe(plainText(text, ALL).replaceAll('\u200b', ''));
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    ['after a list mark', '- ', ['root', 'list', 'listItem', 'paragraph', 'text']],
    ['after a number', '7. ', ['root', 'list', 'listItem', 'paragraph', 'text']],
    ['in a heading', '### ', ['root', 'heading', 'text']],
    ['in a quote', '> ', ['root', 'blockquote', 'paragraph', 'text']],
    ['under a line', 'Above\n', ['root', 'paragraph', 'text']],
    ['after a word', 'Named ', ['root', 'paragraph', 'text']],
  ])('stays text %s', (_where, before, types) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = markdownText(text, ALL);
        fc.pre(markdown !== '');

        expect(typesOf(before + markdown)).toEqual(types);
        const shown = `${before.startsWith('A') || before.startsWith('N') ? before : ''}${plainText(text, ALL)}`;
        expect(textOf(before + markdown).replaceAll('\u200b', '')).toBe(shown.replaceAll('\u200b', ''));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['bus_stops', 'bus_stops'],
    ['C++ library', 'C++ library'],
    ['user-service.v2', 'user-service.v2'],
    ['C# and F#', 'C# and F#'],
    ['Straße (alt) – 50 %!?', 'Straße (alt) – 50 %!?'],
    ['R & D', 'R & D'],
    ['docs/SECURITY.md', 'docs/SECURITY.md'],
    ['Ministère de l’Économie', 'Ministère de l’Économie'],
    ['👩‍💻 1️⃣ می‌خواهم', '👩‍💻 1️⃣ می‌خواهم'],
    ['@octocat', '@&#8203;octocat'],
    ['&#64;octocat', '&amp;#&#8203;64;octocat'],
    ['fixes #1', 'fixes #&#8203;1'],
    ['<!-- portreeve:x -->', '&lt;!-- portreeve:x --&gt;'],
    ['a\nb', 'a b'],
    ['user\u202egnp.exe', 'user⟨U+202E⟩gnp.exe'],
    ['_private', '\\_private'],
    ['- item', '\\- item'],
    ['2024. A year', '2024\\. A year'],
    ['', ''],
  ])('%j becomes %j', (text, markdown) => {
    expect(markdownText(text)).toBe(markdown);
  });

  test('is cut after 200 characters, and never inside one', () => {
    expect(markdownText('ä'.repeat(300))).toBe(`${'ä'.repeat(200)}…`);
    expect(markdownText('👍'.repeat(300)).isWellFormed()).toBe(true);
  });

  test.each(['#', '_', '@', ':', '[', '0', ' #', 'www.', '_a', '&', '\\', '`'])(
    'is escaped in linear work, however long a row of %s it is',
    async (part) => {
      const escaped = (length: number) => markdownText(part.repeat(length), { max: 65_536 });
      expect(await growth(escaped, 16_000)).toBeLessThan(LINEAR);
    },
  );
});

describe('code in Markdown', () => {
  test('is one piece of code that reads as it was', () => {
    fc.assert(
      fc.property(
        hostile.filter((text) => !text.includes('|')),
        (text) => {
          const markdown = `See ${markdownCode(text, ALL)}.`;

          expect(typesOf(markdown)).toEqual(['root', 'paragraph', 'text', 'inlineCode', 'text']);
          expect(textOf(markdown).replaceAll('\u200b', '').trim()).toBe(
            `See ${plainText(text, ALL).replaceAll('\u200b', '') || ' '}.`,
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['LICENSE', '`LICENSE`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['a|@b', '<code>a&#124;@&#8203;b</code>'],
    ['a\nb', '`a b`'],
  ])('%j becomes %j', (text, markdown) => {
    expect(markdownCode(text)).toBe(markdown);
  });

  test('a block holds any text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = `Before\n\n${markdownBlock(text, { language: 'yaml' })}\n\nAfter`;

        expect(typesOf(markdown)).toEqual(['root', 'paragraph', 'text', 'code', 'paragraph', 'text']);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a block keeps lines and tabs, shows what is invisible, and drops a language that is none', () => {
    expect(markdownBlock('a:\n\tb\u202e\r\n```', { language: 'x y' })).toBe('````\na:\n\tb⟨U+202E⟩\n```\n````');
  });
});

describe('links', () => {
  test.each([
    ['https://ospo.example.org/a(b)?c=1&d=2', '[us](https://ospo.example.org/a%28b%29?c=1&amp;d=2)'],
    ['javascript:alert(1)', 'us'],
    ['https://user:secret@example.org/', 'us'],
    ['not an address', 'us'],
    ['//example.org', 'us'],
  ])('%s', (url, markdown) => {
    expect(markdownLink('us', url)).toBe(markdown);
  });

  test('an address goes nowhere but where it says', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), hostile, (url, tail) => {
        const address = webAddress(`${url}${tail}`);
        fc.pre(address !== null);

        expect(typesOf(markdownLink('us', `${url}${tail}`))).toEqual(['root', 'paragraph', 'link', 'text']);
      }),
    );
  });

  test('a path keeps its folders and loses its power', () => {
    expect(urlPath('docs/a b?#.md')).toBe('docs/a%20b%3F%23.md');
    expect(urlPath('\ud800')).toBe('%EF%BF%BD');
  });
});

describe('other places', () => {
  test('HTML has no tag, quote or entity from a text', () => {
    expect(htmlText('<b title="x">\'&amp;\u202e')).toBe('&#60;b title=&#34;x&#34;&#62;&#39;&#38;amp;⟨U+202E⟩');
  });

  test.each([
    ['\u001b[31mred', '⟨U+001B⟩[31mred'],
    ['two\nlines', 'two⟨U+000A⟩lines'],
    ['a\u202eb', 'a⟨U+202E⟩b'],
    ['C:\\docs', 'C:\\docs'],
    ['grün', 'grün'],
  ])('a terminal shows %j as %j', (text, shown) => {
    expect(terminalText(text)).toBe(shown);
  });

  test('a title mentions nobody and closes nothing', () => {
    expect(plainText('@octocat\nfixes #1')).toBe('@\u200boctocat fixes #\u200b1');
  });
});
