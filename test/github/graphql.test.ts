import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Town } from './support.ts';
import { aTown, call } from './support.ts';

let t: Town;
let token: string;

beforeEach(async () => {
  t = await aTown({ now: '2026-01-05T09:00:00Z' });
  token = t.github.createInstallationToken(t.installation);
});

afterEach(() => t.github.close());

interface Answer {
  data?: Record<string, never>;
  errors?: { type?: string; message: string; path?: unknown[] }[];
}

async function ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  return (await call(t.github, 'POST', '/graphql', { token, body: { query, variables } })).body as Answer;
}

const onWebsite = (fields: string) => ask(`{ repository(owner: "town", name: "website") { ${fields} } }`);

describe('objects', () => {
  test('are read by expression, id and node id', async () => {
    const { sha } = t.github.pushFiles(t.website, {
      files: {
        '.github/CODEOWNERS': '* @ada\n',
        bin: Buffer.from([0, 1]),
        link: { mode: '120000', content: 'README.md' },
      },
    });
    const tree = t.website.git.store.commit(sha).tree;
    const readme = t.website.git.entryAt(tree, 'README.md')?.oid ?? '';
    const { data } = await ask(
      `query($id: ID!, $oid: GitObjectID!) { node(id: $id) { ... on Repository {
        head: object(expression: "HEAD:") { ... on Tree { oid entries { name mode type path } } }
        folder: object(expression: "${sha}:.github") { ... on Tree { entries { name size } } }
        none: object(expression: "HEAD:nowhere") { oid }
        byOid: object(oid: $oid) { ... on Blob { text isBinary isTruncated byteSize } }
        binary: object(expression: "main:bin") { ... on Blob { text isBinary } }
        commit: object(expression: "main") { ... on Commit { message signature { isValid } author { email user { login } } } }
      } } }`,
      { id: t.website.nodeId, oid: readme },
    );

    expect(data?.node).toMatchObject({
      head: {
        oid: tree,
        entries: [
          { name: '.github', mode: 16384, type: 'tree' },
          { name: 'README.md', mode: 33188 },
          { name: 'bin' },
          { name: 'docs' },
          { name: 'link', mode: 40960, path: 'link' },
        ],
      },
      folder: { entries: [{ name: 'CODEOWNERS', size: 7 }] },
      none: null,
      byOid: { text: '# Website\n', isBinary: false, isTruncated: false, byteSize: 10 },
      binary: { text: null, isBinary: true },
      commit: { signature: null, author: { email: 'ada@example.org', user: { login: 'ada' } } },
    });
  });

  test('over 512 000 bytes are cut', async () => {
    t.github.pushFiles(t.website, { files: { long: 'x'.repeat(512_001) } });
    const { data } = await onWebsite('object(expression: "HEAD:long") { ... on Blob { text isTruncated byteSize } }');

    expect(data?.repository).toMatchObject({
      object: { text: 'x'.repeat(512_000), isTruncated: true, byteSize: 512_001 },
    });
  });

  test('of a pull request’s head are read through the parent, though the branch is in a fork', async () => {
    const signer = t.github.createUser('eve');
    const pull = t.github.openPullRequest({
      repository: t.website,
      author: signer,
      fork: true,
      commits: [{ files: { 'src/a.ts': 'a' }, verification: { verified: true, reason: 'valid', signer } }],
    });
    const { data } = await onWebsite(`
      pullRequest(number: 1) { title isCrossRepository headRefOid baseRefName headRepository { nameWithOwner } author { login ... on User { databaseId } }
        files(first: 10) { totalCount nodes { path changeType additions } }
        commits(first: 10) { totalCount nodes { commit { oid signature { isValid signer { login } wasSignedByGitHub } } } } }
      object(expression: "${pull.head.sha}:src") { ... on Tree { entries { name } } }`);

    expect(data?.repository).toMatchObject({
      pullRequest: {
        isCrossRepository: true,
        headRefOid: pull.head.sha,
        headRepository: { nameWithOwner: 'eve/website' },
        author: { login: 'eve', databaseId: signer.id },
        files: { totalCount: 1, nodes: [{ path: 'src/a.ts', changeType: 'ADDED', additions: 1 }] },
        commits: {
          nodes: [
            {
              commit: {
                oid: pull.head.sha,
                signature: { isValid: true, signer: { login: 'eve' }, wasSignedByGitHub: false },
              },
            },
          ],
        },
      },
      object: { entries: [{ name: 'a.ts' }] },
    });
  });
});

