import { html } from 'hono/html';
import { mergeBaseOf } from '../payloads/pulls.ts';
import type { Account, Comment, Issue, Reaction, Repository, TimelineEvent } from '../state.ts';
import { changedFiles } from './changes.ts';
import { checkCard } from './check-page.ts';
import { type Html, page } from './layout.ts';
import { renderMarkdown } from './markdown.ts';
import {
  accountLink,
  avatar,
  button,
  closingWords,
  issueRow,
  labelTag,
  moment,
  reactionBar,
  runsAt,
  statePill,
  verdictOf,
} from './parts.ts';
import { crumbsOf, repositoryTabs, repositoryTitle } from './repository-page.ts';
import { encodePath, visible } from './text.ts';
import { hasRoleOn, issuePath, listed, maySteer, repositoryPath, type Visit } from './visit.ts';

/** The list of a repository's issues, or of its pull requests; open ones unless the address says otherwise. */
export function issuesPage(visit: Visit, repository: Repository, kind: 'issues' | 'pulls'): Html {
  const all = listed(visit, repository, kind);
  const state = visit.url.searchParams.get('state') === 'closed' ? 'closed' : 'open';
  const shown = all.filter((issue) => issue.state === state);
  const path = `${repositoryPath(repository)}/${kind}`;
  const filter = (name: 'open' | 'closed', text: string) =>
    html`<a href="${path}${name === 'closed' ? '?state=closed' : ''}"${name === state ? html` aria-current="page"` : ''}>${text} <span class="count">${all.filter((issue) => issue.state === name).length}</span></a>`;
  const mayOpen = kind === 'issues' && repository.hasIssues && hasRoleOn(visit, repository, 'read');
  return page(visit, {
    title: `${kind === 'issues' ? 'Issues' : 'Pull requests'} · ${repository.name}`,
    crumbs: crumbsOf(repository),
    body: html`${repositoryTitle(repository)}${repositoryTabs(visit, repository, kind)}
<div class="between"><nav class="filter" aria-label="State">${filter('open', 'Open')}${filter('closed', 'Closed')}</nav>
${mayOpen ? html`<a class="button quiet" href="${path}/new">New issue</a>` : ''}</div>
<ul class="rows card" id="list">${shown.map((issue) => issueRow(visit.github, issue))}</ul>
${shown.length === 0 ? html`<p class="empty">None is ${state}.</p>` : ''}`,
  });
}

export function newIssuePage(visit: Visit, repository: Repository): Html {
  return page(visit, {
    title: `New issue · ${repository.name}`,
    crumbs: crumbsOf(repository),
    body: html`${repositoryTitle(repository)}${repositoryTabs(visit, repository, 'issues')}
<form class="card pad form" method="post" action="${repositoryPath(repository)}/issues"><h2>New issue</h2>
<label for="title">Title</label><input id="title" name="title" required maxlength="256">
<label for="body">Text, in Markdown</label><textarea id="body" name="body" rows="10"></textarea>
<p><button>Open it</button></p></form>`,
  });
}

/** An issue or a pull request: what was said and what happened, and for a pull request its checks and its changes. */
export function issuePage(visit: Visit, issue: Issue): Html {
  const { repository, pull } = issue;
  const entries = issue.timeline.filter(
    (entry) => entry.event !== 'commented' || !visit.github.world.versions.isRemoved(entry.comment),
  );
  return page(visit, {
    title: `${issue.title} · ${repository.name}#${issue.number}`,
    crumbs: crumbsOf(repository, { text: `#${issue.number}`, href: issuePath(issue) }),
    body: html`${repositoryTabs(visit, repository, pull ? 'pulls' : 'issues')}
<header class="title"><h1 id="title"><bdi>${visible(issue.title)}</bdi> <span class="muted">#${issue.number}</span></h1>
<p class="line wrap" id="state">${statePill(issue)} <span>${accountLink(visit.github, issue.user)} ${pull ? pullSentence(issue) : html`opened this ${moment(issue.createdAt)}`}</span></p></header>
<div class="with-aside">
<div>
<section aria-label="Conversation" class="timeline" id="timeline">
${said(visit, { id: `issue-${issue.id}`, user: issue.user, createdAt: issue.createdAt, isEdited: false, body: issue.body, reactions: issue.reactions, issue })}
${entries.map((entry, index) => (entry.event === 'commented' ? comment(visit, entry.comment) : happening(visit, issue, entry, index)))}
</section>
${pull ? mergeBox(visit, issue) : ''}
${commentForm(visit, issue)}
${pull ? checksAndChanges(visit, issue) : ''}
</div>
<aside>${issueFacts(visit, issue)}</aside>
</div>`,
  });
}

