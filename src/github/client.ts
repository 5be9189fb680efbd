import { Octokit } from '@octokit/rest';
import pLimit from 'p-limit';
import { type Access, isGranted, type Permissions } from '../core/features.ts';
import { type ClockDifference, compareClocks } from './clock-difference.ts';
import { failureOf, GitHubFailure } from './failure.ts';
import { createKeyRing } from './key-ring.ts';
import { createQuiet, type Quiet } from './quiet.ts';

/** How long one request may take; GitHub itself gives up after ten seconds. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Requests that a process has under way at once; the others wait for their turn. GitHub allows 100 for all processes
 * together, so that five of them stay below it.
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
export const MOST_AT_ONCE = 20;

type InTurn = <T>(send: () => Promise<T>) => Promise<T>;

export interface GitHubSettings extends ClientSettings {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  /** The key before, while it is being changed. */
  readonly formerPrivateKey?: string | null;
}

export interface ClientSettings {
  /** The REST API's address, for an Enterprise Server; null for github.com. */
  readonly baseUrl: string | null;
  readonly userAgent: string;
  /** How long one request may take. */
  readonly timeoutMs?: number;
  /**
   * What an installation granted when it was last read; null where that is not known. A reader asks for no more: GitHub
   * gives no token at all where one permission of several is missing.
   */
  readonly granted?: (installationId: number) => Promise<Permissions | null>;
  /** Told of each request that was sent, for the operator's metrics. */
  readonly observe?: RequestObserver;
  /** Milliseconds since 1970, for what GitHub's limits say of times. */
  readonly now?: () => number;
}

/** One request that was sent, without names: nothing of it tells a repository or a person. */
export interface ObservedRequest {
  /** 0: as the app itself. */
  readonly installationId: number;
  /** The template, such as `POST /repos/{owner}/{repo}/issues`. */
  readonly route: string;
  /** 0: no answer. */
  readonly status: number;
  readonly seconds: number;
  /** What the answer said of the limit that it counts against; null where it said nothing. */
  readonly rateLimit: RateLimit | null;
}

export interface RateLimit {
  readonly resource: 'core' | 'graphql' | 'other';
  /** Of the whole hour. */
  readonly limit: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly resetAt: number;
}

export type RequestObserver = (request: ObservedRequest) => void;

/** The rights that a token is minted with: no more than the work at hand needs, so that GitHub itself refuses the rest. */
export interface Grant {
  readonly permissions: Readonly<Record<string, Access>>;
  /** The only repositories that the token reaches; null for all of the installation. */
  readonly repositoryIds: readonly number[] | null;
}

/** Clients for GitHub. Every failure of theirs is a `GitHubFailure`; no request is ever retried blindly. */
export interface GitHub {
  /** As the app itself: installations and their tokens. */
  readonly app: Octokit;
  /** Reads as an installation. Its token cannot write, and the client refuses to try. */
  reader(installationId: number): Octokit;
  /** Writes as an installation, with just the rights of the grant. Its token is minted before it is handed out. */
  writer(installationId: number, grant: Grant): Promise<Octokit>;
  /** By how much our clock differed from GitHub's at its last answer; null before the first. */
  clockDifference(): ClockDifference | null;
}

const READ: Grant['permissions'] = {
  metadata: 'read',
  contents: 'read',
  issues: 'read',
  pull_requests: 'read',
  checks: 'read',
  members: 'read',
};

/** Newer than the rest, so that an installation may well not have granted it. */
const LATER: readonly string[] = ['members'];

/** Rights that organisations may grant for what they want measured or shown; never asked for unless they are known to be granted. */
const READ_BY_CHOICE: Grant['permissions'] = {
  administration: 'read',
  vulnerability_alerts: 'read',
  organization_projects: 'read',
};

/** The reading rights that the installation granted; the usual ones where it is not known what it did. */
function readGrant(granted: Permissions | null): Grant {
  const permissions = Object.entries(READ).filter(([name, access]) =>
    granted === null ? !LATER.includes(name) : isGranted({ [name]: access }, granted),
  );
  const chosen = Object.entries(READ_BY_CHOICE).filter(
    ([name, access]) => granted !== null && isGranted({ [name]: access }, granted),
  );
  return { permissions: Object.fromEntries([...permissions, ...chosen]), repositoryIds: null };
}

