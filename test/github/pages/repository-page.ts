import { html } from 'hono/html';
import { notFound } from '../errors.ts';
import type { Commit, TreeEntry } from '../objects.ts';
import { signatureDate } from '../objects.ts';
import type { Account, Repository } from '../state.ts';
import { accountByEmail } from '../state.ts';
import { repositoryBadges } from './account-page.ts';
import { type Crumb, type Html, page } from './layout.ts';
import { renderMarkdown } from './markdown.ts';
import { accountLink, checkMarks, fileIcon, moment } from './parts.ts';
import { count, encodePath, readableText, visible } from './text.ts';
import { hasRoleOn, listed, repositoryPath, type Visit } from './visit.ts';

/** What an address below a repository names: a ref, the commit there, and the path after it. */
export interface Place {
  readonly ref: string;
  readonly commit: Commit;
  readonly path: string;
  /** Whether the ref is a branch, so that one can commit to it. */
  readonly isBranch: boolean;
}

/** Reads `branch/with/slashes/and/path`: a branch's name may hold slashes, so that the first one that fits counts. */
export function placeOf(repository: Repository, rest: string): Place {
  const parts = rest.split('/').filter((part) => part !== '');
  for (let length = 1; length <= parts.length; length++) {
    const named = parts.slice(0, length).join('/');
    const ref = named === 'HEAD' ? repository.defaultBranch : named;
    const commit = repository.git.resolveCommit(ref);
    if (!commit) continue;
    return { ref, commit, path: parts.slice(length).join('/'), isBranch: repository.git.branch(ref) !== undefined };
  }
  throw notFound();
}

export function crumbsOf(repository: Repository, ...more: readonly Crumb[]): Crumb[] {
  return [
    { text: repository.owner.login, href: `/${encodePath(repository.owner.login)}` },
    { text: repository.name, href: repositoryPath(repository) },
    ...more,
  ];
}

/** The rooms of a repository, above each of its pages. */
export function repositoryTabs(visit: Visit, repository: Repository, current: 'code' | 'issues' | 'pulls'): Html {
  const path = repositoryPath(repository);
  const open = (kind: 'issues' | 'pulls') =>
    listed(visit, repository, kind).filter(({ state }) => state === 'open').length;
  const tab = (name: typeof current, href: string, text: string, number: number | null) =>
    html`<a href="${href}"${name === current ? html` aria-current="page"` : ''}>${text}${number === null ? '' : html` <span class="count">${number}</span>`}</a>`;
  return html`<nav class="tabs" id="tabs" aria-label="Repository">
${tab('code', path, 'Code', null)}
${repository.hasIssues ? tab('issues', `${path}/issues`, 'Issues', open('issues')) : ''}
${tab('pulls', `${path}/pulls`, 'Pull requests', open('pulls'))}
</nav>`;
}

/** The front page of a repository, or a folder of it. */
export function treePage(visit: Visit, repository: Repository, rest: string): Html {
  if (rest === '' && repository.git.branch(repository.defaultBranch) === undefined) return emptyPage(visit, repository);
  const place = placeOf(repository, rest === '' ? repository.defaultBranch : rest);
  const entry = repository.git.entryAt(place.commit.tree, place.path);
  if (entry?.mode !== '40000') throw notFound();
  const entries = [...repository.git.store.tree(entry.oid)].sort(
    (a, b) => Number(b.mode === '40000') - Number(a.mode === '40000') || (a.name < b.name ? -1 : 1),
  );
  const isRoot = place.path === '';
  return page(visit, {
    title: isRoot ? repository.name : `${place.path} · ${repository.name}`,
    crumbs: crumbsOf(repository),
    body: html`
${repositoryTitle(repository)}
${repositoryTabs(visit, repository, 'code')}
<div class="with-aside">
<div>
<section class="card files" id="files" aria-labelledby="files-title">
<header class="card-head"><h2 id="files-title">${isRoot ? html`Files on <code>${visible(place.ref)}</code>` : pathCrumbs(repository, place)}</h2>${commitLine(visit, repository, place.commit)}</header>
<ul class="plain">${entries.map((child) => fileRow(repository, place, child))}</ul>
${hasRoleOn(visit, repository, 'read') && place.isBranch ? html`<p class="card-foot"><a class="button quiet" href="${repositoryPath(repository)}/new/${encodePath(place.ref)}">Add a file</a></p>` : ''}
</section>
${readme(visit, repository, place, entries)}
</div>
<aside>${about(repository)}${branches(repository, place)}</aside>
</div>`,
  });
}

function emptyPage(visit: Visit, repository: Repository): Html {
  return page(visit, {
    title: repository.name,
    crumbs: crumbsOf(repository),
    body: html`${repositoryTitle(repository)}${repositoryTabs(visit, repository, 'code')}
<div class="with-aside"><section class="card empty"><h2>This repository is empty</h2><p>Nothing has been pushed yet.</p>
${hasRoleOn(visit, repository, 'write') ? html`<p><a class="button" href="${repositoryPath(repository)}/new/${encodePath(repository.defaultBranch)}">Add a file</a></p>` : ''}</section>
<aside>${about(repository)}</aside></div>`,
  });
}

export function repositoryTitle(repository: Repository): Html {
  return html`<header class="title"><h1><bdi>${visible(repository.name)}</bdi> ${repositoryBadges(repository)}</h1></header>`;
}

