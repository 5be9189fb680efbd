import { html } from 'hono/html';
import { notFound } from '../errors.ts';
import { signatureDate } from '../objects.ts';
import type { CheckRun, Repository } from '../state.ts';
import { annotationNote } from './annotations.ts';
import { changedFiles } from './changes.ts';
import { type Html, page } from './layout.ts';
import { renderMarkdown } from './markdown.ts';
import { accountLink, button, issueRow, moment, runsAt, verdictOf } from './parts.ts';
import { authorOf, crumbsOf, repositoryTabs, repositoryTitle } from './repository-page.ts';
import { visible } from './text.ts';
import { hasRoleOn, repositoryPath, runPath, type Visit } from './visit.ts';

/** A check run as a card: how it stands, what it says, what one can press. */
export function checkCard(visit: Visit, run: CheckRun, options: { readonly isOpen: boolean }): Html {
  const { repository } = run.suite;
  const { icon, word, tone } = verdictOf(run);
  const { title, summary, text } = run.output;
  const place = { world: visit.github.world, repository };
  return html`<details class="card check" id="run-${run.id}"${options.isOpen ? html` open` : ''}>
<summary><span class="mark ${tone}">${icon}<span>${word}</span></span> <span class="strong"><bdi>${visible(title ?? run.name)}</bdi></span> <span class="muted small"><bdi>${visible(run.name)}</bdi> on <code>${run.suite.headSha.slice(0, 7)}</code></span></summary>
<div class="pad">
${checkActions(visit, run)}
${run.annotations.length > 0 ? html`<div class="notes">${run.annotations.map((annotation) => annotationNote(repository, { run, annotation }))}</div>` : ''}
${summary === null ? html`<p class="muted">It has said nothing yet.</p>` : html`<div class="prose">${renderMarkdown(summary, place)}</div>`}
${text === null ? '' : html`<div class="prose">${renderMarkdown(text, place)}</div>`}
<p class="muted small">${run.completedAt === null ? 'Not finished' : html`Finished ${moment(run.completedAt)}`}, by ${accountLink(visit.github, run.suite.app.bot)} · <a href="${runPath(run)}">on a page of its own</a></p>
</div></details>`;
}

function checkActions(visit: Visit, run: CheckRun): Html | '' {
  const { repository } = run.suite;
  if (!hasRoleOn(visit, repository, 'write')) return '';
  return html`<div class="actions">${run.actions.map((action) =>
    button(`${runPath(run)}/actions`, visible(String(action.label)), {
      fields: { identifier: String(action.identifier) },
    }),
  )}${button(`${runPath(run)}/rerequest`, 'Re-run', { kind: 'quiet' })}${run.actions.map(
    (action) =>
      html`<p class="muted small"><bdi>${visible(String(action.label))}</bdi>: <bdi>${visible(String(action.description))}</bdi></p>`,
  )}</div>`;
}

/** The page of one check run. */
export function runPage(visit: Visit, repository: Repository, run: CheckRun): Html {
  const pulls = [...repository.issues.values()].filter(({ pull }) => pull?.head.sha === run.suite.headSha);
  return page(visit, {
    title: `${run.output.title ?? run.name} · ${repository.name}`,
    crumbs: crumbsOf(repository),
    body: html`${repositoryTitle(repository)}${repositoryTabs(visit, repository, 'pulls')}
<h2>Check run</h2>
<div id="run">${checkCard(visit, run, { isOpen: true })}</div>
${pulls.length > 0 ? html`<h2>Pull requests at this commit</h2><ul class="rows" id="pulls">${pulls.map((issue) => issueRow(visit.github, issue))}</ul>` : ''}
<p><a href="${repositoryPath(repository)}/commit/${run.suite.headSha}">The commit that was checked</a></p>`,
  });
}

/** The page of one commit: its message, its checks, its changes. */
export function commitPage(visit: Visit, repository: Repository, sha: string): Html {
  const commit = /^[\da-f]{7,64}$/.test(sha) ? repository.git.resolveCommit(sha) : undefined;
  if (!commit) throw notFound();
  const author = authorOf(visit, commit);
  const [subject = '', ...rest] = commit.message.split('\n');
  const before = commit.parents[0] ?? repository.git.writeTree(null, new Map());
  return page(visit, {
    title: `${subject} · ${repository.name}`,
    crumbs: crumbsOf(repository),
    body: html`${repositoryTitle(repository)}${repositoryTabs(visit, repository, 'code')}
<section class="card pad"><h2><bdi>${visible(subject)}</bdi></h2>
${rest.join('').trim() === '' ? '' : html`<pre>${visible(rest.join('\n').trim(), { lines: true })}</pre>`}
<p class="muted small">${author ? accountLink(visit.github, author) : html`<bdi>${visible(commit.author.name)}</bdi>`}, ${moment(signatureDate(commit.author))} · <code>${commit.oid}</code></p></section>
<div id="checks">${runsAt(repository, commit.oid).map((run) => checkCard(visit, run, { isOpen: false }))}</div>
<h2>Changes</h2><div id="changes">${changedFiles(repository, before, commit.oid)}</div>`,
  });
}
