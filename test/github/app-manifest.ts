import type { IncomingMessage, ServerResponse } from 'node:http';
import { html } from 'hono/html';
import { createApp } from './operations/accounts.ts';
import type { Access, Account, App, Json, Permissions, World } from './state.ts';
import { accountByLogin } from './state.ts';

/** What GitHub registers an app from, checked. */
interface Manifest {
  readonly name: string | null;
  readonly url: string;
  readonly webhookUrl: string | null;
  readonly redirectUrl: string;
  readonly isPublic: boolean;
  readonly permissions: Permissions;
  readonly events: readonly string[];
}

interface Visit {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly url: URL;
  /** The request's body. */
  readonly text: string;
}

/** GitHub's documented life time of the code. */
const CODE_LIFETIME = 3_600_000;
const LONGEST_NAME = 34;

/** What an app must be allowed to read before it is told of an event. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  push: ['contents'],
  create: ['contents'],
  delete: ['contents'],
  pull_request: ['pull_requests'],
  pull_request_review: ['pull_requests'],
  merge_group: ['merge_queues'],
  repository: ['metadata'],
  check_run: ['checks'],
  check_suite: ['checks'],
  issues: ['issues'],
  issue_comment: ['issues', 'pull_requests'],
  organization: ['members'],
};

/**
 * Serves the page on which an owner agrees to an app that a manifest describes, and what its button does; says whether
 * the request was one of them. The third step, the exchange of the code, is a REST route.
 */
export function serveAppManifest(world: World, visit: Visit): boolean {
  const found = /^(?:\/organizations\/([^/]+))?\/settings\/apps\/new$/.exec(visit.url.pathname);
  if (found === null) return false;
  const person = world.signedIn;
  const owner = found[1] === undefined ? person : (accountByLogin(world, found[1]) ?? null);
  if (person === null || owner === null || !mayRegister(person, owner)) send(visit, 404, html`<h1>404</h1>`);
  else if (visit.incoming.method === 'POST') answer(world, visit, owner);
  else send(visit, 200, html`<h1>Register new GitHub App</h1>`);
  return true;
}

function mayRegister(person: Account, owner: Account): boolean {
  return owner.id === person.id || owner.members.get(person.id) === 'admin';
}

function answer(world: World, visit: Visit, owner: Account): void {
  const form = new URLSearchParams(visit.text);
  const problems: string[] = [];
  const manifest = readManifest(form.get('manifest'), problems);
  const name = (form.get('name') ?? manifest?.name ?? '').trim();
  if (manifest !== null) problems.push(...nameProblems(world, name));
  const isAgreed = form.get('agreed') === 'yes';
  if (manifest === null || (isAgreed && problems.length > 0)) {
    send(visit, 422, page(html`<h1>Invalid GitHub App configuration</h1>${list(problems)}`));
  } else if (isAgreed) {
    const target = new URL(manifest.redirectUrl);
    target.searchParams.set('code', register(world, owner, name, manifest));
    const state = visit.url.searchParams.get('state');
    if (state !== null) target.searchParams.set('state', state);
    visit.outgoing.writeHead(302, { location: target.href }).end();
  } else send(visit, 200, consent(owner, name, manifest, form.get('manifest') ?? '', problems));
}

