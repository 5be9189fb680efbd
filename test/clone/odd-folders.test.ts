import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { collectClone, collectFallback } from '../../src/clone/collect-clone.ts';
import type { FileContent } from '../../src/core/files.ts';
import { byPath, commitAll, git, ODD_WATCHED, writeFiles, writeRepository } from '../support/repositories.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// Each case starts processes; a machine that does much else at once is slow at that.
jest.setTimeout(30_000);

const root = temporaryFolder();
let count = 0;

function place(): string {
  count += 1;
  return join(root, String(count));
}

/** path → kind of entry, or what was read of it. */
async function see(folder: string, ref: string | null = null): Promise<Record<string, string>> {
  const { files } = await collectClone({ folder, ref, watched: ODD_WATCHED });
  if (files.status !== 'known') throw new Error(files.reason);
  return Object.fromEntries(
    byPath(files.value.entries).map(({ path, kind, content }) => [path, describeContent(content) ?? kind]),
  );
}

function describeContent(content: FileContent | null): string | null {
  if (content === null) return null;
  if (content.kind === 'broken-link') return content.problem;
  return content.kind === 'text' ? content.text.trim() : content.kind;
}

describe('a folder is read as git would commit it', () => {
  test('new files count, deleted and ignored ones do not, ignored ones that are tracked do', async () => {
    const folder = place();
    writeRepository(folder, { 'LICENSE-tracked': 'tracked', 'LICENSE-gone': 'gone' });
    writeFiles(folder, { '.gitignore': 'LICENSE-*\n', 'LICENSE-ignored': 'x', 'SECURITY.md': 'new' });
    rmSync(join(folder, 'LICENSE-gone'));

    expect(await see(folder)).toEqual({ '.gitignore': 'file', 'LICENSE-tracked': 'tracked', 'SECURITY.md': 'new' });
  });

  test('what is changed is read as it stands, and as it was in the commit', async () => {
    const folder = place();
    writeRepository(folder, { LICENSE: 'old' });
    writeFileSync(join(folder, 'LICENSE'), 'new');

    expect(await see(folder)).toEqual({ LICENSE: 'new' });
    expect(await see(folder, 'HEAD')).toEqual({ LICENSE: 'old' });
  });

  test('a link to what git does not hold leads nowhere', async () => {
    const folder = place();
    writeRepository(folder, { '.gitignore': 'build\n', LICENSE: { symlink: 'build/LICENSE' } });
    writeFiles(folder, { 'build/LICENSE': 'made' });

    expect(await see(folder)).toEqual({ '.gitignore': 'file', LICENSE: 'dangling' });
    expect(await see(folder, 'HEAD')).toEqual({ '.gitignore': 'file', LICENSE: 'dangling' });
  });

  test('a file whose folder has become a link is deleted', async () => {
    const folder = place();
    writeRepository(folder, { 'docs/SECURITY.md': 'inside' });
    rmSync(join(folder, 'docs'), { recursive: true });
    symlinkSync('/etc', join(folder, 'docs'));

    expect(await see(folder)).toEqual({ docs: 'symlink' });
  });

  test('new folders count by what they hold; an empty one is none', async () => {
    const folder = place();
    writeRepository(folder, { LICENSE: 'mine' });
    writeFiles(folder, {
      'docs/CONTRIBUTING.md': 'guide',
      'docs/deep/x': '',
      '.github/SECURITY.md': 'policy',
      'new/x': '',
    });
    mkdirSync(join(folder, 'empty'));

    expect(await see(folder)).toEqual({
      '.github': 'folder',
      '.github/SECURITY.md': 'policy',
      LICENSE: 'mine',
      docs: 'folder',
      'docs/CONTRIBUTING.md': 'guide',
      'docs/deep': 'folder',
      new: 'folder',
    });
  });

  test('what a sparse checkout leaves out is there', async () => {
    const folder = place();
    writeRepository(folder, { LICENSE: 'mine', 'docs/SECURITY.md': 'policy', 'src/a': 'a' });
    git(folder, 'sparse-checkout', 'set', '--no-cone', '/src/');

    expect(await see(folder)).toEqual({ LICENSE: 'mine', docs: 'folder', 'docs/SECURITY.md': 'policy', src: 'folder' });
  });

  test('a linked working tree and a submodule’s are read like any other', async () => {
    const folder = place();
    const linked = place();
    writeRepository(folder, { LICENSE: 'mine' });
    git(folder, 'worktree', 'add', '--quiet', linked);
    writeFileSync(join(linked, 'SECURITY.md'), 'new');

    expect(await see(linked)).toEqual({ LICENSE: 'mine', 'SECURITY.md': 'new' });
    expect(await see(linked, 'HEAD')).toEqual({ LICENSE: 'mine' });
  });

  test('a repository without a commit holds what stands there', async () => {
    const folder = place();
    mkdirSync(folder);
    git(folder, 'init', '--quiet');
    writeFiles(folder, { LICENSE: 'mine' });

    expect(await see(folder)).toEqual({ LICENSE: 'mine' });
    await expect(see(folder, 'HEAD')).rejects.toMatchObject({ code: 'ref-not-found' });
  });

  test('a bare repository without a commit is empty', async () => {
    const folder = place();
    mkdirSync(folder);
    git(folder, 'init', '--quiet', '--bare');

    expect(await see(folder)).toEqual({});
  });
});

