import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Account, CheckRun, Issue, PullRequest } from './index.ts';
import { aReceiver, aTown, type Town } from './support.ts';

let town: Town;
let receiver: Awaited<ReturnType<typeof aReceiver>>;
let bert: Account;
let issue: Issue;
let pull: PullRequest;
let run: CheckRun;

beforeAll(async () => {
  receiver = await aReceiver();
  town = await aTown({ webhookUrl: receiver.url });
  const { github, ada, website } = town;
  bert = github.createUser('bert', { name: 'Bert' });
  github.signIn(ada);
  issue = github.openIssue(website, { title: 'A broken link', body: 'See **here**.', labels: ['bug'], author: ada });
  pull = github.openPullRequest({
    repository: website,
    files: { 'README.md': '# Website\nmore\n' },
    title: 'Say more',
    author: ada,
  });
  await town.octokit.checks.create({
    owner: 'town',
    repo: 'website',
    name: 'Porter',
    head_sha: pull.head.sha,
    conclusion: 'failure',
    output: {
      title: 'One thing is wrong',
      summary: 'It says `more`, and **not** of what.',
      annotations: [
        { path: 'README.md', start_line: 2, end_line: 2, annotation_level: 'warning', message: 'More of what?' },
      ],
    },
    actions: [{ label: 'Open repair PR', description: 'Writes it for you', identifier: 'repair' }],
  });
  const [first] = website.checkRuns;
  if (!first) throw new Error('There is no check run');
  run = first;
});

afterAll(async () => {
  await town.github.close();
  await receiver.close();
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string;
  readonly headers: Headers;
}

async function visit(path: string, options: RequestInit & { readonly as?: string } = {}): Promise<Answer> {
  const { as, ...request } = options;
  const response = await fetch(`${town.github.url}${path}`, {
    redirect: 'manual',
    ...request,
    headers: {
      accept: 'text/html',
      ...(as === undefined ? {} : { cookie: `embedded-github-person=${as}` }),
      ...Object.fromEntries(new Headers(request.headers)),
    },
  });
  const { status, headers } = response;
  return { status, headers, text: await response.text(), location: headers.get('location') ?? '' };
}

/** Presses a button, as the browser of somebody without JavaScript does. */
function press(path: string, fields: Readonly<Record<string, string>> = {}, as = 'ada'): Promise<Answer> {
  return visit(path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: town.github.url }, as });
}

