import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Town } from './support.ts';
import { aTown, call, clientOf } from './support.ts';

let t: Town;

beforeEach(async () => {
  t = await aTown({ now: '2026-01-05T09:00:00Z', allowance: 50 });
});

afterEach(() => t.github.close());

const at = { owner: 'town', repo: 'website' };

describe('lists', () => {
  test('go on by Link headers to the last page', async () => {
    for (let n = 1; n <= 5; n++) t.github.openIssue(t.website, { title: String(n) });
    const all = await t.octokit.paginate(t.octokit.rest.issues.listForRepo, { ...at, per_page: 2, direction: 'asc' });
    expect(all.map(({ title }) => title)).toEqual(['1', '2', '3', '4', '5']);

    const token = t.github.createInstallationToken(t.installation);
    const second = await call(t.github, 'GET', '/api/v3/repos/town/website/issues?per_page=2&page=2', { token });
    const address = `${t.github.url}/api/v3/repos/town/website/issues`;
    expect(second.headers.get('link')).toBe(
      [
        `<${address}?per_page=2&page=1>; rel="prev"`,
        `<${address}?per_page=2&page=3>; rel="next"`,
        `<${address}?per_page=2&page=3>; rel="last"`,
        `<${address}?per_page=2&page=1>; rel="first"`,
      ].join(', '),
    );
  });

  test.each([
    ['state=closed', ['2']],
    ['state=all&labels=bug', ['1']],
    ['state=all&creator=eve', ['3']],
    ['since=2026-01-05T09:30:00Z&state=all', ['4']],
    ['sort=updated&direction=asc', ['1', '3', '4']],
    ['sort=comments&direction=desc', ['3', '4', '1']],
  ])('of issues take %s', async (query, expected) => {
    const { github, website } = t;
    github.openIssue(website, { title: '1', labels: ['bug'] });
    github.closeIssue(github.openIssue(website, { title: '2' }));
    github.comment(github.openIssue(website, { title: '3', author: github.createUser('eve') }), 'hello');
    github.clock.advance(3_600_000);
    github.openIssue(website, { title: '4' });
    const { data } = await t.octokit.request(`GET /repos/town/website/issues?${query}`);

    expect((data as { title: string }[]).map(({ title }) => title)).toEqual(expected);
  });
});

