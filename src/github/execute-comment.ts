import type { CreateComment, DeleteComment, UpdateComment } from '../plan/action.ts';
import type { Execution, Executor } from './executor.ts';
import { GitHubFailure } from './failure.ts';
import type { ExternalId } from './intents.ts';

interface CommentAnswer {
  readonly id: number;
  readonly node_id: string;
}

export function createComment(action: CreateComment, executor: Executor): Execution {
  const where = { owner: action.repository.owner, repo: action.repository.name, issue_number: action.number };
  const toExternal = ({ id, node_id }: CommentAnswer): ExternalId => {
    return { id, nodeId: node_id, number: action.number, headSha: null };
  };
  return {
    async find() {
      const { appId, marker } = executor;
      const login = await executor.botLogin();
      const reader = executor.github.reader(executor.installationId);
      const comments = await reader.paginate(reader.rest.issues.listComments, { ...where, per_page: 100 });
      // Anybody may comment, and copy a marker: only what stands under the app's own name counts.
      const named = comments.filter(
        ({ body, user, performed_via_github_app: app }) =>
          user?.login === login && (app == null || app.id === appId) && marker.isNamedOn(body ?? '', action.key),
      );
      const found =
        named.find(({ body }) => marker.isOn(body ?? '', action.key)) ??
        named.find(({ performed_via_github_app: app }) => app?.id === appId);
      return found === undefined ? null : toExternal(found);
    },
    async write(writer) {
      const body = executor.marker.add(action.body, action.key);
      const { data } = await writer.rest.issues.createComment({ ...where, body });
      return toExternal(data);
    },
  };
}

export function updateComment(action: UpdateComment, executor: Executor): Execution {
  const { repository, number, commentId: comment_id } = action;
  return {
    find: null,
    async write(writer) {
      const body = executor.marker.add(action.body, action.key);
      const where = { owner: repository.owner, repo: repository.name, comment_id };
      const { data } = await writer.rest.issues.updateComment({ ...where, body });
      return { id: data.id, nodeId: data.node_id, number, headSha: null };
    },
  };
}

export function deleteComment({ repository, number, commentId: comment_id }: DeleteComment): Execution {
  return {
    find: null,
    async write(writer) {
      try {
        await writer.rest.issues.deleteComment({ owner: repository.owner, repo: repository.name, comment_id });
      } catch (error) {
        // Somebody took it away before.
        if (!(error instanceof GitHubFailure) || error.kind !== 'not-found') throw error;
      }
      return { id: comment_id, nodeId: null, number, headSha: null };
    },
  };
}
