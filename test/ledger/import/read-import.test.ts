import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { importDraft } from '../../../src/ledger/import/drafts.ts';
import type { ImportSource } from '../../../src/ledger/import/imported.ts';
import { readCsv } from '../../../src/ledger/import/read-csv.ts';
import { readImport } from '../../../src/ledger/import/read-import.ts';

const NOW = '2026-03-01T10:00:00.000Z';

function read(source: ImportSource, text: string) {
  const reading = readImport(text, source, NOW);
  if ('problem' in reading) throw new Error(reading.problem);
  return reading;
}

describe('CLA assistant', () => {
  test('its CSV names logins only, so nothing of it is proved; further columns are kept', () => {
    const text = [
      '"User Name","Repository Owner","Repository Name","CLA Title","Gist URL","Gist Version","Signed At","Full name"',
      '"ada","acme","anvil","CLA","https://gist.github.com/1","abc","2019-04-01T09:30:00.000Z","Ada, Countess"',
    ].join('\r\n');

    expect(read('cla-assistant', text)).toEqual({
      bad: [],
      signatures: [
        {
          line: 2,
          accountId: null,
          login: 'ada',
          name: null,
          email: null,
          signedAt: '2019-04-01T09:30:00.000Z',
          revision: null,
          comment: null,
          isProved: false,
          fields: {
            'repository owner': 'acme',
            'repository name': 'anvil',
            'cla title': 'CLA',
            'gist url': 'https://gist.github.com/1',
            'gist version': 'abc',
            'full name': 'Ada, Countess',
          },
        },
      ],
    });
  });

  test('its JSON has account ids; one that came from another list, or was revoked, is not as good', () => {
    const item = {
      user: 'ada',
      userId: 4711,
      created_at: '2019-04-01T09:30:00Z',
      gist_version: 'abc',
      origin: 'sign|page',
    };
    const text = JSON.stringify([
      { ...item, custom_fields: '{"name":"Ada","age":36,"agree":true}' },
      { ...item, origin: 'ONE_TIME_UPLOAD' },
      { ...item, revoked_at: '2020-01-01T00:00:00Z' },
      { ...item, userId: '4711', custom_fields: '[' },
      'ada',
    ]);

    const { signatures, bad } = read('cla-assistant', text);

    expect(signatures.map(({ accountId, isProved }) => [accountId, isProved])).toEqual([
      [4711, true],
      [4711, false],
    ]);
    expect(signatures[0]?.fields).toMatchObject({ name: 'Ada', age: '36', agree: 'true', gist_version: 'abc' });
    expect(bad).toEqual([
      { line: 3, problem: 'It was revoked there, and is left out.' },
      { line: 4, problem: 'custom_fields is no JSON.' },
      { line: 5, problem: 'It is no object.' },
    ]);
  });
});

test('the CLA action’s JSON shows the comment by which each signed', () => {
  const text = JSON.stringify({
    signedContributors: [
      { name: 'ada', id: 4711, comment_id: 99, created_at: '2021-02-03T04:05:06Z', repoId: 5, pullRequestNo: 7 },
      { name: 'bob', id: 12, created_at: '2021-02-03T04:05:06Z' },
      { name: 'ada', id: 0, created_at: '2021-02-03T04:05:06Z' },
    ],
  });

  const { signatures, bad } = read('cla-action', text);

  expect(signatures).toMatchObject([
    { line: 1, accountId: 4711, comment: { id: 99, repositoryId: 5, number: 7 }, isProved: true },
    { line: 2, accountId: 12, comment: null, isProved: false },
  ]);
  expect(bad).toEqual([{ line: 3, problem: 'id is no number such as 1234567.' }]);
});

test('EasyCLA’s CSV: what is not signed, or approved no longer, is left out', () => {
  const text = `Name,GitHub Username,GitLab Username,LF_ID,Email,Signed Date,Approved,Signed
"Ada Lovelace","ada","","adal","ada@example.org","Jul 4,2023",true,true
"Bob","bob","","","","Jul 4,2023",true,false
"Cy","cy","","","","Jul 4,2023",false,true
"Di","","di","","","Jul 4,2023",true,true
`;

  expect(read('easycla', text)).toMatchObject({
    signatures: [
      {
        ...{ line: 2, login: 'ada', name: 'Ada Lovelace', email: 'ada@example.org', accountId: null, isProved: false },
        ...{ signedAt: '2023-07-04T00:00:00.000Z', fields: { lf_id: 'adal' } },
      },
    ],
    bad: [
      { line: 3, problem: 'It is not signed there, and is left out.' },
      { line: 4, problem: 'It is approved there no longer, and is left out.' },
      { line: 5, problem: 'GitHub Username is missing: who signed.' },
    ],
  });
});

