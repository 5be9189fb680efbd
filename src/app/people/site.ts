import { randomBytes } from 'node:crypto';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { GitHubFailure } from '../../github/failure.ts';
import { authorizeAddress, makeVerifier, readSignedIn, type SignInSettings } from '../../github/sign-in.ts';
import { type SentenceKey, wordsIn } from '../../report/words.ts';
import { companyStanding, domainsThatCount, joinByDomain, signForCompany } from '../../tasks/company-on-page.ts';
import type { TaskContext } from '../../tasks/context.ts';
import { ownExport, ownRecords, requestErasure } from '../../tasks/own-records.ts';
import { privacyFacts } from '../../tasks/privacy-facts.ts';
import { findAgreement, languageFor, ownStanding, type ShownAgreement, signOnPage } from '../../tasks/sign-on-page.ts';
import type { RequestListener } from '../intake.ts';
import { callbackUrl } from '../own-paths.ts';
import { pageHeaders } from '../page-headers.ts';
import type { SignedIn, Visitor } from './frame.ts';
import { agreementPage, recordsPage, refusalPage } from './pages.ts';
import { createSealer } from './seal.ts';
import { STYLE_HASH } from './style.ts';

export interface PeoplePagesOptions {
  readonly context: TaskContext;
  /** With where browsers reach this server. */
  readonly signIn: SignInSettings & { readonly publicUrl: string };
  /** Known to every replica, such as the app's private key. */
  readonly secret: string;
}

/** Long enough to read an agreement, short enough for a shared computer. */
const SESSION_MS = 3_600_000;
/** As long as GitHub's own code. */
const STARTED_MS = 600_000;
/** So many fit into a cookie. */
const MOST_DOMAINS = 5;
const LARGEST_FORM = 64 * 1024;
/** Pages of ours to which somebody may be led. */
const OWN_PAGE = /^\/(?:me|agreements\/[\w.-]{1,100}\/[\w.-]{1,100})$/;

const Session = z.strictObject({
  accountId: z.int().positive(),
  login: z.string(),
  domains: z.array(z.string()).max(MOST_DOMAINS),
  emails: z.enum(['not-asked', 'shown', 'refused']),
});
const Started = z.strictObject({
  state: z.string(),
  verifier: z.string(),
  to: z.string(),
  lang: z.string(),
  withEmails: z.boolean(),
});

/**
 * The pages on which people read and sign agreements, and see what is kept about them. They need no script, load nothing
 * from anywhere, and keep nothing in the browser but who signed in, for an hour.
 */
