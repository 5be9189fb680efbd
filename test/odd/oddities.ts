import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RepositoryOptions } from '../github/operations/repositories.ts';
import type { Repository } from '../github/state.ts';
import type { FixtureFiles } from '../support/repositories.ts';
import { ALL_WELL, MIT } from '../tasks/on-github.ts';

/** Which policies' sentences a row shows. */
export type Topic = 'license-file' | 'license-approved' | 'license-declared-matches-found' | 'security-policy';

/** One odd repository, and what a person is told of it: by the app on GitHub, and by the command on a clone. */
export interface Oddity {
  readonly name: string;
  /** null: an empty repository. */
  readonly files: FixtureFiles | null;
  /** How it is created on GitHub. */
  readonly options?: Partial<Omit<RepositoryOptions, 'owner' | 'name' | 'files'>>;
  /** What else is to be done to it on GitHub. */
  readonly arrange?: (repository: Repository) => void;
  readonly isFork?: true;
  /** A clone does not tell of it. */
  readonly isOnlyOnGitHub?: true;
  /** What the row is about; `license-file` unless told. */
  readonly topic?: Topic;
  /** The verdict in words. Both collectors say the same. */
  readonly told: string;
  /** What then stands on GitHub: policy issue, proposal, and how the check of a harmless pull request ends. */
  readonly written: string;
}

function license(id: string): string {
  const path = createRequire(import.meta.url).resolve(`spdx-license-list/licenses/${id}.json`);
  return JSON.parse(readFileSync(path, 'utf8')).licenseText;
}

export const OUTSIDE = 'what lies outside must be read by nobody';
const README = { 'README.md': '# Bus stops\n' };
const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d7a'.repeat(16)}\nsize 12345\n`;
const ALL_MISSING = 'issue, proposal, neutral check';
const LONG = `LICENSE-${'x'.repeat(247)}`;

const STATES: readonly Oddity[] = [
  { name: 'empty', files: null, told: 'fail: There is no licence file in the root.', written: 'nothing' },
  {
    name: 'no default branch',
    files: { LICENSE: MIT },
    arrange: (repository) => {
      repository.git.refs.set('refs/heads/other', repository.git.refs.get('refs/heads/main') ?? '');
      repository.git.refs.delete('refs/heads/main');
    },
    isOnlyOnGitHub: true,
    told: 'unknown: The repository has no default branch, though it has others: choose one in its settings on GitHub, and it is judged.',
    written: 'nothing',
  },
  {
    name: 'archived',
    files: README,
    arrange: (repository) => {
      repository.archived = true;
    },
    isOnlyOnGitHub: true,
    told: 'not judged',
    written: 'nothing',
  },
  {
    name: 'fork',
    files: README,
    isFork: true,
    isOnlyOnGitHub: true,
    told: 'not judged',
    written: 'success check',
  },
  {
    name: 'mirror',
    files: README,
    options: { mirrorUrl: 'https://git.example.org/x.git' },
    isOnlyOnGitHub: true,
    told: 'not judged',
    written: 'success check',
  },
  {
    name: 'template',
    files: README,
    options: { isTemplate: true },
    told: 'fail: There is no licence file in the root.',
    written: ALL_MISSING,
  },
  {
    name: 'issues disabled',
    files: README,
    options: { hasIssues: false },
    told: 'fail: There is no licence file in the root.',
    written: 'proposal, neutral check',
  },
  {
    name: 'SHA-256',
    files: ALL_WELL,
    options: { objectFormat: 'sha256' },
    told: 'pass: The licence is in LICENSE.',
    written: 'success check',
  },
  {
    name: 'truncated tree',
    files: { LICENSE: MIT, 'a/a': 'a', 'docs/SECURITY.md': 'Write to security@city.example\n' },
    options: { truncateTreesAt: 1 },
    told: 'pass: The licence is in LICENSE.',
    written: ALL_MISSING,
  },
  {
    name: 'submodules',
    files: { ...README, library: { submodule: '0123456789abcdef0123456789abcdef01234567' } },
    told: 'fail: There is no licence file in the root.',
    written: ALL_MISSING,
  },
];

const BRANCHES: readonly Oddity[] = [
  '-x',
  'feature/ä',
  'HEAD',
  '--upload-pack=x',
  `it's-"quoted"`,
  '$(touch>x)',
  '#1',
].map((defaultBranch) => ({
  name: `default branch called ${defaultBranch}`,
  files: { LICENSE: MIT },
  options: { defaultBranch },
  told: 'pass: The licence is in LICENSE.',
  written: ALL_MISSING,
}));