test('EasyCLA’s earlier CSV: what it calls a GitHub ID is a login, and its dates are words', () => {
  const text = 'GitHub ID,LF_ID,Name,Email,Date Signed\nada,adal,Ada Lovelace,ada@example.org,"Jul 4,2023"\n,,,,\n';

  expect(read('easycla', text)).toMatchObject({
    signatures: [{ login: 'ada', accountId: null, signedAt: '2023-07-04T00:00:00.000Z', fields: { lf_id: 'adal' } }],
    bad: [],
  });
});

describe('a plain CSV', () => {
  const HEAD = 'account_id;login;signed_at;revision';
  const cases: [string, string, string][] = [
    ['no date', '1;ada;;', 'signed_at is missing: when it was signed.'],
    ['a date that differs by country', '1;ada;04/07/2023;', 'signed_at is no date such as 2023-07-04.'],
    ['a day that there is not', '1;ada;2023-02-30;', 'signed_at is no date such as 2023-07-04.'],
    ['a day to come', '1;ada;2030-01-01;', 'signed_at is in the future.'],
    ['nobody', ';;2023-07-04;', 'account_id and login are missing: who signed.'],
    ['a login for an id', 'ada;;2023-07-04;', 'account_id is no number such as 1234567.'],
    ['an id that no account has', '99999999999999999;;2023-07-04;', 'account_id is no number such as 1234567.'],
    ['a login that is none', '1;<b>;2023-07-04;', 'login is no login of GitHub’s.'],
    ['a revision that is none', '1;;2023-07-04;v1', 'revision is no SHA-256 of a document: 64 hexadecimal digits.'],
    ['a cell too few', '1;ada;2023-07-04', 'It has 3 cells, and the head has 4.'],
    ['a cell too many', '1;ada;2023-07-04;;', 'It has 5 cells, and the head has 4.'],
    [
      'a quotation mark amid a cell',
      '1;a"d"a;2023-07-04;',
      'A quotation mark stands in the midst of a cell: write it twice, and the cell between quotation marks.',
    ],
    ['a quotation that never ends', '1;"ada;2023-07-04;', 'A quotation mark opens here and none closes it.'],
  ];

  test.each(cases)('a row with %s is told with its line, and the rest is kept', (_name, row, problem) => {
    const { signatures, bad } = read(
      'csv',
      [HEAD, '1;;2023-07-01;', row, '2;;2023-07-02;', '', '3;;2023-07-03;'].join('\n'),
    );

    expect(bad).toEqual([{ line: 3, problem }]);
    expect(signatures.map(({ line, accountId }) => [line, accountId])).toEqual([
      [2, 1],
      [4, 2],
      [6, 3],
    ]);
  });

  test.each(['2023-07-04', '2023-07-04T00:00', '2023-07-04 00:00:00', '2023-07-04T02:00:00+0200', 'July 4, 2023'])(
    'the date %s is understood',
    (date) => {
      const { signatures } = read('csv', `login,signed_at\nada,"${date}"`);
      expect(signatures[0]?.signedAt).toBe('2023-07-04T00:00:00.000Z');
    },
  );

  test.each([
    ['{}', 'It is JSON, and the list is CSV.'],
    ['', 'Its first line names no column signed_at.'],
    ['login\nada', 'Its first line names no column signed_at.'],
    ['login,login,signed_at\n', 'Its first line names the column login twice.'],
  ])('%j is told as a whole', (text, problem) => {
    expect(readImport(text, 'csv', NOW)).toEqual({ problem });
  });
});

describe('readCsv', () => {
  test('a cell with line breaks counts for all of its lines', () => {
    const { rows } = readCsv('a,b\n"1\n2",x\n\n3,"y\r\nz"\n4,w');
    expect(rows.map(({ line, cells }) => [line, cells.a])).toEqual([
      [2, '1\n2'],
      [5, '3'],
      [7, '4'],
    ]);
  });

  test('whatever stands there, it ends and throws nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', 'a', ';', '\r') }), (text) => {
        const { rows, head } = readCsv(text);
        for (const { cells } of rows) expect(Object.keys(cells).length).toBeLessThanOrEqual(head.length);
      }),
      { numRuns: 300, seed: 20_261_125 },
    );
  });
});

test('the same signature has the same name, whatever case its login has', () => {
  const purpose = { source: 'csv', agreement: 'individual', revision: null, by: 'operator' } as const;
  const [a, b] = read('csv', 'login,signed_at\nAda,2023-07-04\nada,2023-07-04').signatures;
  if (a === undefined || b === undefined) throw new Error('two signatures');

  expect(importDraft(a, purpose).personal.once).toBe(importDraft(b, purpose).personal.once);
});
