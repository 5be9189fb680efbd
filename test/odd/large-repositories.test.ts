import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { collectClone } from '../../src/clone/collect-clone.ts';
import { openHouse } from '../support/house.ts';
import { git, ODD_WATCHED, writeRepository } from '../support/repositories.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ALL_WELL, checkOf, MIT, writesOf } from '../tasks/on-github.ts';

// A machine that does much else is slow at making these.
jest.setTimeout(240_000);

const FILES = 100_000;

/** A hundred thousand files, a hundred in each folder, and as many folders in the root as that makes. */
function paths(): string[] {
  return Array.from({ length: FILES }, (_, number) => `folder-${Math.floor(number / 100)}/file-${number}`);
}

describe('A28: a repository of 100,000 files on GitHub, whose lists of trees are cut', () => {
  test('costs the same few requests as a small one, and nothing of it is called missing', async () => {
    const house = await openHouse({ configuration: 'mode: enforce\nproposals: false\n' });
    const many = Object.fromEntries(paths().map((path) => [path, 'x']));
    const make = (name: string, files: Readonly<Record<string, string>>) =>
      house.github.createRepository({ owner: house.organization, name, files, truncateTreesAt: 1000 });
    const [small, large] = [make('small', ALL_WELL), make('large', { ...many, ...ALL_WELL, 'LICENSE-two': MIT })];
    await house.refresh();
    const requestsFor = async (work: () => Promise<void>): Promise<number> => {
      house.github.resetRequests();
      await work();
      return house.github.requests.length;
    };

    const cheap = await requestsFor(() => house.audit(small));
    expect(await requestsFor(() => house.audit(large))).toBeLessThanOrEqual(cheap + 1);
    expect(writesOf(house)).toEqual([]);
    const pull = house.github.openPullRequest({ repository: large, deletes: ['LICENSE-two'] });
    await house.check(large, pull.issue.number);

    expect(checkOf(large, pull.head.sha).conclusion).toBe('success');
    await house.close();
  });
});

describe('a clone of 100,000 files', () => {
  const root = temporaryFolder();

  /** A git that counts the bytes that it prints. */
  function countingGit(): { readonly path: string; readonly bytes: () => number } {
    const folder = join(root, 'bin');
    const log = join(root, 'printed');
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    mkdirSync(folder);
    writeFileSync(log, '');
    writeFileSync(join(folder, 'git'), `#!/bin/bash\nset -o pipefail\n"${real}" "$@" | tee -a "${log}"\n`);
    chmodSync(join(folder, 'git'), 0o755);
    return { path: `${folder}:${process.env.PATH}`, bytes: () => statSync(log).size };
  }

  test('is read by the names of its root alone: what git prints stays small, also beside a licence of 5 MB', async () => {
    const folder = join(root, 'large');
    writeRepository(folder, {});
    const blob = 'blob\nmark :1\ndata 1\nx\nblob\nmark :2\ndata 5000000\n';
    const commit = 'commit refs/heads/large\ncommitter Ada <ada@example.org> 0 +0000\ndata 1\nx\n';
    const entries = paths().map((path) => `M 100644 :1 ${path}\n`);
    const stream = [blob, 'y'.repeat(5_000_000), '\n', commit, ...entries, 'M 100644 :2 LICENSE\n'].join('');
    execFileSync('git', ['-C', folder, 'fast-import', '--quiet'], { input: stream, maxBuffer: 1e9 });
    git(folder, 'symbolic-ref', 'HEAD', 'refs/heads/large');
    git(folder, 'sparse-checkout', 'set', '--no-cone', '/folder-0/');
    git(folder, 'read-tree', '-mu', 'HEAD');
    const counting = countingGit();
    const path = process.env.PATH;
    const printed: number[] = [];
    process.env.PATH = counting.path;
    try {
      for (const ref of ['HEAD', null]) {
        const before = counting.bytes();
        const { files } = await collectClone({ folder, ref, watched: ODD_WATCHED });
        printed.push(counting.bytes() - before);
        if (files.status !== 'known') throw new Error(files.reason);
        expect(files.value.entries).toHaveLength(FILES / 100 + 1);
        expect(files.value.entries.find((entry) => entry.path === 'LICENSE')?.content).toEqual({
          kind: 'too-large',
          size: 5_000_000,
        });
      }
    } finally {
      process.env.PATH = path;
    }
    const [ofCommit = 0, ofWorkTree = 0] = printed;

    // A thousand folders at forty bytes each; and the index, at some eighty bytes a file.
    expect(ofCommit).toBeLessThan(100_000);
    expect(ofWorkTree).toBeLessThan(FILES * 100);
  });
});