export function createGitHub(settings: GitHubSettings): GitHub {
  const { appId, privateKey, formerPrivateKey = null } = settings;
  const privateKeys = formerPrivateKey === null ? [privateKey] : [privateKey, formerPrivateKey];
  let clockDifference: ClockDifference | null = null;
  const now = settings.now ?? Date.now;
  const inTurn = pLimit(MOST_AT_ONCE);
  const client = (installationId: number, options: object): Octokit =>
    createClient({ ...settings, installationId, inTurn }, options, (date, sentAt) => {
      clockDifference = compareClocks(date, sentAt, now()) ?? clockDifference;
    });
  const app = client(0, { authStrategy: createKeyRing, auth: { appId, privateKeys } });
  const quiet = createQuiet(settings.now);
  const readers = new Map<number, Octokit>();
  const installationClient = (installationId: number, grant: () => Promise<Grant>): Octokit => {
    const octokit = client(installationId, {});
    authenticate(octokit, async (refresh) => mintToken(app, installationId, await grant(), refresh));
    keepQuiet(octokit, quiet, installationId);
    return octokit;
  };
  return {
    app,
    reader(installationId) {
      const existing = readers.get(installationId);
      if (existing !== undefined) return existing;
      const reader = installationClient(installationId, async () =>
        readGrant((await settings.granted?.(installationId)) ?? null),
      );
      reader.hook.before('request', refuseWrites);
      readers.set(installationId, reader);
      return reader;
    },
    async writer(installationId, grant) {
      await mintToken(app, installationId, grant, false);
      return installationClient(installationId, async () => grant);
    },
    clockDifference: () => clockDifference,
  };
}

/** A client without any credentials; its failures are `GitHubFailure`s too. */
export function createStranger(settings: ClientSettings): Octokit {
  return createClient({ ...settings, installationId: 0, inTurn: pLimit(MOST_AT_ONCE) }, {}, () => {});
}

type OnAnswer = (date: string | number | undefined, sentAt: number) => void;

function createClient(
  settings: ClientSettings & { readonly installationId: number; readonly inTurn: InTurn },
  options: object,
  onAnswer: OnAnswer,
): Octokit {
  const now = settings.now ?? Date.now;
  const octokit = new Octokit({
    ...options,
    userAgent: settings.userAgent,
    ...(settings.baseUrl === null ? {} : { baseUrl: settings.baseUrl }),
    // What fails is told by the failure itself; Octokit's own warnings would print requests.
    log: { debug() {}, info() {}, warn() {}, error() {} },
    // A redirect would carry the token to an address that nobody configured; it is an answer, and followed by nobody.
    request: { redirect: 'manual' },
  });
  // Hooks share one options object: it is changed in place, since a new one would not reach the hooks further in.
  octokit.hook.before('request', (options) => {
    options.request = { ...options.request, signal: AbortSignal.timeout(settings.timeoutMs ?? REQUEST_TIMEOUT_MS) };
  });
  octokit.hook.wrap('request', async (request, options) => {
    const route = `${options.method} ${options.url}`;
    let sentAt = now();
    try {
      const { observe, installationId, inTurn } = settings;
      const response = await inTurn(() => {
        sentAt = now();
        return observed(observe, installationId, route, async () => request(options));
      });
      onAnswer(response.headers.date, sentAt);
      // The types know of no redirects: Octokit is made to follow them.
      const status: number = response.status;
      // Asked for where the address of a download is the answer.
      const isRedirectWanted = options.request.isRedirectWanted === true;
      if (isRedirectWanted && (status === 302 || status === 202)) return response;
      if (status >= 300) throw new GitHubFailure('moved', route, 'it stands elsewhere by now', { status });
      // A page in HTML, half an answer or none: whether a write was carried out is not known.
      if (!WITHOUT_BODY.includes(response.status) && typeof response.data !== 'object') {
        throw new GitHubFailure('outage', route, 'the answer is not JSON', { status: response.status });
      }
      return response;
    } catch (error) {
      if (isRequestError(error)) onAnswer(error.response?.headers.date, sentAt);
      throw translate(route, error, now());
    }
  });
  return octokit;
}

