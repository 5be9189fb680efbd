import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { revisionOf } from '../../../src/contributions/agreements/revision.ts';
import { LANGUAGES } from '../../../src/core/language.ts';
import { type EntryDraft, NOBODY } from '../../../src/ledger/entry.ts';
import { readExport, verifyExport } from '../../../src/ledger/export.ts';
import { verifyLedger } from '../../../src/ledger/verify.ts';
import { keepPeople } from '../../../src/store/agreements.ts';
import { companyRequests } from '../../../src/store/company-requests.ts';
import { erasureRequests } from '../../../src/store/erasure-requests.ts';
import {
  appendEntries,
  companiesOf,
  eraseAccount,
  ledgerPlace,
  readLedger,
  signaturesOf,
} from '../../../src/store/ledger.ts';
import { admitDomain, takeInCompany } from '../../../src/tasks/companies.ts';
import type { Account } from '../../github/state.ts';
import { signed } from '../../ledger/a-chain.ts';
import { type Browser, formOf, openBrowser, type Page } from '../../support/browser.ts';
import { openSite, type Site } from './a-site.ts';

const HOSTILE = '<script>alert(1)</script> & "x"';
const TEXT = `---
id: city-cla
kind: individual
title: {en: "${HOSTILE.replaceAll('"', '\\"')}", de: Vereinbarung}
languages: [en, de]
fields:
  - {id: full-name, label: "Name <b>", basis: "Art. 6(1)(b) GDPR", required: true}
  - {id: company, label: Company, basis: consent, required: false}
---
You grant us this.

</div><script>alert(2)</script> \u202Egnp.exe
`;
const PATH = '/agreements/city/city-cla';

let site: Site;
let grace: Account;
let browser: Browser;
let now: Date;
let free = 0;

beforeAll(async () => {
  site = await openSite(() => now);
});
afterAll(() => site.close());
beforeEach(async () => {
  now = new Date();
  free += 1;
  grace = site.house.github.createUser(`grace-${free}`);
  site.house.github.signIn(grace);
  browser = openBrowser();
  await site.publish('city-cla', TEXT);
  site.house.enqueued.length = 0;
});
afterEach(() => site.house.github.signIn(null));

const inStore = <T>(work: Parameters<typeof site.house.store.asInstallation<T>>[1]) =>
  site.house.store.asInstallation(site.house.installation.id, work);
const open = (path: string, headers = {}) => browser.open(`${site.url}${path}`, headers);
const signedBy = (account = grace) =>
  inStore((db) => signaturesOf(db, site.house.installation.id, [account.id])).then(({ signatures }) => signatures);

async function signIn(path = PATH): Promise<Page> {
  return browser.submit(await open(path), {}, '/sign-in');
}

async function sign(fields: Readonly<Record<string, string>> = { 'field-full-name': 'Grace Hopper' }): Promise<Page> {
  return browser.submit(await signIn(), fields, PATH);
}

