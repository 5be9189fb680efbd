import { emitRepositoryEvent } from '../emit.ts';
import { ApiError, validationFailed } from '../errors.ts';
import { nodeId } from '../ids.ts';
import { commentPayload, issuePayload, labelPayload } from '../payloads/issues.ts';
import { fullPull } from '../payloads/pulls.ts';
import type { Account, Actor, Comment, Issue, Json, Label, Milestone, Reaction, Repository, World } from '../state.ts';
import { labelsByName } from './labels.ts';
import { noteEvent } from './timeline.ts';

/** GitHub's longest body of an issue, pull request or comment, in characters. */
const BODY_LIMIT = 65_536;
const TITLE_LIMIT = 256;

export function checkBody(body: string | null | undefined, resource: string): void {
  if (body && [...body].length > BODY_LIMIT) {
    throw validationFailed({
      resource,
      code: 'custom',
      field: 'body',
      message: `body is too long (maximum is ${BODY_LIMIT} characters)`,
    });
  }
}

export function checkTitle(title: string, resource: string): void {
  if (title.trim() === '') throw validationFailed({ resource, code: 'missing_field', field: 'title' });
  if ([...title].length > TITLE_LIMIT) {
    throw validationFailed({
      resource,
      code: 'custom',
      field: 'title',
      message: `title is too long (maximum is ${TITLE_LIMIT} characters)`,
    });
  }
}

export interface IssueOptions {
  readonly title: string;
  readonly body?: string | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly Account[];
}

/** Makes the record without events; pull requests begin with one, too. */
export function newIssue(world: World, repository: Repository, options: IssueOptions, author: Actor): Issue {
  const id = world.ids.next();
  repository.lastNumber += 1;
  const issue: Issue = {
    id,
    nodeId: nodeId('I', repository.id, id),
    number: repository.lastNumber,
    repository,
    title: options.title,
    body: options.body ?? null,
    state: 'open',
    stateReason: null,
    user: author.account,
    app: author.app,
    labels: labelsByName(world, repository, options.labels ?? []),
    assignees: options.assignees ?? [],
    milestone: null,
    parent: null,
    locked: false,
    createdAt: world.clock.iso(),
    updatedAt: world.clock.iso(),
    closedAt: null,
    closedBy: null,
    comments: [],
    edits: [],
    timeline: [],
    reactions: [],
    pull: null,
  };
  repository.issues.set(issue.number, world.versions.created(issue));
  return issue;
}

export function openIssue(world: World, repository: Repository, options: IssueOptions, author: Actor): Issue {
  if (!repository.hasIssues) throw new ApiError(410, 'Issues has been disabled in this repository.');
  checkTitle(options.title, 'Issue');
  checkBody(options.body, 'Issue');
  const issue = newIssue(world, repository, options, author);
  emitIssue(world, issue, { action: 'opened' }, author);
  for (const label of issue.labels) {
    noteEvent(world, issue, author, { event: 'labeled', label });
    emitIssue(world, issue, { action: 'labeled', label: labelPayload(world, repository, label) }, author);
  }
  return issue;
}

export interface IssueChange {
  readonly title?: string | undefined;
  readonly body?: string | null | undefined;
  readonly state?: 'open' | 'closed' | undefined;
  readonly stateReason?: string | null | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly assignees?: readonly Account[] | undefined;
  /** null takes it off. */
  readonly milestone?: Milestone | null | undefined;
}

/** Changes an issue or the issue side of a pull request, and tells of each kind of change by its own event. */
export function editIssue(world: World, issue: Issue, change: IssueChange, sender: Actor): void {
  if (change.title !== undefined) checkTitle(change.title, issue.pull ? 'PullRequest' : 'Issue');
  checkBody(change.body, issue.pull ? 'PullRequest' : 'Issue');
  editText(world, issue, change, sender);
  if (change.labels !== undefined)
    setLabels(world, issue, labelsByName(world, issue.repository, change.labels), sender);
  if (change.assignees !== undefined) world.versions.update(issue, { assignees: change.assignees });
  if (change.milestone !== undefined) world.versions.update(issue, { milestone: change.milestone });
  if (change.state !== undefined) setState(world, issue, { state: change.state, reason: change.stateReason }, sender);
}

function editText(world: World, issue: Issue, change: IssueChange, sender: Actor): void {
  const changes: Json = {};
  const titleBefore = issue.title;
  if (change.title !== undefined && change.title !== issue.title) changes.title = { from: issue.title };
  if (change.body !== undefined && change.body !== issue.body) changes.body = { from: issue.body ?? '' };
  if (Object.keys(changes).length === 0) return;
  const body = change.body === undefined ? issue.body : change.body;
  const written = { at: issue.createdAt, body: issue.body ?? '', editor: issue.user };
  const edit = { at: world.clock.iso(), body: body ?? '', editor: sender.account };
  world.versions.update(issue, {
    title: change.title ?? issue.title,
    body,
    edits: changes.body === undefined ? issue.edits : [...(issue.edits.length === 0 ? [written] : issue.edits), edit],
    updatedAt: world.clock.iso(),
  });
  if (changes.title) noteEvent(world, issue, sender, { event: 'renamed', from: titleBefore, to: issue.title });
  emitIssue(world, issue, { action: 'edited', changes }, sender);
}