const WITHOUT_BODY = [204, 205];

interface AnsweredRequest {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

/** Tells the observer of one attempt, whatever comes of it. */
async function observed<T extends AnsweredRequest>(
  observe: RequestObserver | undefined,
  installationId: number,
  route: string,
  send: () => Promise<T>,
): Promise<T> {
  if (observe === undefined) return send();
  const begun = performance.now();
  const tell = (status: number, headers: AnsweredRequest['headers']): void =>
    observe({
      installationId,
      // The next page of a list has an address of its own, with names in it.
      route: /^[A-Z]+ \//.test(route) ? route : `${route.split(' ')[0]} (next page)`,
      status,
      seconds: (performance.now() - begun) / 1000,
      rateLimit: rateLimitIn(headers),
    });
  try {
    const response = await send();
    tell(response.status, response.headers);
    return response;
  } catch (error) {
    if (isRequestError(error) && error.response !== undefined) tell(error.status, error.response.headers);
    else tell(0, {});
    throw error;
  }
}

/** @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit */
export function rateLimitIn(headers: AnsweredRequest['headers']): RateLimit | null {
  const limit = Number(headers['x-ratelimit-limit']);
  const remaining = Number(headers['x-ratelimit-remaining']);
  const resetAt = Number(headers['x-ratelimit-reset']);
  if (![limit, remaining, resetAt].every(Number.isFinite)) return null;
  const resource = headers['x-ratelimit-resource'];
  return { resource: resource === 'core' || resource === 'graphql' ? resource : 'other', limit, remaining, resetAt };
}

function translate(route: string, error: unknown, now: number): unknown {
  if (error instanceof GitHubFailure || !isRequestError(error)) return error;
  const headers = error.response?.headers ?? {};
  const status = error.response === undefined ? 500 : error.status;
  return failureOf(route, { status, message: error.message, headers }, now);
}

interface RequestErrorShape extends Error {
  readonly status: number;
  readonly response?: { readonly headers: Readonly<Record<string, string | number | undefined>> };
}

function isRequestError(error: unknown): error is RequestErrorShape {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}

/** A token with the rights of the grant; the one at hand while it is good, unless `refresh`. */
async function mintToken(app: Octokit, installationId: number, grant: Grant, refresh: boolean): Promise<string> {
  const { permissions, repositoryIds } = grant;
  const scope = repositoryIds === null ? {} : { repositoryIds: [...repositoryIds] };
  const minted = await app.auth({ type: 'installation', installationId, permissions, ...scope, refresh });
  return (minted as { token: string }).token;
}

/** Puts the installation's token on each request, and asks once for a new one when GitHub calls it bad. */
function authenticate(octokit: Octokit, token: (refresh: boolean) => Promise<string>): void {
  octokit.hook.wrap('request', async (request, options) => {
    options.headers.authorization = `token ${await token(false)}`;
    try {
      return await request(options);
    } catch (error) {
      if (!(error instanceof GitHubFailure) || error.kind !== 'unauthorized') throw error;
      options.headers.authorization = `token ${await token(true)}`;
      return request(options);
    }
  });
}

/** While GitHub wants to hear nothing from the installation, requests fail before they are sent. */
function keepQuiet(octokit: Octokit, quiet: Quiet, installationId: number): void {
  octokit.hook.wrap('request', async (request, options) => {
    quiet.check(installationId, `${options.method} ${options.url}`);
    try {
      return await request(options);
    } catch (error) {
      throw error instanceof GitHubFailure ? quiet.heard(installationId, error) : error;
    }
  });
}

function refuseWrites(options: { method?: string; url?: string; query?: unknown }): void {
  // A mutation may stand behind comments, fragments and queries: no query of ours so much as holds the word.
  const isQuery = String(options.url).endsWith('/graphql') && !/\bmutation\b/.test(String(options.query));
  if (options.method === 'GET' || isQuery) return;
  throw new GitHubFailure('refused', `${options.method} ${options.url}`, 'this client only reads');
}
