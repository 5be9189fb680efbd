import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { routes } from './rest/index.ts';
import type { Town } from './support.ts';
import { aTown, call } from './support.ts';

/** What stands for each parameter; nothing of it need exist, as rights are looked at first. */
const SAMPLE: Readonly<Record<string, string>> = {
  owner: 'town',
  repo: 'secret',
  ref: 'heads/main',
  basehead: 'main...main',
  path: 'README.md',
  username: 'ada',
};

function pathOf(template: string): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => SAMPLE[name] ?? '1');
}

const onRepository = routes.filter(
  ({ template }) => template.startsWith('/repos/{owner}/{repo}') && !template.endsWith('/installation'),
);
// The code of a manifest is all that its conversion asks for: there is no app yet.
const byApp = routes.filter(
  ({ template }) =>
    (template.startsWith('/app') && !template.startsWith('/app-manifests')) || template.endsWith('/installation'),
);
const named = (list: typeof routes) => list.map(({ method, template }) => [method, template] as const);

let t: Town;

beforeAll(async () => {
  t = await aTown();
  t.github.createRepository({ owner: t.town, name: 'secret', visibility: 'private', files: { 'README.md': 'x' } });
});

afterAll(() => t.github.close());

describe('a private repository', () => {
  test.each(named(onRepository))(
    '%s %s is not there without a token, for another organisation, or outside the token',
    async (method, template) => {
      const elsewhere = t.github.installApp({
        app: t.app,
        account: t.github.createOrganization(`other-${method}-${template.length}`),
      });
      const foreign = t.github.createInstallationToken(elsewhere);
      const narrow = t.github.createInstallationToken(t.installation, { repositoryIds: [t.website.id] });
      const stranger = t.github.createUserToken(t.github.createUser('stranger'));

      for (const token of [undefined, foreign, narrow, stranger]) {
        const answer = await call(t.github, method, pathOf(template), {
          ...(token ? { token } : {}),
          ...(method === 'GET' ? {} : { body: {} }),
        });
        expect([token, answer.status, answer.body.message]).toEqual([token, 404, 'Not Found']);
      }
    },
  );

  test.each(named(onRepository.filter(({ template }) => !/\{repo\}$|\/permission$/.test(template))))(
    '%s %s needs its permission',
    async (method, template) => {
      const token = t.github.createInstallationToken(t.installation, { permissions: { metadata: 'read' } });
      const answer = await call(t.github, method, pathOf(template), {
        token,
        ...(method === 'GET' ? {} : { body: {} }),
      });

      expect([answer.status, answer.body.message]).toEqual([403, 'Resource not accessible by integration']);
      expect(answer.headers.get('x-accepted-github-permissions')).toMatch(/^(\w+=(read|write)(; )?)+$/);
    },
  );

  test.each(named(onRepository))('%s %s takes no token that is unknown or an hour old', async (method, template) => {
    const old = t.github.createInstallationToken(t.installation);
    t.github.clock.advance(3_600_001);

    for (const token of [old, 'ghs_unknown']) {
      const answer = await call(t.github, method, pathOf(template), {
        token,
        ...(method === 'GET' ? {} : { body: {} }),
      });
      expect([answer.status, answer.body.message]).toEqual([401, 'Bad credentials']);
    }
  });
});

describe('an archived repository', () => {
  test.each(named(onRepository.filter(({ method }) => method !== 'GET')))(
    '%s %s is refused',
    async (method, template) => {
      const name = `archived-${method}-${template.length}-${Math.trunc(t.github.ids.next())}`;
      t.github.archive(t.github.createRepository({ owner: t.town, name, files: { a: 'a' } }));
      const token = t.github.createInstallationToken(t.installation);
      const answer = await call(t.github, method, pathOf(template).replace('/secret', `/${name}`), { token, body: {} });

      expect([answer.status, answer.body.message]).toEqual([403, 'Repository was archived so is read-only.']);
    },
  );
});