describe('every answer', () => {
  test('tells the allowance and the time; the window turns by the clock', async () => {
    const token = t.github.createInstallationToken(t.installation);
    const first = await call(t.github, 'GET', '/repos/town/website', { token });
    expect(Object.fromEntries(first.headers)).toMatchObject({
      date: 'Mon, 05 Jan 2026 09:00:00 GMT',
      'x-ratelimit-limit': '50',
      'x-ratelimit-remaining': '49',
      'x-ratelimit-resource': 'core',
      'x-github-request-id': expect.any(String),
    });
    t.github.limits.exhaust(`installation:${t.installation.id}`);
    const refused = await call(t.github, 'GET', '/repos/town/website', { token });
    expect([refused.status, refused.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
    t.github.clock.advance(3_600_000);
    const later = await call(t.github, 'GET', '/repos/town/website', {
      token: t.github.createInstallationToken(t.installation),
    });
    expect([later.status, later.headers.get('x-ratelimit-remaining')]).toEqual([200, '49']);
  });

  test('has an ETag; an unchanged one costs nothing', async () => {
    const token = t.github.createInstallationToken(t.installation);
    const first = await call(t.github, 'GET', '/repos/town/website', { token });
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    const second = await call(t.github, 'GET', '/repos/town/website', { token, headers });
    expect([second.status, second.headers.get('x-ratelimit-remaining')]).toEqual([304, '49']);
    t.github.editRepository(t.website, { description: 'new' });
    expect((await call(t.github, 'GET', '/repos/town/website', { token, headers })).status).toBe(200);
  });

  test('is the same at the address of an Enterprise Server, GraphQL included', async () => {
    const client = clientOf(t.github, t.app, t.installation);
    const enterprise = client.request.defaults({ baseUrl: `${t.github.url}/api/v3` });
    expect((await enterprise('GET /repos/{owner}/{repo}', at)).data.full_name).toBe('town/website');
    const token = t.github.createInstallationToken(t.installation);
    const answer = await call(t.github, 'POST', '/api/graphql', {
      token,
      body: { query: '{ repository(owner:"town", name:"website") { name } }' },
    });
    expect(answer.body).toEqual({ data: { repository: { name: 'website' } } });
  });
});

describe('secondary limits', () => {
  const create = (token: string, count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, n) =>
        call(t.github, 'POST', '/repos/town/website/issues', { token, body: { title: String(n) } }),
      ),
    );

  test('are counted', async () => {
    const token = t.github.createInstallationToken(t.installation);
    await create(token, 3);
    t.github.clock.advance(61_000);
    await create(token, 2);
    expect(t.github.limits.peaks()).toMatchObject({ contentPerMinute: 3, contentPerHour: 5, pointsPerMinute: 15 });
  });

  test('count what is at work at once', async () => {
    await t.github.close();
    let isAllHere = () => {};
    const allHere = new Promise<void>((resolve) => {
      isAllHere = resolve;
    });
    let here = 0;
    const admitted = () => {
      here += 1;
      if (here === 12) isAllHere();
      return allHere;
    };
    t = await aTown({ admitted });
    const token = t.github.createInstallationToken(t.installation);
    await create(token, 12);

    expect(t.github.limits.peaks(`installation:${t.installation.id}`).concurrent).toBe(12);
  });

  test('are enforced when asked for: the 81st issue in a minute is refused', async () => {
    await t.github.close();
    t = await aTown({ now: '2026-01-05T09:00:00Z', enforceSecondaryLimits: true });
    const token = t.github.createInstallationToken(t.installation);
    for (let batch = 0; batch < 8; batch++) await create(token, 10);
    const [refused] = await create(token, 1);
    expect([refused?.status, refused?.headers.get('retry-after')]).toEqual([403, '60']);
    expect(refused?.body.message).toMatch(/secondary rate limit/);
    expect(t.website.lastNumber).toBe(80);
    t.github.clock.advance(61_000);
    expect((await create(token, 1))[0]?.status).toBe(201);
  });
});

describe('what was done', () => {
  test('is recorded with route, app and whether it changed something', async () => {
    await t.octokit.rest.repos.get(at);
    t.github.resetRequests();
    await t.octokit.rest.issues.create({ ...at, title: 'One' });
    await t.octokit.rest.issues.get({ ...at, issue_number: 1 });
    await t.octokit.rest.issues.update({ ...at, issue_number: 9, title: 'x' }).catch(() => undefined);

    expect(t.github.countByRoute()).toEqual({
      'POST /repos/{owner}/{repo}/issues': 1,
      'GET /repos/{owner}/{repo}/issues/{issue_number}': 1,
      'PATCH /repos/{owner}/{repo}/issues/{issue_number}': 1,
    });
    expect(t.github.writes()).toMatchObject([
      {
        method: 'POST',
        path: '/repos/town/website/issues',
        status: 201,
        appId: t.app.id,
        login: 'porter[bot]',
        body: { title: 'One' },
      },
    ]);
    expect(t.github.requests.at(-1)).toMatchObject({ status: 404, applied: false });
  });

  test('has the same ids for the same seed, and others for another', async () => {
    const again = await aTown({ now: '2026-01-05T09:00:00Z' });
    const other = await aTown({ now: '2026-01-05T09:00:00Z', seed: 8 });
    const facts = (town: Town) => [
      town.website.id,
      town.website.nodeId,
      town.app.id,
      town.website.git.branch('main'),
      town.github.ids.guid(),
    ];

    const mine = facts(t);
    expect(facts(again)).toEqual(mine);
    expect(facts(other)).not.toEqual(mine);
    await again.github.close();
    await other.github.close();
  });
});