export function setState(
  world: World,
  issue: Issue,
  { state, reason }: { readonly state: 'open' | 'closed'; readonly reason?: string | null | undefined },
  sender: Actor,
): void {
  if (state === issue.state) {
    if (state === 'closed' && reason && reason !== issue.stateReason && !issue.pull) {
      world.versions.update(issue, { stateReason: reason, updatedAt: world.clock.iso() });
    }
    return;
  }
  const isClosed = state === 'closed';
  world.versions.update(issue, {
    state,
    stateReason: issue.pull ? null : isClosed ? (reason ?? 'completed') : 'reopened',
    closedAt: isClosed ? world.clock.iso() : null,
    closedBy: isClosed ? sender.account : null,
    updatedAt: world.clock.iso(),
  });
  noteEvent(world, issue, sender, isClosed ? { event: 'closed', reason: issue.stateReason } : { event: 'reopened' });
  emitIssue(world, issue, { action: isClosed ? 'closed' : 'reopened' }, sender);
}

export function setLabels(world: World, issue: Issue, labels: readonly Label[], sender: Actor): void {
  const added = labels.filter((label) => !issue.labels.includes(label));
  const removed = issue.labels.filter((label) => !labels.includes(label));
  if (added.length + removed.length === 0) return;
  world.versions.update(issue, { labels, updatedAt: world.clock.iso() });
  for (const [action, moved] of [
    ['labeled', added],
    ['unlabeled', removed],
  ] as const) {
    for (const label of moved) {
      noteEvent(world, issue, sender, { event: action, label });
      emitIssue(world, issue, { action, label: labelPayload(world, issue.repository, label) }, sender);
    }
  }
}

export function lockIssue(world: World, issue: Issue, sender: Actor): void {
  if (issue.locked) return;
  world.versions.update(issue, { locked: true, updatedAt: world.clock.iso() });
  emitIssue(world, issue, { action: 'locked' }, sender);
}

export function deleteIssue(world: World, issue: Issue, sender: Actor): void {
  world.versions.removed(issue);
  emitIssue(world, issue, { action: 'deleted' }, sender);
}

/** Events of a pull request carry the pull request, those of an issue the issue. */
export function emitIssue(world: World, issue: Issue, parts: Json, sender: Actor): void {
  const { action, ...rest } = parts;
  const event = issue.pull
    ? {
        name: 'pull_request',
        parts: { action, number: issue.number, pull_request: fullPull(world, issue.pull), ...rest },
      }
    : { name: 'issues', parts: { action, issue: issuePayload(world, issue), ...rest } };
  emitRepositoryEvent(world, event, issue.repository, sender);
}

export function createComment(world: World, issue: Issue, body: string, author: Actor): Comment {
  if (body.trim() === '') throw validationFailed({ resource: 'IssueComment', code: 'missing_field', field: 'body' });
  checkBody(body, 'IssueComment');
  if (issue.locked && author.app === null) throw new ApiError(403, 'Unable to create comment because issue is locked.');
  const id = world.ids.next();
  const comment = world.versions.created<Comment>({
    id,
    nodeId: nodeId('IC', issue.repository.id, id),
    issue,
    user: author.account,
    app: author.app,
    body,
    createdAt: world.clock.iso(),
    updatedAt: world.clock.iso(),
    minimizedReason: null,
    reactions: [],
  });
  issue.comments.push(comment);
  noteEvent(world, issue, author, { event: 'commented', comment });
  world.versions.update(issue, { updatedAt: world.clock.iso() });
  emitComment(world, comment, { action: 'created' }, author);
  return comment;
}

export function editComment(world: World, comment: Comment, body: string, sender: Actor): void {
  if (body.trim() === '') throw validationFailed({ resource: 'IssueComment', code: 'missing_field', field: 'body' });
  checkBody(body, 'IssueComment');
  const changes = { body: { from: comment.body } };
  if (body === comment.body) return;
  world.versions.update(comment, { body, updatedAt: world.clock.iso() });
  emitComment(world, comment, { action: 'edited', changes }, sender);
}

export function deleteComment(world: World, comment: Comment, sender: Actor): void {
  world.versions.removed(comment);
  emitComment(world, comment, { action: 'deleted' }, sender);
}

function emitComment(world: World, comment: Comment, parts: Json, sender: Actor): void {
  const { action, ...rest } = parts;
  const payload = {
    action,
    issue: issuePayload(world, comment.issue),
    comment: commentPayload(world, comment),
    ...rest,
  };
  emitRepositoryEvent(world, { name: 'issue_comment', parts: payload }, comment.issue.repository, sender);
}

/** Reacts to a comment or an issue; the same reaction twice is one. */
export function react(
  world: World,
  target: Comment | Issue,
  content: string,
  actor: Actor,
): { reaction: Reaction; isNew: boolean } {
  const known = target.reactions.find((reaction) => reaction.user === actor.account && reaction.content === content);
  if (known) return { reaction: known, isNew: false };
  const id = world.ids.next();
  const reaction = { id, nodeId: nodeId('REA', id), user: actor.account, content, createdAt: world.clock.iso() };
  target.reactions = [...target.reactions, reaction];
  world.versions.touch();
  return { reaction, isNew: true };
}