/** The way to a file or folder, each folder a link. */
export function pathCrumbs(repository: Repository, { ref, path }: Place): Html {
  const parts = path.split('/');
  const base = `${repositoryPath(repository)}/tree/${encodePath(ref)}`;
  return html`<span class="path"><a href="${base}"><bdi>${visible(repository.name)}</bdi></a>${parts.map(
    (part, index) =>
      index === parts.length - 1
        ? html` / <bdi>${visible(part)}</bdi>`
        : html` / <a href="${base}/${encodePath(parts.slice(0, index + 1).join('/'))}"><bdi>${visible(part)}</bdi></a>`,
  )}</span>`;
}

function fileRow(repository: Repository, { ref, path }: Place, { name, mode, oid }: TreeEntry): Html {
  const whole = path === '' ? name : `${path}/${name}`;
  const kind = mode === '40000' ? 'tree' : 'blob';
  const size = kind === 'blob' && mode !== '160000' ? (repository.git.object(oid)?.data.length ?? 0) : null;
  const note = mode === '120000' ? 'symbolic link' : mode === '160000' ? 'submodule' : size === null ? '' : bytes(size);
  const link = `${repositoryPath(repository)}/${kind}/${encodePath(ref)}/${encodePath(whole)}`;
  return html`<li class="file">${fileIcon(mode)}${
    mode === '160000'
      ? html`<span><bdi>${visible(name)}</bdi></span>`
      : html`<a href="${link}"><bdi>${visible(name)}</bdi></a>`
  }<span class="muted small">${note}</span></li>`;
}

/** A size as people say it. */
export function bytes(size: number): string {
  if (size < 1024) return count(size, 'byte');
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}

/** Who a commit belongs to; `null` when nobody here has its address. */
export function authorOf(visit: Visit, { author }: Commit): Account | null {
  return accountByEmail(visit.github.world, author.email) ?? null;
}

/** A commit in one line: subject, author, moment, checks. */
export function commitLine(visit: Visit, repository: Repository, commit: Commit): Html {
  const author = authorOf(visit, commit);
  const [subject = ''] = commit.message.split('\n');
  return html`<p class="commit-line small"><a href="${repositoryPath(repository)}/commit/${commit.oid}"><bdi>${visible(subject)}</bdi></a>
<span class="muted">${author ? accountLink(visit.github, author) : html`<bdi>${visible(commit.author.name)}</bdi>`}, ${moment(signatureDate(commit.author))}</span> ${checkMarks(repository, commit.oid)}</p>`;
}

function readme(visit: Visit, repository: Repository, place: Place, entries: readonly TreeEntry[]): Html | '' {
  const entry = entries.find(({ name, mode }) => /^readme\.(md|markdown)$/i.test(name) && mode.startsWith('100'));
  const text = entry ? readableText(repository.git.object(entry.oid)?.data ?? Buffer.alloc(0)) : null;
  if (!entry || text === null) return '';
  const base = `${repositoryPath(repository)}/blob/${encodePath(place.ref)}/${place.path === '' ? '' : `${encodePath(place.path)}/`}`;
  return html`<section class="card" id="readme"><header class="card-head"><h2>${visible(entry.name)}</h2></header><div class="prose pad">${renderMarkdown(text, { world: visit.github.world, repository, base })}</div></section>`;
}

function about(repository: Repository): Html {
  const { description, topics, homepage, parent } = repository;
  return html`<section><h2>About</h2><p>${description === null ? html`<span class="muted">No description.</span>` : html`<bdi>${visible(description)}</bdi>`}</p>
${homepage === null ? '' : html`<p class="small"><bdi>${visible(homepage)}</bdi></p>`}
${parent ? html`<p class="small muted">Forked from <a href="${repositoryPath(parent)}"><bdi>${visible(parent.owner.login)}/${visible(parent.name)}</bdi></a></p>` : ''}
${topics.length > 0 ? html`<p class="tags">${topics.map((topic) => html`<span class="badge">${visible(topic)}</span>`)}</p>` : ''}
</section>`;
}

function branches(repository: Repository, place: Place): Html {
  const names = [...repository.git.refs.keys()].flatMap((name) =>
    name.startsWith('refs/heads/') ? [name.slice('refs/heads/'.length)] : [],
  );
  return html`<section><h2>Branches</h2><ul class="plain" id="branches">${names.map((name) =>
    name === place.ref
      ? html`<li><code class="branch" aria-current="true">${visible(name)}</code></li>`
      : html`<li><a href="${repositoryPath(repository)}/tree/${encodePath(name)}"><code class="branch">${visible(name)}</code></a></li>`,
  )}</ul><p class="small"><a href="${repositoryPath(repository)}/commits/${encodePath(place.ref)}">Commits on this branch</a></p></section>`;
}

/** How many commits a page lists. */
const LISTED_COMMITS = 100;

/** The commits of a branch, the youngest first. */
export function commitsPage(visit: Visit, repository: Repository, rest: string): Html {
  const { ref, commit } = placeOf(repository, rest === '' ? repository.defaultBranch : rest);
  const commits = repository.git.log(commit.oid).slice(0, LISTED_COMMITS);
  return page(visit, {
    title: `Commits on ${ref} · ${repository.name}`,
    crumbs: crumbsOf(repository),
    body: html`${repositoryTitle(repository)}${repositoryTabs(visit, repository, 'code')}
<section class="card"><header class="card-head"><h2>Commits on <code>${visible(ref)}</code></h2></header>
<ul class="rows" id="commits">${commits.map((one) => html`<li class="row" id="commit-${one.oid}">${commitLine(visit, repository, one)}<code class="muted small">${one.oid.slice(0, 7)}</code></li>`)}</ul></section>`,
  });
}
