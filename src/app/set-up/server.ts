import { createServer, type Server } from 'node:http';
import { dirname } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import type { BaseLogger } from 'pino';
import { OperatorError } from '../../core/errors.ts';
import { convertManifest, isManifestCode, type RegisteredApp } from '../../github/convert-manifest.ts';
import { GitHubFailure } from '../../github/failure.ts';
import { errorCode } from '../../store/error-code.ts';
import { preparePrivateFolder } from '../../store/private-file.ts';
import { credentialsPath, writeCredentials } from '../credentials.ts';
import { close, listen } from '../listening.ts';
import { isLoopbackHost } from '../loopback.ts';
import { pageHeaders } from '../page-headers.ts';
import type { PlainSettings } from '../settings.ts';
import { readForm, type Typed, type Wish } from './form.ts';
import { manifestOf, readAppFile } from './manifest.ts';
import { consentPage, donePage, failurePage, formPage, refusalPage } from './pages.ts';
import {
  foreign,
  forged,
  malformed,
  notConverted,
  notKept,
  OPEN_TERMINAL,
  stranger,
  tooLarge,
  unmeasured,
} from './refusals.ts';
import { createSession } from './session.ts';
import { STYLE_HASH } from './style.ts';

/** A browser may hold connections open that it no longer needs. */
const BROWSER_MS = 0;

