import { html } from 'hono/html';
import { notFound } from '../errors.ts';
import type { Account, App, Repository } from '../state.ts';
import { accountByLogin } from '../state.ts';
import { type Html, page } from './layout.ts';
import { accountLink, avatar, moment } from './parts.ts';
import { count, encodePath, visible } from './text.ts';
import { installableBy, isVisible, listed, repositoryPath, type Visit } from './visit.ts';

/** The page of an organisation or a person: their repositories, people and apps. */
export function accountPage(visit: Visit, login: string): Html {
  const { github } = visit;
  const account = accountByLogin(github.world, login);
  if (!account || account.type === 'Bot') throw notFound();
  const repositories = [...github.world.repositories.values()].filter(
    (repository) => repository.owner === account && isVisible(visit, repository),
  );
  const installations = [...github.world.installations.values()].filter((one) => one.account === account);
  return page(visit, {
    title: account.login,
    crumbs: [{ text: account.login, href: `/${encodePath(account.login)}` }],
    body: html`
<header class="title line">${avatar(account)}<div><h1><bdi>${visible(account.name ?? account.login)}</bdi></h1>
<p class="muted">${account.type === 'Organization' ? 'Organisation' : 'Person'} <bdi>${visible(account.login)}</bdi></p></div></header>
<div class="with-aside">
<section aria-labelledby="repositories"><h2 id="repositories">Repositories</h2>
<ul id="repository-list" class="rows">${repositories.map((repository) => repositoryRow(visit, repository))}</ul>
${repositories.length === 0 ? html`<p class="empty">No repository that you may see.</p>` : ''}</section>
<aside>
${account.type === 'Organization' ? members(visit, account) : ''}
<section><h2>Installed apps</h2><ul id="installed" class="plain">${
      installations.length === 0
        ? html`<li class="muted">None</li>`
        : installations.map(
            ({ app, suspendedAt }) =>
              html`<li class="line">${avatar(app.bot)}<span>${accountLink(github, app.bot)}${suspendedAt === null ? '' : ' (suspended)'}</span></li>`,
          )
    }</ul></section>
</aside></div>`,
  });
}

function members({ github }: Visit, account: Account): Html {
  const people = [...account.members].flatMap(([id, role]) => {
    const member = github.world.accounts.get(id);
    return member ? [{ member, role }] : [];
  });
  return html`<section><h2>People</h2><ul class="plain">${people.map(
    ({ member, role }) =>
      html`<li class="line">${avatar(member)}<span>${accountLink(github, member)} <span class="muted small">${role === 'admin' ? 'owner' : 'member'}</span></span></li>`,
  )}</ul></section>`;
}

/** What a repository is besides public and alive. */
export function repositoryBadges(repository: Repository): Html[] {
  const words = [
    repository.visibility === 'public' ? null : repository.visibility,
    repository.archived ? 'archived' : null,
    repository.parent ? 'fork' : null,
    repository.isTemplate ? 'template' : null,
    repository.mirrorUrl === null ? null : 'mirror',
  ];
  return words.flatMap((word) => (word === null ? [] : [html`<span class="badge">${word}</span>`]));
}

function repositoryRow(visit: Visit, repository: Repository): Html {
  const path = repositoryPath(repository);
  const open = (kind: 'issues' | 'pulls') =>
    listed(visit, repository, kind).filter(({ state }) => state === 'open').length;
  const [issues, pulls] = [open('issues'), open('pulls')];
  return html`<li id="repository-${repository.id}" class="row">
<div class="row-main"><a class="row-title" href="${path}"><bdi>${visible(repository.name)}</bdi></a> ${repositoryBadges(repository)}
${repository.description === null ? '' : html`<p class="muted small"><bdi>${visible(repository.description)}</bdi></p>`}</div>
<div class="row-end small">${issues > 0 ? html`<a href="${path}/issues">${count(issues, 'open issue')}</a>` : ''}${pulls > 0 ? html`<a href="${path}/pulls">${count(pulls, 'pull request')}</a>` : ''}</div>
</li>`;
}

/** How many deliveries an app's page lists. */
const LISTED_DELIVERIES = 50;

/** The page of an app: what it may do, where it is installed, and the webhooks that it was sent. */
export function appPage(visit: Visit, slug: string): Html {
  const { github } = visit;
  const app = appOf(visit, slug);
  const installations = [...github.world.installations.values()].filter((one) => one.app === app);
  return page(visit, {
    title: app.name,
    crumbs: [{ text: app.slug, href: `/apps/${encodePath(app.slug)}` }],
    body: html`
<header class="title line">${avatar(app.bot)}<div><h1><bdi>${visible(app.name)}</bdi></h1><p class="muted">An app of ${accountLink(github, app.owner)}</p></div></header>
<div class="with-aside">
<section aria-labelledby="deliveries"><h2 id="deliveries">Latest webhooks</h2>${deliveries(visit, app)}</section>
<aside>
<section><h2>May</h2><ul class="plain">${Object.entries(app.permissions).map(
      ([name, access]) => html`<li><span class="muted">${access}</span> ${name.replaceAll('_', ' ')}</li>`,
    )}</ul></section>
<section><h2>Is told of</h2><p>${app.events.map((event) => event.replaceAll('_', ' ')).join(', ')}</p></section>
<section><h2>Installed on</h2><ul class="plain">${installations.map(({ account }) => html`<li>${accountLink(github, account)}</li>`)}</ul></section>
</aside></div>`,
  });
}

/** Where an owner installs an app. GitHub also lets them choose repositories; here it is all of them. */
export function installPage(visit: Visit, slug: string): Html {
  const app = appOf(visit, slug);
  const path = `/apps/${encodePath(app.slug)}`;
  const accounts = installableBy(visit);
  return page(visit, {
    title: `Install ${app.name}`,
    crumbs: [
      { text: app.slug, href: path },
      { text: 'Install', href: `${path}/installations/new` },
    ],
    body: html`
<h1>Install <bdi>${visible(app.name)}</bdi></h1>
${accounts.length === 0 ? html`<p class="empty">Choose above who you are: only the owner of an account installs apps on it.</p>` : ''}
<ul class="plain">${accounts.map(
      ({
        login,
      }) => html`<li><form method="post" action="/-/installations"><input type="hidden" name="app" value="${app.slug}">
<button name="account" value="${login}">Install on all repositories of <bdi>${visible(login)}</bdi></button></form></li>`,
    )}</ul>`,
  });
}

function appOf({ github }: Visit, slug: string): App {
  const app = [...github.world.apps.values()].find((candidate) => candidate.slug === slug);
  if (!app) throw notFound();
  return app;
}

function deliveries({ github }: Visit, app: App): Html {
  const sent = github.webhooks.log.filter((delivery) => delivery.app === app);
  if (sent.length === 0) return html`<p class="empty">None yet.</p>`;
  const latest = sent.slice(-LISTED_DELIVERIES).reverse();
  return html`<div id="delivery-list" class="scroll deliveries"><table><thead><tr><th scope="col">Event</th><th scope="col">Answer</th><th scope="col">Took</th><th scope="col">Sent</th></tr></thead>
<tbody>${latest.map(
    ({ event, action, redelivery, statusCode, status, duration, deliveredAt }) =>
      html`<tr><td>${event}${action === null ? '' : `.${action}`}${redelivery ? ' (again)' : ''}</td><td>${statusCode === 0 ? status : statusCode}</td><td>${duration.toFixed(3)} s</td><td>${deliveredAt === null ? 'waits' : moment(deliveredAt)}</td></tr>`,
  )}</tbody></table></div>`;
}
