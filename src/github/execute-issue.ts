import { addPoints } from '../ggi/board/add-points.ts';
import type { AmendIssue, CreateIssue, UpdateIssue } from '../plan/action.ts';
import type { Execution, Executor } from './executor.ts';
import { GitHubFailure } from './failure.ts';
import { query } from './graphql.ts';
import type { ExternalId } from './intents.ts';

interface IssueAnswer {
  readonly id: number;
  readonly node_id: string;
  readonly number: number;
}

function toExternal({ id, node_id, number }: IssueAnswer): ExternalId {
  return { id, nodeId: node_id, number, headSha: null };
}

export function createIssue(action: CreateIssue, executor: Executor): Execution {
  const where = { owner: action.repository.owner, repo: action.repository.name };
  return {
    async find() {
      const reader = executor.github.reader(executor.installationId);
      const issues = await reader.paginate(reader.rest.issues.listForRepo, {
        ...where,
        creator: await executor.botLogin(),
        state: 'all',
        per_page: 100,
      });
      const { appId, marker } = executor;
      const named = issues
        .filter(({ pull_request, body }) => pull_request === undefined && marker.isNamedOn(body ?? '', action.key))
        // The oldest, should there ever be two: every worker then adopts the same.
        .sort((a, b) => a.number - b.number);
      const signed = named.find(
        ({ body, performed_via_github_app: app }) =>
          (app?.id === undefined || app.id === appId) && marker.isOn(body ?? '', action.key),
      );
      const found = signed ?? named.find(({ performed_via_github_app: app }) => app?.id === appId);
      return found === undefined ? null : toExternal(found);
    },
    async write(writer) {
      const { title, labels } = action;
      const { data } = await writer.rest.issues.create({
        ...where,
        title,
        body: executor.marker.add(action.body, action.key),
        ...(labels === undefined ? {} : { labels: [...labels] }),
      });
      return toExternal(data);
    },
  };
}

export function updateIssue(action: UpdateIssue, executor: Executor): Execution {
  const { repository, number: issue_number, title } = action;
  const state = action.state === null ? {} : { state: action.state, state_reason: STATE_REASON[action.state] };
  return {
    find: null,
    async write(writer) {
      const body = executor.marker.add(action.body, action.key);
      const where = { owner: repository.owner, repo: repository.name, issue_number };
      const { data } = await writer.rest.issues.update({ ...where, title, body, ...state });
      return toExternal(data);
    },
  };
}

/** What people wrote meanwhile stays: it is read again just before, and the least is changed. */
export function amendIssue(action: AmendIssue, executor: Executor): Execution {
  const { repository, number: issue_number } = action;
  const where = { owner: repository.owner, repo: repository.name, issue_number };
  return {
    find: null,
    async write(writer) {
      const reader = executor.github.reader(executor.installationId);
      const { data: issue } = await reader.rest.issues.get(where);
      const before = issue.body ?? '';
      const body = addPoints(before, action.points, action.heading);
      const title = action.title !== null && issue.title === action.title.from ? action.title.to : issue.title;
      const change = { ...(body === before ? {} : { body }), ...(title === issue.title ? {} : { title }) };
      if (Object.keys(change).length === 0) return toExternal(issue);
      const { data } = await writer.rest.issues.update({ ...where, ...change });
      return toExternal(data);
    },
  };
}

/**
 * Whether an issue or a milestone of ours is still there.
 * @throws GitHubFailure when GitHub does not tell: only its word that the node does not exist is proof
 */
export async function nodeStands(executor: Executor, { nodeId }: ExternalId): Promise<boolean> {
  if (nodeId === null) return false;
  const reader = executor.github.reader(executor.installationId);
  const { data, errors } = await query<{ readonly node: object | null }>(
    reader,
    'query Standing($id: ID!) { node(id: $id) { __typename } }',
    { id: nodeId },
  );
  const error = errors.find(({ type }) => type !== 'NOT_FOUND');
  if (data.node === null && error !== undefined) {
    throw new GitHubFailure('outage', 'POST /graphql', error.message, { status: 200 });
  }
  return data.node !== null;
}

const STATE_REASON = { open: 'reopened', closed: 'completed' } as const;
