import { html } from 'hono/html';
import type { GitHub } from '../github.ts';
import { latestRuns } from '../payloads/checks.ts';
import type { Account, CheckRun, Issue, Label, Reaction, Repository } from '../state.ts';
import type { Html } from './layout.ts';
import { encodePath, visible } from './text.ts';
import { issuePath, runPath } from './visit.ts';

/** An icon that says nothing by itself: what it stands beside does. */
function icon(name: string, path: string): Html {
  return html`<svg class="icon ${name}" viewBox="0 0 16 16" aria-hidden="true"><path d="${path}"/></svg>`;
}

const ICONS = {
  open: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3Zm0 3.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z',
  done: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm3.3 4.9-3.9 4.4-2.7-2.5 1-1.1 1.6 1.5 2.9-3.3 1.1 1Z',
  bad: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm-2 3.4 2 2 2-2 1.1 1.1-2 2 2 2-1.1 1.1-2-2-2 2-1.1-1.1 2-2-2-2L6 4.9Z',
  flat: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM4.8 7.2h6.4v1.6H4.8V7.2Z',
  wait: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3Zm-.7 1.8v3.6l2.6 1.6.7-1.2-1.9-1.1V4.8H7.3Z',
  branch:
    'M4.5 2a2 2 0 0 0-.7 3.9v4.2a2 2 0 1 0 1.4 0V9.6c.5.3 1.2.4 1.8.4h1.5a2.3 2.3 0 0 0 2.2-1.7 2 2 0 1 0-1.4 0c-.2.2-.5.3-.8.3H7c-1 0-1.8-.8-1.8-1.8v-.9A2 2 0 0 0 4.5 2Zm0 1.4a.6.6 0 1 1 0 1.2.6.6 0 0 1 0-1.2Zm5.5 2.4a.6.6 0 1 1 0 1.2.6.6 0 0 1 0-1.2Zm-5.5 5.6a.6.6 0 1 1 0 1.2.6.6 0 0 1 0-1.2Z',
  merged:
    'M4.5 1.8a2 2 0 0 0-.7 3.9v4.6a2 2 0 1 0 1.4 0V7.5a5.6 5.6 0 0 0 4.3 2.2 2 2 0 1 0 0-1.4 4.2 4.2 0 0 1-4-2.8 2 2 0 0 0-1-3.7Z',
  folder: 'M1.5 4c0-.6.4-1 1-1h3.6l1.5 1.5h5.9c.6 0 1 .4 1 1V12c0 .6-.4 1-1 1h-11a1 1 0 0 1-1-1V4Z',
  file: 'M4 1.5h5l3.5 3.5v8.5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1Zm.5 1.4v10.2h6.6V6H8.3V2.9H4.5Z',
} as const;

export function fileIcon(mode: string): Html {
  return icon('muted', mode === '40000' ? ICONS.folder : ICONS.file);
}

const HUES = ['#0b6e69', '#7a4fb5', '#a2542a', '#2f66a8', '#8a3d63', '#4d7a2c', '#6a6457', '#b0472f'];

/** A face of a person (round) or of a bot (square), with the first letter of the name. */
export function avatar(account: Account): Html {
  const sum = [...account.login].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  const radius = account.type === 'User' ? 12 : 5;
  return html`<svg class="avatar" viewBox="0 0 24 24" aria-hidden="true"><rect width="24" height="24" rx="${radius}" fill="${HUES[sum % HUES.length]}"/><text x="12" y="16.4" text-anchor="middle" font-size="12" font-weight="600" fill="#fff">${[...account.login][0]?.toUpperCase()}</text></svg>`;
}

/** Who did something, with a link and, for an app, its badge. */
export function accountLink(github: GitHub, account: Account): Html {
  const app = [...github.world.apps.values()].find(({ bot }) => bot === account);
  if (!app) return html`<a class="who" href="/${encodePath(account.login)}"><bdi>${visible(account.login)}</bdi></a>`;
  return html`<a class="who" href="/apps/${encodePath(app.slug)}"><bdi>${visible(app.slug)}</bdi></a> <span class="badge">bot</span>`;
}

const TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

export function moment(iso: string): Html {
  return html`<time datetime="${iso}">${TIME.format(new Date(iso))} UTC</time>`;
}