describe('what an app asks for itself', () => {
  test.each(named(byApp))('%s %s needs a JWT', async (method, template) => {
    const token = t.github.createInstallationToken(t.installation);
    for (const given of [{}, { token }]) {
      const answer = await call(t.github, method, pathOf(template), {
        ...given,
        ...(method === 'GET' ? {} : { body: {} }),
      });
      expect(answer.status).toBe(401);
    }
  });
});

describe('a token', () => {
  let own: Town;

  beforeEach(async () => {
    own = await aTown({ now: '2026-01-05T09:00:00Z' });
  });

  afterEach(() => own.github.close());

  const mint = (body: Record<string, unknown>) =>
    own.octokit.request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: own.installation.id,
      ...body,
    });

  test('may be asked for with less than the installation has, and ends after an hour by the server’s clock', async () => {
    const { data } = await mint({ permissions: { issues: 'read' }, repository_ids: [own.website.id] });

    expect(data).toMatchObject({
      permissions: { issues: 'read', metadata: 'read' },
      repository_selection: 'selected',
      expires_at: '2026-01-05T10:00:00Z',
      repositories: [{ name: 'website' }],
    });
  });

  test.each([
    ['a permission that was not granted', { permissions: { actions: 'read' } }],
    ['more than was granted', { permissions: { members: 'write' } }],
    ['a repository that is not covered', { repository_ids: [1] }],
    ['the name of a repository that is not covered', { repositories: ['nowhere'] }],
  ])('is refused with 422 for %s', async (_name, body) => {
    await expect(mint(body)).rejects.toMatchObject({ status: 422 });
  });

  test('is refused while the installation is suspended, and those minted before do not work', async () => {
    const token = own.github.createInstallationToken(own.installation);
    own.github.suspend(own.installation);
    await expect(mint({})).rejects.toMatchObject({ status: 403 });
    expect((await call(own.github, 'GET', '/repos/town/website', { token })).status).toBe(403);
    own.github.unsuspend(own.installation);
    expect((await call(own.github, 'GET', '/repos/town/website', { token })).status).toBe(200);
    own.github.uninstallApp(own.installation);
    expect((await call(own.github, 'GET', '/repos/town/website', { token })).status).toBe(401);
  });
});

