import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from './errors.ts';
import type { Faults } from './faults.ts';
import type { GraphqlEngine } from './graphql/engine.ts';
import type { Limits } from './limits.ts';
import type { Contract } from './openapi.ts';
import type { PageServer } from './pages/serve-pages.ts';
import type { Caller } from './permissions.ts';
import { authenticate } from './permissions.ts';
import type { RecordedRequest, Recorder } from './recorder.ts';
import type { Match } from './router.ts';
import type { Json, World } from './state.ts';

/** What the server is made of. */
export interface ServerParts {
  readonly world: World;
  readonly faults: Faults;
  readonly limits: Limits;
  readonly recorder: Recorder;
  readonly graphql: GraphqlEngine;
  /** Holds requests and answers against GitHub's published description; `null` where nothing is checked. */
  readonly contract: Contract | null;
  /** What each request waits for before it is looked at. */
  readonly admitted: () => Promise<void>;
  readonly match: (method: string, path: string) => Match | undefined;
  /** Whether a request is for a page of the web, not for the API. */
  readonly isPage: (incoming: IncomingMessage, url: URL) => boolean;
  readonly pages: () => Promise<PageServer>;
}

/** One request and the answer that it waits for. */
export interface Exchange {
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

export async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error('The request is larger than 64 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `undefined` for text that is no JSON; a bare list is one of labels, the only list that GitHub takes. */
export function parseBody(text: string): Json | undefined {
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

/** Notes the request; its status is filled in when it is answered. */
export function record(parts: ServerParts, exchange: Exchange, route: string, isWrite: boolean): RecordedRequest {
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
export function callerOf(world: World, incoming: IncomingMessage): { caller: Caller; refusal: ApiError | undefined } {
  try {
    return { caller: authenticate(world, incoming.headers.authorization), refusal: undefined };
  } catch (error) {
    if (error instanceof ApiError) return { caller: { kind: 'anonymous' }, refusal: error };
    throw error;
  }
}