function pullSentence({ pull, createdAt, repository }: Issue): Html | '' {
  if (!pull) return '';
  const { head, base } = pull;
  const from = head.repository === repository ? head.ref : `${head.owner.login}:${head.ref}`;
  const branch = html`<code class="branch">${visible(from)}</code>`;
  const link = head.repository?.git.branch(head.ref)
    ? html`<a href="${repositoryPath(head.repository)}/tree/${encodePath(head.ref)}">${branch}</a>`
    : branch;
  return html`wants to merge ${link} into <code class="branch">${visible(base.ref)}</code>, ${moment(createdAt)}`;
}

interface Said {
  readonly id: string;
  readonly user: Account;
  readonly createdAt: string;
  readonly isEdited: boolean;
  readonly body: string | null;
  readonly reactions: readonly Reaction[];
  readonly issue: Issue;
}

function said(visit: Visit, { id, user, createdAt, isEdited, body, reactions, issue }: Said): Html {
  const place = { world: visit.github.world, repository: issue.repository, hasBreaks: true };
  return html`<article class="card said" id="${id}"><header class="card-head line">${avatar(user)}<span>${accountLink(visit.github, user)} <span class="muted small">wrote ${moment(createdAt)}${isEdited ? ', edited since' : ''}</span></span></header>
<div class="prose pad">${body === null || body.trim() === '' ? html`<p class="muted">No description.</p>` : renderMarkdown(body, place)}</div>${reactionBar(reactions)}</article>`;
}

function comment(visit: Visit, { id, user, createdAt, updatedAt, body, reactions, issue }: Comment): Html {
  return said(visit, {
    id: `issuecomment-${id}`,
    user,
    createdAt,
    isEdited: updatedAt !== createdAt,
    body,
    reactions,
    issue,
  });
}

function happening(visit: Visit, issue: Issue, entry: TimelineEvent, index: number): Html {
  return html`<p class="event small" id="event-${index}"><span class="dot" aria-hidden="true"></span><span>${accountLink(visit.github, entry.actor)} ${eventSentence(issue, entry)} <span class="muted">${moment(entry.createdAt)}</span></span></p>`;
}

function eventSentence({ repository, pull }: Issue, entry: TimelineEvent): Html | string {
  const commit = (sha: string) =>
    html`<a href="${repositoryPath(repository)}/commit/${sha}"><code>${sha.slice(0, 7)}</code></a>`;
  switch (entry.event) {
    case 'commented':
      return 'commented';
    case 'closed':
      return pull || entry.reason === null ? 'closed this' : `closed this as ${closingWords(entry.reason)}`;
    case 'reopened':
      return 'opened this again';
    case 'merged':
      return html`merged this as ${commit(entry.sha)}`;
    case 'committed': {
      const [subject = ''] = repository.git.store.commit(entry.sha).message.split('\n');
      return html`pushed ${commit(entry.sha)} <bdi>${visible(subject)}</bdi>`;
    }
    case 'head_ref_force_pushed':
      return html`rewrote the branch, which is now at ${commit(entry.sha)}`;
    case 'head_ref_deleted':
      return 'deleted the branch';
    case 'labeled':
      return html`added ${labelTag(entry.label)}`;
    case 'unlabeled':
      return html`removed ${labelTag(entry.label)}`;
    case 'renamed':
      return html`changed the title from <bdi class="strong">${visible(entry.from)}</bdi> to <bdi class="strong">${visible(entry.to)}</bdi>`;
    case 'base_ref_changed':
      return html`changed the base from <code class="branch">${visible(entry.from)}</code> to <code class="branch">${visible(entry.to)}</code>`;
    case 'convert_to_draft':
      return 'made this a draft';
    case 'ready_for_review':
      return 'marked this as ready';
  }
}

