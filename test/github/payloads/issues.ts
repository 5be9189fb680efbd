import { subIssuesOf } from '../operations/sub-issues.ts';
import type { Comment, Issue, Json, Label, Milestone, Reaction, Repository, World } from '../state.ts';
import { simpleUser } from './accounts.ts';
import { appPayload } from './apps.ts';
import { repositoryHtmlUrl, repositoryUrl } from './repositories.ts';

export function labelPayload(world: World, repository: Repository, label: Label): Json {
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${repositoryUrl(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: label.isDefault,
    description: label.description,
  };
}

const CONTENTS = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'] as const;

function reactionRollup(url: string, reactions: readonly Reaction[]): Json {
  const counts = CONTENTS.map((content) => [
    content,
    reactions.filter((reaction) => reaction.content === content).length,
  ]);
  return { url: `${url}/reactions`, total_count: reactions.length, ...Object.fromEntries(counts) };
}

export function reactionPayload(world: World, reaction: Reaction): Json {
  return {
    id: reaction.id,
    node_id: reaction.nodeId,
    user: simpleUser(world, reaction.user),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

/** What the author of a text is to the repository. */
export function association(repository: Repository, accountId: number): string {
  if (repository.owner.id === accountId) return 'OWNER';
  const { members, concealedMembers } = repository.owner;
  if (members.has(accountId) && !concealedMembers.has(accountId)) return 'MEMBER';
  if (repository.collaborators.has(accountId)) return 'COLLABORATOR';
  const merged = [...repository.issues.values()].some((issue) => issue.pull?.mergedAt && issue.user.id === accountId);
  return merged ? 'CONTRIBUTOR' : 'NONE';
}

/** The same of who opened a pull request: there GitHub tells newcomers from everybody else. */
export function pullAssociation(repository: Repository, accountId: number): string {
  const known = association(repository, accountId);
  return known === 'NONE' ? 'FIRST_TIME_CONTRIBUTOR' : known;
}

/** An issue, or a pull request as the issue endpoints show it. */
export function issuePayload(world: World, issue: Issue): Json {
  const { repository } = issue;
  const url = `${repositoryUrl(world, repository)}/issues/${issue.number}`;
  const html = `${repositoryHtmlUrl(world, repository)}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
  const pullUrl = `${repositoryUrl(world, repository)}/pulls/${issue.number}`;
  return {
    url,
    repository_url: repositoryUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    id: issue.id,
    node_id: issue.nodeId,
    number: issue.number,
    title: issue.title,
    user: simpleUser(world, issue.user),
    labels: issue.labels.map((label) => labelPayload(world, repository, label)),
    state: issue.state,
    locked: issue.locked,
    assignee: issue.assignees[0] ? simpleUser(world, issue.assignees[0]) : null,
    assignees: issue.assignees.map((account) => simpleUser(world, account)),
    milestone: issue.milestone === null ? null : milestonePayload(world, issue.milestone),
    comments: world.versions.view(issue.comments).length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    closed_by: issue.closedBy ? simpleUser(world, issue.closedBy) : null,
    author_association: (issue.pull ? pullAssociation : association)(repository, issue.user.id),
    active_lock_reason: null,
    ...(issue.pull
      ? {
          draft: issue.pull.draft,
          pull_request: {
            url: pullUrl,
            html_url: html,
            diff_url: `${html}.diff`,
            patch_url: `${html}.patch`,
            merged_at: issue.pull.mergedAt,
          },
        }
      : { sub_issues_summary: subIssuesSummary(world, issue) }),
    body: issue.body,
    reactions: reactionRollup(url, issue.reactions),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: issue.app ? appPayload(world, issue.app) : null,
    state_reason: issue.stateReason,
  };
}

function subIssuesSummary(world: World, issue: Issue): Json {
  const all = subIssuesOf(world, issue);
  const completed = all.filter(({ state }) => state === 'closed').length;
  return {
    total: all.length,
    completed,
    percent_completed: all.length === 0 ? 0 : Math.floor((100 * completed) / all.length),
  };
}

export function milestonePayload(world: World, milestone: Milestone): Json {
  const { repository, number } = milestone;
  const url = `${repositoryUrl(world, repository)}/milestones/${number}`;
  const issues = world.versions.view([...repository.issues.values()]).filter((issue) => issue.milestone === milestone);
  return {
    url,
    html_url: `${repositoryHtmlUrl(world, repository)}/milestone/${number}`,
    labels_url: `${url}/labels`,
    id: milestone.id,
    node_id: milestone.nodeId,
    number,
    state: 'open',
    title: milestone.title,
    description: milestone.description,
    creator: simpleUser(world, milestone.creator),
    open_issues: issues.filter(({ state }) => state === 'open').length,
    closed_issues: issues.filter(({ state }) => state === 'closed').length,
    created_at: milestone.createdAt,
    updated_at: milestone.createdAt,
    closed_at: null,
    due_on: milestone.dueOn,
  };
}

export function commentPayload(world: World, comment: Comment): Json {
  const { issue } = comment;
  const base = repositoryUrl(world, issue.repository);
  const html = `${repositoryHtmlUrl(world, issue.repository)}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
  const url = `${base}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${html}#issuecomment-${comment.id}`,
    issue_url: `${base}/issues/${issue.number}`,
    id: comment.id,
    node_id: comment.nodeId,
    user: simpleUser(world, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(issue.repository, comment.user.id),
    body: comment.body,
    reactions: reactionRollup(url, comment.reactions),
    performed_via_github_app: comment.app ? appPayload(world, comment.app) : null,
  };
}