const links = (rows: readonly (readonly [name: string, files: FixtureFiles, told: string])[]): Oddity[] =>
  rows.map(([name, files, told]) => ({ name: `LICENSE as ${name}`, files, told, written: ALL_MISSING }));

const LINKS = links([
  ['a link inside', { LICENSE: { symlink: 'legal/text' }, 'legal/text': MIT }, 'pass: The licence is in LICENSE.'],
  [
    'a link to a link',
    { LICENSE: { symlink: 'one' }, one: { symlink: 'legal/text' }, 'legal/text': MIT },
    'pass: The licence is in LICENSE.',
  ],
  [
    'a link outside',
    { LICENSE: { symlink: '../outside.txt' } },
    'fail: LICENSE is a symbolic link that leads out of the repository, where nobody else can follow it. Put the text itself there.',
  ],
  [
    'an absolute link',
    { LICENSE: { symlink: '/etc/passwd' } },
    'fail: LICENSE is a symbolic link that leads out of the repository, where nobody else can follow it. Put the text itself there.',
  ],
  [
    'a link to nothing',
    { LICENSE: { symlink: 'gone' } },
    'fail: LICENSE is a symbolic link that leads to a place where nothing stands. Put the text itself there.',
  ],
  [
    'a loop',
    { LICENSE: { symlink: 'COPYING-loop' }, 'COPYING-loop': { symlink: 'LICENSE' } },
    'fail: COPYING-loop is a symbolic link that leads in a circle. Put the text itself there. LICENSE is a symbolic link that leads in a circle. Put the text itself there.',
  ],
  [
    'a link to a folder',
    { LICENSE: { symlink: 'legal' }, 'legal/text': MIT },
    'fail: LICENSE is a symbolic link that leads to a folder, not to a file. Put the text itself there.',
  ],
  [
    'a link through a folder that leaves',
    { LICENSE: { symlink: 'away/passwd' }, away: { symlink: '/etc' } },
    'fail: LICENSE is a symbolic link that leads out of the repository, where nobody else can follow it. Put the text itself there.',
  ],
  ['a folder', { 'LICENSE/MIT.txt': MIT }, 'fail: LICENSE is a folder; GitHub looks for a file.'],
  [
    'a submodule',
    { ...README, LICENSE: { submodule: '0123456789abcdef0123456789abcdef01234567' } },
    'fail: LICENSE is a submodule; GitHub looks for a file.',
  ],
]);

const named = (rows: readonly (readonly [path: string, told?: string])[]): Oddity[] =>
  rows.map(([path, told = `pass: ${path} is MIT, which is approved.`]) => ({
    name: `a licence called ${JSON.stringify(path).slice(0, 60)}`,
    files: { [path]: MIT },
    topic: 'license-approved',
    told,
    written: ALL_MISSING,
  }));

const NAMES = named([
  ['LICENCE.md'],
  ['COPYING'],
  ['license.txt'],
  ['License.RST'],
  ['LICENSE with spaces', 'not-applicable: There is no licence text to judge; license-file tells about that.'],
  ['LICENSE-"quoted" and \'quoted\''],
  ['LICENSE-\nbroken'],
  ['LICENSE-\u202egnp.txt'],
  ['-MIT-LICENSE'],
  ['--upload-pack=x-LICENSE'],
  [LONG],
  ['README.rst', 'not-applicable: There is no licence text to judge; license-file tells about that.'],
]);

const encoded = (
  rows: readonly (readonly [name: string, content: string | Buffer, told: string, topic?: Topic])[],
): Oddity[] =>
  rows.map(([name, content, told, topic = 'license-approved']) => ({
    name: `LICENSE ${name}`,
    files: { LICENSE: content },
    topic,
    told,
    written: ALL_MISSING,
  }));

const APPROVED = 'pass: LICENSE is MIT, which is approved.';
const NO_TEXT =
  'fail: LICENSE is not a text file, so nobody can read the licence in it. Save it as plain text in UTF-8.';