/** What stands between a pull request and its merge, and the button. */
function mergeBox(visit: Visit, issue: Issue): Html | '' {
  const { pull, repository, state } = issue;
  if (!pull) return '';
  const runs = runsAt(repository, pull.head.sha);
  const mayMerge = state === 'open' && !pull.draft && hasRoleOn(visit, repository, 'write');
  return html`<section class="card pad merge" id="merge" aria-label="Merge">
<ul class="plain">${
    runs.length === 0
      ? html`<li class="muted">No check has reported on the newest commit.</li>`
      : runs.map((run) => {
          const { icon, word } = verdictOf(run);
          return html`<li class="line"><span class="mark">${icon}<span>${word}</span></span><span><a href="#run-${run.id}"><bdi>${visible(run.name)}</bdi></a> <span class="muted"><bdi>${visible(run.output.title ?? '')}</bdi></span></span></li>`;
        })
  }</ul>
${mayMerge ? button(`${repositoryPath(repository)}/pull/${issue.number}/merge`, 'Merge pull request', { kind: 'primary' }) : ''}
${state === 'open' && !mayMerge ? html`<p class="muted small">${pull.draft ? 'A draft cannot be merged.' : 'Only those with write access can merge this: choose somebody else above.'}</p>` : ''}
</section>`;
}

function commentForm(visit: Visit, issue: Issue): Html {
  const { repository } = issue;
  const path = `${repositoryPath(repository)}/issues/${issue.number}`;
  if (!hasRoleOn(visit, repository, 'read')) {
    return html`<p class="muted">${repository.archived ? 'This repository is archived: nothing in it can be changed.' : 'Choose who you are, above, to take part.'}</p>`;
  }
  return html`<div class="reply" id="reply">
<form class="form" id="comment-form" method="post" action="${path}/comments"><label for="comment">Comment, in Markdown</label>
<textarea id="comment" name="body" rows="3" required></textarea></form>
<div class="actions"><button form="comment-form">Comment</button>${maySteer(visit, issue) ? steering(issue, path) : ''}</div></div>`;
}

function steering({ pull, state }: Issue, path: string): Html | Html[] | '' {
  const to = (text: string, fields: Readonly<Record<string, string>>) =>
    button(`${path}/state`, text, { fields, kind: 'quiet' });
  if (state === 'closed') return pull?.mergedAt ? '' : to('Reopen', { state: 'open' });
  if (pull) return to('Close without merging', { state: 'closed' });
  return [to('Close', { state: 'closed' }), to('Close as not planned', { state: 'closed', reason: 'not_planned' })];
}

function checksAndChanges(visit: Visit, { pull, repository }: Issue): Html | '' {
  if (!pull) return '';
  const runs = runsAt(repository, pull.head.sha);
  const base = mergeBaseOf(pull) ?? pull.base.sha;
  return html`<section aria-labelledby="checks"><h2 id="checks">Checks</h2>
<div id="check-cards">${runs.length === 0 ? html`<p class="muted">None yet.</p>` : runs.map((run) => checkCard(visit, run, { isOpen: run.conclusion !== 'success' }))}</div></section>
<section aria-labelledby="files"><h2 id="files">Files changed</h2><div id="changes">${changedFiles(repository, base, pull.head.sha)}</div></section>`;
}

function issueFacts(visit: Visit, issue: Issue): Html {
  const { labels, assignees, pull } = issue;
  const people = new Set([
    issue.user,
    ...visit.github.world.versions.view(issue.comments).map(({ user }) => user),
    ...issue.timeline.map(({ actor }) => actor),
  ]);
  return html`<section><h2>Labels</h2><p class="tags" id="labels">${labels.length === 0 ? html`<span class="muted">None</span>` : labels.map(labelTag)}</p></section>
${assignees.length === 0 ? '' : html`<section><h2>Assigned to</h2><ul class="plain">${assignees.map((account) => html`<li>${accountLink(visit.github, account)}</li>`)}</ul></section>`}
<section><h2>Taking part</h2><ul class="plain" id="people">${[...people].map((account) => html`<li class="line">${avatar(account)}<span>${accountLink(visit.github, account)}</span></li>`)}</ul></section>
${pull?.head.repository?.git.branch(pull.head.ref) && hasRoleOn(visit, pull.head.repository, 'write') && issue.state === 'open' ? html`<section><h2>Work on its branch</h2><ul class="plain"><li><a href="${repositoryPath(pull.head.repository)}/tree/${encodePath(pull.head.ref)}">Edit its files</a></li><li><a href="${repositoryPath(pull.head.repository)}/new/${encodePath(pull.head.ref)}">Add a file</a></li></ul></section>` : ''}`;
}