describe('the page of an agreement', () => {
  test('shows the text whose hash is signed, and what is kept, to everybody; signing asks who they are', async () => {
    const page = await open(PATH);

    expect(page.status).toBe(200);
    expect(page.text).toContain(revisionOf(TEXT));
    expect(page.text).toContain('You grant us this.');
    expect(page.text).toContain('Art. 6(1)(b) GDPR');
    expect(page.text).toContain('Sign in with GitHub');
    expect(formOf(page, PATH).action).toBe(`${site.url}${PATH}`);
    expect(page.text).not.toContain('I agree and sign');
  });

  test('tells by which law, for how long and by whom it is kept, as the organisation has decided', async () => {
    expect((await open(PATH)).text).not.toContain('It is erased by itself');
    await site.configure(
      'mode: enforce\nledger: {eraseAfterYears: 10}\ncontact: {office: "The <i>office", officeUrl: "https://city.example/?a&b"}\n',
    );
    const { text } = await open(PATH);
    await site.configure('mode: enforce\n');

    expect(text).toContain('It is erased by itself 10 years after the last of it has ended.');
    expect(text).toContain('Article 6(1)(b) and (f) GDPR');
    expect(text).toMatch(/<a href="https:\/\/city\.example\/\?a&#38;b" rel="noreferrer">The &#60;i&#62;office<\/a>/);
    expect(text).toContain('complain to a data protection authority');
  });

  test('nothing of a hostile agreement acts, and nothing is loaded from anywhere', async () => {
    const { text, headers } = await signIn();

    expect(text).not.toMatch(/<script|<b>|\u202E|src=|https?:\/\//);
    expect(text).toContain('⟨U+202E⟩');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each(LANGUAGES)('speaks %s, by its own link and by what the browser wants', async (language) => {
    const chosen = await open(`${PATH}?lang=${language}`);
    const wanted = await open(PATH, { 'accept-language': `${language}-XX,en;q=0.5` });

    expect(chosen.text).toContain(`<html lang="${language}">`);
    expect(wanted.text).toContain(`<html lang="${language}">`);
    expect(chosen.text).not.toMatch(/\{\w+\}/);
  });

  test.each(['/agreements/city/none', '/agreements/town/city-cla', '/agreements/city', '/me/nothing', '/'])(
    '%s is told to be nothing',
    async (path) => {
      expect(await open(path)).toMatchObject({ status: 404, text: expect.stringContaining('There is nothing') });
    },
  );
});

describe('the page of a corporate agreement', () => {
  const FIRM = '/agreements/city/firm';
  const FIRM_TEXT = '---\nid: firm\nkind: corporate\ntitle: For companies\n---\nText\n';
  const name = HOSTILE;

  beforeEach(async () => {
    await site.publish('firm', FIRM_TEXT);
    const { app } = site.house.installation;
    app.permissions = { ...app.permissions, emails: 'read' };
  });

  /** A company that signed, with a domain. @returns its number */
  async function signedFor(domain: string): Promise<number> {
    const deed = { by: { accountId: 1, name: 'op' }, reason: 'Paper', comment: null, once: null, now: new Date() };
    const approval = { agreement: 'firm', name, company: null, manager: null, revision: revisionOf(FIRM_TEXT) };
    return inStore(async (db) => {
      const ledger = await ledgerPlace(db, site.house.installation.id);
      const number = await takeInCompany(db, ledger, approval, deed);
      await admitDomain(db, ledger, { number, domain }, deed);
      return number;
    });
  }

  test('is signed for a company by who says that they may, once, and told to the organisation', async () => {
    const page = await signIn(FIRM);
    expect(page.text).not.toContain('I agree and sign');
    const without = await browser.submit(page, { company: name, domain: 'nonsense' }, FIRM);
    expect(without.status).toBe(422);
    expect(without.text).toContain('Nothing was signed.');
    expect(without.text).toContain('value="&lt;script&gt;');

    const asked = await browser.submit(page, { company: name, domain: '', authority: 'yes' }, FIRM);
    expect(asked.text).toContain('The organisation has been told');
    expect(asked.text).not.toContain('<script>');
    expect(await inStore(companyRequests)).toMatchObject([{ kind: 'sign', name, accountId: grace.id }]);
    expect(site.house.enqueued.map(({ data }) => data)).toContainEqual(expect.objectContaining({ work: 'companies' }));
    expect((await inStore((db) => companiesOf(db, site.house.installation.id))).companies).toEqual([]);
  });

  test('S3: whoever has a verified address of exactly the domain is put on the list, by their own word', async () => {
    const domain = `ferry-${free}.example`;
    await signedFor(domain);
    for (const email of [`x@sub.${domain}`, `x@${domain}.evil.example`]) grace.emails.add(email);
    grace.unverifiedEmails.add(`x@${domain}`);
    const first = await browser.submit(await signIn(FIRM), {}, '/sign-in');
    expect(first.text).toContain('None of your verified addresses');

    grace.unverifiedEmails.clear();
    grace.emails.add(`Grace@${domain.toUpperCase()}`);
    const page = await browser.submit(first, {}, '/sign-in');
    expect(page.text).toContain(domain);
    expect(page.text).not.toContain('<script>');
    const [, kept = ''] = /portreeve-person=([^.;]*)/.exec(browser.cookieOf(site.url) ?? '') ?? [];
    expect(JSON.parse(Buffer.from(kept, 'base64url').toString()).value).toMatchObject({ domains: [domain] });
    const on = await browser.submit(page, {}, `${FIRM}/join`);
    expect(on.text).toContain('You are on the list of');
    const { rows, people } = await inStore(async (db) =>
      readLedger(db, await ledgerPlace(db, site.house.installation.id)),
    );
    expect(verifyLedger({ rows, people }).problems).toEqual([]);
    expect(people.at(-1)?.data).toContain(`"domain":"${domain}"`);
    expect(people.map(({ data }) => data).join()).not.toContain('@');
  });

  test('the list of a company whose domain they did not show is closed to them', async () => {
    const number = await signedFor(`tram-${free}.example`);
    const page = await signIn(FIRM);
    const { token } = formOf(page, FIRM).values;
    const values = `<input name="token" value="${token}"><input name="company" value="${number}">`;
    const text = `<form method="post" action="${FIRM}/join">${values}</form>`;
    const answer = await browser.submit({ ...page, text });
    expect(answer.status).toBe(403);
  });

  test('an app that may not read addresses says so, and signs in all the same', async () => {
    await signedFor(`boat-${free}.example`);
    const { app } = site.house.installation;
    const { emails: _, ...less } = app.permissions;
    app.permissions = less;
    const page = await browser.submit(await signIn(FIRM), {}, '/sign-in');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Email addresses: read');
  });

  test('of no other agreement’s page are addresses read', async () => {
    const before = site.house.github.requests.length;
    await open(`/sign-in?to=${PATH}&emails=0`);
    await signIn();
    expect(site.house.github.requests.slice(before).map(({ path }) => path)).not.toContain('/api/v3/user/emails');
  });
});

describe('signing', () => {
  test('A39: the text that was shown is signed by whom GitHub names, once, and their pull requests are looked at again', async () => {
    const place = { repositoryId: 1, nodeId: 'R_1', number: 7 };
    await inStore((db) => keepPeople(db, site.house.installation.id, place, [grace.id], null));

    const page = await sign();

    expect(page.text).toContain('You signed this text on');
    expect(await signedBy()).toMatchObject([
      { accountId: grace.id, agreement: 'city-cla', revision: revisionOf(TEXT), how: 'page', ended: null },
    ]);
    expect(site.house.enqueued).toMatchObject([{ queue: 'pull-request', data: { repositoryId: 1, number: 7 } }]);

    const form = await signIn('/me');
    expect(form.text).toContain('full-name: Grace Hopper');
    expect(form.text).toContain(`Revision: ${revisionOf(TEXT).slice(0, 12)}`);
    expect(form.text).toContain(`Account: ${grace.login}`);
    expect(form.text).toContain('On the page, after signing in');
    const ledger = await inStore(async (db) =>
      verifyLedger(await readLedger(db, await ledgerPlace(db, site.house.installation.id))),
    );
    expect(ledger.problems).toEqual([]);
  });

  test('A39: pressing the button twice, or at once, signs once', async () => {
    const form = await signIn();
    const fields = { 'field-full-name': 'Grace' };
    await Promise.all([browser.submit(form, fields, PATH), browser.submit(form, fields, PATH)]);
    await browser.submit(form, fields, PATH);

    expect(await signedBy()).toHaveLength(1);
  });

  test('a field that is needed and left empty is told, and what was typed stays', async () => {
    const page = await sign({ 'field-full-name': ' ', 'field-company': '"><script>' });

    expect(page.status).toBe(422);
    expect(page.text).toContain('A field that is needed was left empty.');
    expect(page.text).toMatch(/id="field-full-name"[^>]*aria-invalid="true"/);
    expect(formOf(page, PATH).values['field-company']).toContain('><script>');
    expect(page.text).not.toContain('<script>');
    expect(await signedBy()).toEqual([]);
  });

  test('a text that changed meanwhile is not signed', async () => {
    const form = await signIn();
    await site.publish('city-cla', TEXT.replace('this.', 'that.'));
    const page = await browser.submit(form, { 'field-full-name': 'Grace' }, PATH);

    expect([page.status, page.text]).toEqual([422, expect.stringContaining('The text has changed')]);
    expect(await signedBy()).toEqual([]);
  });

  test('who signed another revision is told so, and what has changed', async () => {
    await sign();
    await site.publish('city-cla', TEXT.replace('this.', 'that.'));
    const { text } = await open(PATH);
    expect(text).toContain('You signed another text on');
    expect(text).toContain('-You grant us this.\n+You grant us that.');
    expect(text).not.toContain('The old signature counts until');
    expect(text).not.toContain('<script>');
  });

  test('in the days of grace they are told until when the old signature counts', async () => {
    now = new Date('2026-05-01T12:00:00Z');
    await sign();
    await site.publish('city-cla', TEXT.replace('this.', 'that.').replace('kind:', 'grace: 10\nkind:'));
    expect((await open(PATH)).text).toContain('The old signature counts until 11 May 2026.');
  });

  test('under a revision that names theirs compatible, nobody is asked to sign again', async () => {
    await sign();
    await site.publish(
      'city-cla',
      TEXT.replace('this.', 'thıs.').replace('kind:', `compatible: [${revisionOf(TEXT)}]\nkind:`),
    );
    const { text } = await open(PATH);
    expect(text).toContain('That signature holds under this one too');
    expect(text).not.toContain('This one asks you to sign again');
  });

  test('who withdrew is asked like anybody who never signed', async () => {
    await sign();
    const [signature] = await signedBy();
    const draft: EntryDraft = {
      content: { kind: 'withdrawn', at: now.toISOString(), of: [signature?.sequence ?? 0] },
      personal: { ...NOBODY, accountId: grace.id },
    };
    await inStore(async (db) => appendEntries(db, await ledgerPlace(db, site.house.installation.id), [draft], now));
    const page = await open(PATH);
    expect(page.text).not.toContain('You signed');
    expect(formOf(page, PATH).values.revision).toBe(revisionOf(TEXT));
  });

  test('A39: looking signs nothing', async () => {
    await signIn();
    await open(`${PATH}?signed`);
    expect(await signedBy()).toEqual([]);
  });

  test('the form of another page, of another person, or without who sent it, signs nothing', async () => {
    const form = await signIn();
    const { values } = formOf(form, PATH);
    const body = new URLSearchParams({ ...values, 'field-full-name': 'x' });
    const cookie = browser.cookieOf(site.url) ?? '';
    const post = (headers: Record<string, string>, sent = body) =>
      fetch(`${site.url}${PATH}`, { method: 'POST', body: sent, headers, redirect: 'manual' });

    expect((await post({ cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ origin: site.url })).status).toBe(403);
    const withoutToken = new URLSearchParams({ ...values, token: '', 'field-full-name': 'x' });
    expect((await post({ cookie, origin: site.url }, withoutToken)).status).toBe(403);
    const mallory = site.house.github.createUser(`mallory-${free}`);
    site.house.github.signIn(mallory);
    browser = openBrowser();
    await signIn();
    expect((await post({ cookie: browser.cookieOf(site.url) ?? '', origin: site.url })).status).toBe(403);
    expect(await signedBy()).toEqual([]);
    expect(await signedBy(mallory)).toEqual([]);
  });

  test('after an hour they have to sign in again', async () => {
    const form = await signIn();
    now = new Date(now.getTime() + 3_600_001);
    const page = await browser.submit(form, { 'field-full-name': 'x' }, PATH);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('You are signed in no longer')]);
  });
});

describe('signing in', () => {
  const begin = async () => {
    const response = await fetch(`${site.url}/sign-in?to=${PATH}`, { redirect: 'manual' });
    const address = new URL(response.headers.get('location') ?? '');
    const [cookie = ''] = (response.headers.getSetCookie()[0] ?? '').split(';');
    return { address, cookie, set: response.headers.getSetCookie()[0] ?? '' };
  };

  test('asks GitHub for no scope, with a state and PKCE, and the cookie is for this site alone', async () => {
    const { address, set } = await begin();

    expect(Object.keys(Object.fromEntries(address.searchParams))).not.toContain('scope');
    expect(address.searchParams.get('code_challenge_method')).toBe('S256');
    expect(address.searchParams.get('state')).toMatch(/^[\w-]{32}$/);
    expect(set).toMatch(/HttpOnly/);
    expect(set).toMatch(/SameSite=Lax/);
  });

  test('where it is reached by https, no other site of the domain can set its cookies', async () => {
    const secure = await openSite(undefined, true);
    const response = await fetch(`${secure.url}/sign-in?to=/me`, { redirect: 'manual' });
    await secure.close();
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-portreeve-sign-in=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
  });

  test('one that was begun elsewhere signs nobody in', async () => {
    const { address } = await begin();
    const granted = await fetch(address, { redirect: 'manual' });
    const back = granted.headers.get('location') ?? '';
    const page = await browser.open(back);

    expect([page.status, page.text]).toEqual([403, expect.stringContaining('begun in another browser')]);
    expect((await open('/me')).text).toContain('Sign in with GitHub');
  });

  test('a code that somebody else’s browser got is good for nothing here', async () => {
    const victim = await begin();
    const attacker = await begin();
    const granted = await fetch(attacker.address, { redirect: 'manual' });
    const back = new URL(granted.headers.get('location') ?? '');
    back.searchParams.set('state', victim.address.searchParams.get('state') ?? '');
    const response = await fetch(back, { headers: { cookie: victim.cookie }, redirect: 'manual' });

    expect(response.status).toBe(502);
    expect(response.headers.getSetCookie().join()).not.toContain('portreeve-person');
  });

  test('who does not agree is not signed in; an altered cookie is none', async () => {
    const { address, cookie } = await begin();
    const state = address.searchParams.get('state') ?? '';
    const denied = await fetch(`${site.url}/sign-in/callback?error=access_denied&state=${state}`, {
      headers: { cookie },
    });
    expect([denied.status, await denied.text()]).toEqual([403, expect.stringContaining('You did not agree')]);

    await signIn();
    const session = browser.cookieOf(site.url) ?? '';
    const altered = session.replace(/=(..)/, (_, start: string) => `=${start === 'ey' ? 'ez' : 'ey'}`);
    const me = await fetch(`${site.url}/me`, { headers: { cookie: altered } });
    expect(await me.text()).toContain('Sign in with GitHub');
  });

  test('GitHub’s being away is told, and tried again', async () => {
    const { address, cookie } = await begin();
    const granted = await fetch(address, { redirect: 'manual' });
    const back = new URL(granted.headers.get('location') ?? '');
    back.searchParams.set('code', 'f'.repeat(40));
    const page = await fetch(back, { headers: { cookie } });
    expect([page.status, await page.text()]).toEqual([502, expect.stringContaining('GitHub did not tell who you are')]);
  });

  test.each(['https://evil.example', '//evil.example', '/me/../x', '/agreements/a/b/c', 'javascript:alert(1)'])(
    'leads nobody to %s afterwards',
    async (to) => {
      const page = await browser.open(`${site.url}/sign-in?to=${encodeURIComponent(to)}`);
      expect(page.url).toBe(`${site.url}/me`);
    },
  );

  test('who signs out is signed out', async () => {
    const page = await browser.submit(await signIn(), {}, '/sign-in/out');
    expect(page.text).toContain('Sign in with GitHub');
  });
});

describe('what is kept about a person', () => {
  test('nothing is shown to who is not signed in, and nothing of others to who is', async () => {
    await sign();
    browser = openBrowser();
    const other = site.house.github.createUser(`other-${free}`);
    site.house.github.signIn(other);
    expect((await open('/me')).text).not.toContain('Grace');
    expect((await signIn('/me')).text).toContain('Nothing is kept here about your account.');
    expect((await open(`/me/export?organization=${site.house.organization.id}`)).status).toBe(404);
  });

  test('it is taken along as a signed file that can be checked', async () => {
    await sign();
    const { text, headers } = await open(`/me/export?organization=${site.house.organization.id}`);
    const reading = readExport(text);
    if ('problem' in reading) throw new Error(reading.problem);

    expect(headers.get('content-disposition')).toContain('attachment');
    expect(reading.export.people).toHaveLength(1);
    expect(verifyExport(reading.export).problems).toEqual([]);
  });

  test('asking to be erased is kept until the operator answers, and told', async () => {
    await sign();
    const page = await browser.submit(await open('/me'), {}, '/me/erase');
    expect(page.text).toMatch(/You asked city on .* to erase this/);
    expect(page.text).not.toContain('Ask to have it erased');
    const own = async () =>
      (await site.house.store.asOperator(erasureRequests)).filter(({ accountId }) => accountId === grace.id);
    expect(await own()).toMatchObject([{ organizationId: site.house.organization.id, login: grace.login }]);

    await inStore(async (db) => {
      const place = await ledgerPlace(db, site.house.installation.id);
      await eraseAccount(db, place, grace.id, { reason: 'asked for it', by: null }, now);
    });
    expect(await own()).toEqual([]);
    expect((await open('/me')).text).toContain('Nothing is kept here about your account.');
  });

  const FIRM =
    '---\nid: firm\nkind: corporate\ntitle: For companies\nfields: [{id: role, label: Role, basis: consent}]\n---\nText\n';

  test('who signed for a company sees what they asked, and then what they typed, and takes it along', async () => {
    await site.publish('firm', FIRM);
    const form = await signIn('/agreements/city/firm');
    const typed = { company: 'Ferry <b> plc', authority: 'yes', 'field-role': 'Head of ferries' };
    await browser.submit(form, typed, '/agreements/city/firm');
    const asked = await open('/me');
    expect(asked.text).toContain('A request about Ferry &#60;b&#62; plc of');
    expect(asked.text).not.toContain('Take it along, signed');

    await inStore(async (db) => {
      const place = await ledgerPlace(db, site.house.installation.id);
      const deed = { by: { accountId: grace.id, name: grace.login }, reason: null, comment: null, once: null, now };
      const signing = { agreement: 'firm', name: 'Ferry plc', company: null, manager: null };
      const fields = { role: 'Head of ferries' };
      await takeInCompany(db, place, { ...signing, revision: revisionOf(FIRM), fields }, deed);
    });
    expect((await open('/me')).text).toContain('role: Head of ferries');
    const file = await open(`/me/export?organization=${site.house.organization.id}`);
    const reading = readExport(file.text);
    if ('problem' in reading) throw new Error(reading.problem);
    expect(reading.export.people.map(({ data }) => JSON.parse(data).fields)).toEqual([{ role: 'Head of ferries' }]);
    expect(verifyExport(reading.export).problems).toEqual([]);
  });

  test('who only did something to others sees that, and nothing of the others', async () => {
    await inStore(async (db) => {
      const place = await ledgerPlace(db, site.house.installation.id);
      const draft = signed(4711, { name: 'Somebody Else', by: { accountId: grace.id, name: grace.login } });
      await appendEntries(db, place, [draft], now);
    });
    const page = await signIn('/me');

    expect(page.text).toContain('Signed: individual');
    expect(page.text).not.toMatch(/Somebody Else|4711|Ask to have it erased/);
  });
});
