import { subIssuesOf } from '../operations/sub-issues.ts';
import { association, pullAssociation } from '../payloads/issues.ts';
import { mergeBaseOf } from '../payloads/pulls.ts';
import { repositoryHtmlUrl } from '../payloads/repositories.ts';
import type {
  CheckRun,
  CheckSuite,
  Comment,
  Issue,
  Label,
  Milestone,
  PullRequest,
  Repository,
  World,
} from '../state.ts';
import { accountNode } from './accounts.ts';
import type { GraphqlNode, PageArguments } from './connection.ts';
import { connection } from './connection.ts';
import type { GraphqlContext } from './engine.ts';
import { commitNode } from './objects.ts';
import type { IssueFilter } from './repositories.ts';
import { refNode, repositoryNode } from './repositories.ts';

/** Issues, or pull requests, as filtered and ordered. */
export function issuesOf(
  context: GraphqlContext,
  repository: Repository,
  filter: IssueFilter,
  wantsPulls: boolean,
): Issue[] {
  const states = filter.states ?? filter.filterBy?.states;
  const labels = (filter.labels ?? filter.filterBy?.labels)?.map((name) => name.toLowerCase());
  const creator = filter.filterBy?.createdBy;
  const found = context.world.versions
    .view([...repository.issues.values()], context.asOf)
    .filter((issue) => (issue.pull !== null) === wantsPulls)
    .filter((issue) => !states || states.includes(stateOf(issue)))
    .filter((issue) => !labels || issue.labels.some(({ name }) => labels.includes(name.toLowerCase())))
    .filter((issue) => !creator || issue.user.login === creator)
    .filter((issue) => !filter.headRefName || issue.pull?.head.ref === filter.headRefName)
    .filter((issue) => !filter.baseRefName || issue.pull?.base.ref === filter.baseRefName);
  const order = filter.orderBy;
  if (!order) return found;
  const sign = order.direction === 'DESC' ? -1 : 1;
  const key = (issue: Issue) =>
    order.field === 'UPDATED_AT' ? issue.updatedAt : order.field === 'COMMENTS' ? issue.comments.length : issue.number;
  return found.sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.number - b.number));
}

function stateOf(issue: Issue): string {
  return issue.pull?.mergedAt ? 'MERGED' : issue.state.toUpperCase();
}

function labelNode(label: Label): GraphqlNode {
  return {
    __typename: 'Label',
    id: label.nodeId,
    name: label.name,
    color: label.color,
    description: label.description,
    isDefault: label.isDefault,
  };
}

function sharedFields(context: GraphqlContext, issue: Issue, kind: 'issues' | 'pull') {
  const { world } = context;
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    bodyText: issue.body ?? '',
    closed: issue.state === 'closed',
    closedAt: issue.closedAt,
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    locked: issue.locked,
    url: `${repositoryHtmlUrl(world, issue.repository)}/${kind}/${issue.number}`,
    author: accountNode(world, issue.user),
    authorAssociation: association(issue.repository, issue.user.id),
    repository: () => repositoryNode(context, issue.repository),
    labels: (page: PageArguments) => connection('labels', issue.labels, page, labelNode, 'LabelConnection'),
    assignees: (page: PageArguments) =>
      connection('assignees', issue.assignees, page, (account) => accountNode(world, account), 'UserConnection'),
    comments: (page: PageArguments) =>
      connection(
        'comments',
        world.versions.view(issue.comments, context.asOf),
        page,
        (comment) => commentNode(context, comment),
        'IssueCommentConnection',
      ),
  };
}

const EVENT_TYPES: Readonly<Record<string, string>> = {
  labeled: 'LabeledEvent',
  unlabeled: 'UnlabeledEvent',
  closed: 'ClosedEvent',
  reopened: 'ReopenedEvent',
};

