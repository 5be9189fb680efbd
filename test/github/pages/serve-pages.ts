import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { setCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { NONCE, secureHeaders } from 'hono/secure-headers';
import { ApiError, notFound } from '../errors.ts';
import type { GitHub } from '../github.ts';
import { accountPage, appPage, installPage } from './account-page.ts';
import * as act from './act.ts';
import { commitPage, runPage } from './check-page.ts';
import { createEvents } from './events.ts';
import { blobPage, editPage, fileAt } from './file-page.ts';
import { homePage } from './home-page.ts';
import { issuePage, issuesPage, newIssuePage } from './issue-page.ts';
import { type Html, refusalPage } from './layout.ts';
import { commitsPage, placeOf, treePage } from './repository-page.ts';
import { decodePath } from './text.ts';
import {
  checkRunOf,
  issueOf,
  issuePath,
  type PageContext,
  PERSON_COOKIE,
  repositoryOf,
  type Visit,
  visitOf,
} from './visit.ts';

export type PageServer = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/** Largest form that is read, in bytes. */
const LARGEST_FORM = 2 * 1024 * 1024;

const ASSETS = {
  'style.css': 'text/css; charset=utf-8',
  'live.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

/** The pages of a GitHub, as a listener for those requests that `isPage` says are theirs. */
export function createPages(github: GitHub): PageServer {
  const app = new Hono<{ Variables: { secureHeadersNonce?: string } }>();
  protect(app);
  const events = createEvents(github.world.versions);
  const show = (render: (visit: Visit, context: PageContext) => Html) => async (context: PageContext) =>
    context.html(await render(visitOf(github, context), context));
  const perform =
    (deed: (visit: Visit, context: PageContext, fields: act.Fields) => string) => async (context: PageContext) =>
      context.redirect(deed(visitOf(github, context), context, await fieldsOf(context)), 303);

  for (const [name, type] of Object.entries(ASSETS)) {
    const text = readFileSync(new URL(name, import.meta.url), 'utf8');
    app.get(`/-/${name}`, (context) => context.body(text, 200, { 'content-type': type, 'cache-control': 'no-cache' }));
  }
  app.get('/-/events', (context) => events(context, Number(context.req.query('since') ?? 0) || 0));
  app.post('/-/person', async (context) => {
    const { login = '', return: back = '/' } = await fieldsOf(context);
    setCookie(context, PERSON_COOKIE, login, { httpOnly: true, sameSite: 'Strict', path: '/' });
    return context.redirect(ownPath(github, back), 303);
  });
  app.post(
    '/-/suggestions/:index{\\d+}',
    perform((visit, context) => act.follow(visit, numberOf(context, 'index'))),
  );

  app.get(
    '/',
    show((visit) => homePage(visit)),
  );
  app.get(
    '/apps/:slug',
    show((visit, context) => appPage(visit, param(context, 'slug'))),
  );
  app.get(
    '/apps/:slug/installations/new',
    show((visit, context) => installPage(visit, param(context, 'slug'))),
  );
  app.post(
    '/-/installations',
    perform((visit, _context, fields) => act.install(visit, fields)),
  );
  app.get(
    '/:owner',
    show((visit, context) => accountPage(visit, param(context, 'owner'))),
  );
  app.get(
    '/:owner/:name',
    show((visit, context) => treePage(visit, wanted(visit, context), '')),
  );
  for (const [room, render] of Object.entries({ tree: treePage, blob: blobPage, commits: commitsPage })) {
    app.get(
      `/:owner/:name/${room}/*`,
      show((visit, context) => render(visit, wanted(visit, context), restOf(context))),
    );
  }
  app.get(
    '/:owner/:name/commits',
    show((visit, context) => commitsPage(visit, wanted(visit, context), '')),
  );
  for (const task of ['new', 'edit', 'delete'] as const) {
    app.get(
      `/:owner/:name/${task}/*`,
      show((visit, context) => editPage(visit, wanted(visit, context), restOf(context), task)),
    );
  }
  app.get('/:owner/:name/raw/*', (context) => sendRaw(github, context));
  app.post(
    '/:owner/:name/files',
    perform((visit, context, fields) => act.changeFile(visit, wanted(visit, context), fields)),
  );
  app.get(
    '/:owner/:name/commit/:sha',
    show((visit, context) => commitPage(visit, wanted(visit, context), param(context, 'sha'))),
  );
  issueRoutes(app, show, perform);
  app.notFound(() => {
    throw notFound();
  });
  app.onError((error, context) => answerError(github, error, context));
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

type Show = (render: (visit: Visit, context: PageContext) => Html) => (context: PageContext) => Promise<Response>;
type Perform = (
  deed: (visit: Visit, context: PageContext, fields: act.Fields) => string,
) => (context: PageContext) => Promise<Response>;

function issueRoutes(app: Hono<{ Variables: { secureHeadersNonce?: string } }>, show: Show, perform: Perform): void {
  const issue = (visit: Visit, context: PageContext) =>
    issueOf(visit, wanted(visit, context), numberOf(context, 'number'));
  app.get(
    '/:owner/:name/issues',
    show((visit, context) => issuesPage(visit, wanted(visit, context), 'issues')),
  );
  app.get(
    '/:owner/:name/pulls',
    show((visit, context) => issuesPage(visit, wanted(visit, context), 'pulls')),
  );
  app.get(
    '/:owner/:name/issues/new',
    show((visit, context) => newIssuePage(visit, wanted(visit, context))),
  );
  app.post(
    '/:owner/:name/issues',
    perform((visit, context, fields) => act.openIssue(visit, wanted(visit, context), fields)),
  );
  // GitHub leads from the one to the other, whichever of the two it is.
  for (const kind of ['issues', 'pull']) {
    app.get(
      `/:owner/:name/${kind}/:number{\\d+}`,
      show((visit, context) => issuePage(visit, issue(visit, context))),
    );
  }
  for (const part of ['files', 'checks', 'commits']) {
    app.get(
      `/:owner/:name/pull/:number{\\d+}/${part}`,
      perform((visit, context) => `${issuePath(issue(visit, context))}#${part === 'commits' ? 'timeline' : part}`),
    );
  }
  app.post(
    '/:owner/:name/issues/:number{\\d+}/comments',
    perform((visit, context, fields) => act.commentOn(visit, issue(visit, context), fields)),
  );
  app.post(
    '/:owner/:name/issues/:number{\\d+}/state',
    perform((visit, context, fields) => act.changeState(visit, issue(visit, context), fields)),
  );
  app.post(
    '/:owner/:name/pull/:number{\\d+}/merge',
    perform((visit, context) => act.merge(visit, issue(visit, context))),
  );
  const id = (context: PageContext) => numberOf(context, 'id');
  app.get(
    '/:owner/:name/runs/:id{\\d+}',
    show((visit, context) => {
      const repository = wanted(visit, context);
      return runPage(visit, repository, checkRunOf(repository, id(context)));
    }),
  );
  app.post(
    '/:owner/:name/runs/:id{\\d+}/rerequest',
    perform((visit, context) => act.rerequest(visit, wanted(visit, context), id(context))),
  );
  app.post(
    '/:owner/:name/runs/:id{\\d+}/actions',
    perform((visit, context, fields) => act.pressAction(visit, wanted(visit, context), id(context), fields)),
  );
}

/** What keeps other sites away: posts that another page makes, anything embedded. */
function protect(app: Hono<{ Variables: { secureHeadersNonce?: string } }>): void {
  app.use(async (context, next) => {
    await next();
    context.res.headers.set('cache-control', context.res.headers.get('cache-control') ?? 'no-store');
  });
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: [NONCE],
        styleSrc: [NONCE],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: 'same-origin',
      strictTransportSecurity: false,
      xFrameOptions: 'DENY',
    }),
  );
  app.use(csrf());
  // The limit can count only what says how long it is; browsers send forms so.
  app.use(async ({ req }, next) => {
    if (req.header('transfer-encoding') !== undefined) throw new HTTPException(411, { message: 'Length Required' });
    await next();
  });
  app.use(bodyLimit({ maxSize: LARGEST_FORM }));
}

