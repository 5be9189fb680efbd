import type { Account, Json, PullRequest, Repository, Review, World } from '../state.ts';
import { simpleUser } from './accounts.ts';
import { labelPayload, pullAssociation } from './issues.ts';
import { branchRepository, repositoryHtmlUrl, repositoryUrl } from './repositories.ts';

/** The commit from which a pull request's three-dot difference counts. */
export function mergeBaseOf(pull: PullRequest): string {
  return pull.issue.repository.git.mergeBase(pull.base.sha, pull.head.sha) ?? pull.base.sha;
}

function side(world: World, side: { ref: string; sha: string; repository: Repository | null; owner: Account }): Json {
  return {
    label: `${side.owner.login}:${side.ref}`,
    ref: side.ref,
    sha: side.sha,
    user: simpleUser(world, side.owner),
    repo: side.repository === null || side.repository.deleted ? null : branchRepository(world, side.repository),
  };
}

/** A pull request as lists show it. */
export function simplePull(world: World, pull: PullRequest): Json {
  const { issue } = pull;
  const { repository } = issue;
  const base = repositoryUrl(world, repository);
  const url = `${base}/pulls/${issue.number}`;
  const html = `${repositoryHtmlUrl(world, repository)}/pull/${issue.number}`;
  const links = {
    self: url,
    html,
    issue: `${base}/issues/${issue.number}`,
    comments: `${base}/issues/${issue.number}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${base}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses: `${base}/statuses/${pull.head.sha}`,
  };
  return {
    url,
    id: pull.id,
    node_id: pull.nodeId,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: links.issue,
    number: issue.number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: simpleUser(world, issue.user),
    body: issue.body,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: issue.assignees[0] ? simpleUser(world, issue.assignees[0]) : null,
    assignees: issue.assignees.map((account) => simpleUser(world, account)),
    requested_reviewers: [],
    requested_teams: [],
    labels: issue.labels.map((label) => labelPayload(world, repository, label)),
    milestone: null,
    draft: pull.draft,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: links.statuses,
    head: side(world, pull.head),
    base: side(world, { ...pull.base, repository, owner: repository.owner }),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: pullAssociation(repository, issue.user.id),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** The answer of `GET /repos/{owner}/{repo}/pulls/{number}`, and what webhooks carry. */
export function fullPull(world: World, pull: PullRequest): Json {
  const { repository, comments, state } = pull.issue;
  const base = mergeBaseOf(pull);
  const files = repository.git.difference(base, pull.head.sha);
  const sum = (count: (file: (typeof files)[number]) => number) =>
    files.reduce((total, file) => total + count(file), 0);
  const isOpen = state === 'open';
  return {
    ...simplePull(world, pull),
    merged: pull.mergedAt !== null,
    mergeable: isOpen ? true : null,
    rebaseable: isOpen ? true : null,
    mergeable_state: isOpen ? (pull.draft ? 'draft' : 'clean') : 'unknown',
    merged_by: pull.mergedBy ? simpleUser(world, pull.mergedBy) : null,
    comments: world.versions.view(comments).length,
    review_comments: 0,
    maintainer_can_modify: pull.maintainerCanModify,
    commits: repository.git.log(pull.head.sha, [base]).length,
    additions: sum((file) => file.additions),
    deletions: sum((file) => file.deletions),
    changed_files: files.length,
  };
}

/** The few lines by which check runs and suites name a pull request. */
export function namedPull(world: World, pull: PullRequest): Json {
  const { repository } = pull.issue;
  const brief = (target: Repository) => ({ id: target.id, url: repositoryUrl(world, target), name: target.name });
  return {
    url: `${repositoryUrl(world, repository)}/pulls/${pull.issue.number}`,
    id: pull.id,
    number: pull.issue.number,
    head: { ref: pull.head.ref, sha: pull.head.sha, repo: brief(pull.head.repository ?? repository) },
    base: { ref: pull.base.ref, sha: pull.base.sha, repo: brief(repository) },
  };
}

/** A review as webhooks carry it, which name its state in small letters. */
export function reviewPayload(world: World, pull: PullRequest, review: Review): Json {
  const { repository, number } = pull.issue;
  const html = `${repositoryHtmlUrl(world, repository)}/pull/${number}#pullrequestreview-${review.id}`;
  const pullUrl = `${repositoryUrl(world, repository)}/pulls/${number}`;
  return {
    id: review.id,
    node_id: review.nodeId,
    user: simpleUser(world, review.user),
    body: review.body === '' ? null : review.body,
    commit_id: pull.head.sha,
    submitted_at: review.submittedAt,
    state: review.state.toLowerCase(),
    html_url: html,
    pull_request_url: pullUrl,
    author_association: pullAssociation(repository, review.user.id),
    _links: { html: { href: html }, pull_request: { href: pullUrl } },
  };
}
