import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Octokit } from '@octokit/rest';
import { type GitHub, startGitHub } from './index.ts';

const MANIFEST = {
  name: 'Portal of Town',
  url: 'https://town.example',
  hook_attributes: { url: 'https://hooks.town.example/', active: true },
  redirect_url: 'http://127.0.0.1:4000/back?of=7',
  public: false,
  default_permissions: { metadata: 'read', issues: 'write' },
  default_events: ['issues', 'issue_comment'],
};

let github: GitHub;
beforeEach(async () => {
  github = await startGitHub({ seed: 1, now: '2026-01-05T09:00:00Z' });
  const ada = github.createUser('ada');
  const bob = github.createUser('bob');
  github.createOrganization('town', { owners: [ada], members: [bob] });
  github.signIn(ada);
});
afterEach(() => github.close());

function post(fields: Readonly<Record<string, string>>, path = '/organizations/town/settings/apps/new?state=s%2F1') {
  return fetch(`${github.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
}

const agree = (manifest: object = MANIFEST, more: Readonly<Record<string, string>> = {}) =>
  post({ manifest: JSON.stringify(manifest), agreed: 'yes', ...more });

async function codeOf(response: Response): Promise<string> {
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const convert = (code: string) =>
  new Octokit({ baseUrl: github.url, log: quiet }).rest.apps.createFromManifest({ code });

test('an owner sees what would be made, agrees, and the code gives its credentials once', async () => {
  const shown = await post({ manifest: JSON.stringify(MANIFEST) });
  expect(shown.status).toBe(200);
  expect(await shown.text()).toContain('issues: write');
  expect(github.world.apps.size).toBe(0);

  const response = await agree();
  const location = new URL(response.headers.get('location') ?? '');
  expect(response.status).toBe(302);
  expect(`${location.origin}${location.pathname}`).toBe('http://127.0.0.1:4000/back');
  expect([location.searchParams.get('of'), location.searchParams.get('state')]).toEqual(['7', 's/1']);

  const code = await codeOf(response);
  const { data } = await convert(code);
  const app = github.world.apps.get(data.id);
  expect(data).toMatchObject({ slug: 'portal-of-town', pem: app?.privateKey, webhook_secret: app?.webhookSecret });
  expect(app).toMatchObject({
    owner: { login: 'town' },
    permissions: MANIFEST.default_permissions,
    events: MANIFEST.default_events,
    webhookUrl: 'https://hooks.town.example/',
  });
  await expect(convert(code)).rejects.toMatchObject({ status: 404 });
  expect(github.violations).toEqual([]);
});

test('the code ends after an hour', async () => {
  const code = await codeOf(await agree());
  github.clock.advance(3_600_000);
  await expect(convert(code)).rejects.toMatchObject({ status: 404 });
});

test.each([
  ['without an address', { ...MANIFEST, url: undefined }, 'Url can&#39;t be blank'],
  ['without a way back', { ...MANIFEST, redirect_url: '' }, 'Redirect url can&#39;t be blank'],
  ['with a hook that is no address', { ...MANIFEST, hook_attributes: { url: 'town' } }, 'Hook url must be a valid URL'],
  ['with an unknown event', { ...MANIFEST, default_events: ['lottery'] }, 'Default events unsupported: lottery'],
  [
    'with an event that it may not read',
    { ...MANIFEST, default_events: ['push'] },
    'not supported by permissions: push',
  ],
  ['with a right that is none', { ...MANIFEST, default_permissions: { issues: 'all' } }, 'not included: issues'],
  ['with too long a name', { ...MANIFEST, name: 'x'.repeat(35) }, 'Name is too long'],
])('a manifest %s is refused', async (_name, manifest, words) => {
  const response = await agree(manifest);
  expect([response.status, github.world.apps.size]).toEqual([422, 0]);
  expect(await response.text()).toContain(words);
});

test('a name that is taken may be changed on the page', async () => {
  await agree();
  expect(await (await agree()).text()).toContain('Name is already taken');
  const response = await agree(MANIFEST, { name: 'Second Portal' });
  expect(response.status).toBe(302);
  expect([...github.world.apps.values()].map(({ slug }) => slug)).toEqual(['portal-of-town', 'second-portal']);
});

test('only an owner may, for an organisation; anybody for themselves', async () => {
  const bob = [...github.world.accounts.values()].find(({ login }) => login === 'bob') ?? null;
  github.signIn(bob);
  expect((await agree()).status).toBe(404);
  const own = await post({ manifest: JSON.stringify(MANIFEST), agreed: 'yes' }, '/settings/apps/new');
  expect([own.status, [...github.world.apps.values()][0]?.owner.login]).toEqual([302, 'bob']);
  github.signIn(null);
  expect((await agree()).status).toBe(404);
});
