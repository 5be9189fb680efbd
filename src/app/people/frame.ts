import { html, raw } from 'hono/html';
import type { AgreementField } from '../../contributions/agreements/agreement.ts';
import { LANGUAGES, type Language } from '../../core/language.ts';
import { htmlText } from '../../report/escape.ts';
import type { Words } from '../../report/words.ts';
import { STYLE } from './style.ts';

export type Html = ReturnType<typeof html>;

/** Who looks at a page. */
export interface SignedIn {
  readonly accountId: number;
  readonly login: string;
  /** Of verified addresses, the domains that a company's list names. */
  readonly domains: readonly string[];
  /** Whether GitHub was asked for the addresses, and showed them. */
  readonly emails: 'not-asked' | 'shown' | 'refused';
}

/** What every page knows of who looks at it. */
export interface Visitor {
  readonly words: Words;
  /** null: not signed in. */
  readonly person: SignedIn | null;
  /** The page's own path. */
  readonly path: string;
  /** Proves that a form was sent from a page of ours, to this person. */
  readonly token: string;
}

/** Each language by its own name. */
const NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  fr: 'Français',
  de: 'Deutsch',
  es: 'Español',
  it: 'Italiano',
  nl: 'Nederlands',
  pt: 'Português',
};

/** Text that people wrote: nothing of it acts, and nothing invisible in it deceives. */
export function safe(text: string): Html | ReturnType<typeof raw> {
  return raw(htmlText(text));
}

/** Text of several lines, each safe by itself. */
export function safeLines(text: string): ReturnType<typeof raw> {
  return raw(
    text
      .split(/\r\n|\r|\n/)
      .map(htmlText)
      .join('\n'),
  );
}

export function page({ words, person, path, token }: Visitor, title: string, content: Html): Html {
  const languages = LANGUAGES.map((language) =>
    language === words.language
      ? html`<li><span lang="${language}" aria-current="true">${NAMES[language]}</span></li>`
      : html`<li><a href="${path}?lang=${language}" lang="${language}" hreflang="${language}">${NAMES[language]}</a></li>`,
  );
  const account =
    person === null
      ? ''
      : html`<div class="account"><p>${raw(words.say('person.signed-in', { login: htmlText(person.login) }))}</p>
<form method="post" action="/sign-in/out">${hidden({ token, to: path, lang: words.language })}<button class="quiet">${words.say('person.sign-out')}</button></form></div>`;
  return html`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(title)} · Portreeve</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<header><p class="brand">Portreeve</p>${account}</header>
<main>
<h1>${safe(title)}</h1>
${content}
</main>
<footer><nav aria-label="${words.say('person.language')}"><ul class="languages">${languages}</ul></nav></footer>
</body>
</html>`;
}

export function hidden(values: Readonly<Record<string, string>>): Html[] {
  return Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
}

/** Asks who somebody is, and leads back to the page. */
export function signIn(words: Words, path: string): Html {
  return html`<section class="card"><p>${words.say('person.sign-in-why')}</p>
<form method="get" action="/sign-in">${hidden({ to: path, lang: words.language })}<button>${words.say('person.sign-in')}</button></form></section>`;
}

/** What an agreement asks for, each with the law that lets it be asked. */
export function fieldInputs(
  words: Words,
  fields: readonly AgreementField[],
  { missing, typed }: { readonly missing: readonly string[]; readonly typed: Readonly<Record<string, string>> },
): Html[] {
  return fields.map(({ id, label, basis, isRequired }) => {
    const isMissing = missing.includes(id);
    return html`<div class="field"><label for="field-${id}">${safe(label)}</label>
<p class="help" id="help-${id}">${safe(basis)}${isRequired ? '' : html` (${words.say('agreement-page.optional')})`}</p>
<input id="field-${id}" name="field-${id}" value="${typed[id] ?? ''}" maxlength="500" aria-describedby="help-${id}"${isRequired ? raw(' required') : ''}${isMissing ? raw(' aria-invalid="true"') : ''}></div>`;
  });
}
