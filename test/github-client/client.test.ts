import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { createGitHub, type GitHub, MOST_AT_ONCE } from '../../src/github/client.ts';
import { type FailureKind, GitHubFailure } from '../../src/github/failure.ts';
import { query } from '../../src/github/graphql.ts';

const API = 'https://api.github.test';
const TOKENS = ['ghs_firstToken0123456789', 'ghs_secondToken0123456789', 'ghs_thirdToken0123456789'];
const NOW = Date.parse('2026-01-05T09:00:00Z');

let privateKey: string;
let now: number;
let github: GitHub;
let minted: number;

beforeAll(() => {
  privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs1',
    format: 'pem',
  }) as string;
  nock.disableNetConnect();
});
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});
beforeEach(() => {
  now = NOW;
  minted = 0;
  github = createGitHub({ appId: 1, privateKey, baseUrl: API, userAgent: 'test', timeoutMs: 2_000, now: () => now });
  nock(API)
    .persist()
    .post('/app/installations/7/access_tokens')
    .reply(201, (_uri, body) => ({
      token: TOKENS[minted++] ?? 'no more',
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
      permissions: (body as { permissions: object }).permissions,
      repository_selection: 'all',
    }));
});
afterEach(() => {
  nock.cleanAll();
});

async function failureOf(work: Promise<unknown>): Promise<GitHubFailure> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GitHubFailure)) throw new Error(`That is no failure of GitHub: ${inspect(error)}`);
  return error;
}

const WRITER = { permissions: { issues: 'write' }, repositoryIds: [5] } as const;
const open = async () =>
  (await github.writer(7, WRITER)).rest.issues.create({ owner: 'town', repo: 'site', title: 'x' });

type Headers = Record<string, string>;
const RESET = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 90) };
const SECONDARY = { message: 'You have exceeded a secondary rate limit. Please wait.' };

describe('what an answer means', () => {
  test.each<[status: number, body: nock.Body, headers: Headers, kind: FailureKind, wait: number | null]>([
    [400, { message: 'Problems parsing JSON' }, {}, 'invalid', null],
    [403, { message: 'Resource not accessible by integration' }, {}, 'forbidden', null],
    [403, SECONDARY, { 'retry-after': '17' }, 'limited', 17],
    [403, SECONDARY, { 'retry-after': '0' }, 'limited', 1],
    [403, SECONDARY, {}, 'limited', 60],
    [403, { message: 'API rate limit exceeded' }, RESET, 'limited', 90],
    [403, { message: 'You have triggered an abuse detection mechanism' }, {}, 'limited', 60],
    [429, { message: 'Too many requests' }, {}, 'limited', 60],
    [429, { message: 'Something else' }, { 'retry-after': '5' }, 'limited', 5],
    [403, { message: 'Nothing left, and no time' }, { 'x-ratelimit-remaining': '0' }, 'forbidden', null],
    [404, { message: 'Not Found' }, {}, 'not-found', null],
    [410, { message: 'This issue was deleted' }, {}, 'not-found', null],
    [451, { message: 'Repository access blocked' }, {}, 'not-found', null],
    [409, { message: 'Git Repository is empty.' }, {}, 'conflict', null],
    [422, { message: 'Validation Failed' }, {}, 'conflict', null],
    [500, { message: 'Server Error' }, {}, 'outage', null],
    [502, 'Bad Gateway', {}, 'outage', null],
    [503, '<html>Unicorn!</html>', { 'content-type': 'text/html' }, 'outage', null],
    [504, '', {}, 'outage', null],
    [200, '<html>Unicorn!</html>', { 'content-type': 'text/html' }, 'outage', null],
    [201, '{"id": 12, "num', { 'content-type': 'application/json' }, 'outage', null],
    [201, '', { 'content-type': 'application/json' }, 'outage', null],
  ])('%i %j %j is %s, with a wait of %s, and nothing is sent twice', async (status, body, headers, kind, wait) => {
    const sent = nock(API).post('/repos/town/site/issues').reply(status, body, headers);
    const again = nock(API).post('/repos/town/site/issues').reply(201, { id: 1 });

    const failure = await failureOf(open());

    expect(failure).toMatchObject({ kind, retryAfterSeconds: wait, route: 'POST /repos/{owner}/{repo}/issues' });
    expect(sent.isDone()).toBe(true);
    expect(again.isDone()).toBe(false);
  });

  test.each<[string, (scope: nock.Interceptor) => nock.Scope]>([
    ['a cut connection', (scope) => scope.replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))],
    ['no answer in time', (scope) => scope.delay(20_000).reply(201, { id: 1 })],
  ])('%s is an outage, and nothing is sent twice', async (_sentence, break_) => {
    break_(nock(API).post('/repos/town/site/issues'));
    const again = nock(API).post('/repos/town/site/issues').reply(201, { id: 1 });

    expect(await failureOf(open())).toMatchObject({ kind: 'outage', retryAfterSeconds: null });
    expect(again.isDone()).toBe(false);
  });

  test('A44: a redirect is refused, and the token goes nowhere else', async () => {
    nock(API).get('/repos/town/site').reply(301, '', { location: 'https://elsewhere.test/x' });
    const elsewhere = nock('https://elsewhere.test').get('/x').reply(200, {});

    const failure = await failureOf(github.reader(7).rest.repos.get({ owner: 'town', repo: 'site' }));

    expect(failure.kind).toBe('moved');
    expect(elsewhere.isDone()).toBe(false);
  });
});

