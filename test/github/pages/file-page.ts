import { html } from 'hono/html';
import { notFound } from '../errors.ts';
import type { Repository } from '../state.ts';
import { annotationNote, annotationsAt } from './annotations.ts';
import { type Html, page } from './layout.ts';
import { renderMarkdown } from './markdown.ts';
import {
  bytes,
  crumbsOf,
  type Place,
  pathCrumbs,
  placeOf,
  repositoryTabs,
  repositoryTitle,
} from './repository-page.ts';
import { encodePath, readableText, visible } from './text.ts';
import { hasRoleOn, repositoryPath, type Visit } from './visit.ts';

/** A file: rendered where it is Markdown, and its lines with what checks say of them. */
export function blobPage(visit: Visit, repository: Repository, rest: string): Html {
  const place = placeOf(repository, rest);
  const { mode, data } = fileAt(repository, place);
  const text = readableText(data);
  const isMarkdown = /\.(md|markdown)$/i.test(place.path) && mode.startsWith('100');
  const base = `${repositoryPath(repository)}/blob/${encodePath(place.ref)}/${encodePath(place.path.split('/').slice(0, -1).join('/'))}`;
  return page(visit, {
    title: `${place.path} · ${repository.name}`,
    crumbs: crumbsOf(repository),
    body: html`${repositoryTitle(repository)}${repositoryTabs(visit, repository, 'code')}
<section class="card" id="file"><header class="card-head"><h2>${pathCrumbs(repository, place)}</h2>
<p class="muted small">${mode === '120000' ? 'symbolic link, ' : mode === '100755' ? 'program, ' : ''}${bytes(data.length)} on <code class="branch">${visible(place.ref)}</code></p>${fileActions(visit, repository, place)}</header>
${isMarkdown && text !== null ? html`<div class="prose pad">${renderMarkdown(text, { world: visit.github.world, repository, base })}</div>` : ''}
${
  text === null
    ? html`<p class="empty">This file is no text, or too long to be shown here.</p>`
    : isMarkdown && annotationsAt(repository, place.commit.oid, place.path).length === 0
      ? html`<details class="source"><summary>Source</summary>${source(repository, place, text)}</details>`
      : source(repository, place, text)
}</section>`,
  });
}

/** The file at a place; 404 where there is none, or a folder, or a submodule. */
export function fileAt(repository: Repository, place: Place): { readonly mode: string; readonly data: Buffer } {
  const entry = repository.git.entryAt(place.commit.tree, place.path);
  const object = entry?.mode.startsWith('1') ? repository.git.object(entry.oid) : undefined;
  if (!entry || object?.kind !== 'blob') throw notFound();
  return { mode: entry.mode, data: object.data };
}

function fileActions(visit: Visit, repository: Repository, place: Place): Html | '' {
  if (!place.isBranch || !hasRoleOn(visit, repository, 'read')) return '';
  const tail = `${encodePath(place.ref)}/${encodePath(place.path)}`;
  const path = repositoryPath(repository);
  return html`<p class="actions"><a class="button quiet" href="${path}/edit/${tail}">Edit</a> <a class="button quiet" href="${path}/delete/${tail}">Delete</a> <a class="button quiet" href="${path}/raw/${tail}">Raw</a></p>`;
}

function source(repository: Repository, place: Place, text: string): Html {
  const notes = annotationsAt(repository, place.commit.oid, place.path);
  const lines = text.replace(/\n$/, '').split('\n');
  return html`<div class="code scroll"><table><caption class="hidden">Lines of ${visible(place.path)}</caption><tbody>${lines.map(
    (line, index) => {
      const number = index + 1;
      const here = notes.filter(({ annotation }) => Math.min(annotation.end_line, lines.length) === number);
      return html`<tr id="L${number}"><td class="number"><a href="#L${number}" aria-label="Line ${number}">${number}</a></td><td class="text">${visible(line, { lines: true })}</td></tr>${here.map((note) => html`<tr class="note-row"><td colspan="2">${annotationNote(repository, note)}</td></tr>`)}`;
    },
  )}</tbody></table></div>`;
}

/** What can be done to a file. */
export type FileTask = 'new' | 'edit' | 'delete';

const HEADINGS: Readonly<Record<FileTask, string>> = {
  new: 'Add a file',
  edit: 'Edit a file',
  delete: 'Delete a file',
};

/** The form with which one adds, edits or deletes a file, on its branch or by a pull request. */
export function editPage(visit: Visit, repository: Repository, rest: string, task: FileTask): Html {
  const isEmpty = repository.git.branch(repository.defaultBranch) === undefined;
  const place =
    isEmpty && task === 'new' ? { ref: repository.defaultBranch, path: '', isBranch: true } : placeOf(repository, rest);
  if (!place.isBranch || !hasRoleOn(visit, repository, 'read')) throw notFound();
  const text = 'commit' in place && task !== 'new' ? readableText(fileAt(repository, place).data) : '';
  const proposed = visit.url.searchParams.get('filename') ?? '';
  const mayPush = hasRoleOn(visit, repository, 'write');
  const name = place.path.split('/').at(-1) ?? '';
  return page(visit, {
    title: `${HEADINGS[task]} · ${repository.name}`,
    crumbs: crumbsOf(repository),
    body: html`${repositoryTitle(repository)}${repositoryTabs(visit, repository, 'code')}
<form class="card pad form" method="post" action="${repositoryPath(repository)}/files">
<h2>${HEADINGS[task]}</h2>
<input type="hidden" name="branch" value="${place.ref}"><input type="hidden" name="task" value="${task}">
<label for="path">Path</label>
<input id="path" name="path" required maxlength="1000" value="${task === 'new' ? proposed : place.path}"${task === 'new' ? '' : html` readonly`}>
${
  task === 'delete'
    ? ''
    : text === null
      ? html`<p>This file is no text: it cannot be edited here.</p>`
      : html`<label for="content">Content</label><textarea id="content" name="content" rows="16" spellcheck="false">\n${text}</textarea>`
}
<label for="message">Message of the commit</label>
<input id="message" name="message" maxlength="200" value="${task === 'delete' ? `Delete ${name}` : task === 'edit' ? `Edit ${name}` : ''}" placeholder="Say what changes, and why">
<fieldset><legend>Where to</legend>
${mayPush ? html`<label class="choice"><input type="radio" name="way" value="commit" checked> Commit to <code class="branch">${visible(place.ref)}</code></label>` : ''}
${isEmpty ? '' : html`<label class="choice"><input type="radio" name="way" value="pull"${mayPush ? '' : html` checked`}> Open a pull request from a new branch${mayPush ? '' : ' of a fork'}</label>`}
</fieldset>
<p><button>${task === 'delete' ? 'Delete it' : 'Save'}</button></p>
</form>`,
  });
}