/** What the timeline tells of labels and states, of the types that are asked for. */
function eventsOf({ timeline }: Issue, types: readonly string[] | null): GraphqlNode[] {
  return timeline.flatMap((event): GraphqlNode[] => {
    const typename = EVENT_TYPES[event.event];
    const name = `${event.event.toUpperCase()}_EVENT`;
    if (typename === undefined || (types !== null && !types.includes(name))) return [];
    const { createdAt } = event;
    const label = 'label' in event ? { label: labelNode(event.label) } : {};
    const reason = event.event === 'closed' ? { stateReason: event.reason?.toUpperCase() ?? null } : {};
    return [{ __typename: typename, createdAt, ...label, ...reason }];
  });
}

/** GitHub calls it a diff, and tells the whole text. */
function editNode(world: World, { at, body, editor }: Issue['edits'][number]): GraphqlNode {
  return {
    __typename: 'UserContentEdit',
    createdAt: at,
    editedAt: at,
    deletedAt: null,
    diff: body,
    editor: accountNode(world, editor),
  };
}

export function issueNode(context: GraphqlContext, issue: Issue): GraphqlNode {
  const { world } = context;
  return {
    __typename: 'Issue',
    id: issue.nodeId,
    databaseId: issue.id,
    fullDatabaseId: String(issue.id),
    state: stateOf(issue),
    stateReason: issue.stateReason?.toUpperCase() ?? null,
    milestone: issue.milestone === null ? null : milestoneNode(issue.milestone),
    parent: () => (issue.parent === null ? null : issueNode(context, issue.parent)),
    subIssues: (page: PageArguments) =>
      connection(
        'subIssues',
        subIssuesOf(context.world, issue),
        page,
        (one) => issueNode(context, one),
        'IssueConnection',
      ),
    timelineItems: (page: PageArguments & { readonly itemTypes?: readonly string[] | null }) =>
      connection(
        'timelineItems',
        eventsOf(issue, page.itemTypes ?? null),
        page,
        (event) => event,
        'IssueTimelineItemsConnection',
      ),
    userContentEdits: (page: PageArguments) =>
      connection(
        'userContentEdits',
        issue.edits.toReversed(),
        page,
        (edit) => editNode(world, edit),
        'UserContentEditConnection',
      ),
    ...sharedFields(context, issue, 'issues'),
  };
}

export function milestoneNode({ nodeId: id, number, title, description, dueOn }: Milestone): GraphqlNode {
  return { __typename: 'Milestone', id, number, title, description, dueOn };
}

export function commentNode(context: GraphqlContext, comment: Comment): GraphqlNode {
  const { world } = context;
  return {
    __typename: 'IssueComment',
    id: comment.nodeId,
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    bodyText: comment.body,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    isMinimized: comment.minimizedReason !== null,
    minimizedReason: comment.minimizedReason,
    author: accountNode(world, comment.user),
    authorAssociation: association(comment.issue.repository, comment.user.id),
    url: `${repositoryHtmlUrl(world, comment.issue.repository)}/issues/${comment.issue.number}#issuecomment-${comment.id}`,
    issue: () => issueNode(context, comment.issue),
    pullRequest: () => (comment.issue.pull ? pullNode(context, comment.issue) : null),
    repository: () => repositoryNode(context, comment.issue.repository),
  };
}

const CHANGE_TYPES: Readonly<Record<string, string>> = { removed: 'DELETED' };

export function pullNode(context: GraphqlContext, issue: Issue): GraphqlNode | null {
  const { pull, repository } = issue;
  return pull
    ? { __typename: 'PullRequest', ...sharedFields(context, issue, 'pull'), ...pullFields(context, pull, repository) }
    : null;
}