test('I8: so many requests are under way at once and no more, and all come to their turn', async () => {
  const full = Promise.withResolvers<void>();
  let underWay = 0;
  let most = 0;
  nock(API)
    .persist()
    .get('/repos/town/site')
    .reply(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      if (underWay === MOST_AT_ONCE) setImmediate(() => setImmediate(full.resolve));
      await full.promise;
      underWay -= 1;
      return [200, { id: 5 }];
    });
  const read = () => github.reader(7).rest.repos.get({ owner: 'town', repo: 'site' });
  const answers = await Promise.all(Array.from({ length: 3 * MOST_AT_ONCE }, read));

  expect([answers.length, most]).toEqual([3 * MOST_AT_ONCE, MOST_AT_ONCE]);
});

describe('A46: secrets', () => {
  const SIGNED = /\bBearer |\btoken gh|eyJ[\w-]+\.[\w-]+/;

  test.each([401, 403, 404, 422, 500])('are in no error of an answer %i', async (status) => {
    nock(API).persist().post('/repos/town/site/issues').reply(status, { message: 'No' });

    const failure = await failureOf(open());

    for (const text of [
      failure.message,
      String(failure.stack),
      JSON.stringify(failure),
      inspect(failure, { depth: 20 }),
    ]) {
      for (const secret of [...TOKENS, privateKey, privateKey.split('\n')[1] ?? '']) expect(text).not.toContain(secret);
      expect(text).not.toMatch(SIGNED);
    }
  });

  test('are in no error of the app’s own requests', async () => {
    nock(API).get('/app').reply(500, { message: 'No' });

    const failure = await failureOf(github.app.rest.apps.getAuthenticated());

    expect(inspect(failure, { depth: 20 })).not.toMatch(SIGNED);
  });
});

describe('rights', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['a POST', () => github.reader(7).rest.issues.create({ owner: 'town', repo: 'site', title: 'x' })],
    ['a PATCH', () => github.reader(7).rest.issues.update({ owner: 'town', repo: 'site', issue_number: 1 })],
    ['a DELETE', () => github.reader(7).rest.git.deleteRef({ owner: 'town', repo: 'site', ref: 'heads/x' })],
    ['a mutation', () => query(github.reader(7), 'mutation { closeIssue(input: {}) { clientMutationId } }', {})],
    ['a mutation below a comment', () => query(github.reader(7), '# look\nmutation { x }', {})],
    ['a mutation beside a query', () => query(github.reader(7), 'query A { viewer { login } } mutation B { x }', {})],
  ])('the reader refuses %s before any request', async (_sentence, write) => {
    expect((await failureOf(write())).kind).toBe('refused');
    expect(minted).toBe(0);
  });

  test('the reader’s token can only read, the writer’s only what it was asked for, there', async () => {
    nock.cleanAll();
    const asked: unknown[] = [];
    nock(API)
      .persist()
      .post('/app/installations/7/access_tokens')
      .reply(201, (_uri, body) => {
        asked.push(body);
        return { token: TOKENS[0], expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: {} };
      });
    nock(API).get('/repos/town/site').reply(200, {}).post('/repos/town/site/issues').reply(201, { id: 1 });

    await github.reader(7).rest.repos.get({ owner: 'town', repo: 'site' });
    await open();

    expect(Object.values((asked[0] as { permissions: object }).permissions).every((right) => right === 'read')).toBe(
      true,
    );
    expect(asked[1]).toEqual({ permissions: { issues: 'write' }, repository_ids: [5] });
  });
});