/** What stands of an issue or a pull request, in a word and a colour. */
export function statePill(issue: Issue): Html {
  const { pull } = issue;
  if (pull?.mergedAt) return html`<span class="pill merged">${icon('', ICONS.merged)}Merged</span>`;
  if (issue.state === 'open') {
    if (pull?.draft) return html`<span class="pill quiet">${icon('', ICONS.branch)}Draft</span>`;
    return html`<span class="pill good">${icon('', pull ? ICONS.branch : ICONS.open)}Open</span>`;
  }
  if (pull) return html`<span class="pill bad">${icon('', ICONS.bad)}Closed</span>`;
  const isPlanned = issue.stateReason !== 'not_planned' && issue.stateReason !== 'duplicate';
  return isPlanned
    ? html`<span class="pill merged">${icon('', ICONS.done)}Closed</span>`
    : html`<span class="pill quiet">${icon('', ICONS.flat)}Closed as ${closingWords(issue.stateReason)}</span>`;
}

/** How GitHub says in words why an issue was closed. */
export function closingWords(reason: string | null): string {
  return reason === 'not_planned' ? 'not planned' : (reason ?? 'completed');
}

export function labelTag({ name, color, description }: Label): Html {
  return html`<span class="label" title="${visible(description ?? '')}"><svg viewBox="0 0 8 8" aria-hidden="true"><circle cx="4" cy="4" r="3.5" fill="#${/^[\da-f]{6}$/i.test(color) ? color : '888888'}"/></svg><bdi>${visible(name)}</bdi></span>`;
}

const FACES: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  hooray: '🎉',
  confused: '😕',
  heart: '❤️',
  rocket: '🚀',
  eyes: '👀',
};

export function reactionBar(reactions: readonly Reaction[]): Html | '' {
  if (reactions.length === 0) return '';
  const kinds = Object.entries(FACES).flatMap(([content, face]) => {
    const people = reactions.filter((reaction) => reaction.content === content).map(({ user }) => visible(user.login));
    return people.length === 0 ? [] : [{ content, face, people }];
  });
  return html`<ul class="reactions" aria-label="Reactions">${kinds.map(
    ({ content, face, people }) =>
      html`<li title="${people.join(', ')}"><span aria-label="${content}">${face}</span> ${people.length}</li>`,
  )}</ul>`;
}

/** How a check run stands: its word, its colour, its icon. */
export function verdictOf(run: CheckRun): { readonly word: string; readonly tone: string; readonly icon: Html } {
  if (run.status !== 'completed') {
    return { word: run.status === 'queued' ? 'waiting' : 'at work', tone: 'warn', icon: icon('warn', ICONS.wait) };
  }
  const word = (run.conclusion ?? 'neutral').replaceAll('_', ' ');
  if (run.conclusion === 'success') return { word, tone: 'good', icon: icon('good', ICONS.done) };
  if (['neutral', 'skipped', 'stale'].includes(run.conclusion ?? 'neutral'))
    return { word, tone: 'muted', icon: icon('muted', ICONS.flat) };
  return { word, tone: 'bad', icon: icon('bad', ICONS.bad) };
}

/** The newest check runs of a commit. */
export function runsAt(repository: Repository, sha: string): CheckRun[] {
  return latestRuns(repository.checkRuns.filter(({ suite }) => suite.headSha === sha));
}

/** The check runs of a commit as icons with their words. */
export function checkMarks(repository: Repository, sha: string): Html[] {
  return runsAt(repository, sha).map((run) => {
    const { word, icon: mark } = verdictOf(run);
    return html`<a class="mark" href="${runPath(run)}" title="${visible(run.name)}: ${word}">${mark}<span>${word}</span></a>`;
  });
}

/** A line of a list of issues or pull requests. */
export function issueRow(github: GitHub, issue: Issue, showsRepository = false): Html {
  const { pull, repository } = issue;
  const comments = github.world.versions.view(issue.comments).length;
  return html`<li id="row-${issue.id}" class="row">
<div class="row-state">${statePill(issue)}</div>
<div class="row-main"><a class="row-title" href="${issuePath(issue)}"><bdi>${visible(issue.title)}</bdi></a>
<p class="muted small">${showsRepository ? html`<bdi>${visible(repository.name)}</bdi>` : ''}#${issue.number} by ${accountLink(github, issue.user)}, ${moment(issue.createdAt)}${comments > 0 ? html` · ${comments === 1 ? '1 comment' : `${comments} comments`}` : ''}</p></div>
<div class="row-end">${pull ? checkMarks(repository, pull.head.sha) : ''}${issue.labels.map(labelTag)}</div>
</li>`;
}

/** A form of one button. */
export function button(
  action: string,
  text: string,
  { fields = {}, kind = '' }: { readonly fields?: Readonly<Record<string, string>>; readonly kind?: string } = {},
): Html {
  return html`<form method="post" action="${action}">${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button class="${kind}">${text}</button></form>`;
}
