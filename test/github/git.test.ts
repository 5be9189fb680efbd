import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Repository } from './index.ts';
import type { Town } from './support.ts';
import { aReceiver, aTown } from './support.ts';

const run = promisify(execFile);
let t: Town;
let receiver: Awaited<ReturnType<typeof aReceiver>>;
let folder: string;

beforeEach(async () => {
  receiver = await aReceiver();
  t = await aTown({ webhookUrl: receiver.url });
  folder = mkdtempSync(join(tmpdir(), 'git-test-'));
});

afterEach(async () => {
  await t.github.close();
  await receiver.close();
  rmSync(folder, { recursive: true, force: true });
  expect(t.github.violations).toEqual([]);
});

/** The real binary, as a person runs it, but without the machine's configuration. */
async function git(...args: string[]): Promise<string> {
  const identity = {
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
  };
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    ...identity,
  };
  const { stdout } = await run('git', args, { cwd: folder, env });
  return stdout.trim();
}

function address(repository: Repository, token?: string): string {
  const host = t.github.url.replace('http://', token ? `http://x-access-token:${token}@` : 'http://');
  return `${host}/${repository.owner.login}/${repository.name}.git`;
}

async function commit(directory: string, path: string, content: string): Promise<string> {
  writeFileSync(join(folder, directory, path), content);
  await git('-C', directory, 'add', '.');
  await git('-C', directory, 'commit', '-q', '-m', `Write ${path}`);
  return git('-C', directory, 'rev-parse', 'HEAD');
}