const CONTENTS: readonly Oddity[] = [
  ...encoded([
    ['with a byte order mark', `\ufeff${MIT}`, APPROVED],
    ['in UTF-16, little end first', Buffer.from(`\ufeff${MIT}`, 'utf16le'), APPROVED],
    ['in UTF-16, big end first', Buffer.from(`\ufeff${MIT}`, 'utf16le').swap16(), APPROVED],
    ['in UTF-16 without a mark', Buffer.from(MIT, 'utf16le'), NO_TEXT, 'license-file'],
    ['in Latin-1', Buffer.from(MIT.replace('City', 'Stadt München'), 'latin1'), APPROVED],
    ['with NUL bytes', `${MIT}\0\0`, NO_TEXT, 'license-file'],
    ['with CR line ends', MIT.replaceAll('\n', '\r'), APPROVED],
    ['with CR and LF', MIT.replaceAll('\n', '\r\n'), APPROVED],
    [
      'that is binary junk',
      Buffer.from(Array.from({ length: 3000 }, (_, n) => (n * 131) % 256)),
      NO_TEXT,
      'license-file',
    ],
    [
      'of 5 MB',
      Buffer.alloc(5_000_000, 'x'),
      'fail: LICENSE is too large to be a licence, and was not read.',
      'license-file',
    ],
    [
      'in Git LFS',
      LFS,
      'fail: LICENSE is stored in Git LFS, so the repository itself holds no licence text.',
      'license-file',
    ],
    ['that is empty', '', 'fail: LICENSE is empty.', 'license-file'],
    ['of spaces', ' \n\t\u00a0\n', 'fail: LICENSE is empty.', 'license-file'],
  ]),
  {
    name: 'LICENSE-MIT beside LICENSE-APACHE',
    files: { 'LICENSE-MIT': MIT, 'LICENSE-APACHE': license('Apache-2.0') },
    topic: 'license-approved',
    told: 'pass: LICENSE-APACHE is Apache-2.0, which is approved. LICENSE-MIT is MIT, which is approved.',
    written: ALL_MISSING,
  },
];

const TAG = `SPDX-License-${'Identifier'}`;

const declaring = (rows: readonly (readonly [name: string, files: FixtureFiles, told: string])[]): Oddity[] =>
  rows.map(([name, files, told]) => ({
    name: `declares ${name}`,
    files: { ...ALL_WELL, ...files },
    topic: 'license-declared-matches-found',
    told,
    written: told.startsWith('fail') ? 'issue, neutral check' : 'success check',
  }));

const DECLARATIONS: readonly Oddity[] = declaring([
  [
    'another licence than its text',
    { 'package.json': '{\n  "license": "EUPL-1.2"\n}\n' },
    'fail: package.json:2 declares EUPL-1.2, but LICENSE is MIT.',
  ],
  [
    'one licence in many places, one of them behind a link',
    {
      'pyproject.toml': '[project]\nlicense = "MIT"\n',
      'setup.cfg': { symlink: 'conf/setup.cfg' },
      'conf/setup.cfg': '[metadata]\nlicense = MIT License\n',
      'pom.xml': Buffer.from(
        '\ufeff<project><licenses><license><name>MIT</name></license></licenses></project>',
        'utf16le',
      ),
      'src/index.ts': `// ${TAG}: MIT\n`,
      'src/deeper/index.ts': `// ${TAG}: ISC\n`,
    },
    'pass: pom.xml:1, pyproject.toml:2, setup.cfg:2, 1 more and the text agree: LICENSE is MIT.',
  ],
  [
    'a part under a licence that has its text in LICENSES',
    { 'src/index.ts': `// ${TAG}: Apache-2.0\n`, 'LICENSES/Apache-2.0.txt': license('Apache-2.0') },
    'pass: src/index.ts:1 and the text agree: LICENSE is MIT and LICENSES/Apache-2.0.txt is Apache-2.0.',
  ],
  [
    'a text under the name of another',
    { 'LICENSES/ISC.txt': MIT },
    'fail: LICENSES/ISC.txt is called by another licence than its text, which is MIT.',
  ],
  [
    'something in manifests of 5 MB and in broken ones',
    {
      'package.json': Buffer.alloc(5_000_000, '['),
      'pom.xml': '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><project>&c;</project>',
      'Cargo.toml': { symlink: '../Cargo.toml' },
      'REUSE.toml': `a = ${'['.repeat(10_000)}`,
    },
    'fail: Cargo.toml is a symbolic link that leads to no file, so nobody can tell which licence it declares. REUSE.toml:1 is no TOML, so nobody can tell which licence it declares. package.json is too large to be read, so nobody can tell which licence it declares. pom.xml declares a document type, which Portreeve does not read, so nobody can tell which licence it declares.',
  ],
  [
    'what turns text around',
    { 'composer.json': '{ "license": "MIT\u202e\u2066\\u202e or @city" }' },
    'fail: composer.json:1 declares “MIT or @city”: it names “MIT\u202e\u2066\u202e”, which is not on the SPDX licence list.',
  ],
]);

export const ODDITIES: readonly Oddity[] = [...STATES, ...BRANCHES, ...LINKS, ...NAMES, ...CONTENTS, ...DECLARATIONS];