describe('an organisation', () => {
  test('pages through its repositories by order and filter, and shows only what the token covers', async () => {
    for (const name of ['b', 'a', 'c']) {
      t.github.clock.advance(1000);
      t.github.createRepository({ owner: t.town, name, files: { x: name }, archived: name === 'c', topics: [name] });
    }
    token = t.github.createInstallationToken(t.installation, { repositories: ['a', 'b', 'c'] });
    const query = `query($after: String) { organization(login: "town") { repositories(first: 2, after: $after, orderBy: { field: PUSHED_AT, direction: DESC }) {
      totalCount pageInfo { hasNextPage endCursor } nodes { name isArchived repositoryTopics(first: 5) { nodes { topic { name } } } } } } }`;
    const first = (await ask(query)).data?.organization as unknown as {
      repositories: { pageInfo: { endCursor: string } };
    };
    const second = (await ask(query, { after: first.repositories.pageInfo.endCursor })).data?.organization;

    expect(first).toMatchObject({
      repositories: {
        totalCount: 3,
        pageInfo: { hasNextPage: true },
        nodes: [
          { name: 'c', isArchived: true },
          { name: 'a', repositoryTopics: { nodes: [{ topic: { name: 'a' } }] } },
        ],
      },
    });
    expect(second).toMatchObject({ repositories: { pageInfo: { hasNextPage: false }, nodes: [{ name: 'b' }] } });
  });
});

describe('what goes wrong is said', () => {
  test.each([
    [
      'a repository that is not seen',
      '{ repository(owner: "town", name: "nowhere") { id } }',
      'NOT_FOUND',
      /Could not resolve to a Repository with the name 'town\/nowhere'/,
    ],
    [
      'an organisation that is not there',
      '{ organization(login: "nobody") { id } }',
      'NOT_FOUND',
      /Could not resolve to an Organization/,
    ],
    [
      'a field that is not implemented',
      '{ repository(owner: "town", name: "website") { milestones(first: 1) { totalCount } } }',
      undefined,
      /does not implement the field 'milestones' of 'Repository'/,
    ],
    [
      'a field that GitHub does not have',
      '{ repository(owner: "town", name: "website") { nonsense } }',
      undefined,
      /Cannot query field "nonsense"/,
    ],
    [
      'a page without a size',
      '{ organization(login: "town") { repositories { totalCount } } }',
      'MISSING_PAGINATION_BOUNDARIES',
      /You must provide/,
    ],
    [
      'a page of more than 100',
      '{ organization(login: "town") { repositories(first: 101) { totalCount } } }',
      'EXCESSIVE_PAGINATION',
      /exceeds the `first` limit/,
    ],
    [
      'more than 500 000 nodes',
      '{ organization(login: "town") { repositories(first: 100) { nodes { issues(first: 100) { nodes { comments(first: 100) { totalCount } } } } } } }',
      'MAX_NODE_LIMIT_EXCEEDED',
      /1010100 possible nodes/,
    ],
    [
      'a missing permission',
      '{ repository(owner: "town", name: "website") { object(expression: "HEAD:") { oid } } }',
      'FORBIDDEN',
      /Resource not accessible by integration/,
    ],
    ['text that is no query', '{ repository(', undefined, /Syntax Error/],
  ])('%s', async (name, query, type, message) => {
    if (name === 'a missing permission')
      token = t.github.createInstallationToken(t.installation, { permissions: { issues: 'read' } });
    const [error] = (await ask(query)).errors ?? [];

    expect(error?.type).toBe(type);
    expect(error?.message).toMatch(message);
  });

  test('of one id in a list, beside the others', async () => {
    const { data, errors } = await ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: [t.website.nodeId, 'R_nonsense'],
    });

    expect(data).toEqual({ nodes: [{ id: t.website.nodeId }, null] });
    expect(errors).toMatchObject([{ type: 'NOT_FOUND', path: ['nodes', 1] }]);
  });

  test('when the points are spent, with status 200', async () => {
    t.github.limits.exhaust(`installation:${t.installation.id}`, 'graphql');

    expect((await ask('{ rateLimit { cost } }')).errors).toMatchObject([{ type: 'RATE_LIMITED' }]);
  });
});

