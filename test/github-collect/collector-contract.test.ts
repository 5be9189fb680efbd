import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FileContent, WatchedFiles } from '../../src/core/files.ts';
import { createGitHub } from '../../src/github/client.ts';
import { collectRepositories } from '../../src/github/collect-repositories.ts';
import type { ContentCache } from '../../src/github/read-contents.ts';
import {
  type Account,
  type App,
  type GitHub,
  type Installation,
  type Repository,
  startGitHub,
} from '../github/index.ts';
import { describeCollector } from '../support/collector-contract.ts';
import { type FixtureFile, type FixtureFiles, ODD_WATCHED } from '../support/repositories.ts';

let github: GitHub;
let city: Account;
let app: App;
let installation: Installation;
let count = 0;

beforeAll(async () => {
  github = await startGitHub({ seed: 1 });
  city = github.createOrganization('city', { owners: [github.createUser('ada')] });
  const permissions = {
    metadata: 'read',
    contents: 'write',
    issues: 'write',
    pull_requests: 'write',
    checks: 'write',
  } as const;
  app = github.createApp({ slug: 'portreeve', permissions, events: [], webhookUrl: null });
  installation = github.installApp({ app, account: city });
});

afterAll(() => github.close());

function onGitHub(file: FixtureFile) {
  if (typeof file === 'string' || Buffer.isBuffer(file)) return file;
  return 'symlink' in file ? { mode: '120000', content: file.symlink } : { mode: '160000', content: file.submodule };
}

function make(fixture: FixtureFiles, options: object = {}): Repository {
  count += 1;
  const files = Object.fromEntries(Object.entries(fixture).map(([path, file]) => [path, onGitHub(file)]));
  return github.createRepository({ owner: city, name: `odd-${count}`, files, ...options });
}

const nothingKept = (): ContentCache => ({ get: async () => new Map(), put: async () => {} });

async function collectAll(
  repositories: readonly Repository[],
  watched: readonly WatchedFiles[],
  cache = nothingKept(),
) {
  const client = createGitHub({
    appId: app.id,
    privateKey: app.privateKey,
    baseUrl: github.url,
    userAgent: 'portreeve-test',
  }).reader(installation.id);
  const nodeIds = repositories.map(({ nodeId }) => nodeId);
  return collectRepositories(
    client,
    {
      nodeIds,
      watched,
      inheritable: watched,
      standing: [],
      withPullRequests: false,
      withCodeOwners: true,
      withMergeSettings: false,
    },
    cache,
  );
}

async function filesOf(repository: Repository, watched: readonly WatchedFiles[]) {
  const { collected } = await collectAll([repository], watched);
  const [only] = collected;
  if (only === undefined) throw new Error('nothing was collected');
  return only.files;
}

describeCollector('GitHub', (fixture, watched) => filesOf(make(fixture), watched));
describeCollector('GitHub, from a repository with SHA-256', (fixture, watched) => {
  const sha256 = Object.fromEntries(
    Object.entries(fixture).map(([path, file]) => [
      path,
      typeof file === 'object' && 'submodule' in file ? { submodule: file.submodule.padEnd(64, '0') } : file,
    ]),
  );
  return filesOf(make(sha256, { objectFormat: 'sha256' }), watched);
});
describeCollector('GitHub, when its lists of trees are cut', (fixture, watched) => {
  const repository = make(fixture);
  repository.truncateTreesAt = 1;
  return filesOf(repository, watched);
});
describeCollector('GitHub, from a default branch called anything', (fixture, watched) =>
  filesOf(make(fixture, { defaultBranch: 'feature/ünï#1' }), watched),
);

