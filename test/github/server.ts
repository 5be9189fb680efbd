import { createHash } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, notFound } from './errors.ts';
import type { Fault, Faults } from './faults.ts';
import type { GraphqlEngine } from './graphql/engine.ts';
import type { Limits } from './limits.ts';
import { primaryLimit, secondaryLimit } from './limits.ts';
import type { Contract } from './openapi.ts';
import type { Caller } from './permissions.ts';
import { authenticate, canSee } from './permissions.ts';
import type { RecordedRequest, Recorder } from './recorder.ts';
import type { ApiAnswer } from './rest/route.ts';
import type { Match } from './router.ts';
import { serveSignIn } from './sign-in.ts';
import { serveGit } from './smart-http.ts';
import type { Json, World } from './state.ts';
import { fullName } from './state.ts';

/** What the server is made of. */
export interface ServerParts {
  readonly world: World;
  readonly faults: Faults;
  readonly limits: Limits;
  readonly recorder: Recorder;
  readonly graphql: GraphqlEngine;
  /** Holds requests and answers against GitHub's published description; `null` where nothing is checked. */
  readonly contract: Contract | null;
  /** Milliseconds that each request waits before it is looked at. */
  latency: number;
  readonly match: (method: string, path: string) => Match | undefined;
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly url: URL;
  /** The path without `/api/v3`. */
  readonly path: string;
  readonly prefix: string;
  readonly body: Json;
  readonly caller: Caller;
  /** Why the caller's credentials count for nothing. */
  readonly refusal: ApiError | undefined;
}

/** Larger requests are refused, as nothing that this server does needs them. */
const BODY_LIMIT = 64 * 1024 * 1024;

export function createApiServer(parts: ServerParts): Server {
  return createServer((incoming, outgoing) => {
    handle(parts, incoming, outgoing).catch((error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!outgoing.headersSent) outgoing.writeHead(500, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ message: `The embedded GitHub failed: ${message}` }));
    });
  });
}

