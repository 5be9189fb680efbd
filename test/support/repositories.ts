import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  communityFile,
  type FileContent,
  LARGEST_FILE_READ,
  type RepositoryFile,
  type WatchedFiles,
} from '../../src/core/files.ts';
import { LICENSE_FILES } from '../../src/licenses/license-files.ts';

/** A text, bytes, a symbolic link, or a submodule (by the commit it stands at). */
export type FixtureFile = string | Buffer | { readonly symlink: string } | { readonly submodule: string };
export type FixtureFiles = Readonly<Record<string, FixtureFile>>;

const LFS_POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d7a'.repeat(16)}\nsize 12345\n`;
const SUBMODULE = { submodule: '0123456789abcdef0123456789abcdef01234567' };

/** One repository with everything odd that a collector meets. Every collector must see it in the same way. */
export const ODD_REPOSITORY: FixtureFiles = {
  'README.md': '# Odd\n',
  'src/index.js': 'the third by path is not read\n',
  'src/a-long-one.js': `// ${'long '.repeat(2000)}\n`,
  'src/beyond.js': 'the second by path\n',
  'src/within/deep.js': 'too deep\n',
  'src/linked.js': { symlink: 'index.js' },
  'documentation/LICENCE-of-the-manual.txt': 'CC-BY-4.0\n',
  'documentation/deep/back': { symlink: '../../LICENSES' },
  'LICENSES/MIT.txt': 'MIT License\n',

  LICENSE: 'plain\n',
  'LICENSE-bom': Buffer.from('\ufeffwith a mark\n'),
  'LICENSE-utf16le': Buffer.from('\ufeffsechzehn – le\n', 'utf16le'),
  'LICENSE-utf16be': Buffer.from('\ufeffseize – be\n', 'utf16le').swap16(),
  'LICENSE-latin1': Buffer.from('Copyright \u00a9 2026 Stadt M\u00fcnchen, all of it in one old encoding\n', 'latin1'),
  'LICENSE-binary': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00]),
  'LICENSE-empty': '',
  'LICENSE-large': Buffer.alloc(LARGEST_FILE_READ + 1, 'x'),
  'LICENSE-limit': Buffer.alloc(LARGEST_FILE_READ, 'y'),
  'LICENSE-lfs': LFS_POINTER,

  'LICENSE-link': { symlink: 'documentation/LICENCE-of-the-manual.txt' },
  'LICENSE-hops': { symlink: './docs/../LICENSE-link' },
  'LICENSE-through-folders': { symlink: 'documentation/deep/back/MIT.txt' },
  'LICENSE-outside': { symlink: '../../../../../../etc/passwd' },
  'LICENSE-out-and-in': { symlink: '../odd/LICENSE' },
  'LICENSE-absolute': { symlink: '/etc/passwd' },
  'LICENSE-dangling': { symlink: 'nowhere/LICENSE' },
  'LICENSE-through-file': { symlink: 'README.md/LICENSE' },
  'LICENSE-git': { symlink: '.git/config' },
  'LICENSE-loop': { symlink: 'LICENSE-loop2' },
  'LICENSE-loop2': { symlink: 'LICENSE-loop' },
  'LICENSE-folder': { symlink: 'src' },
  'LICENSE-sub': SUBMODULE,
  'COPYING/GPL.txt': 'a folder called COPYING\n',

  'LICENSE-with space "and quotes"': 'space\n',
  'LICENSE-new\nline': 'newline\n',
  'LICENSE-\u202egnp.txt': 'bidi\n',
  'LICENSE-\u00fcml\u00e4ut': 'umlaut\n',
  '-MIT-LICENSE': 'dash\n',
  'licence.MD': 'case\n',

  '.github/SECURITY.md': '# Security\n',
  '.github/workflows/ci.yml': 'on: push\n',
  'docs/CONTRIBUTING.md': '# Contributing\n',
  'docs/contributing.rst': { symlink: '../.github/SECURITY.md' },
  'docs/LICENSE': 'not where GitHub looks\n',
  'docs/guide/CONTRIBUTING.md': 'too deep\n',
};

/** What the contract's policies look at. */
export const ODD_WATCHED: readonly WatchedFiles[] = [
  LICENSE_FILES,
  communityFile('contributing'),
  communityFile('security'),
  { folders: ['src'], isName: (name) => name.endsWith('.js'), description: 'sources', sample: 2 },
];

const text = (value: string): FileContent => ({ kind: 'text', text: value });
const brokenLink = (problem: 'outside' | 'dangling' | 'loop' | 'folder'): FileContent => ({
  kind: 'broken-link',
  problem,
});
const file = (content: FileContent | null) => ({ kind: 'file', content }) as const;
const link = (content: FileContent | null) => ({ kind: 'symlink', content }) as const;
const folder = { kind: 'folder', content: null } as const;