describe('the collector of GitHub', () => {
  test('an empty repository is known to hold nothing', async () => {
    const empty = github.createRepository({ owner: city, name: 'empty' });
    empty.git.refs.clear();
    const { collected } = await collectAll([empty], ODD_WATCHED);

    expect(collected[0]).toMatchObject({ files: { status: 'known', value: { entries: [] } }, headSha: null });
  });

  test('a link is followed only so far: a repository full of links costs a bounded number of requests', async () => {
    const links = Object.fromEntries(
      Array.from({ length: 150 }, (_, index) => [`LICENSE-${index}`, { symlink: `f${index}/a/b/c` }]),
    );
    const folders = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`f${index}/a/b/c`, 'x\n']));
    const repository = make({ ...links, ...folders });
    github.resetRequests();
    const files = await filesOf(repository, ODD_WATCHED);

    expect(files.status).toBe('unavailable');
    expect(github.requests.length).toBeLessThan(60);
  });

  test('more licences than anybody reads leave the fact unavailable', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`LICENSE-${index}`, `${index}`]));

    expect(await filesOf(make(many), ODD_WATCHED)).toMatchObject({ status: 'unavailable' });
  });

  test('a repository that is gone is in no list', async () => {
    const gone = make({ a: 'a' });
    github.deleteRepository(gone);

    expect(await collectAll([gone], ODD_WATCHED)).toEqual({ collected: [], unread: [] });
  });
});

/** Answers the query for repositories as GitHub does when it fails in part. */
function failPartly(path: readonly (string | number)[] | null, type: string | null) {
  return async (repository: Repository) => {
    let answers = 0;
    // The true answer, with what failed made null.
    const real = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      const response = await real(input, init);
      if (!String(init?.body).includes('query Repositories')) return response;
      const answer: { data: Record<string | number, unknown> } = JSON.parse(await response.text());
      if (path !== null) {
        let at = answer.data;
        for (const step of path.slice(0, -1)) at = Object(at[step]);
        at[String(path.at(-1))] = null;
      }
      const error = { message: 'Something went wrong.', ...(type ? { type } : {}), ...(path ? { path } : {}) };
      answers += 1;
      return Response.json({ ...answer, errors: [error] }, { headers: response.headers });
    };
    try {
      return await collectAll([repository], ODD_WATCHED);
    } finally {
      globalThis.fetch = real;
      expect(answers).toBe(1);
    }
  };
}

test('GitHub’s own list of errors in CODEOWNERS comes with the query that is made anyway', async () => {
  const text = '* @nobody-of-that-name\n!docs/ @ada\nsrc/ ada\n';
  const broken = make({ '.github/CODEOWNERS': text, CODEOWNERS: '* @nobody-either\n' });
  const none = make({ 'README.md': 'x' });
  github.resetRequests();
  const { collected } = await collectAll([broken, none], []);
  const place = { path: '.github/CODEOWNERS' };

  expect(github.requests.filter(({ route }) => route === 'POST /graphql')).toHaveLength(1);
  expect(collected.map(({ codeOwners }) => codeOwners)).toEqual([
    {
      status: 'known',
      value: {
        isLookedUp: true,
        errors: [
          { ...place, line: 1, column: 3, kind: 'Unknown owner' },
          { ...place, line: 2, column: 1, kind: 'Invalid pattern' },
          { ...place, line: 3, column: 6, kind: 'Invalid owner' },
        ],
      },
    },
    { status: 'known', value: { isLookedUp: true, errors: [] } },
  ]);
});

