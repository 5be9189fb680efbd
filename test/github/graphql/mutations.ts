import { ApiError } from '../errors.ts';
import { createCheckRun, updateCheckRun } from '../operations/checks.ts';
import { writeCommit } from '../operations/commits.ts';
import {
  createComment,
  deleteComment,
  editComment,
  editIssue,
  openIssue,
  setLabels,
  setState,
} from '../operations/issues.ts';
import { openPull } from '../operations/pulls.ts';
import { pushRef } from '../operations/pushes.ts';
import { actorOf, authorize } from '../permissions.ts';
import { signedByGitHub } from '../rest/git-data.ts';
import type { App, CheckRun, Comment, Issue, Json, Repository } from '../state.ts';
import { repositoryByName } from '../state.ts';
import { accountNode } from './accounts.ts';
import type { GraphqlNode } from './connection.ts';
import { graphqlError } from './connection.ts';
import type { GraphqlContext } from './engine.ts';
import { checkRunNode, commentNode, issueNode, pullNode } from './issues.ts';
import { commitNode } from './objects.ts';
import { projectMutations } from './projects.ts';
import { parseNodeId, repositoryByNodeId } from './query.ts';
import { refNode } from './repositories.ts';

type Input = { readonly input: Readonly<Record<string, unknown>> };
type Mutate = (input: Readonly<Record<string, unknown>>) => Json;

const ISSUES = ['issues:write', 'pull_requests:write'];

/** The mutations that apps use. */
export function mutations(context: GraphqlContext): GraphqlNode {
  const all: Record<string, Mutate> = {
    ...checkMutations(context),
    ...issueMutations(context),
    ...commentMutations(context),
    ...gitMutations(context),
    ...projectMutations(context, (id) => issueFor(context, id, ['issues:read'])),
  };
  const resolvers = Object.entries(all).map(([name, mutate]) => [
    name,
    ({ input }: Input) => ({
      __typename: 'Payload',
      clientMutationId: input.clientMutationId ?? null,
      ...mutate(input),
    }),
  ]);
  return { __typename: 'Mutation', ...Object.fromEntries(resolvers) };
}