describe('particular refusals', () => {
  const at = { owner: 'town', repo: 'website' };
  let own: Town;

  beforeEach(async () => {
    own = await aTown();
  });

  afterEach(() => own.github.close());

  test('issues: too long a body, no title, switched off', async () => {
    const { rest } = own.octokit;
    await expect(rest.issues.create({ ...at, title: 'a', body: 'x'.repeat(65_537) })).rejects.toMatchObject({
      status: 422,
    });
    await expect(rest.issues.create({ ...at, title: '' })).rejects.toMatchObject({ status: 422 });
    await expect(rest.issues.create({ ...at, title: 'a', body: 'x'.repeat(65_536) })).resolves.toMatchObject({
      status: 201,
    });
    await expect(rest.issues.createComment({ ...at, issue_number: 1, body: 'x'.repeat(65_537) })).rejects.toMatchObject(
      { status: 422 },
    );
    await expect(rest.issues.get({ ...at, issue_number: 2 })).rejects.toMatchObject({ status: 404 });
    own.github.editRepository(own.website, { hasIssues: false });
    await expect(rest.issues.create({ ...at, title: 'a' })).rejects.toMatchObject({ status: 410 });
  });

  test('checks: other apps’ runs, too long a text, too many annotations, an unknown commit', async () => {
    const { rest } = own.octokit;
    const head_sha = own.website.git.branch('main') ?? '';
    const { data: run } = await rest.checks.create({ ...at, name: 'n', head_sha });
    const second = own.github.createApp({ slug: 'second', permissions: { checks: 'write' } });
    const token = own.github.createInstallationToken(own.github.installApp({ app: second, account: own.town }));
    expect(
      (
        await call(own.github, 'PATCH', `/repos/town/website/check-runs/${run.id}`, {
          token,
          body: { conclusion: 'success' },
        })
      ).status,
    ).toBe(403);
    await expect(
      rest.checks.create({ ...at, name: 'n', head_sha, output: { title: 't', summary: 'x'.repeat(65_536) } }),
    ).rejects.toMatchObject({ status: 422 });
    const annotation = { path: 'a', start_line: 1, end_line: 1, annotation_level: 'notice' as const, message: 'm' };
    await expect(
      rest.checks.update({
        ...at,
        check_run_id: run.id,
        output: { summary: 's', annotations: Array.from({ length: 51 }, () => annotation) },
      }),
    ).rejects.toMatchObject({ status: 422 });
    await expect(rest.checks.create({ ...at, name: 'n', head_sha: 'f'.repeat(40) })).rejects.toMatchObject({
      status: 422,
    });
  });

  test('pull requests: no commits between, an unknown branch', async () => {
    const { rest } = own.octokit;
    own.github.pushFiles(own.website, { branch: 'same', parent: own.website.git.branch('main') ?? '', files: {} });
    await expect(rest.pulls.create({ ...at, title: 'a', head: 'nowhere', base: 'main' })).rejects.toMatchObject({
      status: 422,
    });
    await rest.git.createRef({ ...at, ref: 'refs/heads/equal', sha: own.website.git.branch('main') ?? '' });
    await expect(rest.pulls.create({ ...at, title: 'a', head: 'equal', base: 'main' })).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('No commits between'),
    });
  });

  test('people: a stranger opens an issue, changes only his own, and writes no file', async () => {
    const eve = own.github.createUserToken(own.github.createUser('eve'));
    own.github.openIssue(own.website, { title: 'Ada’s', author: own.ada });
    expect(
      (await call(own.github, 'POST', '/repos/town/website/issues', { token: eve, body: { title: 'mine' } })).status,
    ).toBe(201);
    expect(
      (await call(own.github, 'PATCH', '/repos/town/website/issues/2', { token: eve, body: { title: 'still mine' } }))
        .status,
    ).toBe(200);
    expect(
      (await call(own.github, 'PATCH', '/repos/town/website/issues/1', { token: eve, body: { title: 'mine now' } }))
        .status,
    ).toBe(403);
    expect(
      (
        await call(own.github, 'PUT', '/repos/town/website/contents/x', {
          token: eve,
          body: { message: 'm', content: 'eA==' },
        })
      ).status,
    ).toBe(403);
  });

  test.each([
    ['in the place of a folder', 'docs'],
    ['below a file', 'README.md/x'],
  ])('a file %s: refused, and nothing is written', async (_where, path) => {
    const token = own.github.createInstallationToken(own.installation);
    own.github.pushFiles(own.website, { files: { 'docs/a.md': 'a', 'README.md': 'x' } });
    const before = own.website.git.branch('main') ?? '';
    const sha = own.website.git.entryAt(own.website.git.store.commit(before).tree, path)?.oid;
    const body = { message: 'm', content: 'eA==', ...(sha === undefined ? {} : { sha }) };
    const { status } = await call(own.github, 'PUT', `/repos/town/website/contents/${path}`, { token, body });

    expect([status, own.website.git.branch('main')]).toEqual([422, before]);
  });

  test('a former name: redirected to the id, for a read and for a write', async () => {
    own.github.renameRepository(own.website, 'site');
    const token = own.github.createInstallationToken(own.installation);
    const read = await call(own.github, 'GET', '/repos/town/website/issues?state=all', { token });
    expect([read.status, read.headers.get('location')]).toEqual([
      301,
      `${own.github.url}/repositories/${own.website.id}/issues?state=all`,
    ]);
    expect((await call(own.github, 'POST', '/repos/town/website/issues', { token, body: { title: 'a' } })).status).toBe(
      307,
    );
    expect((await own.octokit.rest.repos.get(at)).data.name).toBe('site');
  });

  test('what is not served: 501 with its name, and noted', async () => {
    const answer = await call(own.github, 'GET', '/repos/town/website/releases');
    expect([answer.status, answer.body.message]).toEqual([
      501,
      'The embedded GitHub does not serve GET /repos/town/website/releases',
    ]);
    expect(own.github.unserved).toEqual(['GET /repos/town/website/releases']);
  });
});
