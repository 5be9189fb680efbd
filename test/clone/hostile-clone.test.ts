import { chmodSync, chownSync, existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { collectClone } from '../../src/clone/collect-clone.ts';
import { git, ODD_WATCHED, writeRepository } from '../support/repositories.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// Each case starts processes; a machine that does much else at once is slow at that.
jest.setTimeout(30_000);

const root = temporaryFolder();
let count = 0;

/** A repository, and a program that leaves a file behind when anything runs it. */
function aHostileClone() {
  count += 1;
  const folder = join(root, String(count));
  const proof = join(root, `${count}.ran`);
  const program = join(root, `${count}.sh`);
  writeFileSync(program, `#!/bin/sh\ntouch "${proof}"\ncat\n`);
  chmodSync(program, 0o755);
  writeRepository(folder, {
    LICENSE: 'mine\n',
    '.gitattributes': '* filter=evil diff=evil merge=evil text eol=crlf\n',
  });
  const configure = (text: string) => writeFileSync(join(folder, '.git', 'config'), `\n${text}\n`, { flag: 'a' });
  return { folder, proof, program, configure };
}

async function licenseIn(folder: string, ref: string | null): Promise<unknown> {
  const { files } = await collectClone({ folder, ref, watched: ODD_WATCHED });
  if (files.status !== 'known') return files.reason;
  return files.value.entries.find(({ path }) => path === 'LICENSE')?.content;
}

const MINE = { kind: 'text', text: 'mine\n' };

describe('A27: nothing that a clone configures is run', () => {
  test.each([
    ['core.fsmonitor', (program: string) => `[core]\nfsmonitor = ${program}`],
    ['core.hooksPath', () => '[core]\nhooksPath = .git/evil'],
    [
      'core.pager',
      (program: string) => `[core]\npager = ${program}\n[pager]\nls-files = ${program}\nls-tree = ${program}`,
    ],
    ['core.editor and core.sshCommand', (program: string) => `[core]\neditor = ${program}\nsshCommand = ${program}`],
    [
      'a filter',
      (program: string) =>
        `[filter "evil"]\nclean = ${program}\nsmudge = ${program}\nprocess = ${program}\nrequired = true`,
    ],
    [
      'a diff driver',
      (program: string) => `[diff "evil"]\ntextconv = ${program}\ncommand = ${program}\n[diff]\nexternal = ${program}`,
    ],
    [
      'an alias',
      (program: string) => `[alias]\nls-files = !${program}\ncat-file = !${program}\nrev-parse = !${program}`,
    ],
    ['a credential helper', (program: string) => `[credential]\nhelper = !${program}`],
    ['an upload-pack hook', (program: string) => `[uploadpack]\npackObjectsHook = ${program}`],
    ['a proxy', (program: string) => `[core]\ngitProxy = ${program}\nalternateRefsCommand = ${program}`],
    ['an untracked cache and a split index', () => '[core]\nuntrackedCache = true\nsplitIndex = true'],
  ])('%s', async (_, configuration) => {
    const { folder, proof, program, configure } = aHostileClone();
    configure(configuration(program));

    expect(await licenseIn(folder, null)).toEqual(MINE);
    expect(await licenseIn(folder, 'HEAD')).toEqual(MINE);
    expect(existsSync(proof)).toBe(false);
  });

  test('a file that the configuration includes', async () => {
    const { folder, proof, program, configure } = aHostileClone();
    writeFileSync(join(folder, 'evil'), `[core]\nfsmonitor = ${program}\n`);
    configure(`[include]\npath = ../evil\n[includeIf "gitdir:**"]\npath = ../evil`);

    expect(await licenseIn(folder, null)).toEqual(MINE);
    expect(existsSync(proof)).toBe(false);
  });

  test('a hook of the repository', async () => {
    const { folder, proof, program } = aHostileClone();
    for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction', 'fsmonitor-watchman']) {
      writeFileSync(join(folder, '.git', 'hooks', hook), readFileSync(program), { mode: 0o755 });
    }

    expect(await licenseIn(folder, null)).toEqual(MINE);
    expect(await licenseIn(folder, 'HEAD')).toEqual(MINE);
    expect(existsSync(proof)).toBe(false);
  });

  test('a program called git that lies in the folder', async () => {
    const { folder, proof, program } = aHostileClone();
    writeFileSync(join(folder, 'git'), readFileSync(program), { mode: 0o755 });
    const path = process.env.PATH;
    process.env.PATH = `.:${path}`;
    try {
      expect(await licenseIn(folder, null)).toEqual(MINE);
    } finally {
      process.env.PATH = path;
    }
    expect(existsSync(proof)).toBe(false);
  });

  test.each([
    ['ext::', (program: string) => `url = ext::${program}`],
    ['a command on the other side', (program: string) => `url = file:///nowhere\nuploadpack = ${program}`],
    ['ssh', (program: string) => `url = ssh://nowhere.example/x\n[core]\nsshCommand = ${program}`],
  ])('what a partial clone lacks is not fetched by %s', async (_, remote) => {
    const { folder, proof, program, configure } = aHostileClone();
    const blob = git(folder, 'rev-parse', 'HEAD:LICENSE').trim();
    const object = join(folder, '.git', 'objects', blob.slice(0, 2), blob.slice(2));
    chmodSync(object, 0o600);
    writeFileSync(object, '');
    git(folder, 'prune-packed');
    configure(
      `[extensions]\npartialClone = evil\n[core]\nrepositoryFormatVersion = 1\n[protocol "ext"]\nallow = always\n[remote "evil"]\npromisor = true\n${remote(program)}`,
    );
    git(folder, 'update-ref', 'refs/keep', 'HEAD');
    const { rmSync } = await import('node:fs');
    rmSync(object);

    expect(await licenseIn(folder, 'HEAD')).toMatch(/LICENSE/);
    expect(existsSync(proof)).toBe(false);
  });
});