describe('a folder within a bigger repository is judged by itself', () => {
  test('in the working tree and in a commit', async () => {
    const folder = place();
    writeRepository(folder, {
      LICENSE: 'outer',
      'part/LICENSE': 'inner',
      'part/SECURITY.md': { symlink: '../LICENSE' },
    });

    expect(await see(join(folder, 'part'))).toEqual({ LICENSE: 'inner', 'SECURITY.md': 'outside' });
    expect(await see(join(folder, 'part'), 'HEAD')).toEqual({ LICENSE: 'inner', 'SECURITY.md': 'outside' });
  });

  test('also where the bigger one ignores it', async () => {
    const folder = place();
    writeRepository(folder, { '.gitignore': '*\n' });
    writeFiles(folder, { 'project/LICENSE': 'mine' });

    expect(await see(join(folder, 'project'))).toEqual({ LICENSE: 'mine' });
  });

  test('a commit that does not have it is an error, not an empty repository', async () => {
    const folder = place();
    writeRepository(folder, { LICENSE: 'mine' });
    mkdirSync(join(folder, 'part'));

    await expect(see(join(folder, 'part'), 'HEAD')).rejects.toMatchObject({ code: 'folder-not-in-commit' });
  });
});

describe('a folder that is no repository is read as it stands', () => {
  test('links are followed within it only', async () => {
    const folder = place();
    writeFiles(folder, {
      'legal/text': 'mine',
      LICENSE: { symlink: 'legal/text' },
      'LICENSE-out': { symlink: '../../../etc/passwd' },
      'LICENSE-through': { symlink: 'out/passwd' },
      out: { symlink: '/etc' },
    });

    expect(await see(folder)).toEqual({
      LICENSE: 'mine',
      'LICENSE-out': 'outside',
      'LICENSE-through': 'outside',
      legal: 'folder',
      out: 'symlink',
    });
  });

  test('the folder itself may be reached by a link', async () => {
    const folder = place();
    const link = place();
    writeFiles(folder, { LICENSE: 'mine' });
    symlinkSync(folder, link);

    expect(await see(link)).toEqual({ LICENSE: 'mine' });
  });

  test('named pipes and sockets are not opened', async () => {
    const folder = place();
    writeFiles(folder, { 'README.md': '', 'LICENSE-link': { symlink: 'LICENSE' } });
    execFileSync('mkfifo', [join(folder, 'LICENSE')]);
    const server = createServer().listen(join(folder, 'SECURITY.md'));
    await new Promise((resolve) => server.once('listening', resolve));

    expect(await see(folder)).toEqual({ 'LICENSE-link': 'dangling', 'README.md': 'file' });
    await new Promise((resolve) => server.close(resolve));
  });

  test('a named pipe in a repository is not opened', async () => {
    const folder = place();
    writeRepository(folder, { LICENSE: 'mine' });
    rmSync(join(folder, 'LICENSE'));
    execFileSync('mkfifo', [join(folder, 'LICENSE')]);

    expect(await see(folder)).toEqual({});
  });
});

describe('without git on the machine', () => {
  const withoutGit = async (look: () => Promise<unknown>) => {
    const path = process.env.PATH;
    process.env.PATH = '';
    try {
      return await look();
    } finally {
      process.env.PATH = path;
    }
  };

  test('a folder is read as it stands', async () => {
    const folder = place();
    writeFiles(folder, { LICENSE: 'mine' });

    expect(await withoutGit(() => see(folder))).toEqual({ LICENSE: 'mine' });
  });

  test('a repository is not: what it ignores cannot be known', async () => {
    const folder = place();
    writeRepository(folder, { LICENSE: 'mine' });

    await expect(withoutGit(() => see(folder))).rejects.toMatchObject({ code: 'git-missing' });
  });
});

