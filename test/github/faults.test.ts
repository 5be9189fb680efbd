import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault } from './index.ts';
import type { Town } from './support.ts';
import { aTown, call } from './support.ts';

const CREATE = 'POST /repos/{owner}/{repo}/issues';
const LIST = 'GET /repos/{owner}/{repo}/issues';
const NOW = Date.parse('2026-01-05T09:00:00Z');

let t: Town;
let token: string;

beforeEach(async () => {
  t = await aTown({ now: NOW });
  token = t.github.createInstallationToken(t.installation);
});

afterEach(() => t.github.close());

/** What came of a request: its status, `cut` for a broken connection, `silence` when nothing came for so many milliseconds. */
async function outcome(method: string, path: string, body?: unknown, patience = 5000): Promise<string | number> {
  try {
    const response = await fetch(`${t.github.url}${path}`, {
      method,
      headers: { authorization: `token ${token}` },
      signal: AbortSignal.timeout(patience),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return text.startsWith('{') || text.startsWith('[') ? response.status : `${response.status} ${text}`.trim();
  } catch (error) {
    return error instanceof DOMException && error.name === 'TimeoutError' ? 'silence' : 'cut';
  }
}

const create = (title = 'One', patience?: number) => outcome('POST', '/repos/town/website/issues', { title }, patience);
const titles = () => [...t.website.issues.values()].map(({ title }) => title);

describe('a fault does what it says', () => {
  test.each<readonly [Fault, string | number, boolean]>([
    [{ kind: 'status', status: 502 }, 502, false],
    [{ kind: 'status', status: 422, body: { message: 'no' } }, 422, false],
    [{ kind: 'secondaryLimit' }, 403, false],
    [{ kind: 'primaryLimit' }, 403, false],
    [{ kind: 'timeout' }, 'silence', false],
    [{ kind: 'reset' }, 'cut', false],
    [{ kind: 'applyThenReset' }, 'cut', true],
    [{ kind: 'applyThenStatus', status: 502 }, 502, true],
    [{ kind: 'applyThenTimeout' }, 'silence', true],
    [{ kind: 'halfBody' }, 'cut', true],
    [{ kind: 'htmlBody' }, '200 <html><body>Unicorn!</body></html>', true],
    [{ kind: 'emptyBody' }, '200', true],
  ])('%j: %s, applied: %s', async (fault, expected, isApplied) => {
    await outcome('GET', '/repos/town/website/issues');
    const rule = t.github.faults.add({ route: CREATE, call: 1, fault });

    expect(await create('One', expected === 'silence' ? 300 : undefined)).toBe(expected);
    expect(titles()).toEqual(isApplied ? ['One'] : []);
    expect(t.github.writes()).toHaveLength(isApplied ? 1 : 0);
    expect(rule).toMatchObject({ calls: 1, hits: 1 });
    expect(await create('Two')).toBe(201);
  });

  test('limits carry the headers of GitHub, or none', async () => {
    t.github.faults.add({ route: CREATE, call: 1, fault: { kind: 'secondaryLimit', retryAfter: 7 } });
    t.github.faults.add({ route: CREATE, call: 2, fault: { kind: 'secondaryLimit', retryAfter: null } });
    t.github.faults.add({ route: CREATE, call: 3, fault: { kind: 'primaryLimit' } });
    const answers = [1, 2, 3].map(
      () => () => call(t.github, 'POST', '/repos/town/website/issues', { token, body: { title: 'x' } }),
    );
    const [timed, bare, primary] = [await answers[0]?.(), await answers[1]?.(), await answers[2]?.()];

    expect([timed?.headers.get('retry-after'), bare?.headers.get('retry-after')]).toEqual(['7', null]);
    expect(timed?.body.message).toMatch(/secondary rate limit/);
    expect([primary?.headers.get('x-ratelimit-remaining'), Number(primary?.headers.get('x-ratelimit-reset'))]).toEqual([
      '0',
      NOW / 1000 + 3600,
    ]);
  });
});

describe('a rule strikes', () => {
  test('the calls it names, of its route alone, until it is removed', async () => {
    const rule = t.github.faults.add({ route: CREATE, call: [1, 3], fault: { kind: 'status', status: 503 } });
    expect([
      await create(),
      await outcome('GET', '/repos/town/website'),
      await create(),
      await create(),
      await create(),
    ]).toEqual([503, 200, 201, 503, 201]);

    rule.remove();
    t.github.faults.add({ route: '*', fault: { kind: 'status', status: 500 } });
    expect([await create(), await outcome('GET', '/repos/town/website')]).toEqual([500, 500]);
    t.github.faults.clear();
    expect(await create()).toBe(201);
  });

  test('what a function picks, and until its time by the clock', async () => {
    t.github.faults.add({
      route: CREATE,
      call: ({ body }) => body.title === 'bad',
      until: NOW + 1000,
      fault: { kind: 'status', status: 500 },
    });

    expect([await create('good'), await create('bad')]).toEqual([201, 500]);
    t.github.clock.advance(1000);
    expect(await create('bad')).toBe(201);
  });

  test('GraphQL too', async () => {
    t.github.faults.add({ route: 'POST /graphql', call: 1, fault: { kind: 'status', status: 502 } });
    const query = { query: '{ rateLimit { cost } }' };

    expect([await outcome('POST', '/graphql', query), await outcome('POST', '/graphql', query)]).toEqual([502, 200]);
  });
});

describe('a stale read', () => {
  const listed = async () => {
    const response = await fetch(`${t.github.url}/repos/town/website/issues?state=all&direction=asc`, {
      headers: { authorization: `token ${token}` },
    });
    return ((await response.json()) as { title: string; state: string }[]).map(
      ({ title, state }) => `${title} ${state}`,
    );
  };

  test('hides what is younger than its lag, and shows what was changed as it was', async () => {
    const old = t.github.openIssue(t.website, { title: 'old' });
    t.github.clock.advance(30_000);
    t.github.openIssue(t.website, { title: 'young' });
    t.github.closeIssue(old);
    t.github.faults.add({ route: LIST, until: NOW + 60_000, fault: { kind: 'staleRead', lag: 20_000 } });

    expect(await listed()).toEqual(['old open']);
    t.github.clock.advance(20_000);
    expect(await listed()).toEqual(['old closed', 'young open']);
  });

  test('shows what stood before the last writes, for as many calls as named', async () => {
    await create('first');
    await create('second');
    await create('third');
    t.github.faults.add({ route: LIST, call: 1, fault: { kind: 'staleRead' } });
    t.github.faults.add({ route: LIST, call: 2, fault: { kind: 'staleRead', writes: 2 } });

    expect(await listed()).toEqual(['first open', 'second open']);
    expect(await listed()).toEqual(['first open']);
    expect(await listed()).toEqual(['first open', 'second open', 'third open']);
  });

  test('hides comments, pull requests and check runs, and what was deleted still stands', async () => {
    const pull = t.github.openPullRequest({ repository: t.website, files: { a: 'a' } });
    const comment = t.github.comment(pull, 'gone');
    t.github.clock.advance(60_000);
    t.github.deleteComment(comment);
    t.github.comment(pull, 'new');
    await t.octokit.rest.checks.create({ owner: 'town', repo: 'website', name: 'n', head_sha: pull.head.sha });
    t.github.faults.add({ route: '*', fault: { kind: 'staleRead', lag: 30_000 } });
    const at = { owner: 'town', repo: 'website' };

    expect((await t.octokit.rest.issues.listComments({ ...at, issue_number: 1 })).data).toMatchObject([
      { body: 'gone' },
    ]);
    expect((await t.octokit.rest.checks.listForRef({ ...at, ref: pull.head.sha })).data.total_count).toBe(0);
    t.github.faults.clear();
    t.github.faults.add({ route: '*', fault: { kind: 'staleRead', lag: 90_000 } });
    expect((await t.octokit.rest.pulls.list(at)).data).toEqual([]);
  });
});
