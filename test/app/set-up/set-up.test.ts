import { mkdirSync, readFileSync, symlinkSync, unlinkSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { credentialsPath, writeCredentials } from '../../../src/app/credentials.ts';
import { openSetUp, type SetUp } from '../../../src/app/set-up/server.ts';
import { loadSettings } from '../../../src/app/settings.ts';
import { type Account, type App, type GitHub, startGitHub } from '../../github/index.ts';
import { APP_EVENTS, APP_PERMISSIONS } from '../../support/app-manifest.ts';
import { type Browser, formOf, openBrowser, type Page } from '../../support/browser.ts';
import { silentLog } from '../../support/silent-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = temporaryFolder();
let count = 0;
let folder: string;
let github: GitHub;
let ada: Account;
let setUp: SetUp;
let origin: string;
let browser: Browser;
let now: number;

beforeEach(async () => {
  count += 1;
  folder = join(root, String(count));
  github = await startGitHub({ seed: 1 });
  ada = github.createUser('ada');
  github.createOrganization('city', { owners: [ada] });
  github.signIn(ada);
  now = Date.UTC(2026, 0, 5);
  setUp = await open();
  origin = new URL(setUp.address).origin;
  browser = openBrowser();
});
afterEach(async () => {
  await setUp.close();
  await github.close();
});

function settingsOf(port = 0) {
  const environment = { PORTREEVE_DATA: folder, GHE_HOST: new URL(github.url).host, GHE_PROTOCOL: 'http' };
  const result = loadSettings({ ...environment, PORT: String(port), HOST: '0.0.0.0' });
  if (result.status !== 'not-set-up') throw new Error(`Settings are ${result.status}`);
  return result.settings;
}
const open = (port = 0) => openSetUp({ settings: settingsOf(port), version: '0.0.0', log: silentLog, now: () => now });

const ANSWERS = { owner: 'city', name: 'Portreeve City', address: 'http://127.0.0.1:9/hooks' };
const describeApp = async () => browser.submit(await browser.open(setUp.address), ANSWERS);
const toGitHub = async () => browser.submit(await describeApp());
/** Agrees on GitHub, and comes back. */
const agree = async () => browser.submit(await toGitHub());
const appOf = (): App | undefined => [...github.world.apps.values()][0];
const conversions = () => github.requests.filter(({ route }) => route === 'POST /app-manifests/{code}/conversions');

/** Where GitHub would send the browser: what an attacker wants to have. */
async function wayBack(): Promise<URL> {
  const page = await toGitHub();
  const form = formOf(page);
  const response = await fetch(form.action, {
    method: 'POST',
    body: new URLSearchParams(form.values),
    redirect: 'manual',
  });
  return new URL(response.headers.get('location') ?? '');
}

/** Sends what no browser would, as `fetch` sets the host itself. */
function raw(path: string, headers: Readonly<Record<string, string>>, body?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(origin);
    const method = body === undefined ? 'GET' : 'POST';
    const sent = request({ host: '127.0.0.1', port, path, headers, method }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

test('three answers, one button on GitHub, and the credentials are in a file', async () => {
  const page = await agree();

  expect(page.status).toBe(200);
  const path = credentialsPath(folder);
  expect(await setUp.finished).toBe(path);
  const app = appOf();
  expect(app).toMatchObject({
    name: 'Portreeve City',
    owner: { login: 'city' },
    webhookUrl: ANSWERS.address,
    permissions: APP_PERMISSIONS,
    events: APP_EVENTS,
  });
  // What the page says is what a person needs, and no secret is in it.
  expect(page.text).toContain(path);
  expect(page.text).toContain(`${github.url}/apps/portreeve-city/installations/new`);
  for (const secret of [app?.webhookSecret, app?.clientSecret, 'PRIVATE KEY']) expect(page.text).not.toContain(secret);
  // People sign in by it to the pages about their agreements.
  expect(JSON.parse(readFileSync(path, 'utf8')).signIn).toEqual({
    clientId: app?.clientId,
    clientSecret: app?.clientSecret,
    publicUrl: new URL(ANSWERS.address).origin,
  });
  // One request of ours, and the next start finds what it needs.
  expect(github.requests.map(({ route }) => route)).toEqual(['POST /app-manifests/{code}/conversions']);
  expect(loadSettings({ PORTREEVE_DATA: folder })).toMatchObject({
    status: 'ready',
    settings: {
      appId: app?.id,
      privateKey: app?.privateKey,
      webhookSecrets: [app?.webhookSecret],
      webhookPath: '/hooks',
      webUrl: github.url,
    },
  });
  expect(github.violations).toEqual([]);
});

test('for one’s own account, too', async () => {
  const form = await browser.open(setUp.address);
  const consent = await browser.submit(form, { ...ANSWERS, owner: '' });
  await browser.submit(await browser.submit(consent));
  expect(appOf()?.owner.login).toBe('ada');
});

test('every page forbids scripts, frames, caches and foreign forms, and works on a small screen', async () => {
  for (const page of [
    await browser.open(setUp.address),
    await describeApp(),
    await browser.open(`${origin}/nowhere`),
  ]) {
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self' http:\/\/127\.0\.0\.1:\d+; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('strict-origin');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.text).not.toMatch(/<script|javascript:| on\w+=/);
    expect(page.text).toContain('<html lang="en">');
    expect(page.text).toContain('name="viewport"');
  }
});

test('what was typed wrongly stays, escaped, with what to do', async () => {
  const hostile = '"><script>alert(1)</script>';
  const page = await browser.submit(await browser.open(setUp.address), { ...ANSWERS, owner: hostile, name: hostile });

  expect(page.status).toBe(422);
  expect(page.text).not.toContain('<script>');
  expect(formOf(page).values).toMatchObject({ owner: hostile, name: hostile, address: ANSWERS.address });
  expect(page.text).toContain('aria-invalid="true"');
  expect(conversions()).toEqual([]);
});

describe('who has no business here', () => {
  test('without the secret: nothing', async () => {
    for (const path of ['/', '/?secret=', '/?secret=guess', '/registered?state=x&code=y', '/again']) {
      expect((await browser.open(`${origin}${path}`)).status).toBe(403);
    }
  });

  test('the secret works in one browser only, and a preview does not use it up', async () => {
    expect((await fetch(setUp.address, { method: 'HEAD', redirect: 'manual' })).status).toBe(403);
    expect((await browser.open(setUp.address)).status).toBe(200);
    expect((await browser.open(setUp.address)).status).toBe(200);
    const page = await openBrowser().open(setUp.address);
    expect([page.status, page.text.includes('works once')]).toEqual([403, true]);
  });

  test('a page of another name that was led to this machine', async () => {
    const { pathname, search, port } = new URL(setUp.address);
    for (const host of [`evil.example:${port}`, 'evil.example', '127.0.0.1.evil.example', '10.0.0.1']) {
      expect(await raw(`${pathname}${search}`, { host })).toBe(421);
    }
    // A tunnel's other port is fine, and nobody has used the secret up.
    expect(await raw(`${pathname}${search}`, { host: 'localhost:8080' })).toBe(303);
  });

  test('a form that another page sends', async () => {
    await browser.open(setUp.address);
    const cookie = browser.cookieOf(origin) ?? '';
    const send = (headers: Record<string, string>) =>
      fetch(origin, { method: 'POST', body: new URLSearchParams(ANSWERS), headers: { cookie, ...headers } });
    const statuses = [
      await send({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }),
      // Another program on this machine: the same site, but not the same origin.
      await send({ origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }),
      await send({ origin: 'null' }),
      await send({}),
    ].map(({ status }) => status);
    expect(statuses).toEqual([403, 403, 403, 403]);
    expect((await send({ origin })).status).toBe(200);
  });

  test('a form far larger than three answers', async () => {
    const page = await browser.submit(await browser.open(setUp.address), { name: 'x'.repeat(100_000) });
    expect(page.status).toBe(413);
  });

  test('a form that does not say how long it is', async () => {
    await browser.open(setUp.address);
    const chunked = { origin, cookie: browser.cookieOf(origin) ?? '', 'transfer-encoding': 'chunked' };
    expect(await raw('/', { ...chunked, 'content-type': 'application/x-www-form-urlencoded' }, 'owner=city')).toBe(411);
  });
});

describe('the way back from GitHub', () => {
  /** Nothing was asked of GitHub, nothing was written. */
  function expectNothing(page: Page, status: number): void {
    expect(page.status).toBe(status);
    expect(conversions()).toEqual([]);
    expect(loadSettings({ PORTREEVE_DATA: folder }).status).toBe('not-set-up');
  }

  test('with a forged state, or none', async () => {
    const back = await wayBack();
    for (const state of ['forged', '']) {
      back.searchParams.set('state', state);
      expectNothing(await browser.open(back.href), 403);
    }
  });

  test('in another browser', async () => {
    expectNothing(await openBrowser().open((await wayBack()).href), 403);
  });

  test('more than an hour later', async () => {
    const back = await wayBack();
    now += 3_600_001;
    expectNothing(await browser.open(back.href), 403);
  });

  test('with a code of another shape; the state is used up by it', async () => {
    const back = await wayBack();
    const good = back.href;
    for (const code of ['../../user', 'a%2fb', '', 'x'.repeat(200)]) {
      back.searchParams.set('code', code);
      expectNothing(await browser.open(back.href), code === '../../user' ? 400 : 403);
    }
    expectNothing(await browser.open(good), 403);
  });

  test('a second time with the same state, and another code', async () => {
    const back = await wayBack();
    // GitHub is away: the code was not used, the state was.
    github.faults.add({ route: '*', call: 1, fault: { kind: 'status', status: 503 } });
    expect((await browser.open(back.href)).status).toBe(502);
    const { searchParams } = new URL(back.href);
    back.searchParams.set('code', `${searchParams.get('code')?.slice(1)}0`);
    expect((await browser.open(back.href)).status).toBe(403);
    expect(conversions()).toHaveLength(1);

    // Loaded again as it was, it is the same way back.
    back.searchParams.set('code', searchParams.get('code') ?? '');
    expect((await browser.open(back.href)).status).toBe(200);
  });

  test('the page is loaded twice at once: one request for the credentials, one file, the same page', async () => {
    const back = await wayBack();
    const [one, two] = await Promise.all([browser.open(back.href), browser.open(back.href)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(two.text).toBe(one.text);
    expect(conversions()).toHaveLength(1);
  });
});

describe('when something fails, one can go on', () => {
  test('GitHub is away: the same code is tried again', async () => {
    const rule = github.faults.add({ route: '*', call: 'every', fault: { kind: 'reset' } });
    const page = await agree();
    expect([page.status, page.text.includes('try again')]).toEqual([502, true]);
    rule.remove();
    expect((await browser.submit(page)).status).toBe(200);
    expect(loadSettings({ PORTREEVE_DATA: folder }).status).toBe('ready');
  });

  test('the answer is lost: the code is spent, and starting over works', async () => {
    github.faults.add({ route: '*', call: 1, fault: { kind: 'applyThenReset' } });
    const lost = await browser.submit(await agree());
    expect(lost.text).toContain('it is good once');
    expect(lost.text).toContain(`${github.url}/organizations/city/settings/apps`);

    const form = await browser.open(origin);
    expect(formOf(form).values).toMatchObject(ANSWERS);
    const page = await browser.submit(
      await browser.submit(await browser.submit(form, { ...ANSWERS, name: 'Portreeve Again' })),
    );
    expect(page.status).toBe(200);
    expect(loadSettings({ PORTREEVE_DATA: folder })).toMatchObject({
      settings: { appId: [...github.world.apps.values()].find(({ slug }) => slug === 'portreeve-again')?.id },
    });
  });

  test('an answer that is no app’s is told', async () => {
    github.faults.add({ route: '*', call: 1, fault: { kind: 'status', status: 201, body: { id: 1 } } });
    const page = await agree();
    expect([page.status, page.text.includes('does not hold the credentials')]).toEqual([502, true]);
  });

  test('a file or a link in the credentials’ place is left alone, and they are kept once it is gone', async () => {
    const path = credentialsPath(folder);
    symlinkSync(join(folder, 'elsewhere'), path);
    const page = await agree();
    expect([page.status, page.text.includes('writes over nothing')]).toEqual([500, true]);
    expect(page.text).not.toContain('PRIVATE KEY');
    expect(() => readFileSync(join(folder, 'elsewhere'))).toThrow('ENOENT');

    unlinkSync(path);
    expect((await browser.submit(page)).status).toBe(200);
    expect(conversions()).toHaveLength(1);
  });
});

test('what would fail later is told before anything is registered', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(open(port)).rejects.toMatchObject({ code: 'cannot-listen', args: { host: '127.0.0.1', port } });
  taken.close();

  folder = join(root, 'open-to-all');
  mkdirSync(dirname(credentialsPath(folder)), { recursive: true, mode: 0o755 });
  await expect(open()).rejects.toMatchObject({ code: 'folder-not-private' });
});

test('with credentials at hand there is nothing to set up', async () => {
  await agree();
  expect(() => settingsOf()).toThrow('Settings are ready');
  await expect(
    writeCredentials(folder, JSON.parse(readFileSync(credentialsPath(folder), 'utf8'))),
  ).rejects.toMatchObject({ code: 'file-exists' });
});