test.each([
  ['{ rateLimit { cost } }', 1],
  ['{ organization(login: "town") { repositories(first: 100) { nodes { name } } } rateLimit { cost } }', 1],
  [
    '{ organization(login: "town") { repositories(first: 100) { nodes { issues(first: 1) { totalCount } pullRequests(first: 1) { totalCount } repositoryTopics(first: 1) { totalCount } } } } rateLimit { cost } }',
    3,
  ],
  [
    '{ organization(login: "town") { repositories(first: 50) { nodes { issues(first: 60) { nodes { labels(first: 60) { totalCount } } } } } } rateLimit { cost } }',
    31,
  ],
])('the cost of %s is %d', async (query, cost) => {
  expect((await ask(query)).data?.rateLimit).toEqual({ cost });
});

test('mutations write as the app, several in one request', async () => {
  const issue = t.github.openIssue(t.website, { title: 'One' });
  const comment = t.github.comment(issue, 'a reminder');
  const sha = t.website.git.branch('main') ?? '';
  const check = (
    name: string,
  ) => `${name}: createCheckRun(input: { repositoryId: $r, headSha: $sha, name: "${name}", status: COMPLETED, conclusion: SUCCESS, completedAt: "2026-01-05T09:00:00Z",
    output: { title: "t", summary: "s", annotations: [{ path: "README.md", location: { startLine: 1, endLine: 1 }, annotationLevel: WARNING, message: "m" }] } }) { checkRun { databaseId conclusion } }`;
  const { data, errors } = await ask(
    `mutation($r: ID!, $sha: GitObjectID!, $i: ID!, $c: ID!) { ${check('dco')} ${check('licence')}
      addComment(input: { subjectId: $i, body: "hello" }) { commentEdge { node { body author { login } } } }
      minimizeComment(input: { subjectId: $c, classifier: OUTDATED }) { minimizedComment { isMinimized minimizedReason } }
      createIssue(input: { repositoryId: $r, title: "Two" }) { issue { number } }
      closeIssue(input: { issueId: $i, stateReason: NOT_PLANNED }) { issue { state stateReason } }
      createCommitOnBranch(input: { branch: { repositoryNameWithOwner: "town/website", branchName: "main" }, expectedHeadOid: $sha, message: { headline: "Add" },
        fileChanges: { additions: [{ path: "x", contents: "eA==" }] } }) { commit { signature { wasSignedByGitHub } } } }`,
    { r: t.website.nodeId, sha, i: issue.nodeId, c: comment.nodeId },
  );

  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    dco: { checkRun: { conclusion: 'SUCCESS' } },
    addComment: { commentEdge: { node: { body: 'hello', author: { login: 'porter' } } } },
    minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: 'outdated' } },
    createIssue: { issue: { number: 2 } },
    closeIssue: { issue: { state: 'CLOSED', stateReason: 'NOT_PLANNED' } },
    createCommitOnBranch: { commit: { signature: { wasSignedByGitHub: true } } },
  });
  expect(t.website.checkRuns.map(({ name, annotations }) => [name, annotations.length])).toEqual([
    ['dco', 1],
    ['licence', 1],
  ]);
  expect(t.github.writes()).toHaveLength(1);
});

test('a mutation beyond the permission is refused and changes nothing', async () => {
  token = t.github.createInstallationToken(t.installation, { permissions: { issues: 'read' } });
  const { errors } = await ask(
    'mutation($r: ID!) { createIssue(input: { repositoryId: $r, title: "x" }) { issue { number } } }',
    { r: t.website.nodeId },
  );

  expect(errors).toMatchObject([{ type: 'FORBIDDEN' }]);
  expect(t.website.lastNumber).toBe(0);
});
