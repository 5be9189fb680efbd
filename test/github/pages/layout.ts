import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { visible } from './text.ts';
import { peopleOf, type Visit } from './visit.ts';

/** What `html` makes. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** One step of the way to a page. */
export interface Crumb {
  readonly text: string;
  readonly href: string;
}

/** A whole page. */
export function page(
  visit: Visit,
  { title, crumbs = [], body }: { readonly title: string; readonly crumbs?: readonly Crumb[]; readonly body: Html },
): Html {
  const { nonce, github } = visit;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${visible(title)}</title>
<link rel="icon" href="/-/icon.svg">
<link rel="stylesheet" href="/-/style.css" nonce="${nonce}">
<script type="module" src="/-/live.js" nonce="${nonce}"></script>
</head>
<body data-version="${github.world.versions.changes}">
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<nav class="crumbs" aria-label="You are here">
<a class="home" href="/"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 21V9l8-6 8 6v12h-6v-6h-4v6z"/></svg><span>Embedded GitHub</span></a>
${crumbs.map(({ text, href }) => html`<a href="${href}"><bdi>${visible(text)}</bdi></a>`)}
</nav>
${personPicker(visit)}
</header>
<main id="main">${body}</main>
<footer><p>An embedded GitHub on this machine, for tests and demonstrations. It is not github.com, and nothing here leaves this machine.</p><p id="link-state" role="status"></p></footer>
</body>
</html>`;
}

function personPicker(visit: Visit): Html {
  const { person, url } = visit;
  return html`<form class="person" method="post" action="/-/person">
<label for="login">You are</label>
<select id="login" name="login">
<option value=""${person === null ? html` selected` : ''}>nobody</option>
${peopleOf(visit.github).map(
  ({ login, name }) =>
    html`<option value="${login}"${person?.login === login ? html` selected` : ''}>${visible(name ?? login)}</option>`,
)}
</select>
<input type="hidden" name="return" value="${url.pathname}${url.search}">
<button class="quiet">Change</button>
</form>`;
}

/** A page that says why there is nothing else to see. */
export function refusalPage(visit: Visit, status: number, message: string): Html {
  const title = status === 404 ? 'There is nothing here' : 'That could not be done';
  return page(visit, {
    title,
    body: html`<section class="card refusal">
<h1>${title}</h1>
<p><bdi>${visible(message)}</bdi> <span class="muted">(${status})</span></p>
${
  status === 404
    ? html`<p>There may be something that the person you chose must not see. Choose another one above, or go <a href="/">to the front page</a>.</p>`
    : html`<p>Go back, or <a href="/">to the front page</a>.</p>`
}
</section>`,
  });
}