describe('F16: a token that GitHub calls bad', () => {
  test('is replaced once, and the request is sent with the new one', async () => {
    const used: string[] = [];
    nock(API)
      .persist()
      .get('/repos/town/site')
      .reply(function () {
        used.push(String(this.req.headers.authorization));
        return used.length === 1 ? [401, { message: 'Bad credentials' }] : [200, { id: 5 }];
      });

    const { data } = await github.reader(7).rest.repos.get({ owner: 'town', repo: 'site' });

    expect(data.id).toBe(5);
    expect(used).toEqual([`token ${TOKENS[0]}`, `token ${TOKENS[1]}`]);
  });

  test('is not replaced a second time', async () => {
    nock(API).persist().get('/repos/town/site').reply(401, { message: 'Bad credentials' });

    const failure = await failureOf(github.reader(7).rest.repos.get({ owner: 'town', repo: 'site' }));

    expect(failure.kind).toBe('unauthorized');
    expect(minted).toBe(2);
  });
});

describe('F13, F14: a pause that GitHub asks for', () => {
  const read = (installationId = 7) => github.reader(installationId).rest.repos.get({ owner: 'town', repo: 'site' });

  test('holds for all clients of the installation, without a request, and then ends', async () => {
    nock(API).post('/repos/town/site/issues').reply(403, SECONDARY, { 'retry-after': '30' });
    const later = nock(API).get('/repos/town/site').reply(200, { id: 5 });
    await failureOf(open());

    now += 12_000;
    expect(await failureOf(read())).toMatchObject({ kind: 'limited', retryAfterSeconds: 18 });
    expect(later.isDone()).toBe(false);
    now += 18_000;
    expect((await read()).data.id).toBe(5);
  });

  test('is no pause for another installation', async () => {
    nock(API).post('/repos/town/site/issues').reply(403, SECONDARY, { 'retry-after': '30' });
    nock(API)
      .post('/app/installations/8/access_tokens')
      .reply(201, { token: TOKENS[2], expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: {} });
    nock(API).get('/repos/town/site').reply(200, { id: 5 });
    await failureOf(open());

    expect((await read(8)).data.id).toBe(5);
  });

  test('doubles when it has to be said again', async () => {
    nock(API).persist().post('/repos/town/site/issues').reply(403, SECONDARY);

    const waits: (number | null)[] = [];
    for (let time = 0; time < 6; time += 1) {
      const { retryAfterSeconds } = await failureOf(open());
      waits.push(retryAfterSeconds);
      now += (retryAfterSeconds ?? 0) * 1000;
    }

    expect(waits).toEqual([60, 120, 240, 480, 900, 900]);
  });
});

describe('GraphQL', () => {
  const ask = () => query<{ viewer: object | null }>(github.reader(7), 'query { viewer { login } }', {});

  test.each<[string, nock.Body, Headers, Partial<GitHubFailure>]>([
    [
      'a primary limit',
      { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
      {},
      { kind: 'limited' },
    ],
    ['no data', { errors: [{ message: 'Something went wrong while executing your query.' }] }, {}, { kind: 'outage' }],
    ['data null', { data: null }, {}, { kind: 'outage' }],
    ['nothing', {}, {}, { kind: 'outage' }],
    ['a page', '<html></html>', { 'content-type': 'text/html' }, { kind: 'outage' }],
  ])('200 with %s is a failure', async (_sentence, body, headers, expected) => {
    nock(API).post('/graphql').reply(200, body, headers);

    expect(await failureOf(ask())).toMatchObject(expected);
  });

  test('200 with data and errors is an answer: what failed is told', async () => {
    const errors = [{ type: 'NOT_FOUND', path: ['viewer'], message: 'Could not resolve' }];
    nock(API)
      .post('/graphql')
      .reply(200, { data: { viewer: null }, errors });

    expect(await ask()).toEqual({ data: { viewer: null }, errors });
  });
});