function pullFields(context: GraphqlContext, pull: PullRequest, repository: Repository) {
  const { world } = context;
  const { git } = repository;
  const { head, base, issue } = pull;
  const files = () => git.difference(mergeBaseOf(pull), head.sha);
  const sum = (field: 'additions' | 'deletions') => files().reduce((total, file) => total + file[field], 0);
  const headRepository = head.repository?.deleted ? null : head.repository;
  return {
    id: pull.nodeId,
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    state: stateOf(issue),
    isDraft: pull.draft,
    merged: pull.mergedAt !== null,
    mergedAt: pull.mergedAt,
    mergeable: issue.state === 'open' ? 'MERGEABLE' : 'UNKNOWN',
    isCrossRepository: head.repository !== repository,
    maintainerCanModify: pull.maintainerCanModify,
    headRefOid: head.sha,
    headRefName: head.ref,
    baseRefOid: base.sha,
    baseRefName: base.ref,
    headRepository: () => headRepository && repositoryNode(context, headRepository),
    headRepositoryOwner: () => accountNode(world, head.owner),
    baseRepository: () => repositoryNode(context, repository),
    headRef: () => headRepository && refNode(context, headRepository, `refs/heads/${head.ref}`),
    baseRef: () => refNode(context, repository, `refs/heads/${base.ref}`),
    mergedBy: () => pull.mergedBy && accountNode(world, pull.mergedBy),
    mergeCommit: () =>
      pull.mergeCommitSha === null ? null : commitNode(world, repository, git.store.commit(pull.mergeCommitSha)),
    additions: () => sum('additions'),
    deletions: () => sum('deletions'),
    changedFiles: () => files().length,
    files: (page: PageArguments) =>
      connection(
        'files',
        files(),
        page,
        (file) => ({
          __typename: 'PullRequestChangedFile',
          path: file.path,
          additions: file.additions,
          deletions: file.deletions,
          changeType: CHANGE_TYPES[file.status] ?? file.status.toUpperCase(),
        }),
        'PullRequestChangedFileConnection',
      ),
    authorAssociation: pullAssociation(repository, issue.user.id),
    reviews: (page: PageArguments & { readonly states?: readonly string[] | null }) =>
      connection(
        'reviews',
        pull.reviews.filter(({ state }) => page.states == null || page.states.includes(state)),
        page,
        (review) => ({
          __typename: 'PullRequestReview',
          id: review.nodeId,
          databaseId: review.id,
          state: review.state,
          body: review.body,
          submittedAt: review.submittedAt,
          author: accountNode(world, review.user),
          authorAssociation: association(repository, review.user.id),
        }),
        'PullRequestReviewConnection',
      ),
    commits: (page: PageArguments) =>
      connection(
        'commits',
        git.log(head.sha, [mergeBaseOf(pull)]).reverse(),
        page,
        (commit) => ({
          __typename: 'PullRequestCommit',
          id: `PURC_${commit.oid}`,
          commit: commitNode(world, repository, commit),
          pullRequest: () => pullNode(context, issue),
        }),
        'PullRequestCommitConnection',
      ),
  };
}

export function checkRunNode(context: GraphqlContext, run: CheckRun): GraphqlNode {
  const { world } = context;
  const { repository } = run.suite;
  return {
    __typename: 'CheckRun',
    id: run.nodeId,
    databaseId: run.id,
    name: run.name,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    externalId: run.externalId,
    detailsUrl: run.detailsUrl,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
    title: run.output.title,
    summary: run.output.summary,
    text: run.output.text,
    url: `${repositoryHtmlUrl(world, repository)}/runs/${run.id}`,
    repository: () => repositoryNode(context, repository),
    checkSuite: () => checkSuiteNode(context, run.suite),
  };
}

export function checkSuiteNode(context: GraphqlContext, suite: CheckSuite): GraphqlNode {
  const { world } = context;
  const { repository } = suite;
  const runs = repository.checkRuns.filter((run) => run.suite === suite);
  return {
    __typename: 'CheckSuite',
    id: suite.nodeId,
    databaseId: suite.id,
    app: {
      __typename: 'App',
      id: suite.app.nodeId,
      databaseId: suite.app.id,
      slug: suite.app.slug,
      name: suite.app.name,
    },
    commit: () => commitNode(world, repository, repository.git.store.commit(suite.headSha)),
    repository: () => repositoryNode(context, repository),
    checkRuns: (page: PageArguments) =>
      connection(
        'checkRuns',
        world.versions.view(runs, context.asOf),
        page,
        (run) => checkRunNode(context, run),
        'CheckRunConnection',
      ),
  };
}