async function handle(parts: ServerParts, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  if (await serveGit(parts.world, incoming, outgoing, url)) return;
  const text = await readBody(incoming);
  if (serveSignIn(parts.world, { incoming, outgoing, url, text })) return;
  const prefix = url.pathname.startsWith('/api/v3/') ? '/api/v3' : '';
  const path = url.pathname.slice(prefix.length).replace(/(.)\/$/, '$1');
  const body = parseBody(text);
  const known = callerOf(parts.world, incoming);
  const exchange = { incoming, outgoing, url, path, prefix, body: body ?? {}, ...known };
  const key = limitKey(known.caller);
  parts.limits.begin(key);
  outgoing.on('close', () => parts.limits.leave(key));
  if (parts.latency > 0) await sleep(parts.latency);
  const isGraphql = incoming.method === 'POST' && (path === '/graphql' || path === '/api/graphql');
  if (isGraphql) await serveGraphql(parts, exchange);
  else serveRest(parts, exchange, body === undefined);
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error('The request is larger than 64 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(text: string): Json | undefined {
  if (text === '') return {};
  try {
    const value = JSON.parse(text) as unknown;
    if (Array.isArray(value)) return { labels: value };
    return typeof value === 'object' && value !== null ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

/** The key under which a caller's limits are counted. */
export function limitKey(caller: Caller): string {
  if (caller.kind === 'installation') return `installation:${caller.token.installation.id}`;
  if (caller.kind === 'app') return `app:${caller.app.id}`;
  return caller.kind === 'user' ? `user:${caller.account.id}` : 'anonymous';
}

function record(parts: ServerParts, exchange: Exchange, route: string, isWrite: boolean): RecordedRequest {
  const { caller } = exchange;
  const app =
    caller.kind === 'app' ? caller.app : caller.kind === 'installation' ? caller.token.installation.app : null;
  const entry: RecordedRequest = {
    method: exchange.incoming.method ?? 'GET',
    route,
    path: `${exchange.url.pathname}${exchange.url.search}`,
    status: 0,
    appId: app?.id ?? null,
    installationId: caller.kind === 'installation' ? caller.token.installation.id : null,
    login:
      caller.kind === 'installation'
        ? caller.token.installation.app.bot.login
        : caller.kind === 'user'
          ? caller.account.login
          : null,
    at: parts.world.clock.now(),
    body: exchange.body,
    isWrite,
    applied: false,
  };
  parts.recorder.requests.push(entry);
  return entry;
}

/** Authenticates; a refusal is kept, so that the request is still recorded and answered in order. */
function callerOf(world: World, incoming: IncomingMessage): { caller: Caller; refusal: ApiError | undefined } {
  try {
    return { caller: authenticate(world, incoming.headers.authorization), refusal: undefined };
  } catch (error) {
    if (error instanceof ApiError) return { caller: { kind: 'anonymous' }, refusal: error };
    throw error;
  }
}

function serveRest(parts: ServerParts, exchange: Exchange, isMalformed: boolean): void {
  const { world, recorder, limits } = parts;
  const method = exchange.incoming.method ?? 'GET';
  const { caller, refusal } = exchange;
  const match = findRoute(parts, method, exchange.path);
  const route = match ? `${match.route.method} ${match.route.template}` : `${method} ${exchange.path}`;
  const isWrite = method !== 'GET' && method !== 'HEAD' && match?.route.isRead !== true;
  const entry = record(parts, exchange, route, isWrite);
  const fault = parts.faults.strike(route, { method, path: entry.path, body: exchange.body }, world.clock.now());
  if (fault && isBefore(fault)) {
    sufferBefore(parts, exchange, entry, fault);
    return;
  }
  const key = limitKey(caller);
  const headers: Record<string, string> = {};
  let answer: ApiAnswer;
  try {
    if (refusal) throw refusal;
    if (!match) {
      recorder.unserved.push(route);
      throw new ApiError(501, `The embedded GitHub does not serve ${route}`);
    }
    if (isMalformed) throw new ApiError(400, 'Problems parsing JSON');
    const redirect = formerName(world, exchange, match, caller);
    limits.enter(key, {
      isGraphql: false,
      isContent: match.route.isContent === true,
      points: method === 'GET' ? 1 : 5,
    });
    const isFree = match.route.template === '/rate_limit';
    if (!isFree && limits.isSpent(key, 'core')) throw primaryLimit(limits.state(key, 'core').reset);
    const checkBody = () => parts.contract?.checkRequest(route, exchange.body);
    if (match.route.checksBody !== true) checkBody();
    if (isWrite) world.versions.mark();
    answer =
      redirect ??
      match.route.handle({
        world,
        caller,
        params: match.params,
        query: exchange.url.searchParams,
        body: exchange.body,
        address: `${world.url}${exchange.url.pathname}`,
        asOf: fault?.kind === 'staleRead' ? staleVersion(world, fault) : undefined,
        checkBody,
      });
    entry.applied = isWrite && answer.status < 400;
    if (answer.status < 400) parts.contract?.checkAnswer(route, answer);
  } catch (error) {
    answer = refusalAnswer(error);
  }
  const etag = etagOf(method, answer);
  if (etag) headers.etag = etag;
  const isUnchanged = etag !== undefined && exchange.incoming.headers['if-none-match'] === etag;
  if (!isUnchanged && match?.route.template !== '/rate_limit') limits.spend(key, 'core', 1);
  const state = limits.state(key, 'core');
  send(parts, exchange, entry, fault, isUnchanged ? { status: 304 } : answer, { ...rateHeaders(state), ...headers });
}

function findRoute(parts: ServerParts, method: string, path: string): Match | undefined {
  const byId = /^\/repositories\/(\d+)(\/.*)?$/.exec(path);
  if (!byId) return parts.match(method === 'HEAD' ? 'GET' : method, path);
  const repository = parts.world.repositories.get(Number(byId[1]));
  return parts.match(method, `/repos/${repository ? fullName(repository) : '-/-'}${byId[2] ?? ''}`);
}

/** GitHub redirects a former name to the repository's address by id. */
function formerName(world: World, exchange: Exchange, { params }: Match, caller: Caller): ApiAnswer | undefined {
  if (!exchange.path.startsWith('/repos/')) return undefined;
  const found = world.names.get(`${params.owner}/${params.repo}`.toLowerCase());
  if (!found?.isFormer || found.repository.deleted) return undefined;
  if (!canSee(world, caller, found.repository)) throw notFound();
  const rest = exchange.path
    .split('/')
    .slice(4)
    .map((part) => `/${part}`)
    .join('');
  const location = `${world.url}${exchange.prefix}/repositories/${found.repository.id}${rest}${exchange.url.search}`;
  const status = exchange.incoming.method === 'GET' ? 301 : 307;
  return {
    status,
    headers: { location },
    body: { message: 'Moved Permanently', url: location, documentation_url: 'https://docs.github.com/rest' },
  };
}

function refusalAnswer(error: unknown): ApiAnswer {
  if (error instanceof ApiError) return { status: error.status, body: error.body, headers: error.headers };
  throw error;
}

function staleVersion(world: World, fault: Extract<Fault, { kind: 'staleRead' }>): number {
  return fault.lag === undefined
    ? world.versions.beforeWrites(fault.writes ?? 1)
    : world.versions.at(world.clock.now() - fault.lag);
}

function etagOf(method: string, answer: ApiAnswer): string | undefined {
  if (method !== 'GET' || answer.status !== 200 || answer.body === undefined) return undefined;
  return `W/"${createHash('sha256').update(JSON.stringify(answer.body)).digest('hex')}"`;
}

function rateHeaders(state: ReturnType<Limits['state']>): Record<string, string> {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [`x-ratelimit-${name}`, String(value)]));
}

async function serveGraphql(parts: ServerParts, exchange: Exchange): Promise<void> {
  const { world, limits } = parts;
  const { caller, refusal } = exchange;
  const isMutation = parts.graphql.isMutation(exchange.body);
  const entry = record(parts, exchange, 'POST /graphql', isMutation);
  const fault = parts.faults.strike(
    'POST /graphql',
    { method: 'POST', path: entry.path, body: exchange.body },
    world.clock.now(),
  );
  if (fault && isBefore(fault)) return sufferBefore(parts, exchange, entry, fault);
  const key = limitKey(caller);
  let answer: ApiAnswer;
  try {
    if (refusal) throw refusal;
    if (caller.kind === 'anonymous' || caller.kind === 'app')
      throw new ApiError(401, 'This endpoint requires you to be authenticated.');
    limits.enter(key, {
      isGraphql: true,
      isContent: parts.graphql.isContent(exchange.body),
      points: isMutation ? 5 : 1,
    });
    if (isMutation) world.versions.mark();
    const asOf = fault?.kind === 'staleRead' ? staleVersion(world, fault) : undefined;
    const result = await parts.graphql.execute(exchange.body, caller, key, asOf);
    answer = { status: 200, body: result };
    entry.applied = isMutation && !('errors' in result);
  } catch (error) {
    answer = refusalAnswer(error);
  }
  send(parts, exchange, entry, fault, answer, rateHeaders(limits.state(key, 'graphql')));
}

function isBefore(fault: Fault): boolean {
  return ['status', 'secondaryLimit', 'primaryLimit', 'timeout', 'reset'].includes(fault.kind);
}

function sufferBefore(parts: ServerParts, exchange: Exchange, entry: RecordedRequest, fault: Fault): void {
  const { limits } = parts;
  const state = limits.state(limitKey(exchange.caller), 'core');
  const answer = (given: ApiAnswer) => send(parts, exchange, entry, undefined, given, rateHeaders(state));
  if (fault.kind === 'timeout') return;
  if (fault.kind === 'reset') exchange.incoming.socket.resetAndDestroy();
  if (fault.kind === 'status') {
    answer({
      status: fault.status,
      body: fault.body ?? { message: `Fault ${fault.status}` },
      ...(fault.headers ? { headers: fault.headers } : {}),
    });
  }
  if (fault.kind === 'secondaryLimit')
    answer(refusalAnswer(secondaryLimit(fault.retryAfter === undefined ? 60 : fault.retryAfter)));
  if (fault.kind === 'primaryLimit') answer(refusalAnswer(primaryLimit(state.reset)));
}

function send(
  parts: ServerParts,
  exchange: Exchange,
  entry: RecordedRequest,
  fault: Fault | undefined,
  answer: ApiAnswer,
  headers: Readonly<Record<string, string>>,
): void {
  const { outgoing, incoming } = exchange;
  if (fault?.kind === 'applyThenTimeout') return;
  if (fault?.kind === 'applyThenReset') {
    incoming.socket.resetAndDestroy();
    return;
  }
  const failed =
    fault?.kind === 'applyThenStatus' ? { status: fault.status, body: { message: 'Server Error' } } : answer;
  const bare = fault?.kind === 'htmlBody' || fault?.kind === 'emptyBody';
  entry.status = bare ? 200 : failed.status;
  const text =
    fault?.kind === 'htmlBody'
      ? '<html><body>Unicorn!</body></html>'
      : bare || failed.body === undefined
        ? ''
        : JSON.stringify(failed.body);
  outgoing.writeHead(entry.status, {
    'content-type': fault?.kind === 'htmlBody' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    date: new Date(parts.world.clock.now()).toUTCString(),
    'x-github-request-id': `E${parts.recorder.requests.length.toString(16).toUpperCase()}`,
    'x-github-media-type': 'github.v3; format=json',
    ...(exchange.prefix === '' && !exchange.path.startsWith('/api/')
      ? {}
      : { 'x-github-enterprise-version': '3.19.0' }),
    ...headers,
    ...failed.headers,
  });
  if (fault?.kind === 'halfBody') {
    outgoing.write(text.slice(0, Math.floor(text.length / 2)), () => incoming.socket.destroy());
    return;
  }
  outgoing.end(incoming.method === 'HEAD' || entry.status === 204 || entry.status === 304 ? undefined : text);
}