describe('nothing outside the folder is read', () => {
  test('core.worktree leads nowhere else', async () => {
    const { folder, configure } = aHostileClone();
    configure('[core]\nworktree = /etc');
    const { files } = await collectClone({ folder, ref: null, watched: ODD_WATCHED });

    expect(files).toMatchObject({ status: 'known' });
    expect(await licenseIn(folder, null)).toEqual(MINE);
  });

  test('core.bare does not hide the working tree', async () => {
    const { folder, configure } = aHostileClone();
    configure('[core]\nbare = true');

    expect(await licenseIn(folder, null)).toEqual(MINE);
  });

  test('an excludes file of the clone’s configuration hides nothing', async () => {
    const { folder, configure } = aHostileClone();
    writeFileSync(join(folder, '.git', 'evil'), '*\n');
    configure(`[core]\nexcludesFile = ${join(folder, '.git', 'evil')}`);
    writeFileSync(join(folder, 'SECURITY.md'), 'new\n');
    const { files } = await collectClone({ folder, ref: null, watched: ODD_WATCHED });

    expect(files).toMatchObject({
      value: { entries: expect.arrayContaining([expect.objectContaining({ path: 'SECURITY.md' })]) },
    });
  });

  test.each([
    ['a bare clone', true],
    ['a working tree', false],
  ])('the objects of another repository, which %s names as its own, are not', async (_what, isBare) => {
    const secret = aHostileClone();
    const { folder } = aHostileClone();
    const stolen = git(secret.folder, 'rev-parse', 'HEAD').trim();
    const place = isBare ? join(root, `${count}.bare`) : folder;
    if (isBare) git(folder, 'clone', '--quiet', '--bare', folder, place);
    const gitFolder = isBare ? place : join(place, '.git');
    writeFileSync(join(gitFolder, 'objects', 'info', 'alternates'), `${join(secret.folder, '.git', 'objects')}\n`);
    git(place, 'update-ref', 'refs/heads/stolen', stolen);

    for (const ref of ['stolen', 'HEAD']) {
      await expect(collectClone({ folder: place, ref, watched: ODD_WATCHED })).rejects.toMatchObject({
        code: 'borrowed-objects',
      });
    }
    if (!isBare) expect(await licenseIn(place, null)).toEqual(MINE);
  });

  test('a replaced object is not believed', async () => {
    const { folder } = aHostileClone();
    const commit = git(folder, 'rev-parse', 'HEAD').trim();
    writeFileSync(join(folder, 'LICENSE'), 'another\n');
    git(folder, 'commit', '--quiet', '--all', '--message=Another');
    git(folder, 'replace', commit, 'HEAD');

    expect(await licenseIn(folder, commit)).toEqual(MINE);
  });
});

test.each([
  ['--upload-pack=x'],
  ['-h'],
  ['--help'],
  ['HEAD --all'],
  ['HEAD\nmain'],
  [':LICENSE'],
  ['main:LICENSE'],
  [''],
])('A27: %j is no commit', async (ref) => {
  const { folder } = aHostileClone();

  await expect(collectClone({ folder, ref, watched: ODD_WATCHED })).rejects.toMatchObject({ code: 'ref-not-found' });
});

test('a git that calls us, as a hook does, does not decide which repository is judged', async () => {
  const { folder } = aHostileClone();
  const other = aHostileClone();
  process.env.GIT_DIR = join(other.folder, '.git');
  process.env.GIT_INDEX_FILE = join(other.folder, '.git', 'nowhere');
  try {
    expect(await licenseIn(folder, null)).toEqual(MINE);
  } finally {
    delete process.env.GIT_DIR;
    delete process.env.GIT_INDEX_FILE;
  }
});

/** Only root can give a folder away. */
const asRoot = process.getuid?.() === 0 ? test : test.skip;

asRoot('a clone that another account owns is read all the same', async () => {
  const { folder } = aHostileClone();
  const give = (path: string): void => {
    chownSync(path, 65_534, 65_534);
    if (!lstatSync(path).isDirectory()) return;
    for (const name of readdirSync(path)) give(join(path, name));
  };
  give(folder);

  expect(await licenseIn(folder, null)).toEqual(MINE);
  expect(await licenseIn(folder, 'HEAD')).toEqual(MINE);
});