export interface SetUpOptions {
  readonly settings: PlainSettings;
  /** Such as `0.1.0`. */
  readonly version: string;
  readonly log: Pick<BaseLogger, 'error'>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The page that registers the app, while it is open. */
export interface SetUp {
  /** To be opened once, in one browser; holds the secret. */
  readonly address: string;
  /** Resolves with the file's path when the credentials are kept and the last page was sent. */
  readonly finished: Promise<string>;
  close(): Promise<void>;
}

/** What came of the way back from GitHub. */
interface Completion {
  readonly status: 200 | 500 | 502;
  readonly page: ReturnType<typeof donePage>;
  /** Of the credentials, once they are kept. */
  readonly path: string | null;
}

const HOST = '127.0.0.1';
const COOKIE = 'portreeve-set-up';
const LARGEST_FORM = 16 * 1024;

/**
 * Serves the set-up page on the loopback address, whatever HOST says: who reaches it from elsewhere comes through a
 * tunnel. It takes the port that the app will have, so that a taken one is told before anything is registered.
 * @throws OperatorError `cannot-listen`, `folder-not-private`, `file-not-written`
 */
export async function openSetUp({ settings, version, log, now = Date.now }: SetUpOptions): Promise<SetUp> {
  await preparePrivateFolder(dirname(credentialsPath(settings.dataFolder)));
  const appFile = await readAppFile();
  const session = createSession(now);
  const { promise: finished, resolve: finish } = Promise.withResolvers<string>();
  let wish: Wish | null = null;
  let typed: Typed = { address: '', owner: '', name: 'Portreeve' };
  /** What the browser brought back from GitHub last. */
  let returned: { readonly state: string; readonly code: string } | null = null;
  let registered: RegisteredApp | null = null;
  let kept: string | null = null;
  let completing: Promise<Completion> | null = null;

  const app = new Hono();
  // A name that an attacker leads to this machine carries another name: so no foreign page speaks to this one.
  app.use(async (c, next) => {
    if (isLoopbackHost(c.req.header('host'))) return next();
    return c.html(refusalPage('Wrong address', 'This page answers on the loopback address only.', OPEN_TERMINAL), 421);
  });
  app.use(pageHeaders(STYLE_HASH, settings.webUrl));
  app.use(csrf());
  // The limit below can count only what says how long it is; browsers send forms so.
  app.use((c, next) => {
    if (c.req.header('transfer-encoding') === undefined) return next();
    c.header('Connection', 'close');
    return Promise.resolve(c.html(unmeasured(), 411));
  });
  app.use(bodyLimit({ maxSize: LARGEST_FORM, onError: (c) => c.html(tooLarge(), 413) }));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.html(foreign(), error.status);
    log.error({ err: error }, 'set-up page failed');
    return c.html(refusalPage('Something went wrong here', 'Portreeve’s log tells what.', OPEN_TERMINAL), 500);
  });
  app.notFound((c) => c.html(refusalPage('There is nothing here', 'This address has no page.', OPEN_TERMINAL), 404));

  app.get('/', (c, next) => {
    const secret = c.req.query('secret');
    if (secret === undefined) return next();
    // A preview that only asks for the head must not use the address up.
    const cookie = c.req.method === 'GET' ? session.claim(secret, getCookie(c, COOKIE)) : null;
    if (cookie === null) return c.html(stranger(), 403);
    setCookie(c, COOKIE, cookie, { httpOnly: true, sameSite: 'Lax', path: '/' });
    return c.redirect('/', 303);
  });
  app.use(async (c, next) => (session.isOwn(getCookie(c, COOKIE)) ? next() : c.html(stranger(), 403)));

  app.get('/', (c) => (registered === null ? c.html(formPage(typed, {}, settings)) : showCompletion(c)));

  app.post('/', async (c) => {
    if (registered !== null) return showCompletion(c);
    const form = await c.req.parseBody();
    const text = (name: keyof Typed) => (typeof form[name] === 'string' ? form[name].slice(0, 1_000) : '');
    typed = { address: text('address'), owner: text('owner'), name: text('name') };
    const reading = readForm(typed, settings);
    if ('problems' in reading) return c.html(formPage(typed, reading.problems, settings), 422);
    wish = reading.wish;
    const redirectUrl = new URL('/registered', c.req.url).href;
    const manifest = manifestOf(appFile, { name: wish.name, webhookUrl: wish.webhookUrl, redirectUrl });
    const target = `${appsUrl(settings.webUrl, wish)}/new?state=${session.makeState()}`;
    return c.html(consentPage(wish, appFile, { target, manifest }));
  });

  app.get('/registered', (c) => {
    const { state = '', code = '' } = c.req.query();
    // The same once more: the page was loaded again.
    const isAgain = returned !== null && state === returned.state && code === returned.code;
    if (wish === null || !(isAgain || session.takeState(state))) return c.html(failurePage(forged()), 403);
    if (!isManifestCode(code)) return c.html(failurePage(malformed()), 400);
    returned = { state, code };
    return showCompletion(c);
  });

  app.post('/again', (c) => showCompletion(c));

  async function showCompletion(c: Context): Promise<Response> {
    if (wish === null || returned === null) return c.redirect('/', 303);
    // Whoever asks meanwhile is told the same: the code is good for one request.
    completing ??= complete(wish, returned.code).finally(() => {
      completing = null;
    });
    const { status, page, path } = await completing;
    if (path !== null) {
      c.header('Connection', 'close');
      afterAnswer(c, () => finish(path));
    }
    return c.html(page, status);
  }

  /** Asks for the credentials and keeps them, each unless it is done already. */
  async function complete(wish: Wish, code: string): Promise<Completion> {
    try {
      const client = { baseUrl: settings.apiUrl, userAgent: `portreeve/${version}` };
      registered ??= await convertManifest(client, code);
    } catch (error) {
      if (!(error instanceof GitHubFailure)) throw error;
      return { status: 502, page: failurePage(notConverted(error, appsUrl(settings.webUrl, wish))), path: null };
    }
    const { appId, slug, privateKey, webhookSecret, clientId, clientSecret } = registered;
    const { webhookPath, webhookUrl } = wish;
    const createdAt = new Date(now()).toISOString();
    const signIn = { clientId, clientSecret, publicUrl: new URL(webhookUrl).origin };
    const stored = { appId, slug, privateKey, webhookSecret, webhookPath, webUrl: settings.webUrl, createdAt, signIn };
    try {
      // A page that is loaded again finds them kept.
      kept ??= await writeCredentials(settings.dataFolder, { format: 'portreeve-credentials-1', ...stored });
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      return { status: 500, page: failurePage(notKept(error)), path: null };
    }
    const localUrl = `http://${settings.host}:${settings.port}${webhookPath}`;
    const installUrl = installAddress(registered, settings.webUrl);
    const isWindows = process.platform === 'win32';
    const page = donePage({ app: registered, installUrl, path: kept, isWindows, webhookUrl, localUrl });
    return { status: 200, page, path: kept };
  }

  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000 },
    getRequestListener(app.fetch, { overrideGlobalObjects: false }),
  );
  const port = await listenOnLoopback(server, settings.port);
  return {
    address: `http://${HOST}:${port}/?secret=${session.secret}`,
    finished,
    close: () => close(server, BROWSER_MS),
  };
}

function appsUrl(webUrl: string, { organization }: Wish): string {
  return organization === null ? `${webUrl}/settings/apps` : `${webUrl}/organizations/${organization}/settings/apps`;
}

/** Below the app's own page, as GitHub and Enterprise Servers have it in different places. */
function installAddress({ htmlUrl, slug }: RegisteredApp, webUrl: string): string {
  const isThere = new URL(htmlUrl).origin === new URL(webUrl).origin;
  return `${isThere ? htmlUrl.replace(/\/$/, '') : `${webUrl}/apps/${slug}`}/installations/new`;
}

/** When the last byte is with the system, or the browser went away. */
function afterAnswer(c: Context, work: () => void): void {
  const { outgoing } = c.env as { outgoing: { once(event: 'close', listener: () => void): void } };
  outgoing.once('close', work);
}

async function listenOnLoopback(server: Server, port: number): Promise<number> {
  try {
    return await listen(server, HOST, port);
  } catch (cause) {
    throw new OperatorError('cannot-listen', { host: HOST, port, code: errorCode(cause) ?? 'unknown' }, { cause });
  }
}
