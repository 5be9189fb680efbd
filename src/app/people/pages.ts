import { html, raw } from 'hono/html';
import { type Agreement, titleIn } from '../../contributions/agreements/agreement.ts';
import { shortRevision } from '../../contributions/agreements/revision.ts';
import { type Entry, NOBODY } from '../../ledger/entry.ts';
import { changeBetween } from '../../report/agreements.ts';
import { day } from '../../report/day.ts';
import { htmlText } from '../../report/escape.ts';
import type { SentenceKey, Words } from '../../report/words.ts';
import type { CompanyStanding } from '../../tasks/company-on-page.ts';
import { hasOwn, type OwnRecords } from '../../tasks/own-records.ts';
import type { PrivacyFacts } from '../../tasks/privacy-facts.ts';
import type { OwnStanding, ShownAgreement } from '../../tasks/sign-on-page.ts';
import { companyPart } from './company-part.ts';
import { fieldInputs, type Html, hidden, page, safe, safeLines, signIn, type Visitor } from './frame.ts';

/** What the agreement's page says besides the text. */
export interface AgreementState {
  readonly shown: ShownAgreement;
  /** null: nobody is signed in. */
  readonly own: OwnStanding | null;
  /** They have signed just now. */
  readonly isNew: boolean;
  /** Fields that are needed and were left empty. */
  readonly missing: readonly string[];
  /** What was typed. */
  readonly typed: Readonly<Record<string, string>>;
  /** The text changed between looking and signing. */
  readonly isOutdated: boolean;
  readonly privacy: PrivacyFacts;
  /** Of a corporate agreement: how the person stands to companies. */
  readonly companies: CompanyStanding | null;
}

/** The page on which an agreement is read and signed. */
export function agreementPage(visitor: Visitor, state: AgreementState): Html {
  const { words, person, path } = visitor;
  const { shown, own, isNew, missing, isOutdated } = state;
  const { agreement, owner, newest } = shown;
  const { say } = words;
  const current = own?.current ?? null;
  const notice = isOutdated
    ? html`<p class="notice" role="alert">${say('agreement-page.outdated')}</p>`
    : missing.length > 0
      ? html`<p class="notice" role="alert">${say('agreement-page.missing')}</p>`
      : '';
  const done =
    current === null
      ? ''
      : html`<p class="good" role="status">${say('agreement-page.signed', { day: day(words.language, current.at) })}${isNew ? html` ${say('agreement-page.looked-at')}` : ''}</p>`;
  const before = current !== null || own === null ? '' : earlierSignature(words, own, agreement);
  return page(
    visitor,
    titleIn(agreement, words.language),
    html`<p class="lead">${raw(say('agreement-page.of', { owner: htmlText(owner) }))} ${say('agreement-page.since', { day: day(words.language, newest.since.toISOString()) })}</p>
${notice}${done}${before}
<section aria-labelledby="text"><h2 id="text">${say('agreement-page.text')}</h2>
<div class="text" lang="${agreement.languages[0]}" dir="auto">${safeLines(agreement.text)}</div>
<p class="help">${raw(say('agreement-page.hash', { hash: `<code>${htmlText(agreement.revision)}</code>` }))}</p></section>
${privacy(visitor, agreement, owner, state.privacy)}
${current !== null ? '' : agreement.kind !== 'individual' ? companyPart(visitor, state) : person === null ? signIn(words, path) : signForm(visitor, state)}`,
  );
}

/** What an earlier signature is worth under the text in force, and how the two texts differ. */
function earlierSignature(words: Words, { cover, signedText }: OwnStanding, { text }: Agreement): Html | string {
  const { say, language } = words;
  if (cover === null || cover.standing.status === 'ended') return '';
  const { signature, standing } = cover;
  const signed = { day: day(language, signature.signedAt) };
  if (standing.status === 'good') {
    return html`<p class="good" role="status">${say('agreement-page.holds', signed)}</p>`;
  }
  const until =
    standing.status === 'grace' ? html` ${say('agreement.until', { date: day(language, standing.until) })}` : '';
  return html`<p class="notice" role="status">${say('agreement-page.other', signed)}${until}</p>
${signedText === null ? '' : changed(words, signedText, text)}`;
}

function changed({ say }: Words, before: string, after: string): Html {
  const change = changeBetween(before, after);
  return html`<section aria-labelledby="changed"><h2 id="changed">${say('agreement-page.changed')}</h2>
${change === null ? html`<p>${say('agreement.too-different')}</p>` : html`<div class="text" dir="auto">${safeLines(change)}</div>`}</section>`;
}

function privacy({ words }: Visitor, { fields }: Agreement, owner: string, facts: PrivacyFacts): Html {
  const { say } = words;
  const { eraseAfterYears: years, office } = facts;
  const list = fields.map(({ label, basis }) => html`<li>${safe(label)}: ${safe(basis)}</li>`);
  const name = htmlText(office.name ?? '');
  const link = office.url === null ? name : `<a href="${htmlText(office.url)}" rel="noreferrer">${name}</a>`;
  return html`<section aria-labelledby="privacy"><h2 id="privacy">${say('privacy.title')}</h2>
<p>${raw(say('privacy.what', { owner: htmlText(owner) }))}${years === null ? '' : ` ${say('privacy.years', { count: years })}`}</p>
${list.length === 0 ? '' : html`<ul>${list}</ul>`}
<p>${say('privacy.basis')}</p>
<p>${office.name === null ? '' : raw(`${say('privacy.office', { office: link })} `)}${say('privacy.complaint')}</p>
<p><a href="/me?lang=${words.language}">${say('privacy.rights')}</a></p></section>`;
}

