import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, jest, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** What the file system says of a second name for a file; null: it makes one. */
let refusal: string | null = null;
jest.unstable_mockModule('node:fs/promises', () => ({
  ...fs,
  link: async (from: string, to: string) => {
    if (refusal !== null) throw Object.assign(new Error(`${refusal}: link`), { code: refusal, syscall: 'link' });
    await fs.link(from, to);
  },
}));
const { createPrivateFile } = await import('../../src/store/private-file.ts');

const root = temporaryFolder();
let count = 0;
let folder: string;

beforeEach(async () => {
  count += 1;
  folder = join(root, String(count));
  await fs.mkdir(folder);
});

// exFAT, and network drives: no Linux without a kernel module for them has such a file system to test on.
test.each([[null], ['EPERM'], ['ENOTSUP'], ['EOPNOTSUPP'], ['ENOSYS']])(
  'where a second name ends with %s, the file is there whole, its owner’s alone, and writes over nothing',
  async (code) => {
    refusal = code;
    const path = join(folder, 'secrets');
    await createPrivateFile(path, async (file) => void (await file.write('all of it')));
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777, readdirSync(folder)]).toEqual([
      'all of it',
      0o600,
      ['secrets'],
    ]);

    const taken = join(folder, 'taken');
    const late = createPrivateFile(taken, async () => writeFileSync(taken, 'another’s'));
    await expect(late).rejects.toMatchObject({ code: 'file-exists' });
    expect([readFileSync(taken, 'utf8'), readdirSync(folder)]).toEqual(['another’s', ['secrets', 'taken']]);
  },
);

test('what else goes wrong is told, and leaves nothing', async () => {
  refusal = 'EIO';
  const broken = createPrivateFile(join(folder, 'secrets'), async () => {});
  await expect(broken).rejects.toMatchObject({ code: 'file-not-written', args: { code: 'EIO' } });
  expect(readdirSync(folder)).toEqual([]);
});