describe('an unmodified git', () => {
  test.each(['sha1', 'sha256'] as const)('clones and pushes a repository of %s', async (objectFormat) => {
    const repository = t.github.createRepository({
      owner: t.town,
      name: 'sums',
      objectFormat,
      defaultBranch: 'trunk',
      files: { 'a/b.txt': 'b', 'run.sh': { mode: '100755', content: '#!/bin/sh\n' } },
    });
    const token = t.github.createInstallationToken(t.installation);
    await t.github.settled();
    receiver.received.length = 0;
    await git('clone', '-q', address(repository, token), 'clone');
    expect(await git('-C', 'clone', 'rev-parse', '--abbrev-ref', 'HEAD')).toBe('trunk');
    expect(await git('-C', 'clone', 'fsck', '--strict')).toBe('');

    const head = await commit('clone', 'new.txt', 'new\n');
    await git('-C', 'clone', 'push', '-q', 'origin', 'trunk', 'trunk:topic');
    await t.github.settled();

    expect(repository.git.branch('trunk')).toBe(head);
    expect(repository.git.branch('topic')).toBe(head);
    expect(repository.git.store.commit(head)).toMatchObject({
      message: 'Write new.txt\n',
      author: { email: 'ada@example.org' },
    });
    const pushes = receiver.received.filter(({ event }) => event === 'push').map(({ payload }) => payload);
    expect(pushes).toMatchObject([
      {
        ref: 'refs/heads/trunk',
        created: false,
        forced: false,
        commits: [{ id: head, added: ['new.txt'] }],
        head_commit: { id: head },
      },
      { ref: 'refs/heads/topic', created: true, commits: [] },
    ]);
  });

  test('sees what was pushed by API after its first clone, and the other way round', async () => {
    const token = t.github.createUserToken(t.ada);
    await git('clone', '-q', address(t.website, token), 'clone');
    const { sha } = t.github.pushFiles(t.website, { files: { 'later.txt': 'later' } });
    t.github.pushFiles(t.website, { branch: 'gone', files: { x: 'x' } });
    t.github.deleteBranch(t.website, 'gone');
    await git('-C', 'clone', 'pull', '-q');
    expect(await git('-C', 'clone', 'rev-parse', 'HEAD')).toBe(sha);
    expect(await git('-C', 'clone', 'branch', '-r')).not.toContain('gone');

    const head = await commit('clone', 'mine.txt', 'mine');
    await git('-C', 'clone', 'push', '-q');
    const { data } = await t.octokit.rest.repos.getContent({ owner: 'town', repo: 'website', path: 'mine.txt' });
    expect(data).toMatchObject({ size: 4 });
    expect(t.website.git.branch('main')).toBe(head);
  });

  test('moves a pull request by pushing to its branch, a fork and its force-push included', async () => {
    const eve = t.github.createUser('eve');
    const pull = t.github.openPullRequest({
      repository: t.website,
      files: { a: 'a' },
      author: eve,
      fork: true,
      head: 'topic',
    });
    const fork = pull.head.repository;
    if (!fork) throw new Error('no fork');
    await t.github.settled();
    receiver.received.length = 0;
    await git('clone', '-q', '-b', 'topic', address(fork, t.github.createUserToken(eve)), 'clone');
    await git('-C', 'clone', 'commit', '-q', '--amend', '-m', 'Other words');
    const head = await commit('clone', 'b', 'b');
    await git('-C', 'clone', 'push', '-q', '--force');
    await t.github.settled();

    expect(pull.head.sha).toBe(head);
    expect(receiver.names()).toEqual(['pull_request.synchronize']);
    const { data: files } = await t.octokit.rest.pulls.listFiles({ owner: 'town', repo: 'website', pull_number: 1 });
    expect(files.map(({ filename }) => filename)).toEqual(['a', 'b']);
    await git('clone', '-q', address(t.website), 'parent');
    await git('-C', 'parent', 'fetch', '-q', 'origin', 'pull/1/head');
    expect(await git('-C', 'parent', 'rev-parse', 'FETCH_HEAD')).toBe(head);
  });

  test('pushes many tags at once without an event', async () => {
    await git('clone', '-q', address(t.website, t.github.createUserToken(t.ada)), 'clone');
    for (const tag of ['1', '2', '3', '4']) await git('-C', 'clone', 'tag', tag);
    await t.github.settled();
    receiver.received.length = 0;
    await git('-C', 'clone', 'push', '-q', '--tags');
    await t.github.settled();

    expect(receiver.received).toEqual([]);
    expect(t.website.git.refs.get('refs/tags/4')).toBe(t.website.git.branch('main'));
  });

  test.each<readonly [string, (town: Town) => string | undefined, boolean]>([
    ['a stranger does not', () => undefined, false],
    [
      'a token with contents does',
      ({ github, installation }) => github.createInstallationToken(installation, { permissions: { contents: 'read' } }),
      true,
    ],
    [
      'a token without contents does not',
      ({ github, installation }) => github.createInstallationToken(installation, { permissions: { issues: 'read' } }),
      false,
    ],
    ['an unknown token does not', () => 'ghs_unknown', false],
    [
      'a token of another organisation does not',
      ({ github, app }) =>
        github.createInstallationToken(github.installApp({ app, account: github.createOrganization('other') })),
      false,
    ],
  ])('reading a private repository: %s', async (_name, tokenOf, isAllowed) => {
    t.github.setVisibility(t.website, 'private');
    const attempt = git('ls-remote', address(t.website, tokenOf(t)), 'HEAD').then(
      () => true,
      () => false,
    );

    expect(await attempt).toBe(isAllowed);
  });

  test.each<readonly [string, (town: Town) => string | undefined]>([
    ['a stranger', () => undefined],
    ['a reader', ({ github }) => github.createUserToken(github.createUser('eve'))],
    [
      'a token that may only read',
      ({ github, installation }) => github.createInstallationToken(installation, { permissions: { contents: 'read' } }),
    ],
    [
      'anyone, to an archived repository,',
      ({ github, website, ada }) => {
        github.archive(website);
        return github.createUserToken(ada);
      },
    ],
  ])('%s cannot push', async (_name, tokenOf) => {
    const before = t.website.git.branch('main');
    await git('clone', '-q', address(t.website), 'clone');
    await commit('clone', 'x', 'x');

    await expect(git('-C', 'clone', 'push', '-q', address(t.website, tokenOf(t)), 'main')).rejects.toThrow();
    expect(t.website.git.branch('main')).toBe(before);
  });
});