function answerError(github: GitHub, error: unknown, context: PageContext): Response | Promise<Response> {
  const visit = visitOf(github, context);
  // What is left of a body that was too large is not read, so that nothing can follow it on this connection.
  if (error instanceof HTTPException && [411, 413].includes(error.status)) context.header('connection', 'close');
  const answer = async (status: number, message: string) =>
    context.html(await refusalPage(visit, status, message), status as 404);
  if (error instanceof ApiError) return answer(error.status, sentenceOf(error));
  if (error instanceof HTTPException) {
    return answer(
      error.status,
      error.status === 403 ? 'Another site asked for this, so it was not done.' : error.message,
    );
  }
  return answer(
    500,
    `The embedded GitHub failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}

/** GitHub says what is wrong with a field in a list beside its message. */
function sentenceOf({ message, body }: ApiError): string {
  const errors = Array.isArray(body.errors) ? body.errors : [];
  const details = errors.map(({ message: detail, field, code }) => detail ?? `${field}: ${code}`.replaceAll('_', ' '));
  return [message, ...details].join('. ');
}

function param(context: PageContext, name: string): string {
  return context.req.param(name) ?? '';
}

function numberOf(context: PageContext, name: string): number {
  return Number(param(context, name));
}

function wanted(visit: Visit, context: PageContext) {
  return repositoryOf(visit, param(context, 'owner'), param(context, 'name'));
}

/** What stands in the address behind `/owner/name/room/`. */
function restOf(context: PageContext): string {
  return decodePath(new URL(context.req.url).pathname.split('/').slice(4).join('/'));
}

async function fieldsOf(context: PageContext): Promise<act.Fields> {
  if (context.req.method === 'GET') return {};
  const body = await context.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

/** Only ever a path of this server: whatever else a form names leads to the front page. */
function ownPath({ url }: GitHub, back: string): string {
  const target = URL.parse(back, url);
  return back.startsWith('/') && target?.origin === new URL(url).origin ? `${target.pathname}${target.search}` : '/';
}

/** A file as it is; as plain text in a sandbox, so that no browser runs it. */
function sendRaw(github: GitHub, context: PageContext): Response {
  const visit = visitOf(github, context);
  const repository = wanted(visit, context);
  const { data } = fileAt(repository, placeOf(repository, restOf(context)));
  const type = data.subarray(0, 8000).includes(0) ? 'application/octet-stream' : 'text/plain; charset=utf-8';
  return context.body(new Uint8Array(data), 200, { 'content-type': type });
}
