import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readAgreement } from '../../../src/contributions/agreements/read-agreement.ts';
import { revisionOf } from '../../../src/contributions/agreements/revision.ts';

const PATH = '.github/agreements/city-cla.md';
const GOOD = [
  '---',
  'id: city-cla',
  'kind: individual',
  'title: Contributor agreement',
  '---',
  '',
  'You grant us this.',
  '',
];
const written = (...lines: readonly string[]) => lines.join('\n');

function problems(...lines: readonly string[]) {
  const reading = readAgreement(written(...lines), PATH);
  return reading.ok ? [] : reading.problems.map(({ line, message, suggestion }) => [line, message, suggestion]);
}

test('the least that an agreement says', () => {
  const reading = readAgreement(written(...GOOD), PATH);

  expect(reading).toEqual({
    ok: true,
    agreement: {
      id: 'city-cla',
      kind: 'individual',
      languages: ['en'],
      titles: { en: 'Contributor agreement' },
      fields: [],
      compatible: [],
      graceDays: 0,
      revision: createHash('sha256')
        .update(written(...GOOD))
        .digest('hex'),
      text: written(...GOOD),
      body: '\nYou grant us this.\n',
    },
  });
});

test('all that an agreement may say', () => {
  const reading = readAgreement(
    written(
      '---',
      'id: city-cla',
      'kind: corporate',
      'title: {de: Vereinbarung, en: Agreement}',
      'languages: [de, en]',
      'fields:',
      '  - {id: name, label: Your name, basis: "Art. 6(1)(b) GDPR"}',
      '  - {id: phone, label: Your phone, basis: consent, required: false}',
      `compatible: ["${'a'.repeat(64)}"]`,
      'grace: 30',
      '---',
      'Text.',
    ),
    PATH,
  );

  expect(reading).toMatchObject({
    ok: true,
    agreement: {
      kind: 'corporate',
      languages: ['de', 'en'],
      titles: { de: 'Vereinbarung', en: 'Agreement' },
      fields: [
        { id: 'name', label: 'Your name', basis: 'Art. 6(1)(b) GDPR', isRequired: true },
        { id: 'phone', isRequired: false },
      ],
      compatible: ['a'.repeat(64)],
      graceDays: 30,
    },
  });
});

describe('what is wrong is told with its line and what to do', () => {
  test.each<[string, readonly string[], readonly (readonly [number, string, string | null])[]]>([
    [
      'no front matter',
      ['You grant us this.'],
      [[1, expect.stringContaining('must begin with a line “---”'), null] as never],
    ],
    [
      'front matter without an end',
      ['---', 'id: city-cla', 'Text.'],
      [[1, expect.stringContaining('another line “---”'), null] as never],
    ],
    [
      'empty front matter',
      ['---', '---', 'Text.'],
      [[2, 'The front matter says nothing: it needs id, kind and title.', null]],
    ],
    ['no text below it', GOOD.slice(0, 5), [[5, 'Below the front matter there is no text to be signed.', null]]],
    [
      'binary',
      ['---', 'id: \0', '---', 'x'],
      [[2, 'This is no text, or is not stored as UTF-8. Save the file as UTF-8.', null]],
    ],
    [
      'another id than the file',
      ['---', 'id: city', 'kind: individual', 'title: T', '---', 'x'],
      [[2, 'The id is “city” and the file is called “city-cla.md”: they must be the same.', 'city-cla']],
    ],
    ['no kind', ['---', 'id: city-cla', 'title: T', '---', 'x'], [[2, '“kind” is missing here.', null]]],
    [
      'another kind',
      ['---', 'id: city-cla', 'kind: corporat', 'title: T', '---', 'x'],
      [[3, '“corporat” does not fit: it must be “individual” or “corporate”.', 'corporate']],
    ],
    [
      'an unknown key',
      [...GOOD.slice(0, 4), 'gracee: 3', '---', 'x'],
      [[5, 'There is no setting called “gracee”.', 'grace']],
    ],
    [
      'a language without a title',
      ['---', 'id: city-cla', 'kind: individual', 'title: {en: T}', 'languages: [en, de]', '---', 'x'],
      [[4, 'It may be signed in “de”, and there is no title in that language. Add “de: …”.', null]],
    ],
    [
      'a revision that is none',
      [...GOOD.slice(0, 4), 'compatible: [abc]', '---', 'x'],
      [[5, expect.stringContaining('“abc” is no revision'), null] as never],
    ],
    [
      'twice the same revision',
      [...GOOD.slice(0, 4), `compatible: [${'b'.repeat(64)}, ${'b'.repeat(64)}]`, '---', 'x'],
      [[5, 'This revision is named twice. Keep one of them.', null]],
    ],
    [
      'a field without a legal basis',
      [...GOOD.slice(0, 4), 'fields: [{id: name, label: Name}]', '---', 'x'],
      [[5, '“basis” is missing here.', null]],
    ],
    [
      'two fields of one id',
      [
        ...GOOD.slice(0, 4),
        'fields:',
        '  - {id: n, label: N, basis: b}',
        '  - {id: n, label: M, basis: b}',
        '---',
        'x',
      ],
      [[7, 'Another field has this id. Give it another one.', null]],
    ],
    [
      'several at once, in order',
      ['---', 'id: City', 'kind: x', 'title: T', '---', 'x'],
      [
        [2, expect.stringContaining('is no id'), null] as never,
        [3, expect.stringContaining('does not fit'), null] as never,
      ],
    ],
  ])('%s', (_, lines, expected) => {
    expect(problems(...lines)).toEqual(expected);
  });

  test('a text that nobody reads is not parsed', () => {
    expect(problems(...GOOD, 'x'.repeat(200_000))[0]?.[1]).toContain('more than 200000 characters');
  });
});

describe('the revision', () => {
  const text = written(...GOOD);

  test.each([
    ['line ends of Windows', text.replaceAll('\n', '\r\n')],
    ['a mark at the head', `\uFEFF${text}`],
  ])('is the same with %s', (_, other) => {
    expect(revisionOf(other)).toBe(revisionOf(text));
  });

  test.each([
    ['one letter more', text.replace('grant', 'grants')],
    ['one line end less', text.slice(0, -1)],
    ['another title', text.replace('title: C', 'title: K')],
    ['a name in another form of Unicode', text.replace('grant', 'gránt'.normalize('NFD'))],
  ])('is another with %s', (_, other) => {
    expect(revisionOf(other)).not.toBe(revisionOf(text));
  });
});
