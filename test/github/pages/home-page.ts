import { html } from 'hono/html';
import type { Account, App } from '../state.ts';
import type { Chapter, Subject, Suggestion } from './guide.ts';
import { type Html, page } from './layout.ts';
import { renderMarkdown } from './markdown.ts';
import { accountLink, avatar, button, statePill, verdictOf } from './parts.ts';
import { count, encodePath, visible } from './text.ts';
import { issuePath, isVisible, repositoryPath, runPath, type Visit } from './visit.ts';

/** The front page: what a guide tells and offers, and who is there. */
export function homePage(visit: Visit): Html {
  const { github } = visit;
  const { guide, world } = github;
  const accounts = [...world.accounts.values()].filter(({ type }) => type === 'Organization');
  return page(visit, {
    title: guide?.title ?? 'Embedded GitHub',
    body: html`
<section class="hero">
<h1>${visible(guide?.title ?? 'An embedded GitHub')}</h1>
<div class="prose">${renderMarkdown(guide?.introduction ?? 'What is on it, and what happens to it.', { world, repository: null })}</div>
</section>
${
  guide
    ? html`<div class="split">
<section aria-labelledby="told"><h2 id="told">What happened so far</h2>
<ol id="chapters" class="chapters">${guide.chapters.map((chapter, index) => chapterItem(visit, chapter, index))}</ol></section>
<section aria-labelledby="offered"><h2 id="offered">Now you</h2>
<ul id="suggestions" class="suggestions">${guide.suggestions.map((suggestion, index) => suggestionItem(suggestion, index))}</ul></section>
</div>`
    : ''
}
<section aria-labelledby="there"><h2 id="there">Who is here</h2>
<ul id="accounts" class="cards">${accounts.map((account) => accountCard(visit, account))}${[...world.apps.values()].map((app) => appCard(visit, app))}</ul></section>`,
  });
}

function appCard({ github }: Visit, app: App): Html {
  const { installations, webhooks } = github.world;
  const installed = [...installations.values()].filter((one) => one.app === app).length;
  const sent = webhooks.log.filter((one) => one.app === app).length;
  return html`<li id="app-${app.id}" class="card line">${avatar(app.bot)}<div><p>${accountLink(github, app.bot)}</p><p class="muted small">${count(installed, 'installation')}, ${count(sent, 'webhook')} sent</p></div></li>`;
}

function accountCard(visit: Visit, account: Account): Html {
  const { repositories } = visit.github.world;
  const seen = [...repositories.values()].filter((one) => one.owner === account && isVisible(visit, one));
  return html`<li id="account-${account.id}" class="card line">${avatar(account)}<div><p><a class="who" href="/${encodePath(account.login)}"><bdi>${visible(account.login)}</bdi></a></p><p class="muted small">${count(seen.length, 'repository', 'repositories')}, ${count(account.members.size, 'member')}</p></div></li>`;
}

function chapterItem(visit: Visit, { title, subjects }: Chapter, index: number): Html {
  return html`<li id="chapter-${index}"><p>${visible(title)}</p>${
    subjects.length > 0 ? html`<ul class="subjects">${subjects.map((subject) => subjectItem(visit, subject))}</ul>` : ''
  }</li>`;
}

function suggestionItem({ title, text, by, isPossible }: Suggestion, index: number): Html {
  return html`<li id="suggestion-${index}" class="card suggestion">
<div><p class="strong">${visible(title)}</p><p class="muted">${visible(text)}</p></div>
${
  isPossible()
    ? button(`/-/suggestions/${index}`, `Do it as ${visible(by.name ?? by.login)}`)
    : html`<p class="muted small done">Done, or no longer possible</p>`
}</li>`;
}

/** Where a subject's page is. */
export function subjectPath(subject: Subject): string {
  if ('suite' in subject) return runPath(subject);
  if ('git' in subject) return repositoryPath(subject);
  return issuePath('issue' in subject ? subject.issue : subject);
}

function subjectItem(visit: Visit, subject: Subject): Html {
  const repository =
    'suite' in subject
      ? subject.suite.repository
      : 'git' in subject
        ? subject
        : ('issue' in subject ? subject.issue : subject).repository;
  if (!isVisible(visit, repository)) {
    return html`<li class="muted small">Something in a repository that the person you chose must not see</li>`;
  }
  if ('git' in subject) {
    return html`<li><a href="${subjectPath(subject)}"><bdi>${visible(subject.name)}</bdi></a></li>`;
  }
  if ('suite' in subject) {
    const { icon, word } = verdictOf(subject);
    return html`<li><span class="mark">${icon}<span>${word}</span></span> <a href="${subjectPath(subject)}"><bdi>${visible(subject.output.title ?? subject.name)}</bdi></a> <span class="muted small">check on <bdi>${visible(repository.name)}</bdi></span></li>`;
  }
  const issue = 'issue' in subject ? subject.issue : subject;
  return html`<li>${statePill(issue)} <a href="${issuePath(issue)}"><bdi>${visible(issue.title)}</bdi></a> <span class="muted small"><bdi>${visible(repository.name)}</bdi> #${issue.number}</span></li>`;
}
