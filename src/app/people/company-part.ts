import { html, raw } from 'hono/html';
import type { Agreement } from '../../contributions/agreements/agreement.ts';
import { day } from '../../report/day.ts';
import { htmlText } from '../../report/escape.ts';
import type { CompanyStanding } from '../../tasks/company-on-page.ts';
import { fieldInputs, type Html, hidden, safe, signIn, type Visitor } from './frame.ts';

/** What a corporate agreement's page shows. */
export interface CompanyPartState {
  readonly shown: { readonly agreement: Agreement };
  readonly companies: CompanyStanding | null;
  readonly missing: readonly string[];
  readonly typed: Readonly<Record<string, string>>;
}

/** Below a corporate agreement's text: how a company signs, and how its people are covered. */
export function companyPart(visitor: Visitor, state: CompanyPartState): Html {
  const { words, person, path } = visitor;
  const { say } = words;
  const lead = html`<p class="lead">${say('company-page.lead')}</p>`;
  if (person === null || state.companies === null) return html`${lead}${signIn(words, path)}`;
  return html`${lead}${staff(visitor, state.companies)}${forCompany(visitor, state, state.companies)}`;
}

/** For who contributes for a company that has signed. */
function staff({ words, person, path, token }: Visitor, { coveredBy, joinable, usesDomains }: CompanyStanding): Html {
  const { say } = words;
  const covered = coveredBy.map(
    (name) => html`<p class="good" role="status">${raw(say('company-page.covered', { company: htmlText(name) }))}</p>`,
  );
  const join = joinable.map(
    ({ company, name, domain }) => html`<form method="post" action="${path}/join">
${hidden({ token, company: String(company), lang: words.language })}
<p>${raw(say('company-page.join', { company: htmlText(name), domain: htmlText(domain) }))}</p>
<button>${say('company-page.join-button')}</button></form>`,
  );
  const shown =
    person?.emails === 'refused'
      ? html`<p class="notice" role="alert">${say('company-page.emails-refused')}</p>`
      : person?.emails === 'shown' && joinable.length === 0 && coveredBy.length === 0
        ? html`<p class="notice" role="alert">${say('company-page.no-match')}</p>`
        : '';
  const prove =
    !usesDomains || joinable.length > 0
      ? ''
      : html`<form method="get" action="/sign-in">${hidden({ to: path, lang: words.language, emails: '1' })}
<p>${say('company-page.prove-why')}</p><button class="quiet">${say('company-page.prove')}</button></form>`;
  return html`<section class="card" aria-labelledby="staff"><h2 id="staff">${say('company-page.staff-title')}</h2>
${covered}${shown}<p>${raw(say('company-page.staff', { command: '<code>/portreeve join NAME</code>' }))}</p>${join}${prove}</section>`;
}

/** For who signs for a company. */
function forCompany(
  { words, path, token }: Visitor,
  { shown, missing, typed }: CompanyPartState,
  { request }: CompanyStanding,
): Html {
  const { say } = words;
  const { agreement } = shown;
  const title = html`<h2 id="company">${say('company-page.title')}</h2>`;
  if (request !== null && request.refused === null) {
    const asked = { company: htmlText(request.name), day: day(words.language, request.askedAt.toISOString()) };
    return html`<section class="card" aria-labelledby="company">${title}<p class="good" role="status">${raw(say('company-page.waiting', asked))}</p></section>`;
  }
  const refused =
    request?.refused == null
      ? ''
      : html`<p class="notice" role="status">${raw(
          say('company-page.refused', {
            company: htmlText(request.name),
            day: day(words.language, request.refused.at.toISOString()),
            reason: htmlText(request.refused.reason),
          }),
        )}</p>`;
  const invalid = (id: string) => (missing.includes(id) ? raw(' aria-invalid="true"') : '');
  return html`<form class="card" method="post" action="${path}" aria-labelledby="company">${title}${refused}
${hidden({ token, revision: agreement.revision, lang: words.language })}
<div class="field"><label for="company-name">${say('company-page.name')}</label>
<input id="company-name" name="company" value="${typed.company ?? ''}" maxlength="200" required autocomplete="organization"${invalid('company')}></div>
<div class="field"><label for="company-domain">${say('company-page.domain')}</label>
<p class="help" id="help-domain">${say('company-page.domain-help')} (${say('agreement-page.optional')})</p>
<input id="company-domain" name="domain" value="${typed.domain ?? ''}" maxlength="200" aria-describedby="help-domain"${invalid('domain')}></div>
${fieldInputs(words, agreement.fields, { missing, typed })}
<div class="field check"><input type="checkbox" id="authority" name="authority" value="yes" required${invalid('authority')}><label for="authority">${say('company-page.authority')}</label></div>
<button>${say('company-page.sign')}</button><p class="help">${safe(say('company-page.then'))}</p></form>`;
}
