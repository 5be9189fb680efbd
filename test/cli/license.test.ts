import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runIn } from './a-world.ts';

const folder = temporaryFolder();
const MIT = readFileSync(new URL('../../LICENSES/MIT.txt', import.meta.url), 'utf8');
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);

mkdirSync(join(folder, 'parts', 'deep'), { recursive: true });
mkdirSync(join(folder, 'nothing'));
write('LICENSE', MIT);
write('altered', MIT.replace('free of charge', 'for a fee'));
write('utf-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(MIT, 'utf16le')]));
write('marked', `\uFEFF${MIT}`);
write('empty', ' \n');
write('binary', new Uint8Array([1, 2, 0, 3]));
write('huge', Buffer.alloc(50_000_000, 'a'));
execFileSync('mkfifo', [join(folder, 'pipe')]);
symlinkSync('pipe', join(folder, 'piped'));
symlinkSync('/dev/zero', join(folder, 'device'));
write('parts/LICENSE', MIT);
write('parts/deep/COPYING', MIT);
write('parts/deep/code.js', '// SPDX-License-Identifier: ISC\n');

const entries = z.array(
  z.object({
    path: z.string(),
    expression: z.string(),
    open: z.boolean().nullable(),
    problem: z.string().optional(),
    matches: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.string(),
        start: z.number(),
        end: z.number(),
        startLine: z.number(),
        endLine: z.number(),
        differences: z.array(z.object({ expected: z.string(), found: z.string(), start: z.number(), end: z.number() })),
      }),
    ),
  }),
);

async function identify(...args: readonly string[]) {
  const { code, out, err } = await runIn(folder, 'license', ...args, '--format', 'json');
  return { code, err, files: entries.parse(JSON.parse(out)) };
}

test('a licence is named with its place in bytes', async () => {
  const { code, files } = await identify('LICENSE');
  const [match] = files[0]?.matches ?? [];

  expect(code).toBe(0);
  expect(files).toMatchObject([
    { path: 'LICENSE', expression: 'MIT', open: true, matches: [{ id: 'MIT', kind: 'exact' }] },
  ]);
  expect(MIT.slice(match?.start, match?.end)).toMatch(/^Permission[\s\S]*SOFTWARE$/);
});

test('an altered text is NOASSERTION, with the words that differ', async () => {
  const { files } = await identify('altered');

  expect(files).toMatchObject([
    {
      expression: 'NOASSERTION',
      open: null,
      matches: [{ id: 'MIT', kind: 'altered', differences: [{ expected: 'free of charge', found: 'for a fee' }] }],
    },
  ]);
});

test.each([
  ['UTF-16', 'utf-16', 2, 2],
  ['UTF-8 with a byte order mark', 'marked', 3, 1],
])('places in %s are bytes of the file', async (_, name, mark, width) => {
  const plain = (await identify('LICENSE')).files[0]?.matches[0];
  const other = (await identify(name)).files[0]?.matches[0];

  expect(other?.start).toBe(mark + width * (plain?.start ?? 0));
  expect(other?.end).toBe(mark + width * (plain?.end ?? 0));
});

describe('a folder', () => {
  test('stands for the files in it that are named as licences', async () => {
    expect((await identify('parts')).files.map(({ path }) => path)).toEqual(['parts/LICENSE', 'parts/deep/COPYING']);
  });

  test('stands for every file in it with --all', async () => {
    expect((await identify('parts', '--all')).files.map(({ path, expression }) => `${path} ${expression}`)).toEqual([
      'parts/LICENSE MIT',
      'parts/deep/COPYING MIT',
      'parts/deep/code.js ISC',
    ]);
  });
});

describe('what cannot be read is told in a line', () => {
  test.each([
    ['nowhere', 'nowhere is not there.'],
    ['nothing', 'nothing is a folder with no file that is named as a licence; --all looks into every file.'],
    ['empty', 'empty is empty.'],
    ['binary', 'binary is not a text file.'],
    ['pipe', 'pipe is neither a file nor a folder.'],
    ['piped', 'piped is neither a file nor a folder.'],
    ['device', 'device is neither a file nor a folder.'],
    ['huge', 'huge is too large to be a licence (50 MB), and was not read.'],
  ])('%s', async (name, line) => {
    const { code, err, files } = await identify(name);

    expect(err).toBe(`portreeve: ${line}\n`);
    expect(code).toBe(2);
    expect(files).toMatchObject([{ path: name, expression: 'NOASSERTION', open: null, matches: [] }]);
  });

  test('and fails nothing where another file could be read', async () => {
    expect((await identify('nowhere', 'LICENSE')).code).toBe(0);
  });

  test('no argument at all is a mistake of use', async () => {
    expect(await runIn(folder, 'license')).toMatchObject({ code: 2, out: '' });
  });
});

test('the text output shows the words as a diff, and names the list', async () => {
  const { out } = await runIn(folder, 'license', 'altered', 'LICENSE');

  expect(out).toContain('[-free of charge-] {+for a fee+}');
  expect(out).toMatch(/2 files: 1 named, 1 for a person to read\. SPDX License List \d/);
});

test('--explain accounts for every part', async () => {
  const { out } = await runIn(folder, 'license', 'LICENSE', '--explain');

  expect(out).toContain('title: MIT License');
  expect(out).toContain('copyright notice or list number');
  expect(out).toContain('MIT, exact: Permission is hereby granted');
});

test.each(['json', 'sarif'])('--explain is refused with --format %s', async (format) => {
  const { code, out, err } = await runIn(folder, 'license', 'LICENSE', '--explain', '--format', format);

  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(`--explain is for people: it goes with --format text, not ${format}.`);
});

test('SARIF has a result for what a person must read, and none for the rest', async () => {
  const { out } = await runIn(folder, 'license', 'altered', 'LICENSE', '--format', 'sarif');
  const { runs } = JSON.parse(out);

  expect(runs[0].results).toMatchObject([
    { ruleId: 'license-unclear', locations: [{ physicalLocation: { artifactLocation: { uri: 'altered' } } }] },
  ]);
});