describe('what GitHub fails to tell is unavailable with a reason, never absent', () => {
  test.each([
    ['the root', ['repositories', 0, 'root'], 'files'],
    ['the folder .github', ['repositories', 0, 'github'], 'files'],
    ['the folder docs', ['repositories', 0, 'docs'], 'files'],
    ['anything at all', null, 'files'],
    ['anything at all', null, 'inherited'],
    ['the organisation’s .github', ['repositories', 0, 'owner', 'community'], 'inherited'],
    ['the errors in CODEOWNERS', ['repositories', 0, 'codeowners'], 'codeOwners'],
    ['anything at all', null, 'codeOwners'],
  ] as const)('%s (%j → %s)', async (_what, path, fact) => {
    const repository = make({ LICENSE: 'x', '.github/SECURITY.md': 'x', 'docs/CONTRIBUTING.md': 'x' });
    const { collected } = await failPartly(path, 'SERVICE_UNAVAILABLE')(repository);

    expect(collected[0]?.[fact]).toMatchObject({
      status: 'unavailable',
      reason: expect.stringContaining('went wrong'),
    });
  });

  test('a folder that is null though the root lists it is not absent, whatever the error is called', async () => {
    const repository = make({ '.github/SECURITY.md': 'x' });
    const { collected } = await failPartly(['repositories', 0, 'github'], 'NOT_FOUND')(repository);

    expect(collected[0]?.files).toMatchObject({ status: 'unavailable' });
  });

  test('a repository that may not be read is unread, not gone', async () => {
    const { collected, unread } = await failPartly(['repositories', 0], 'FORBIDDEN')(make({ a: 'a' }));

    expect([collected, unread]).toMatchObject([[], [{ reason: 'Something went wrong.' }]]);
  });

  test('that there is no .github is proved by “not found” alone', async () => {
    const { collected } = await failPartly(['repositories', 0, 'owner', 'community'], 'NOT_FOUND')(make({ a: 'a' }));

    expect(collected[0]?.inherited).toMatchObject({ status: 'known', value: { entries: [] } });
  });

  test.each([403, 404, 451, 500])(
    'one file that is refused with %d makes that repository’s fact unavailable',
    async (status) => {
      const latin = Buffer.from('Stadt M\u00fcnchen, all of it in an old encoding', 'latin1');
      const [bad, good] = [make({ LICENSE: latin }), make({ LICENSE: 'plain' })];
      const rule = github.faults.add({
        route: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
        fault: { kind: 'status', status, body: { message: 'No.' } },
      });
      const { collected } = await collectAll([bad, good], ODD_WATCHED);
      rule.remove();

      expect(collected.map(({ files }) => files.status)).toEqual(['unavailable', 'known']);
    },
  );

  test.each([500, 403, 401, 429])(
    'a query that fails with %d fails as a whole, and nothing is concluded',
    async (status) => {
      const rule = github.faults.add({
        route: 'POST /graphql',
        fault: { kind: 'status', status, body: { message: 'No.' } },
      });

      await expect(collectAll([make({ a: 'a' })], ODD_WATCHED)).rejects.toThrow();
      rule.remove();
    },
  );
});

describe('many at once', () => {
  function remembering(): ContentCache {
    const kept = new Map<string, FileContent>();
    return {
      get: async (oids) => new Map([...kept].filter(([oid]) => oids.includes(oid))),
      put: async (contents) => {
        for (const [oid, content] of contents) kept.set(oid, content);
      },
    };
  }
  const queries = () => github.countByRoute()['POST /graphql'];

  test('thirty repositories are two queries: one for all, one for their blobs; and one the second time', async () => {
    const repositories = Array.from({ length: 30 }, (_, index) =>
      make({ LICENSE: `${index}`, 'SECURITY.md': `s${index}` }),
    );
    const cache = remembering();
    github.resetRequests();
    const first = await collectAll(repositories, ODD_WATCHED, cache);
    expect([first.collected.length, queries()]).toEqual([30, 2]);

    github.resetRequests();
    const second = await collectAll(repositories, ODD_WATCHED, cache);
    expect(queries()).toBe(1);
    expect(second).toEqual(first);
  });

  test('where GitHub cannot answer for so many, half of them are asked for', async () => {
    const repositories = Array.from({ length: 8 }, (_, index) => make({ LICENSE: `half ${index}` }));
    const rule = github.faults.add({
      route: 'POST /graphql',
      call: ({ body }) => {
        const { ids } = Object(body.variables);
        return Array.isArray(ids) && ids.length > 3;
      },
      fault: { kind: 'status', status: 502, body: {} },
    });
    const { collected } = await collectAll(repositories, ODD_WATCHED);
    rule.remove();

    expect(collected.map(({ repositoryId }) => repositoryId)).toEqual(repositories.map(({ id }) => id));
    expect(rule.hits).toBe(3);
  });

  test('where GitHub cannot answer for so many blobs, half of them are asked for', async () => {
    const repository = make(
      Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`LICENSE-${index}`, `blob ${index}`])),
    );
    const rule = github.faults.add({
      route: 'POST /graphql',
      call: ({ body }) => /\bb5: /.test(String(body.query)),
      fault: { kind: 'status', status: 502, body: {} },
    });
    const files = await filesOf(repository, ODD_WATCHED);
    rule.remove();

    expect([files.status, rule.hits]).toEqual(['known', 3]);
  });
});