/** The text of a page as one reads it. */
function reading(html: string): string {
  const [, main = ''] = /<main[^>]*>(.*)<\/main>/s.exec(html) ?? [];
  return main
    .replaceAll(/<(style|svg)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'");
}

describe('what one sees', () => {
  test.each([
    ['/', 'An embedded GitHub', 'town', 'porter'],
    ['/town', 'Organisation', 'website', 'porter bot'],
    ['/ada', 'Person'],
    ['/apps/porter', 'Latest webhooks', 'issues.opened', 'pull requests'],
    ['/town/website', 'README.md', 'Website', 'Initial commit'],
    ['/town/website/tree/main/docs', 'a.md'],
    ['/town/website/blob/main/docs/a.md', 'a.md', 'Edit', 'Delete'],
    ['/town/website/commits/main', 'Commits on main', 'Initial commit'],
    ['/town/website/issues', 'A broken link', 'Open 1', 'Closed 0', 'bug'],
    ['/town/website/issues?state=closed', 'None is closed.'],
    ['/town/website/issues/new', 'New issue'],
    ['/town/website/issues/1', 'A broken link', 'See here .', 'Close as not planned', 'bug'],
    ['/town/website/pulls', 'Say more', 'failure'],
    ['/town/website/edit/main/README.md', 'Commit to main', 'Open a pull request'],
    ['/town/website/new/main', 'Add a file'],
    ['/town/website/delete/main/README.md', 'Delete it'],
  ])('%s', async (path, ...texts) => {
    const { status, text } = await visit(path);

    expect(status).toBe(200);
    for (const expected of texts) expect(reading(text)).toContain(expected);
  });

  test('a pull request with its branch, its check run, its annotation at its line and its changes', async () => {
    const { text } = await visit(`/town/website/pull/${pull.issue.number}`);

    expect(reading(text)).toContain('ada wants to merge patch-2 into main');
    expect(reading(text)).toContain('failure One thing is wrong Porter on');
    expect(reading(text)).toContain('It says more , and not of what.');
    expect(reading(text)).toContain('Warning by Porter at README.md , line 2 More of what?');
    expect(reading(text)).toMatch(/2 \+ more Warning by Porter/);
    expect(text).toContain(`/town/website/blob/${pull.head.sha}/README.md#L2`);
    expect(reading(text)).toContain('Open repair PR : Writes it for you');
  });

  test('a file at a commit with what a check says of its line', async () => {
    const { text } = await visit(`/town/website/blob/${pull.head.sha}/README.md`);

    expect(reading(text)).toMatch(/2 more Warning by Porter at README\.md , line 2 More of what\?/);
  });

  test('a check run, a commit, a raw file', async () => {
    expect(reading((await visit(`/town/website/runs/${run.id}`)).text)).toContain('One thing is wrong');
    expect(reading((await visit(`/town/website/commit/${pull.head.sha}`)).text)).toContain('1 file changed, +1 −0');
    const raw = await visit('/town/website/raw/main/README.md');
    expect(raw.text).toBe('# Website\n');
    expect(raw.headers.get('content-type')).toContain('text/plain');
  });

  test('every address that the API gives for people leads to a page', async () => {
    const { octokit } = town;
    const place = { owner: 'town', repo: 'website' };
    const [{ data: one }, { data: request }, { data: repository }, { data: file }] = await Promise.all([
      octokit.issues.get({ ...place, issue_number: issue.number }),
      octokit.pulls.get({ ...place, pull_number: pull.issue.number }),
      octokit.repos.get(place),
      octokit.repos.getContent({ ...place, path: 'README.md' }),
    ]);
    const { data: checks } = await octokit.checks.listForRef({ ...place, ref: pull.head.sha });
    const addresses = [
      one.html_url,
      one.user?.html_url,
      request.html_url,
      repository.html_url,
      repository.owner.html_url,
      Array.isArray(file) ? undefined : file.html_url,
      checks.check_runs[0]?.html_url,
      checks.check_runs[0]?.app?.html_url,
    ];

    for (const address of addresses) {
      expect(address?.startsWith(town.github.url)).toBe(true);
      expect([address, (await visit((address ?? '').slice(town.github.url.length))).status]).toEqual([address, 200]);
    }
  });

  test('an address of the other kind, and the parts of a pull request', async () => {
    expect((await visit(`/town/website/pull/${issue.number}`)).status).toBe(200);
    expect((await visit(`/town/website/pull/${pull.issue.number}/files`)).location).toMatch(/\/pull\/2#files$/);
  });

  test.each(['/nobody', '/town/nothing', '/town/website/issues/99', '/town/website/blob/main/none', '/a/b/c/d'])(
    '%s is not there, and a page says so',
    async (path) => {
      const { status, text } = await visit(path);

      expect(status).toBe(404);
      expect(reading(text)).toContain('There is nothing here');
    },
  );
});

describe('what one does', () => {
  test('comments, closes, reopens', async () => {
    const path = `/town/website/issues/${issue.number}`;

    const commented = await press(`${path}/comments`, { body: 'Mended.\r\nThank you' });
    const closed = await press(`${path}/state`, { state: 'closed', reason: 'not_planned' });

    expect(commented.status).toBe(303);
    expect(commented.location).toContain('#issuecomment-');
    expect(closed.location).toBe(path);
    expect(issue.comments[0]?.body).toBe('Mended.\nThank you');
    expect(issue.stateReason).toBe('not_planned');
    const { text } = await visit(path);
    expect(reading(text)).toContain('Closed as not planned');
    expect(reading(text)).toContain('ada closed this as not planned');
    await press(`${path}/state`, { state: 'open' });
    expect(issue.state).toBe('open');
    expect(reading((await visit(path)).text)).toContain('ada opened this again');
  });

  test('opens an issue, in the name of whom one chose', async () => {
    const { location } = await press('/town/website/issues', { title: 'New', body: 'Text' }, 'bert');
    const { issues } = town.website;

    expect(location).toMatch(/\/issues\/\d+$/);
    expect(issues.get(Number(location.split('/').at(-1)))?.user).toBe(bert);
  });

  test('chooses who one is, and comes back to where one was', async () => {
    const chosen = await press('/-/person', { login: 'bert', return: '/town/website/issues?state=closed' });

    expect(chosen.location).toBe('/town/website/issues?state=closed');
    expect(chosen.headers.get('set-cookie')).toMatch(/embedded-github-person=bert;.*HttpOnly.*SameSite=Strict/);
    for (const back of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
      expect((await press('/-/person', { login: 'bert', return: back })).location).toBe('/');
    }
  });

  test('edits a file on its branch, and by a pull request', async () => {
    const { website } = town;
    const fields = { branch: 'main', task: 'edit', path: 'docs/a.md', content: 'b\r\n', message: 'Say b' };

    const committed = await press('/town/website/files', { ...fields, way: 'commit' });
    const proposed = await press('/town/website/files', { ...fields, content: 'c\n', way: 'pull' });

    expect(committed.location).toBe('/town/website/blob/main/docs/a.md');
    expect((await visit('/town/website/raw/main/docs/a.md')).text).toBe('b\n');
    const opened = website.issues.get(Number(proposed.location.split('/').at(-1)));
    expect(opened?.title).toBe('Say b');
    expect(opened?.pull?.head.ref).toBe(`patch-${opened?.number}`);
    expect(opened?.pull?.head.repository).toBe(website);
  });

  test('deletes a file by a pull request from a fork where one may not write', async () => {
    const fields = { branch: 'main', task: 'delete', path: 'docs/a.md', way: 'pull' };
    const { location } = await press('/town/website/files', fields, 'bert');
    const opened = town.website.issues.get(Number(location.split('/').at(-1)));

    expect(opened?.pull?.head.owner).toBe(bert);
    expect(reading((await visit(location)).text)).toContain('docs/a.md deleted');
  });

  test('presses a button of a check run, and runs it again', async () => {
    await press(`/town/website/runs/${run.id}/actions`, { identifier: 'repair' });
    await press(`/town/website/runs/${run.id}/rerequest`);
    await town.github.settled();

    expect(receiver.names()).toEqual(expect.arrayContaining(['check_run.requested_action', 'check_run.rerequested']));
    expect(run.status).toBe('queued');
    expect((await press(`/town/website/runs/${run.id}/actions`, { identifier: 'other' })).status).toBe(404);
  });

  test('merges a pull request, which its timeline tells', async () => {
    const path = `/town/website/pull/${pull.issue.number}`;
    const merged = await press(`${path}/merge`);

    expect(merged.location).toBe(path);
    expect(pull.mergedBy?.login).toBe('ada');
    const { text } = await visit(path);
    expect(reading(text)).toMatch(/ada pushed \w{7} Say more .* ada merged this as \w{7} /);
    expect(reading((await press(`${path}/merge`)).text)).toContain('Pull Request is not mergeable');
    expect(reading((await press(`/town/website/issues/${pull.issue.number}/state`, { state: 'open' })).text)).toContain(
      'It was merged',
    );
  });

  test('follows what a guide suggests, once', async () => {
    const { github, ada, website } = town;
    let isDone = false;
    github.guide = {
      title: 'A town',
      introduction: 'With a *website*.',
      chapters: [{ title: 'Ada opened an issue.', subjects: [issue, pull, run, website] }],
      suggestions: [
        {
          title: 'Comment',
          text: 'It is there then.',
          by: ada,
          isPossible: () => !isDone,
          act: () => {
            isDone = true;
            return issue;
          },
        },
      ],
    };

    const { text } = await visit('/');
    const followed = await press('/-/suggestions/0');

    expect(reading(text)).toContain('Ada opened an issue.');
    expect(reading(text)).toContain('A broken link website #1');
    expect(reading(text)).toContain('Do it as Ada');
    expect(followed.location).toBe('/town/website/issues/1');
    expect((await press('/-/suggestions/0')).status).toBe(409);
    expect((await press('/-/suggestions/7')).status).toBe(404);
    github.guide = null;
  });
});

describe('who may', () => {
  test('what is private is not there for strangers', async () => {
    const { github, town: owner } = town;
    github.createRepository({ owner, name: 'secret', visibility: 'private', files: { 'a.txt': 'a' } });

    expect((await visit('/town/secret')).status).toBe(200);
    expect((await visit('/town/secret', { as: 'bert' })).status).toBe(404);
    expect((await visit('/town/secret/raw/main/a.txt', { as: 'bert' })).status).toBe(404);
    expect((await visit('/town', { as: 'bert' })).text).not.toContain('secret');
    expect((await press('/town/secret/issues', { title: 'x' }, 'bert')).status).toBe(404);
  });

  test.each([
    ['merge', '/town/website/pull/2/merge', {}, 403],
    ['steer', '/town/website/issues/1/state', { state: 'closed' }, 403],
    ['push', '/town/website/files', { branch: 'main', path: 'x', content: 'x', way: 'commit' }, 403],
  ])('a reader may not %s', async (_, path, fields, status) => {
    const answer = await press(path, fields, 'bert');

    expect(answer.status).toBe(status);
    expect(reading(answer.text)).toContain('That could not be done');
    expect((await visit('/town/website/issues/1', { as: 'bert' })).text).not.toContain('/state');
  });

  test.each(['', '/a', 'a//b', '../a', 'a/./b', '.git/config', 'a/.GIT/x', 'a\0b'])(
    'the path “%s” is refused',
    async (path) => {
      const { status } = await press('/town/website/files', { branch: 'main', path, content: 'x', way: 'commit' });

      expect(status).toBe(422);
    },
  );

  test('another site cannot press a button, and another name does not lead here', async () => {
    const path = '/town/website/issues/1/comments';
    const body = new URLSearchParams({ body: 'forged' });
    const comments = issue.comments.length;
    const forged = (headers: Readonly<Record<string, string>>) => visit(path, { method: 'POST', body, headers });

    expect((await forged({})).status).toBe(403);
    expect((await forged({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await forged({ origin: 'null', 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await forged({ origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect(issue.comments).toHaveLength(comments);
    const paths = ['/', '/login/oauth/authorize', '/settings/apps/new', '/town/website.git/info/refs', '/meta'];
    for (const path of paths) {
      expect(await statusUnderHost('rebound.example', path)).toBe(421);
      expect(await statusUnderHost('localhost', path)).not.toBe(421);
    }
  });

  test('a form that is too large is refused', async () => {
    const { status } = await press('/town/website/issues', { title: 'x', body: 'x'.repeat(3 * 1024 * 1024) });

    expect(status).toBe(413);
  });

  test('pages say what a browser may do with them', async () => {
    const { headers } = await visit('/');

    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'nonce-[^']+'; style-src 'nonce-[^']+'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('the API stays what it is beside the pages', async () => {
    const { github } = town;
    const asked = github.requests.length;
    await visit('/town');
    expect(github.requests).toHaveLength(asked);
    expect((await visit('/repos/town/website')).headers.get('content-type')).toContain('application/json');
    expect((await visit('/meta')).headers.get('content-type')).toContain('application/json');
    expect((await visit('/apps/porter', { headers: { accept: 'application/json' } })).status).toBe(501);
    expect((await visit('/teams/1', { headers: { accept: '*/*' } })).status).toBe(501);
    expect(github.violations).toEqual([]);
  });
});

test('nobody is a choice too, and sees and does what a stranger may', async () => {
  expect((await press('/-/person', { login: '', return: '/' })).headers.get('set-cookie')).toContain(
    'embedded-github-person=;',
  );
  expect((await visit('/town/website', { as: '' })).text).not.toContain('/town/website/new/');
  expect((await press('/town/website/issues', { title: 'x' }, '')).status).toBeGreaterThanOrEqual(400);
  // Whoever has not chosen, or chose in another demonstration, is who is signed in.
  expect((await visit('/town/website', { as: 'of-another-town' })).text).toContain('/town/website/new/');
});

test.each([
  ['writes a file over a folder', { path: 'docs', content: 'x' }, 422],
  ['writes below a file', { path: 'README.md/x', content: 'x' }, 422],
  ['deletes what is not there', { path: 'nothing.txt', task: 'delete' }, 422],
  ['deletes a folder', { path: 'docs', task: 'delete' }, 422],
])('nobody %s', async (_what, fields, status) => {
  const { github, website } = town;
  github.pushFiles(website, { files: { 'docs/a.md': 'a' } });
  const before = website.git.branch('main');
  expect((await press('/town/website/files', { branch: 'main', ...fields })).status).toBe(status);
  expect(website.git.branch('main')).toBe(before);
});

test('an owner installs an app where its set-up leads to, and nobody else does', async () => {
  const { github } = town;
  const app = github.createApp({ slug: 'carrier', permissions: {}, events: [], webhookUrl: null });
  const html = { headers: { accept: 'text/html' } };
  const page = await visit('/apps/carrier/installations/new', html);
  expect([page.status, page.text.includes('value="town"')]).toEqual([200, true]);
  expect((await visit('/apps/carrier/installations/new', { ...html, as: 'bert' })).text).not.toContain('value="town"');
  const installed = () => [...github.world.installations.values()].filter((one) => one.app === app);

  expect((await press('/-/installations', { app: 'carrier', account: 'town' }, 'bert')).status).toBe(404);
  expect(installed()).toEqual([]);
  for (let time = 0; time < 2; time += 1) {
    expect((await press('/-/installations', { app: 'carrier', account: 'town' })).location).toBe('/apps/carrier');
  }
  expect(installed().map(({ account }) => account.login)).toEqual(['town']);
});

/** `fetch` does not let one choose the host. */
async function statusUnderHost(host: string, path: string): Promise<number> {
  const { request } = await import('node:http');
  const { port } = new URL(town.github.url);
  return new Promise((resolve, reject) => {
    const outgoing = request({
      port,
      host: '127.0.0.1',
      path,
      headers: { host: `${host}:${port}`, accept: 'text/html' },
    });
    outgoing.on('response', (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode ?? 0);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

test('a page hears of a change as it happens', async () => {
  const { github, website, ada } = town;
  const { text } = await visit('/town/website/issues/1');
  const [, version = ''] = /data-version="(\d+)"/.exec(text) ?? [];
  const stop = new AbortController();
  const response = await fetch(`${github.url}/-/events?since=${version}`, { signal: stop.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();

  github.comment(issue, 'Live', ada);
  const told = await reader?.read();

  expect(told?.value).toBe(`data: ${github.world.versions.changes}\n\n`);
  expect(website.issues.get(1)?.comments.at(-1)?.body).toBe('Live');
  stop.abort();
});