function repositoryFor(context: GraphqlContext, id: unknown, ...accepted: readonly string[]): Repository {
  const repository = repositoryByNodeId(context, String(id));
  authorize(context.world, context.caller, repository, accepted);
  return repository;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function unresolved(id: unknown) {
  return graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${String(id)}'`);
}

/** The repository that a record's id names, when the caller may write to it. */
function ownerOfRecord(context: GraphqlContext, id: unknown, accepted: readonly string[]): Repository {
  const repository = context.world.repositories.get(parseNodeId(String(id)).numbers[0] ?? 0);
  if (!repository) throw unresolved(id);
  authorize(context.world, context.caller, repository, accepted);
  return repository;
}

function issueFor(context: GraphqlContext, id: unknown, accepted = ISSUES): Issue {
  const repository = ownerOfRecord(context, id, accepted);
  const found = [...repository.issues.values()].find((issue) => (issue.pull?.nodeId ?? issue.nodeId) === id);
  if (!found || context.world.versions.isRemoved(found)) throw unresolved(id);
  return found;
}

function commentFor(context: GraphqlContext, id: unknown): Comment {
  const repository = ownerOfRecord(context, id, ISSUES);
  const all = [...repository.issues.values()].flatMap(({ comments }) => comments);
  const found = context.world.versions.view(all).find((comment) => comment.nodeId === id);
  if (!found) throw unresolved(id);
  return found;
}

function writingApp({ caller }: GraphqlContext): App {
  if (caller.kind !== 'installation') throw new ApiError(403, 'You must authenticate via a GitHub App.');
  return caller.token.installation.app;
}

/** GraphQL's names and spellings of a check run's fields, in those of REST. */
function checkChange(input: Readonly<Record<string, unknown>>) {
  const output = input.output as
    | { title?: string; summary?: string; text?: string | null; annotations?: readonly Json[] }
    | undefined;
  const actions = input.actions as readonly Json[] | undefined;
  return {
    name: text(input.name),
    status: text(input.status)?.toLowerCase() as CheckRun['status'] | undefined,
    conclusion: text(input.conclusion)?.toLowerCase(),
    externalId: text(input.externalId),
    detailsUrl: text(input.detailsUrl),
    startedAt: text(input.startedAt),
    completedAt: text(input.completedAt),
    output: output && { ...output, annotations: (output.annotations ?? []).map(annotation) },
    actions,
  };
}

function annotation(given: Json): Json {
  const location = given.location as Json;
  return {
    path: given.path,
    start_line: location.startLine,
    end_line: location.endLine,
    start_column: location.startColumn,
    end_column: location.endColumn,
    annotation_level: String(given.annotationLevel).toLowerCase(),
    message: given.message,
    title: given.title,
    raw_details: given.rawDetails,
  };
}

function checkMutations(context: GraphqlContext): Record<string, Mutate> {
  const { world } = context;
  return {
    createCheckRun(input) {
      const repository = repositoryFor(context, input.repositoryId, 'checks:write');
      const given = { ...checkChange(input), name: String(input.name), headSha: String(input.headSha) };
      return { checkRun: checkRunNode(context, createCheckRun(world, repository, writingApp(context), given)) };
    },
    updateCheckRun(input) {
      const repository = repositoryFor(context, input.repositoryId, 'checks:write');
      const run = repository.checkRuns.find(({ nodeId }) => nodeId === input.checkRunId);
      if (!run) throw unresolved(input.checkRunId);
      if (run.suite.app !== writingApp(context))
        throw graphqlError('FORBIDDEN', 'The check run can only be modified by the GitHub App that created it.');
      updateCheckRun(world, run, checkChange(input));
      return { checkRun: checkRunNode(context, run) };
    },
  };
}

function issueMutations(context: GraphqlContext): Record<string, Mutate> {
  const { world } = context;
  const actor = actorOf(context.caller);
  const labelNames = (repository: Repository, ids: unknown) =>
    [...repository.labels.values()]
      .filter(({ nodeId }) => (ids as readonly string[]).includes(nodeId))
      .map(({ name }) => name);
  return {
    createIssue(input) {
      const repository = repositoryFor(context, input.repositoryId, 'issues:write');
      const labels = input.labelIds ? { labels: labelNames(repository, input.labelIds) } : {};
      return {
        issue: issueNode(
          context,
          openIssue(
            world,
            repository,
            { title: String(input.title), body: text(input.body) ?? null, ...labels },
            actor,
          ),
        ),
      };
    },
    updateIssue(input) {
      const issue = issueFor(context, input.id);
      const state = text(input.state)?.toLowerCase();
      const labels = input.labelIds ? labelNames(issue.repository, input.labelIds) : undefined;
      const change = {
        title: text(input.title),
        body: text(input.body),
        state: state === 'open' || state === 'closed' ? state : undefined,
        labels,
      } as const;
      editIssue(world, issue, change, actor);
      return { issue: issueNode(context, issue) };
    },
    closeIssue(input) {
      const issue = issueFor(context, input.issueId);
      setState(world, issue, { state: 'closed', reason: text(input.stateReason)?.toLowerCase() }, actor);
      return { issue: issueNode(context, issue) };
    },
    reopenIssue(input) {
      const issue = issueFor(context, input.issueId);
      setState(world, issue, { state: 'open' }, actor);
      return { issue: issueNode(context, issue) };
    },
    addLabelsToLabelable(input) {
      const issue = issueFor(context, input.labelableId);
      const added = [...issue.repository.labels.values()].filter(({ nodeId }) =>
        (input.labelIds as readonly string[]).includes(nodeId),
      );
      setLabels(world, issue, [...new Set([...issue.labels, ...added])], actor);
      return { labelable: issue.pull ? pullNode(context, issue) : issueNode(context, issue) };
    },
  };
}

function commentMutations(context: GraphqlContext): Record<string, Mutate> {
  const { world } = context;
  const actor = actorOf(context.caller);
  const minimize = (id: unknown, reason: string | null): Json => {
    const comment = commentFor(context, id);
    world.versions.update(comment, { minimizedReason: reason });
    return commentNode(context, comment);
  };
  return {
    addComment(input) {
      const issue = issueFor(context, input.subjectId);
      const node = commentNode(context, createComment(world, issue, String(input.body), actor));
      const subject = issue.pull ? pullNode(context, issue) : issueNode(context, issue);
      return { subject, commentEdge: { __typename: 'IssueCommentEdge', cursor: '', node } };
    },
    updateIssueComment(input) {
      const comment = commentFor(context, input.id);
      editComment(world, comment, String(input.body), actor);
      return { issueComment: commentNode(context, comment) };
    },
    deleteIssueComment(input) {
      deleteComment(world, commentFor(context, input.id), actor);
      return {};
    },
    minimizeComment: (input) => ({
      minimizedComment: minimize(input.subjectId, String(input.classifier).toLowerCase()),
    }),
    unminimizeComment: (input) => ({ unminimizedComment: minimize(input.subjectId, null) }),
  };
}

function gitMutations(context: GraphqlContext): Record<string, Mutate> {
  const { world } = context;
  const actor = actorOf(context.caller);
  return {
    createCommitOnBranch(input) {
      const { repositoryNameWithOwner, branchName } = input.branch as Record<string, string | undefined>;
      const [owner = '', name = ''] = (repositoryNameWithOwner ?? '').split('/');
      const repository = repositoryByName(world, owner, name);
      if (!repository || !branchName)
        throw graphqlError('NOT_FOUND', 'Could not resolve the branch by repository and name.');
      authorize(world, context.caller, repository, ['contents:write']);
      const branch = branchName.replace(/^refs\/heads\//, '');
      const head = repository.git.branch(branch);
      if (head !== input.expectedHeadOid)
        throw graphqlError(
          'STALE_DATA',
          `Expected branch to point to "${String(input.expectedHeadOid)}" but it did not.`,
        );
      const changes = input.fileChanges as { additions?: readonly Json[]; deletions?: readonly Json[] } | undefined;
      const message = input.message as { headline: string; body?: string };
      const oid = writeCommit(world, repository, [head ?? ''], {
        files: Object.fromEntries(
          (changes?.additions ?? []).map(({ path, contents }) => [
            String(path),
            Buffer.from(String(contents), 'base64'),
          ]),
        ),
        deletes: (changes?.deletions ?? []).map(({ path }) => String(path)),
        message: message.body ? `${message.headline}\n\n${message.body}` : message.headline,
        author: actor.account,
        committer: world.webFlow,
        verification: signedByGitHub(world),
      });
      pushRef(world, repository, `refs/heads/${branch}`, oid, actor);
      return {
        commit: commitNode(world, repository, repository.git.store.commit(oid)),
        ref: refNode(context, repository, `refs/heads/${branch}`),
      };
    },
    createPullRequest(input) {
      const repository = repositoryFor(context, input.repositoryId, 'pull_requests:write');
      const options = {
        title: String(input.title),
        body: text(input.body) ?? null,
        head: String(input.headRefName),
        base: String(input.baseRefName),
        draft: input.draft === true,
      };
      const pull = openPull(world, repository, options, actor);
      return { pullRequest: pullNode(context, pull.issue), actor: accountNode(world, actor.account) };
    },
  };
}
