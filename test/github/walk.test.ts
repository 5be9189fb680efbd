import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Town } from './support.ts';
import { aTown } from './support.ts';

const at = { owner: 'town', repo: 'website' };
let t: Town;

beforeEach(async () => {
  t = await aTown();
});

afterEach(async () => {
  await t.github.close();
  expect(t.github.violations).toEqual([]);
  expect(t.github.unserved).toEqual([]);
});

describe('an unmodified @octokit/rest', () => {
  test('walks over issues, labels, comments and reactions', async () => {
    const { rest } = t.octokit;
    const { data: issue } = await rest.issues.create({ ...at, title: 'One', body: 'text', labels: ['new label'] });
    expect(issue).toMatchObject({
      number: 1,
      state: 'open',
      user: { login: 'porter[bot]', type: 'Bot' },
      labels: [{ name: 'new label' }],
    });

    await rest.issues.update({ ...at, issue_number: 1, state: 'closed', state_reason: 'not_planned', labels: ['bug'] });
    expect((await rest.issues.get({ ...at, issue_number: 1 })).data).toMatchObject({
      state: 'closed',
      state_reason: 'not_planned',
      labels: [{ name: 'bug' }],
    });
    expect((await rest.issues.listForRepo(at)).data).toEqual([]);
    expect(
      (await rest.issues.listForRepo({ ...at, state: 'all', creator: 'porter[bot]', labels: 'bug' })).data,
    ).toHaveLength(1);

    const { data: comment } = await rest.issues.createComment({ ...at, issue_number: 1, body: 'hello' });
    await rest.issues.updateComment({ ...at, comment_id: comment.id, body: 'bye' });
    expect((await rest.issues.listComments({ ...at, issue_number: 1 })).data).toMatchObject([
      { id: comment.id, body: 'bye' },
    ]);
    expect((await rest.issues.getComment({ ...at, comment_id: comment.id })).data.performed_via_github_app?.slug).toBe(
      'porter',
    );
    await rest.reactions.createForIssueComment({ ...at, comment_id: comment.id, content: 'rocket' });
    await rest.issues.addLabels({ ...at, issue_number: 1, labels: ['help wanted'] });
    await rest.issues.removeLabel({ ...at, issue_number: 1, name: 'bug' });
    await rest.issues.createLabel({ ...at, name: 'policy', color: 'ff0000', description: 'd' });
    expect((await rest.issues.listLabelsForRepo({ ...at, per_page: 100 })).data.map(({ name }) => name)).toContain(
      'policy',
    );
    await rest.issues.deleteComment({ ...at, comment_id: comment.id });
    expect((await rest.issues.listComments({ ...at, issue_number: 1 })).data).toEqual([]);
  });

  test('proposes a file by git data and a pull request, and merges it', async () => {
    const { rest } = t.octokit;
    const { data: main } = await rest.git.getRef({ ...at, ref: 'heads/main' });
    const { data: base } = await rest.git.getCommit({ ...at, commit_sha: main.object.sha });
    const { data: blob } = await rest.git.createBlob({ ...at, content: 'b', encoding: 'utf-8' });
    const { data: tree } = await rest.git.createTree({
      ...at,
      base_tree: base.tree.sha,
      tree: [
        { path: 'b.txt', mode: '100644', type: 'blob', sha: blob.sha },
        { path: 'docs/c.md', mode: '100644', type: 'blob', content: 'c' },
        { path: 'docs/a.md', mode: '100644', type: 'blob', sha: null },
      ],
    });
    const { data: commit } = await rest.git.createCommit({
      ...at,
      message: 'Add b',
      tree: tree.sha,
      parents: [main.object.sha],
    });
    expect(commit).toMatchObject({
      verification: { verified: true, reason: 'valid' },
      author: { name: 'porter[bot]' },
    });
    await rest.git.createRef({ ...at, ref: 'refs/heads/topic', sha: commit.sha });
    await expect(rest.git.createRef({ ...at, ref: 'refs/heads/topic', sha: commit.sha })).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('Reference already exists'),
    });
    expect((await rest.git.listMatchingRefs({ ...at, ref: 'heads/to' })).data).toHaveLength(1);
    expect(
      (await rest.git.getTree({ ...at, tree_sha: commit.sha, recursive: '1' })).data.tree.map(({ path }) => path),
    ).toEqual(['README.md', 'b.txt', 'docs', 'docs/c.md']);

    const { data: pull } = await rest.pulls.create({
      ...at,
      title: 'Add b',
      head: 'topic',
      base: 'main',
      body: 'because',
    });
    expect(pull).toMatchObject({ changed_files: 3, additions: 2, deletions: 1, commits: 1, mergeable: true });
    await expect(rest.pulls.create({ ...at, title: 'Again', head: 'topic', base: 'main' })).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('already exists for town:topic'),
    });
    expect((await rest.pulls.list({ ...at, head: 'town:topic', state: 'open' })).data).toHaveLength(1);
    expect((await rest.pulls.listFiles({ ...at, pull_number: 1 })).data).toMatchObject([
      { filename: 'b.txt', status: 'added', patch: '@@ -0,0 +1 @@\n+b\n\\ No newline at end of file' },
      { filename: 'docs/a.md', status: 'removed' },
      { filename: 'docs/c.md', status: 'added' },
    ]);
    expect((await rest.pulls.listCommits({ ...at, pull_number: 1 })).data).toMatchObject([
      { sha: commit.sha, author: { login: 'porter[bot]' } },
    ]);
    await rest.pulls.update({ ...at, pull_number: 1, title: 'Add b at last' });
    const { data: merged } = await rest.pulls.merge({ ...at, pull_number: 1 });
    expect((await rest.repos.getCommit({ ...at, ref: 'main' })).data).toMatchObject({
      sha: merged.sha,
      parents: [{}, { sha: commit.sha }],
    });
    expect((await rest.pulls.get({ ...at, pull_number: 1 })).data).toMatchObject({
      merged: true,
      state: 'closed',
      title: 'Add b at last',
    });
    await rest.git.deleteRef({ ...at, ref: 'heads/topic' });
    await expect(rest.git.getRef({ ...at, ref: 'heads/topic' })).rejects.toMatchObject({ status: 404 });
  });

  test('reads and writes contents, and compares', async () => {
    const { rest } = t.octokit;
    const { data: readme } = await rest.repos.getContent({ ...at, path: 'README.md' });
    if (Array.isArray(readme) || readme.type !== 'file') throw new Error('not a file');
    expect(Buffer.from(readme.content, 'base64').toString('utf8')).toBe('# Website\n');
    expect((await rest.repos.getContent({ ...at, path: '' })).data).toMatchObject([
      { name: 'README.md' },
      { name: 'docs', type: 'dir' },
    ]);
    const before = t.website.git.branch('main') ?? '';
    const content = Buffer.from('# New\n').toString('base64');
    await expect(
      rest.repos.createOrUpdateFileContents({ ...at, path: 'README.md', message: 'm', content }),
    ).rejects.toMatchObject({ status: 422 });
    await expect(
      rest.repos.createOrUpdateFileContents({ ...at, path: 'README.md', message: 'm', content, sha: before }),
    ).rejects.toMatchObject({ status: 409 });
    await rest.repos.createOrUpdateFileContents({ ...at, path: 'README.md', message: 'm', content, sha: readme.sha });
    expect((await rest.repos.compareCommitsWithBasehead({ ...at, basehead: `${before}...main` })).data).toMatchObject({
      status: 'ahead',
      ahead_by: 1,
      files: [{ filename: 'README.md', status: 'modified' }],
    });
    expect((await rest.repos.listCommits({ ...at, path: 'docs' })).data).toHaveLength(1);
    await expect(rest.git.updateRef({ ...at, ref: 'heads/main', sha: before })).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('not a fast forward'),
    });
    await rest.git.updateRef({ ...at, ref: 'heads/main', sha: before, force: true });
    expect(t.website.git.branch('main')).toBe(before);
  });

  test('gets a tree that is cut where the repository says so', async () => {
    t.website.truncateTreesAt = 2;
    const { data } = await t.octokit.rest.git.getTree({ ...at, tree_sha: 'main', recursive: '1' });

    expect([data.truncated, data.tree.map(({ path }) => path)]).toEqual([true, ['README.md', 'docs']]);
  });

  test('finds what it wrote under either name of an app', async () => {
    await t.octokit.rest.issues.create({ ...at, title: 'One' });
    for (const creator of ['porter[bot]', 'app/porter'])
      expect((await t.octokit.rest.issues.listForRepo({ ...at, creator })).data).toHaveLength(1);
  });

  test('reports checks, with annotations added and the latest run shown', async () => {
    const { rest } = t.octokit;
    const head_sha = t.website.git.branch('main') ?? '';
    const annotations = [
      { path: 'README.md', start_line: 1, end_line: 1, annotation_level: 'warning' as const, message: 'm' },
    ];
    const { data: run } = await rest.checks.create({
      ...at,
      name: 'licence',
      head_sha,
      status: 'in_progress',
      external_id: 'x',
      output: { title: 't', summary: 's', annotations },
    });
    await rest.checks.update({
      ...at,
      check_run_id: run.id,
      conclusion: 'success',
      output: { title: 't', summary: 's', annotations },
    });
    expect((await rest.checks.get({ ...at, check_run_id: run.id })).data).toMatchObject({
      status: 'completed',
      conclusion: 'success',
      external_id: 'x',
      output: { annotations_count: 2 },
    });
    expect((await rest.checks.listAnnotations({ ...at, check_run_id: run.id })).data).toHaveLength(2);
    const { data: younger } = await rest.checks.create({ ...at, name: 'licence', head_sha, conclusion: 'failure' });
    expect((await rest.checks.listForRef({ ...at, ref: 'main', check_name: 'licence' })).data).toMatchObject({
      total_count: 1,
      check_runs: [{ id: younger.id }],
    });
    expect(
      (await rest.checks.listForRef({ ...at, ref: 'main', filter: 'all', app_id: t.app.id })).data.total_count,
    ).toBe(2);
    expect((await rest.checks.listSuitesForRef({ ...at, ref: 'main' })).data).toMatchObject({
      total_count: 1,
      check_suites: [{ conclusion: 'failure' }],
    });
  });

  test('asks for accounts, installations, rights and limits', async () => {
    const { rest } = t.octokit;
    const eve = t.github.createUser('eve');
    t.github.setRole(t.website, eve, 'maintain');
    expect((await rest.users.getByUsername({ username: 'ada' })).data).toMatchObject({ login: 'ada', type: 'User' });
    expect((await rest.users.getById({ account_id: eve.id })).data.login).toBe('eve');
    expect((await rest.orgs.get({ org: 'town' })).data).toMatchObject({ login: 'town', type: 'Organization' });
    expect((await rest.repos.listForOrg({ org: 'town', sort: 'full_name' })).data).toHaveLength(1);
    expect((await rest.repos.getCollaboratorPermissionLevel({ ...at, username: 'eve' })).data).toMatchObject({
      permission: 'write',
      role_name: 'maintain',
    });
    expect((await rest.apps.listReposAccessibleToInstallation()).data).toMatchObject({ total_count: 1 });
    expect((await rest.rateLimit.get()).data.rate).toMatchObject({ limit: 5000, used: 6 });
    expect((await rest.meta.get()).status).toBe(200);
    expect((await rest.apps.getAuthenticated()).data?.slug).toBe('porter');
    expect((await rest.apps.listInstallations()).data).toMatchObject([{ account: { login: 'town' } }]);
    expect((await rest.apps.getInstallation({ installation_id: t.installation.id })).data.repository_selection).toBe(
      'all',
    );
    expect((await rest.apps.getOrgInstallation({ org: 'town' })).data.id).toBe(t.installation.id);
    expect((await rest.apps.getRepoInstallation(at)).data.id).toBe(t.installation.id);
    expect((await t.octokit.request('GET /repositories/{id}', { id: t.website.id })).data).toMatchObject({
      full_name: 'town/website',
    });
  });
});