function nameProblems(world: World, name: string): string[] {
  if (name === '') return ["Name can't be blank"];
  if (name.length > LONGEST_NAME) return [`Name is too long (maximum is ${LONGEST_NAME} characters)`];
  const isTaken = [...world.apps.values()].some(({ slug }) => slug === slugOf(name));
  return isTaken ? ['Name is already taken'] : [];
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function register(world: World, owner: Account, name: string, manifest: Manifest): string {
  const { permissions, events, webhookUrl } = manifest;
  const app = createApp(world, { slug: slugOf(name), name, owner, permissions, events, webhookUrl });
  const code = world.ids.hex(40);
  world.conversions.set(code, { app, expiresAt: world.clock.now() + CODE_LIFETIME });
  return code;
}

/** The app that a code stands for, once. */
export function redeemCode(world: World, code: string): App | null {
  const found = world.conversions.get(code);
  world.conversions.delete(code);
  return found !== undefined && found.expiresAt > world.clock.now() ? found.app : null;
}

function readManifest(text: string | null, problems: string[]): Manifest | null {
  let given: unknown;
  try {
    given = JSON.parse(text ?? '');
  } catch {
    problems.push('Manifest is not valid JSON');
    return null;
  }
  const manifest = asObject(given);
  const hook = asObject(manifest.hook_attributes);
  const permissions = asObject(manifest.default_permissions);
  const events = Array.isArray(manifest.default_events) ? manifest.default_events.map(String) : [];
  const wrong = [
    ...addressProblems('Url', manifest.url),
    ...addressProblems('Redirect url', manifest.redirect_url),
    ...(manifest.hook_attributes === undefined ? [] : addressProblems('Hook url', hook.url)),
    ...Object.entries(permissions).flatMap(([name, access]) =>
      /^[a-z_]+$/.test(name) && isAccess(access)
        ? []
        : [`Default permission records resource is not included: ${name}`],
    ),
    ...events.flatMap((event) => eventProblems(event, permissions)),
  ];
  problems.push(...wrong);
  if (wrong.length > 0) return null;
  return {
    name: typeof manifest.name === 'string' ? manifest.name : null,
    url: String(manifest.url),
    redirectUrl: String(manifest.redirect_url),
    webhookUrl: hook.active === false || hook.url === undefined ? null : String(hook.url),
    isPublic: manifest.public === true,
    permissions: Object.fromEntries(
      Object.entries(permissions).flatMap(([name, access]) => (isAccess(access) ? [[name, access]] : [])),
    ),
    events,
  };
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function isAccess(value: unknown): value is Access {
  return value === 'read' || value === 'write' || value === 'admin';
}

function addressProblems(field: string, value: unknown): string[] {
  if (value === undefined || value === '') return [`${field} can't be blank`];
  const protocol = typeof value === 'string' ? URL.parse(value)?.protocol : undefined;
  return protocol === 'http:' || protocol === 'https:' ? [] : [`${field} must be a valid URL`];
}

function eventProblems(event: string, permissions: Json): string[] {
  const needed = EVENTS[event];
  if (needed === undefined) return [`Default events unsupported: ${event}`];
  const isAllowed = needed.some((permission) => permission === 'metadata' || isAccess(permissions[permission]));
  return isAllowed ? [] : [`Default events are not supported by permissions: ${event}`];
}

function consent(owner: Account, name: string, manifest: Manifest, text: string, problems: readonly string[]) {
  const permissions = Object.entries(manifest.permissions).map(([permission, access]) => `${permission}: ${access}`);
  return page(html`<h1>Create GitHub App for ${owner.login}</h1>
    ${list(problems)}
    <form method="post">
      <p><label>GitHub App name <input name="name" value="${name}" maxlength="${LONGEST_NAME}" required></label></p>
      <p>${manifest.isPublic ? 'Anybody can install it.' : `Only ${owner.login} can install it.`}
        Its webhooks go to <code>${manifest.webhookUrl ?? 'nowhere'}</code>. It belongs to <code>${manifest.url}</code>.</p>
      <h2>Permissions</h2>${list(permissions)}
      <h2>Events</h2>${list(manifest.events)}
      <input type="hidden" name="manifest" value="${text}">
      <p><button name="agreed" value="yes">Create GitHub App</button></p>
    </form>`);
}

function list(lines: readonly string[]) {
  return html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function page(content: ReturnType<typeof html>) {
  return html`<!doctype html><html lang="en"><title>GitHub App</title>
    <style>body{font:16px/1.5 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}</style>${content}</html>`;
}

function send({ outgoing }: Visit, status: number, content: ReturnType<typeof html>): void {
  outgoing.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(String(content));
}