describe('a difference', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}\n`).join('');

  test.each<readonly [string, Record<string, string | Buffer>, Record<string, string | Buffer>, readonly string[]]>([
    ['files only added', {}, { b: 'x\ny', 'a/c': '', 'a.d': '\n' }, []],
    ['files only removed', { b: 'x\ny', 'a/c': 'z\n' }, {}, ['b', 'a']],
    ['lines put in and taken out', { a: lines(9), b: lines(9) }, { a: `${lines(9)}more`, b: lines(4) }, []],
    ['a line end put on', { a: 'x' }, { a: 'x\n' }, []],
    ['lines changed', { a: lines(9) }, { a: lines(9).replace('line 4', 'other').replace('line 7', 'third') }, []],
    ['bytes', { a: Buffer.from([0, 1]) }, { a: Buffer.from([0, 2]), b: Buffer.from([0]) }, []],
    ['a rename', { a: lines(9) }, { b: lines(9) }, ['a']],
    ['a folder in place of a file', { a: 'x' }, { 'a/b': 'y\n' }, []],
  ])('of %s counts as git counts', async (_name, before, after, deletes) => {
    const base = t.github.pushFiles(t.website, { files: before }).sha;
    const head = t.github.pushFiles(t.website, { files: after, deletes }).sha;
    const counted = t.website.git
      .difference(base, head)
      .map((file) =>
        [file.isBinary ? '-' : file.additions, file.isBinary ? '-' : file.deletions, file.path].join('\t'),
      );
    const directory = t.website.git.toDisk().directory;
    const env = { GIT_DIR: directory, GIT_OBJECT_DIRECTORY: t.website.git.toDisk().objects, PATH: process.env.PATH };
    const { stdout } = await run('git', ['-c', 'safe.directory=*', 'diff-tree', '-r', '-M', '--numstat', base, head], {
      env,
    });

    expect(counted.join('\n')).toBe(stdout.trim().replaceAll(/\{?(\w+) => (\w+)\}?/g, '$2'));
  });
});

describe('a difference by git itself', () => {
  test('follows renames, modes, binaries and links', async () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n');
    t.github.pushFiles(t.website, { files: { 'old.txt': lines, bin: Buffer.from([0, 1, 2]), LICENSE: 'MIT' } });
    const pull = t.github.openPullRequest({
      repository: t.website,
      files: {
        'new.txt': `${lines}\nmore`,
        bin: Buffer.from([0, 3]),
        link: { mode: '120000', content: 'LICENSE' },
        sub: { mode: '160000', content: 'a'.repeat(40) },
      },
      deletes: ['old.txt', 'LICENSE'],
    });
    const { data } = await t.octokit.rest.pulls.listFiles({
      owner: 'town',
      repo: 'website',
      pull_number: pull.issue.number,
    });

    expect(
      data.map(({ filename, status, previous_filename, additions, deletions }) => [
        filename,
        status,
        previous_filename,
        additions,
        deletions,
      ]),
    ).toEqual([
      ['LICENSE', 'removed', undefined, 0, 1],
      ['bin', 'modified', undefined, 0, 0],
      ['link', 'added', undefined, 1, 0],
      ['new.txt', 'renamed', 'old.txt', 2, 1],
      ['sub', 'added', undefined, 1, 0],
    ]);
    expect(data[3]?.patch).toContain('+more');
    expect(data[1]?.patch).toBeUndefined();
  });

  test('keeps patches apart, whatever stands in a file', async () => {
    const hostile = 'one\rdiff --git a/x b/x\ndiff --git a/y b/y\n@@ -1 +1 @@\u2028diff --git a/z b/z\n';
    t.github.openPullRequest({ repository: t.website, files: { a: hostile, b: '', c: 'c\n' } });
    const { data } = await t.octokit.rest.pulls.listFiles({ owner: 'town', repo: 'website', pull_number: 1 });

    expect(data.map(({ filename, patch }) => [filename, patch?.split('\n').length])).toEqual([
      ['a', 4],
      ['b', undefined],
      ['c', 2],
    ]);
  });

  test('counts from the merge base, also when the base has moved on', async () => {
    const pull = t.github.openPullRequest({ repository: t.website, files: { mine: 'm' } });
    t.github.pushFiles(t.website, { files: { theirs: 't' } });
    const { data } = await t.octokit.rest.pulls.get({ owner: 'town', repo: 'website', pull_number: pull.issue.number });

    expect(data).toMatchObject({ changed_files: 1, commits: 1, base: { sha: t.website.git.branch('main') } });
    t.github.mergePullRequest(pull);
    expect(
      [...t.website.git.walk(t.website.git.store.commit(t.website.git.branch('main') ?? '').tree)].map(
        ({ path }) => path,
      ),
    ).toEqual(['README.md', 'docs', 'docs/a.md', 'mine', 'theirs']);
  });

  test('of both sides in the same line does not merge', async () => {
    const pull = t.github.openPullRequest({ repository: t.website, files: { 'README.md': 'mine\n' } });
    t.github.pushFiles(t.website, { files: { 'README.md': 'theirs\n' } });

    await expect(
      t.octokit.rest.pulls.merge({ owner: 'town', repo: 'website', pull_number: pull.issue.number }),
    ).rejects.toMatchObject({ status: 405 });
  });
});
