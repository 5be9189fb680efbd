import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const root = temporaryFolder();

/** Runs a command that looks at the app's data, where there are none. */
async function runWithout(...args: readonly string[]) {
  let out = '';
  let err = '';
  const plain = { isColoured: false, width: null };
  const code = await run(args, {
    folder: root,
    out: { ...plain, write: (text) => (out += text) },
    err: { ...plain, write: (text) => (err += text) },
    now: () => new Date('2026-11-23T12:00:00Z'),
    environment: { PORTREEVE_DATA: join(root, 'nowhere') },
    isDebugged: false,
  });
  return { code, out, err };
}

describe('where the app has never run', () => {
  test.each([
    [['findings']],
    [['findings', 'city/bus-stops']],
    [['jobs']],
    [['jobs', 'retry', 'all']],
    [['approve']],
    [['stop-writing', 'why']],
    [['backup', 'a.backup']],
  ])('%j says so, and makes nothing', async (args) => {
    const { code, out, err } = await runWithout(...args);

    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`There is no database in ${join(root, 'nowhere')}: the app has never kept anything there.`);
    expect(err).toContain('Set PORTREEVE_DATA or DATABASE_URL');
    expect(readdirSync(root)).toEqual([]);
  });

  test('a restore of a file that is none makes no database first', async () => {
    const { code, err } = await runWithout('restore', 'missing.backup');
    expect(code).toBe(2);
    expect(err).toContain(`The backup ${join(root, 'missing.backup')} cannot be read (ENOENT).`);
    expect(readdirSync(root)).toEqual([]);
  });

  test.each([
    [['stop-writing'], 'Say why'],
    [['stop-writing', ' '], 'Say why'],
    [['resume-writing', 'now'], 'resume-writing takes nothing'],
    [['approve', 'city', '0123456789ab', 'more'], 'approve takes nothing, ORG, or ORG HASH.'],
    [['approve', '--format', 'xml'], 'There is no format xml, only text, json.'],
    [['jobs', '--format', 'xml'], 'There is no format xml, only text, json.'],
    [['jobs', 'retry', 'all', '--format', 'xml'], 'There is no format xml, only text, json.'],
    [['findings', '--format', 'sarif'], 'There is no format sarif, only text, json.'],
  ])('%j is a wrong call before anything else', async (args, sentence) => {
    const { code, out, err } = await runWithout(...args);

    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
  });
});