function signForm({ words, path, token }: Visitor, { shown, missing, typed }: AgreementState): Html {
  const { agreement } = shown;
  return html`<form class="card" method="post" action="${path}">
${hidden({ token, revision: agreement.revision, lang: words.language })}${fieldInputs(words, agreement.fields, { missing, typed })}
<button>${words.say('agreement-page.sign')}</button></form>`;
}

/** The page on which a person sees what is kept about them. */
export function recordsPage(visitor: Visitor, records: readonly OwnRecords[]): Html {
  const { words, person, path } = visitor;
  const { say } = words;
  const title = say('privacy.title');
  if (person === null)
    return page(visitor, title, html`<p class="lead">${say('records.lead')}</p>${signIn(words, path)}`);
  if (records.length === 0) return page(visitor, title, html`<p class="lead">${say('records.none')}</p>`);
  return page(
    visitor,
    title,
    html`<p class="lead">${say('records.lead')}</p>${records.map((one) => recordsOf(visitor, one))}`,
  );
}

function recordsOf({ words, token }: Visitor, records: OwnRecords): Html {
  const { ledger, entries, requests, askedAt } = records;
  const { say } = words;
  const { organizationId } = ledger;
  const owner = htmlText(ledger.login ?? String(organizationId));
  const rows = entries.map(
    (entry) =>
      html`<tr><th scope="row">${entry.sequence}</th><td>${day(words.language, entry.content.at)}</td><td>${whatOf(words, entry)}</td><td>${detailsOf(words, entry)}</td></tr>`,
  );
  const asked = !hasOwn(records)
    ? ''
    : askedAt === null
      ? html`<form method="post" action="/me/erase">${hidden({ token, organization: String(organizationId), lang: words.language })}
<p>${raw(say('records.erase', { owner }))}</p><button class="quiet">${say('records.erase-button')}</button></form>`
      : html`<p class="notice" role="status">${raw(say('records.asked', { owner, day: day(words.language, askedAt.toISOString()) }))}</p>`;
  const waiting = requests.map(
    ({ name, askedAt: at }) =>
      html`<p>${raw(say('records.request', { company: htmlText(name), day: day(words.language, at.toISOString()) }))}</p>`,
  );
  const written =
    entries.length === 0
      ? ''
      : html`<div class="wide"><table><thead><tr><th scope="col">${say('records.row')}</th><th scope="col">${say('records.when')}</th><th scope="col">${say('records.what')}</th><th scope="col">${say('records.details')}</th></tr></thead><tbody>${rows}</tbody></table></div>
<p><a class="button" href="/me/export?organization=${organizationId}">${say('records.export')}</a></p>`;
  return html`<section class="card" aria-labelledby="organization-${organizationId}"><h2 id="organization-${organizationId}">${raw(owner)}</h2>
${written}${waiting}${asked}</section>`;
}

const KINDS = {
  signed: 'records.signed',
  imported: 'records.imported',
  withdrawn: 'records.withdrawn',
  revoked: 'records.revoked',
  erased: 'records.erased',
  'company-approved': 'records.company-approved',
  'member-admitted': 'records.member-admitted',
  'member-removed': 'records.member-removed',
  'company-terminated': 'records.company-terminated',
} as const satisfies Readonly<Record<Entry['content']['kind'], SentenceKey>>;

function whatOf(words: Words, { content }: Entry): Html {
  const name = 'agreement' in content ? html`: ${safe(content.agreement)}` : '';
  return html`${words.say(KINDS[content.kind])}${name}`;
}

function detailsOf({ say }: Words, { content, personal }: Entry): Html[] {
  const revision = 'revision' in content ? content.revision : null;
  const { login, name, email, company, domain, reason, comment, fields } = personal ?? NOBODY;
  const told = [
    ['records.revision', revision === null ? null : shortRevision(revision)],
    ['records.login', login],
    ['records.name', name],
    ['records.email', email],
    ['records.company', company],
    ['records.domain', domain],
    ['records.reason', reason],
  ] as const;
  const details = [
    ...told.flatMap(([key, value]) => (value === null ? [] : say(key, { value: htmlText(value) }))),
    ...(content.kind === 'signed' && content.how === 'page' ? [say('records.page')] : []),
    ...(comment === null ? [] : [say('records.comment', { id: comment.id, number: comment.number })]),
    ...Object.entries(fields).map(([id, value]) => `${htmlText(id)}: ${htmlText(value)}`),
  ];
  return details.map((one) => html`<span class="detail">${raw(one)}</span>`);
}

/** Something did not go as it should: what, and what to do. */
export function refusalPage(visitor: Visitor, title: SentenceKey & `refusal.${string}`, isRepeatable: boolean): Html {
  const { words, path } = visitor;
  // Each refusal is a sentence that says what to do; its title says what happened.
  const again = isRepeatable
    ? html`<p><a class="button" href="${path}?lang=${words.language}">${words.say('refusal.again')}</a></p>`
    : '';
  return page(
    visitor,
    words.say('refusal.title'),
    html`<p class="lead" role="alert">${sayPlain(words, title)}</p>${again}`,
  );
}

function sayPlain(words: Words, key: SentenceKey & `refusal.${string}`): string {
  return words.say(key);
}
