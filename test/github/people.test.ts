import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Account } from './index.ts';
import type { Town } from './support.ts';
import { aTown, call } from './support.ts';

let t: Town;
let eve: Account;

beforeEach(async () => {
  t = await aTown({ now: '2026-01-05T09:00:00Z' });
  eve = t.github.createUser('eve');
});

afterEach(async () => {
  await t.github.close();
  expect(t.github.violations).toEqual([]);
});

const verifier = 'a-verifier-of-some-length-that-nobody-guesses';
const challenge = createHash('sha256').update(verifier).digest('base64url');

async function authorize(): Promise<URL> {
  const query = new URLSearchParams({
    client_id: t.app.clientId,
    redirect_uri: 'http://localhost/back',
    state: 's',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const response = await fetch(`${t.github.url}/login/oauth/authorize?${query}`, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? 'none:');
}

async function exchange(fields: Record<string, string>): Promise<Record<string, string>> {
  const response = await fetch(`${t.github.url}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ client_id: t.app.clientId, client_secret: t.app.clientSecret, ...fields }),
  });
  return (await response.json()) as Record<string, string>;
}

async function signedIn(person: Account): Promise<string> {
  t.github.signIn(person);
  const code = (await authorize()).searchParams.get('code') ?? '';
  return (await exchange({ code, code_verifier: verifier })).access_token ?? '';
}

describe('signing in', () => {
  test('goes by a code, once, with its verifier and state; the token ends after eight hours and is refreshed', async () => {
    t.github.signIn(t.ada);
    const back = await authorize();
    expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual(['http://localhost/back', 's']);
    const code = back.searchParams.get('code') ?? '';
    expect((await exchange({ code, code_verifier: 'other' })).error).toBe('bad_verification_code');
    const answer = await exchange({ code, code_verifier: verifier });
    expect((await exchange({ code, code_verifier: verifier })).error).toBe('bad_verification_code');

    const token = answer.access_token ?? '';
    expect((await call(t.github, 'GET', '/user', { token })).body.login).toBe('ada');
    t.github.clock.advance(28_800_000);
    expect((await call(t.github, 'GET', '/user', { token })).status).toBe(401);
    const fresh = await exchange({ grant_type: 'refresh_token', refresh_token: answer.refresh_token ?? '' });
    expect((await call(t.github, 'GET', '/user', { token: fresh.access_token ?? '' })).body.login).toBe('ada');
  });

  test('is refused with a wrong secret, another redirect or a code of ten minutes ago', async () => {
    t.github.signIn(t.ada);
    const code = (await authorize()).searchParams.get('code') ?? '';
    expect((await exchange({ code, code_verifier: verifier, client_secret: 'x' })).error).toBe(
      'incorrect_client_credentials',
    );
    expect((await exchange({ code, code_verifier: verifier, redirect_uri: 'http://evil/' })).error).toBe(
      'redirect_uri_mismatch',
    );
    t.github.clock.advance(600_000);
    expect((await exchange({ code, code_verifier: verifier })).error).toBe('bad_verification_code');
  });

  test('shows a page to choose from when nobody sits there', async () => {
    const response = await fetch(`${t.github.url}/login/oauth/authorize?client_id=${t.app.clientId}`, {
      redirect: 'manual',
    });

    expect(await response.text()).toContain('login=eve');
  });
});

describe('a person’s token', () => {
  test('through the app sees what both see', async () => {
    const secret = t.github.createRepository({
      owner: t.town,
      name: 'secret',
      visibility: 'private',
      files: { a: 'a' },
    });
    const other = t.github.createOrganization('elsewhere', { owners: [t.ada] });
    t.github.createRepository({ owner: other, name: 'hidden', visibility: 'private' });
    const [ada, stranger] = [await signedIn(t.ada), await signedIn(eve)];
    const status = async (token: string, path: string) => (await call(t.github, 'GET', path, { token })).status;

    expect([await status(ada, '/repos/town/secret'), await status(stranger, '/repos/town/secret')]).toEqual([200, 404]);
    expect([
      await status(ada, '/repos/elsewhere/hidden'),
      await status(t.github.createUserToken(t.ada), '/repos/elsewhere/hidden'),
    ]).toEqual([404, 200]);
    expect((await call(t.github, 'GET', '/user/installations', { token: ada })).body).toMatchObject({
      total_count: 1,
      installations: [{ id: t.installation.id }],
    });
    expect((await call(t.github, 'GET', '/user/installations', { token: stranger })).body).toMatchObject({
      total_count: 0,
    });
    t.github.setRole(secret, eve, 'triage');
    const seen = await call(t.github, 'GET', `/user/installations/${t.installation.id}/repositories`, {
      token: stranger,
    });
    expect(seen.body).toMatchObject({
      total_count: 2,
      repositories: [
        { name: 'website', permissions: { pull: true, triage: false } },
        { name: 'secret', permissions: { triage: true, push: false } },
      ],
    });
  });
});

test('through an app nobody does more than the app may', async () => {
  const reader = t.github.createApp({ slug: 'reader', permissions: { contents: 'read' } });
  t.github.installApp({ app: reader, account: t.town });
  t = { ...t, app: reader };
  const token = await signedIn(t.ada);
  const write = { token, body: { message: 'm', content: 'eA==' } };

  expect((await call(t.github, 'PUT', '/repos/town/website/contents/x', write)).status).toBe(403);
  expect(
    (
      await call(t.github, 'PUT', '/repos/town/website/contents/x', {
        ...write,
        token: t.github.createUserToken(t.ada),
      })
    ).status,
  ).toBe(201);
});

describe('members', () => {
  test('are seen by members and by apps that may, others see who is public', async () => {
    t.town.members.set(eve.id, 'member');
    t.town.publicMembers.add(eve.id);
    const logins = async (token: string, query = '') =>
      (
        (await call(t.github, 'GET', `/orgs/town/members${query}`, { token })).body as unknown as { login: string }[]
      ).map(({ login }) => login);
    const member = t.github.createUserToken(eve);
    const stranger = t.github.createUserToken(t.github.createUser('mallory'));
    const app = t.github.createInstallationToken(t.installation);

    expect([await logins(member), await logins(app), await logins(stranger), await logins(app, '?role=admin')]).toEqual(
      [['ada', 'eve'], ['ada', 'eve'], ['eve'], ['ada']],
    );
    expect((await call(t.github, 'GET', '/orgs/town/memberships/ada', { token: app })).body).toMatchObject({
      role: 'admin',
      state: 'active',
    });
    expect((await call(t.github, 'GET', '/orgs/town/memberships/mallory', { token: app })).status).toBe(404);
    expect((await call(t.github, 'GET', '/user/memberships/orgs/town', { token: member })).body).toMatchObject({
      role: 'member',
    });
    expect((await call(t.github, 'GET', '/user/orgs', { token: member })).body).toMatchObject([{ login: 'town' }]);
    const statuses = [app, stranger].map(
      async (token) => (await call(t.github, 'GET', '/orgs/town/members/ada', { token })).status,
    );
    expect(await Promise.all(statuses)).toEqual([204, 404]);
  });
});
