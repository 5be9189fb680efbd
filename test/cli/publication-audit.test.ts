import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { writeFiles, writeRepository } from '../support/repositories.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runIn } from './a-world.ts';

// Each case starts processes; a machine that does much else at once is slow at that.
jest.setTimeout(30_000);

const root = temporaryFolder();

test('a clone is told by its last commit and the history below it', async () => {
  const folder = join(root, 'parking');
  mkdirSync(folder);
  writeRepository(folder, { '.env': 'PASSWORD=x\n', 'data/permits.csv': 'name\n', 'README.md': '# Parking\n' });
  const { out, code } = await runIn(folder, 'publication-audit', '--repository', 'city/parking');
  expect(code).toBe(0);
  expect(out).toContain('## Before city/parking becomes public');
  for (const part of ['`.env`', '`data/permits.csv`', '👀 There is no licence', '👀 1 commit, since']) {
    expect(out).toContain(part);
  }
  const { out: french } = await runIn(folder, 'publication-audit', '--language', 'fr');
  expect(french).toContain('## Avant que parking devienne public');
});

test('a folder without a history says that it could not be seen', async () => {
  const folder = join(root, 'plain');
  mkdirSync(folder);
  writeFiles(folder, { 'README.md': '# Plain\n' });
  const { out } = await runIn(folder, 'publication-audit');
  expect(out).toContain('❔ It could not be seen: The folder is no git repository.');
});