const EXPECTED: Readonly<Record<string, Omit<RepositoryFile, 'path'>>> = {
  'README.md': file(null),
  src: folder,
  documentation: folder,
  LICENSES: folder,
  'LICENSES/MIT.txt': file(null),
  'src/a-long-one.js': file(text(`// ${'long '.repeat(2000)}\n`.slice(0, 4000))),
  'src/beyond.js': file(text('the second by path\n')),
  COPYING: folder,
  docs: folder,
  '.github': folder,
  LICENSE: file(text('plain\n')),
  'LICENSE-bom': file(text('with a mark\n')),
  'LICENSE-utf16le': file(text('sechzehn – le\n')),
  'LICENSE-utf16be': file(text('seize – be\n')),
  'LICENSE-latin1': file(text('Copyright © 2026 Stadt München, all of it in one old encoding\n')),
  'LICENSE-binary': file({ kind: 'binary' }),
  'LICENSE-empty': file(text('')),
  'LICENSE-large': file({ kind: 'too-large', size: LARGEST_FILE_READ + 1 }),
  'LICENSE-limit': file(text('y'.repeat(LARGEST_FILE_READ))),
  'LICENSE-lfs': file({ kind: 'lfs-pointer' }),
  'LICENSE-link': link(text('CC-BY-4.0\n')),
  'LICENSE-hops': link(text('CC-BY-4.0\n')),
  'LICENSE-through-folders': link(text('MIT License\n')),
  'LICENSE-outside': link(brokenLink('outside')),
  'LICENSE-out-and-in': link(brokenLink('outside')),
  'LICENSE-absolute': link(brokenLink('outside')),
  'LICENSE-dangling': link(brokenLink('dangling')),
  'LICENSE-through-file': link(brokenLink('dangling')),
  'LICENSE-git': link(brokenLink('dangling')),
  'LICENSE-loop': link(brokenLink('loop')),
  'LICENSE-loop2': link(brokenLink('loop')),
  'LICENSE-folder': link(brokenLink('folder')),
  'LICENSE-sub': { kind: 'submodule', content: null },
  'LICENSE-with space "and quotes"': file(text('space\n')),
  'LICENSE-new\nline': file(text('newline\n')),
  'LICENSE-\u202egnp.txt': file(text('bidi\n')),
  'LICENSE-\u00fcml\u00e4ut': file(text('umlaut\n')),
  '-MIT-LICENSE': file(text('dash\n')),
  'licence.MD': file(text('case\n')),
  '.github/SECURITY.md': file(text('# Security\n')),
  '.github/workflows': folder,
  'docs/CONTRIBUTING.md': file(text('# Contributing\n')),
  'docs/contributing.rst': link(text('# Security\n')),
  'docs/LICENSE': file(null),
  'docs/guide': folder,
};

/** What every collector must see of the odd repository, ordered by path. */
export const ODD_ENTRIES: readonly RepositoryFile[] = byPath(
  Object.entries(EXPECTED).map(([path, entry]) => ({ path, ...entry })),
);

export function byPath(entries: readonly RepositoryFile[]): RepositoryFile[] {
  return [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Writes files below a folder, links as links; submodules become empty folders. */
export function writeFiles(root: string, files: FixtureFiles): void {
  for (const [path, content] of Object.entries(files)) {
    const place = join(root, path);
    mkdirSync(dirname(place), { recursive: true });
    if (typeof content === 'string' || Buffer.isBuffer(content)) writeFileSync(place, content);
    else if ('symlink' in content) symlinkSync(content.symlink, place);
    else mkdirSync(place, { recursive: true });
  }
}

/** Makes a real git repository of the files, with one commit on `main`. */
export function writeRepository(root: string, files: FixtureFiles, format: 'sha1' | 'sha256' = 'sha1'): void {
  mkdirSync(root, { recursive: true });
  git(root, 'init', '--quiet', '--initial-branch=main', `--object-format=${format}`);
  writeFiles(root, files);
  for (const [path, content] of Object.entries(files)) {
    if (typeof content !== 'object' || !('submodule' in content)) continue;
    const commit = content.submodule.padEnd(format === 'sha256' ? 64 : 40, '0');
    git(root, 'update-index', '--add', '--cacheinfo', `160000,${commit},${path}`);
  }
  commitAll(root, 'One commit');
}

/** Commits everything; the same files make the same commit. */
export function commitAll(root: string, message: string): void {
  git(root, 'add', '--all', '--', '.', ...submodulesOf(root).map((path) => `:(exclude,literal)${path}`));
  git(root, 'commit', '--quiet', '--allow-empty', `--message=${message}`);
}

function submodulesOf(root: string): string[] {
  const records = git(root, 'ls-files', '-z', '--stage').split('\0');
  return records
    .filter((record) => record.startsWith('160000'))
    .map((record) => record.slice(record.indexOf('\t') + 1));
}

/** Runs git as a test's own hand, untouched by the machine's configuration. */
export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', folder, '-c', 'core.autocrlf=false', '-c', 'protocol.file.allow=always', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      LC_ALL: 'C',
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.org',
      GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.org',
      GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
    },
  });
}