export function createPeoplePages({ context, signIn, secret }: PeoplePagesOptions): RequestListener {
  const { texts, log } = context;
  const sealer = createSealer(secret);
  const redirectUrl = callbackUrl(signIn.publicUrl);
  const isSecure = signIn.publicUrl.startsWith('https:');
  const cookie = { httpOnly: true, sameSite: 'Lax', path: '/', secure: isSecure } as const;
  // No other site of the same domain can set a cookie of such a name, and so sign somebody in as somebody else.
  const named = (name: string): string => (isSecure ? `__Host-${name}` : name);
  const [SESSION, STARTED] = [named('portreeve-person'), named('portreeve-sign-in')];
  const now = () => context.now().getTime();

  function visitorOf(c: Context, path: string, wanted = c.req.query('lang')): Visitor {
    const person = Session.safeParse(sealer.open('session', getCookie(c, SESSION), now())).data ?? null;
    const accepted = (c.req.header('accept-language') ?? '').slice(0, 200).split(',');
    const language = languageFor([wanted ?? '', ...accepted.map((one) => one.split(';', 1)[0]?.trim() ?? '')]);
    const token = person === null ? '' : sealer.seal('form', person.accountId, now() + SESSION_MS);
    return { words: wordsIn(language, texts.catalogues), person, path, token };
  }

  const refuse = (
    c: Context,
    status: 400 | 403 | 404 | 411 | 413 | 500 | 502,
    why: Refusal,
    path = '/me',
    isRepeatable = false,
  ) => c.html(refusalPage(visitorOf(c, path), why, isRepeatable), status);

  /** A form that this person was sent by a page of ours; null: it is not, or they are no longer signed in. */
  async function readForm(c: Context, path: string) {
    const body = await c.req.parseBody();
    const form = Object.fromEntries(
      Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
    );
    const visitor = visitorOf(c, path, form.lang);
    const { person } = visitor;
    if (person === null || sealer.open('form', form.token, now()) !== person.accountId) return null;
    return { form, visitor, person };
  }

  /** Of somebody's addresses, the domains that companies' lists under this page's agreement name. */
  async function domainsOn(page: string, emails: readonly string[]): Promise<string[]> {
    const [, , owner = '', id = ''] = page.split('/');
    const shown = await findAgreement(context, owner, id);
    return shown === null ? [] : (await domainsThatCount(context, shown, emails)).slice(0, MOST_DOMAINS);
  }

  const app = new Hono();
  app.use(pageHeaders(STYLE_HASH, signIn.webUrl));
  app.use(csrf({ origin: signIn.publicUrl }));
  // The limit below can count only what says how long it is; browsers send forms so.
  app.use((c, next) => {
    if (c.req.header('transfer-encoding') === undefined) return next();
    c.header('Connection', 'close');
    return Promise.resolve(refuse(c, 411, 'refusal.forged'));
  });
  app.use(bodyLimit({ maxSize: LARGEST_FORM, onError: (c) => refuse(c, 413, 'refusal.forged') }));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return refuse(c, 403, 'refusal.forged');
    log.error({ err: error }, 'a page failed');
    return refuse(c, 500, 'refusal.broken');
  });
  app.notFound((c) => refuse(c, 404, 'refusal.nothing'));

  app.get('/sign-in', (c) => {
    const { to = '/me', lang = '', emails } = c.req.query();
    const { verifier, challenge } = makeVerifier();
    const state = randomBytes(24).toString('base64url');
    const isOwn = OWN_PAGE.test(to);
    // Only below a corporate agreement is it of any use to know addresses.
    const withEmails = emails === '1' && isOwn && to !== '/me';
    const started = { state, verifier, to: isOwn ? to : '/me', lang: lang.slice(0, 10), withEmails };
    setCookie(c, STARTED, sealer.seal('sign-in', started, now() + STARTED_MS), {
      ...cookie,
      maxAge: STARTED_MS / 1000,
    });
    return c.redirect(authorizeAddress(signIn, { state, challenge, redirectUrl }), 303);
  });

  app.get('/sign-in/callback', async (c) => {
    const started = Started.safeParse(sealer.open('sign-in', getCookie(c, STARTED), now())).data;
    const { state, code, error } = c.req.query();
    deleteCookie(c, STARTED, cookie);
    // Who did not begin it in this browser is not signed in by it: it may be somebody else's account.
    if (started === undefined || state !== started.state) return refuse(c, 403, 'refusal.elsewhere', '/me', true);
    const { to, verifier, lang, withEmails } = started;
    if (error !== undefined || code === undefined) return refuse(c, 403, 'refusal.denied', to, true);
    try {
      const found = await readSignedIn(signIn, { code: code.slice(0, 200), verifier, redirectUrl, withEmails });
      const { accountId, login, emails } = found;
      const person: SignedIn = {
        accountId,
        login,
        domains: emails === null ? [] : await domainsOn(to, emails),
        emails: !withEmails ? 'not-asked' : emails === null ? 'refused' : 'shown',
      };
      setCookie(c, SESSION, sealer.seal('session', person, now() + SESSION_MS), {
        ...cookie,
        maxAge: SESSION_MS / 1000,
      });
      return c.redirect(withLanguage(to, lang), 303);
    } catch (failure) {
      if (!(failure instanceof GitHubFailure)) throw failure;
      log.warn({ kind: failure.kind, route: failure.route }, 'somebody could not be signed in');
      return refuse(c, 502, 'refusal.github', to, true);
    }
  });

  app.post('/sign-in/out', async (c) => {
    const { to = '', lang = '' } = await c.req.parseBody();
    deleteCookie(c, SESSION, cookie);
    return c.redirect(withLanguage(typeof to === 'string' && OWN_PAGE.test(to) ? to : '/me', String(lang)), 303);
  });

  const AGREEMENT = '/agreements/:owner{[\\w.-]{1,100}}/:id{[\\w.-]{1,100}}';

  app.get(AGREEMENT, async (c) => {
    const { owner, id } = c.req.param();
    const shown = await findAgreement(context, owner, id);
    if (shown === null) return refuse(c, 404, 'refusal.nothing');
    return showAgreement(c, shown, { isNew: c.req.query('signed') !== undefined });
  });

  app.post(AGREEMENT, async (c) => {
    const sent = await readAgreementForm(c);
    if (sent instanceof Response) return sent;
    const { shown, path, form, visitor, person } = sent;
    const fields = Object.fromEntries(
      Object.entries(form).flatMap(([name, value]) => (name.startsWith('field-') ? [[name.slice(6), value]] : [])),
    );
    const { language } = visitor.words;
    if (shown.agreement.kind === 'corporate') {
      const { company: name = '', domain = '', revision = '' } = form;
      const isAuthorized = form.authority === 'yes';
      const signing = { name, domain, revision, fields, isAuthorized };
      const outcome = await signForCompany(context, shown, person, signing);
      if (outcome.status === 'asked' || outcome.status === 'stands')
        return c.redirect(withLanguage(path, language), 303);
      const missing = outcome.status === 'incomplete' ? outcome.missing : [];
      const typed = { ...fields, company: name, domain };
      return showAgreement(c, shown, { visitor, typed, missing, isOutdated: outcome.status === 'outdated' });
    }
    const outcome = await signOnPage(context, shown, { ...person, language, revision: form.revision ?? '', fields });
    if (outcome.status === 'written' || outcome.status === 'stands') {
      return c.redirect(`${path}?signed&lang=${language}`, 303);
    }
    const missing = outcome.status === 'incomplete' ? outcome.missing : [];
    return showAgreement(c, shown, { visitor, typed: fields, missing, isOutdated: outcome.status === 'outdated' });
  });

  app.post(`${AGREEMENT}/join`, async (c) => {
    const sent = await readAgreementForm(c);
    if (sent instanceof Response) return sent;
    const { shown, path, form, visitor, person } = sent;
    const isOn = await joinByDomain(context, shown, person, Number(form.company));
    if (!isOn) return refuse(c, 403, 'refusal.nothing', path, true);
    return c.redirect(withLanguage(path, visitor.words.language), 303);
  });

  /** What somebody who is signed in sent about an agreement; else the page that says why it is not heeded. */
  async function readAgreementForm(c: Context) {
    const { owner = '', id = '' } = c.req.param();
    const shown = await findAgreement(context, owner, id);
    if (shown === null) return refuse(c, 404, 'refusal.nothing');
    const path = pathOf(shown);
    const sent = await readForm(c, path);
    if (sent === null) return refuse(c, 403, 'refusal.signed-out', path, true);
    return { shown, path, ...sent };
  }

  async function showAgreement(
    c: Context,
    shown: ShownAgreement,
    {
      visitor = visitorOf(c, pathOf(shown)),
      isNew = false,
      missing = [],
      typed = {},
      isOutdated = false,
    }: {
      readonly visitor?: Visitor;
      readonly isNew?: boolean;
      readonly missing?: readonly string[];
      readonly typed?: Readonly<Record<string, string>>;
      readonly isOutdated?: boolean;
    },
  ): Promise<Response> {
    const { person } = visitor;
    const own = person === null ? null : await ownStanding(context, shown, person.accountId);
    const isCorporate = shown.agreement.kind === 'corporate';
    const companies = isCorporate && person !== null ? await companyStanding(context, shown, person) : null;
    const privacy = await privacyFacts(context, shown.installationId);
    const status = missing.length > 0 || isOutdated ? 422 : 200;
    const state = { shown, own, isNew, missing, typed, isOutdated, privacy, companies };
    return c.html(agreementPage(visitor, state), status);
  }

  app.get('/me', async (c) => {
    const visitor = visitorOf(c, '/me');
    const { person } = visitor;
    return c.html(recordsPage(visitor, person === null ? [] : await ownRecords(context, person.accountId)));
  });

  app.get('/me/export', async (c) => {
    const { person } = visitorOf(c, '/me');
    if (person === null) return refuse(c, 403, 'refusal.signed-out', '/me', true);
    const made = await ownExport(context, person.accountId, Number(c.req.query('organization')));
    if (made === null) return refuse(c, 404, 'refusal.nothing');
    c.header('Content-Disposition', `attachment; filename="agreements-${made.organization.id}.json"`);
    return c.json(made);
  });

  app.post('/me/erase', async (c) => {
    const sent = await readForm(c, '/me');
    if (sent === null) return refuse(c, 403, 'refusal.signed-out', '/me', true);
    const isKept = await requestErasure(context, sent.person, Number(sent.form.organization));
    if (!isKept) return refuse(c, 404, 'refusal.nothing');
    return c.redirect(withLanguage('/me', sent.visitor.words.language), 303);
  });

  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return async (request, response) => {
    await answer(request, response);
  };
}

type Refusal = SentenceKey & `refusal.${string}`;

function pathOf({ owner, agreement }: ShownAgreement): string {
  return `/agreements/${owner}/${agreement.id}`;
}

function withLanguage(path: string, language: string): string {
  return /^[a-z]{2}$/.test(language) ? `${path}?lang=${language}` : path;
}
