import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account, App, Grant, World } from './state.ts';

/** GitHub's documented life times: a code ten minutes, a person's token eight hours, its refresh token six months. */
const CODE_LIFETIME = 600_000;
const TOKEN_LIFETIME = 28_800_000;
const REFRESH_LIFETIME = 15_897_600_000;

interface Visit {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly url: URL;
  /** The request's body. */
  readonly text: string;
}

/** Serves the pages and the exchange by which a person signs in to an app; says whether the request was one of them. */
export function serveSignIn(world: World, visit: Visit): boolean {
  const { pathname } = visit.url;
  if (pathname === '/login/oauth/authorize') authorizePerson(world, visit);
  else if (pathname === '/login/oauth/access_token') exchangeCode(world, visit);
  else return false;
  return true;
}

function authorizePerson(world: World, { outgoing, url }: Visit): void {
  const wanted = Object.fromEntries(url.searchParams);
  const app = [...world.apps.values()].find(({ clientId }) => clientId === wanted.client_id);
  if (!app) {
    outgoing.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>');
    return;
  }
  const chosen =
    wanted.login === undefined
      ? world.signedIn
      : [...world.accounts.values()].find(({ login }) => login === wanted.login);
  if (!chosen) {
    outgoing.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(choice(world, app, url));
    return;
  }
  const target = new URL(wanted.redirect_uri ?? app.callbackUrl ?? world.url);
  target.searchParams.set(
    'code',
    grant(world, {
      kind: 'code',
      account: chosen,
      app,
      redirectUri: wanted.redirect_uri ?? null,
      challenge: challengeOf(wanted),
    }),
  );
  if (wanted.state !== undefined) target.searchParams.set('state', wanted.state);
  outgoing.writeHead(302, { location: target.href }).end();
}

function challengeOf(wanted: Readonly<Record<string, string>>): string | null {
  return wanted.code_challenge_method === 'S256' ? (wanted.code_challenge ?? null) : null;
}

/** Who may be signed in as; demonstrations show this page. */
function choice(world: World, app: App, url: URL): string {
  const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  const people = [...world.accounts.values()].filter(
    ({ type, id }) => type === 'User' && id !== world.ghost.id && id !== world.webFlow.id,
  );
  const link = ({ login, name }: Account) => {
    const query = new URLSearchParams(url.searchParams);
    query.set('login', login);
    return `<li><a href="?${escaped(query.toString())}">${escaped(name ?? login)} (${escaped(login)})</a></li>`;
  };
  return `<!doctype html><title>Sign in to ${escaped(app.name)}</title><h1>Sign in to ${escaped(app.name)} as</h1><ul>${people.map(link).join('')}</ul>`;
}

function grant(world: World, given: Omit<Grant, 'expiresAt'>): string {
  const lifetime = given.kind === 'code' ? CODE_LIFETIME : REFRESH_LIFETIME;
  const value = given.kind === 'code' ? world.ids.hex(20) : `ghr_${world.ids.hex(36)}`;
  world.grants.set(value, { ...given, expiresAt: world.clock.now() + lifetime });
  return value;
}

/** GitHub answers 200 also to a refusal, and as a form unless JSON is asked for. */
function exchangeCode(world: World, { incoming, outgoing, url, text }: Visit): void {
  const answer = exchanged(world, { ...Object.fromEntries(url.searchParams), ...fields(text) });
  const isJson = incoming.headers.accept?.includes('json') === true;
  outgoing.writeHead(200, {
    'content-type': isJson ? 'application/json; charset=utf-8' : 'application/x-www-form-urlencoded; charset=utf-8',
  });
  const form = Object.entries(answer).map(([name, value]): [string, string] => [name, String(value)]);
  outgoing.end(isJson ? JSON.stringify(answer) : new URLSearchParams(form).toString());
}

function fields(text: string): Record<string, string> {
  if (!text.trimStart().startsWith('{')) return Object.fromEntries(new URLSearchParams(text));
  return JSON.parse(text) as Record<string, string>;
}

function exchanged(world: World, given: Readonly<Record<string, string | undefined>>): Record<string, string | number> {
  const app = [...world.apps.values()].find(({ clientId }) => clientId === given.client_id);
  if (!app || app.clientSecret !== given.client_secret) {
    return refusal('incorrect_client_credentials', 'The client_id and/or client_secret passed are incorrect.');
  }
  const isRefresh = given.grant_type === 'refresh_token';
  const value = (isRefresh ? given.refresh_token : given.code) ?? '';
  const found = world.grants.get(value);
  const isGood =
    found?.app === app && found.kind === (isRefresh ? 'refresh' : 'code') && found.expiresAt > world.clock.now();
  if (!found || !isGood) {
    return isRefresh
      ? refusal('bad_refresh_token', 'The refresh token passed is incorrect or expired.')
      : refusal('bad_verification_code', 'The code passed is incorrect or expired.');
  }
  if (
    found.challenge !== null &&
    createHash('sha256')
      .update(given.code_verifier ?? '')
      .digest('base64url') !== found.challenge
  ) {
    return refusal('bad_verification_code', 'The code verifier does not match.');
  }
  if (found.redirectUri !== null && given.redirect_uri !== undefined && given.redirect_uri !== found.redirectUri) {
    return refusal(
      'redirect_uri_mismatch',
      'The redirect_uri MUST match the registered callback URL for this application.',
    );
  }
  world.grants.delete(value);
  const token = `ghu_${world.ids.hex(36)}`;
  world.userTokens.set(token, { account: found.account, app, expiresAt: world.clock.now() + TOKEN_LIFETIME });
  return {
    access_token: token,
    expires_in: TOKEN_LIFETIME / 1000,
    refresh_token: grant(world, { kind: 'refresh', account: found.account, app, redirectUri: null, challenge: null }),
    refresh_token_expires_in: REFRESH_LIFETIME / 1000,
    token_type: 'bearer',
    scope: '',
  };
}

function refusal(error: string, description: string): Record<string, string> {
  return { error, error_description: description, error_uri: 'https://docs.github.com/apps' };
}