describe('a repository that is broken', () => {
  test('a `.git` file that leads nowhere is an error', async () => {
    const folder = place();
    writeFiles(folder, { '.git': 'gitdir: /nowhere/at/all\n', LICENSE: 'mine' });

    await expect(see(folder)).rejects.toMatchObject({ code: 'git-failed' });
  });

  test('an empty `.git` folder makes no repository', async () => {
    const folder = place();
    writeFiles(folder, { LICENSE: 'mine' });
    mkdirSync(join(folder, '.git'));

    expect(await see(folder)).toEqual({ LICENSE: 'mine' });
  });

  test('an index that is no index is an error, not an empty repository', async () => {
    const folder = place();
    writeRepository(folder, { LICENSE: 'mine' });
    writeFileSync(join(folder, '.git', 'index'), 'junk');

    await expect(see(folder)).rejects.toMatchObject({ code: 'git-failed' });
    expect(await see(folder, 'HEAD')).toEqual({ LICENSE: 'mine' });
  });

  test('a commit whose file is gone from the objects is unknown, not missing', async () => {
    const folder = place();
    writeRepository(folder, { LICENSE: 'mine' });
    const blob = git(folder, 'rev-parse', 'HEAD:LICENSE').trim();
    rmSync(join(folder, '.git', 'objects', blob.slice(0, 2), blob.slice(2)));
    const { files } = await collectClone({ folder, ref: 'HEAD', watched: ODD_WATCHED });

    expect(files).toEqual({ status: 'unavailable', reason: expect.stringContaining('LICENSE') });
  });

  test('a link of which a partial clone lacks the target is unknown, not dangling', async () => {
    const folder = place();
    writeRepository(folder, { LICENSE: { symlink: 'legal/LICENSE' }, 'legal/LICENSE': 'mine' });
    for (const name of ['HEAD:legal', 'HEAD:LICENSE']) {
      const id = git(folder, 'rev-parse', name).trim();
      rmSync(join(folder, '.git', 'objects', id.slice(0, 2), id.slice(2)));
      const { files } = await collectClone({ folder, ref: 'HEAD', watched: ODD_WATCHED });

      expect(files).toMatchObject({ status: 'unavailable', reason: expect.stringContaining('The clone lacks') });
    }
  });

  test('a commit whose folder is gone from the objects is unknown, not without it', async () => {
    const folder = place();
    writeRepository(folder, { 'docs/SECURITY.md': 'policy' });
    const tree = git(folder, 'rev-parse', 'HEAD:docs').trim();
    rmSync(join(folder, '.git', 'objects', tree.slice(0, 2), tree.slice(2)));
    const { files } = await collectClone({ folder, ref: 'HEAD', watched: ODD_WATCHED });

    expect(files).toEqual({ status: 'unavailable', reason: expect.stringContaining('docs') });
  });
});

describe('a name that is no UTF-8', () => {
  const NAME = Buffer.concat([Buffer.from('LICENSE-'), Buffer.from([0xff])]);
  const SHOWN = 'LICENSE-\ufffd';

  test.each(['a folder', 'a working tree', 'a commit'])('does not hide the file in %s', async (where) => {
    const folder = place();
    mkdirSync(folder);
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), NAME]), 'mine');
    if (where !== 'a folder') git(folder, 'init', '--quiet', '--initial-branch=main');
    if (where === 'a commit') commitAll(folder, 'One commit');

    expect(await see(folder, where === 'a commit' ? 'HEAD' : null)).toEqual({ [SHOWN]: 'mine' });
  });

  test('a link of such a name is followed within the folder only', async () => {
    const folder = place();
    writeFiles(folder, { LICENSE: 'mine' });
    const link = (target: string, last: number) =>
      symlinkSync(target, Buffer.concat([Buffer.from(`${folder}/COPYING-`), Buffer.from([last])]));
    link('/etc/passwd', 0xfe);

    expect(await see(folder)).toEqual({ LICENSE: 'mine', 'COPYING-\ufffd': 'outside' });
  });
});

describe('bounds', () => {
  test('five thousand files in the root are listed, in a folder and in a commit', async () => {
    const folder = place();
    mkdirSync(folder);
    for (let number = 0; number < 5_000; number += 1) writeFileSync(join(folder, `file-${number}`), '');
    git(folder, 'init', '--quiet');
    commitAll(folder, 'Many');

    expect(Object.keys(await see(folder))).toHaveLength(5_000);
    expect(Object.keys(await see(folder, 'HEAD'))).toHaveLength(5_000);
  });

  test('more policy files than anybody keeps are not read: unavailable, with the reason', async () => {
    const folder = place();
    mkdirSync(folder);
    for (let number = 0; number < 501; number += 1) writeFileSync(join(folder, `LICENSE-${number}`), 'x');
    const { files } = await collectClone({ folder, ref: null, watched: ODD_WATCHED });

    expect(files).toEqual({ status: 'unavailable', reason: 'More than 500 files have the name of a policy file.' });
  });
});

test('the commit is known where one is read', async () => {
  const folder = place();
  writeRepository(folder, { LICENSE: 'mine' });
  const head = git(folder, 'rev-parse', 'HEAD').trim();
  const collect = (ref: string | null) => collectClone({ folder, ref, watched: [] });

  expect((await collect('main')).commit).toBe(head);
  expect((await collect(null)).commit).toBeNull();
});

test('a fallback gives only what GitHub hands on', async () => {
  const folder = place();
  writeRepository(folder, { LICENSE: 'mine', 'SECURITY.md': 'policy' });
  const [, , security] = ODD_WATCHED;

  expect(await collectFallback(folder, security === undefined ? [] : [security])).toEqual({
    status: 'known',
    value: {
      source: folder,
      entries: [{ path: 'SECURITY.md', kind: 'file', content: { kind: 'text', text: 'policy' } }],
    },
  });
});
