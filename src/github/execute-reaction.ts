import type { React } from '../plan/action.ts';
import type { Execution } from './executor.ts';

/** A reaction of ours stands once however often it is sent. */
export function react(action: React): Execution {
  const { repository, commentId: comment_id, content } = action;
  return {
    find: null,
    async write(writer) {
      const where = { owner: repository.owner, repo: repository.name };
      const { data } = await writer.rest.reactions.createForIssueComment({ ...where, comment_id, content });
      return { id: data.id, nodeId: data.node_id, number: null, headSha: null };
    },
  };
}
