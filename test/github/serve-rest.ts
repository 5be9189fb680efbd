import { createHash } from 'node:crypto';
import { isBefore, rateHeaders, refusalAnswer, send, sufferBefore } from './answer.ts';
import { ApiError, notFound } from './errors.ts';
import type { Exchange, ServerParts } from './exchange.ts';
import { limitKey, record } from './exchange.ts';
import { staleVersion } from './faults.ts';
import { primaryLimit } from './limits.ts';
import type { Caller } from './permissions.ts';
import { canSee } from './permissions.ts';
import type { ApiAnswer } from './rest/route.ts';
import type { Match } from './router.ts';
import type { World } from './state.ts';
import { fullName } from './state.ts';

/** Serves a REST request: fault, limits, rights, route, contract, in this order. */
export function serveRest(parts: ServerParts, exchange: Exchange, isMalformed: boolean): void {
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

function etagOf(method: string, answer: ApiAnswer): string | undefined {
  if (method !== 'GET' || answer.status !== 200 || answer.body === undefined) return undefined;
  return `W/"${createHash('sha256').update(JSON.stringify(answer.body)).digest('hex')}"`;
}
