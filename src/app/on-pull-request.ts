import type { Probot } from 'probot';
import { auditRequest, pullRequestRequest } from '../tasks/requests.ts';
import { asksForRecheck } from './commands.ts';
import type { Enqueue } from './enqueue.ts';

/** Whoever may label a pull request can ask by this label for another look. */
const RECHECK_LABEL = 'portreeve: recheck';

/** Every new head of a pull request is judged; one that was closed is taken leave of, and one of ours is an answer to a proposal. */
export function onPullRequest(app: Probot, enqueue: Enqueue): void {
  const judged = ['opened', 'synchronize', 'reopened', 'ready_for_review', 'edited'] as const;
  app.on(
    judged.map((action) => `pull_request.${action}` as const),
    async ({ id, payload }) => {
      const { repository, installation, pull_request } = payload;
      // Of all that can be edited only the base branch changes what merging would give.
      const isIrrelevant = payload.action === 'edited' && payload.changes.base === undefined;
      if (installation === undefined || isIrrelevant) return;
      const { number, head } = pull_request;
      const { id: repositoryId, node_id: nodeId } = repository;
      const installationId = installation.id;
      // Only these two tell who made the head what it is.
      const isPush = payload.action === 'opened' || payload.action === 'synchronize';
      const pushedBy = isPush ? { pushedBy: accountOf(payload.sender) } : {};
      enqueue(id, [
        pullRequestRequest({ installationId, repositoryId, nodeId, number, headSha: head.sha, ...pushedBy }),
      ]);
    },
  );
  app.on('pull_request.labeled', async ({ id, payload }) => {
    const { repository, installation, pull_request, label, sender } = payload;
    const isAsking = label?.name.toLowerCase() === RECHECK_LABEL && sender.type !== 'Bot';
    if (installation === undefined || !isAsking) return;
    const { id: repositoryId, node_id: nodeId } = repository;
    const { number, head, updated_at: askedAt } = pull_request;
    const subject = { installationId: installation.id, repositoryId, nodeId, number, headSha: head.sha };
    enqueue(id, [pullRequestRequest({ ...subject, isRequested: true, askedAt })]);
  });
  app.on('pull_request_review.submitted', async ({ id, payload }) => {
    const { repository, installation, pull_request, review, sender } = payload;
    if (installation === undefined || sender.type === 'Bot' || !asksForRecheck(review.body)) return;
    const { id: repositoryId, node_id: nodeId } = repository;
    const { number, head } = pull_request;
    const subject = { installationId: installation.id, repositoryId, nodeId, number, headSha: head.sha };
    const askedAt = review.submitted_at;
    enqueue(id, [pullRequestRequest({ ...subject, isRequested: true, ...(askedAt === null ? {} : { askedAt }) })]);
  });
  app.on('pull_request.closed', async ({ id, payload }) => {
    const { repository, installation, pull_request } = payload;
    if (installation === undefined || pull_request.user?.type === 'Bot') return;
    const { number, head } = pull_request;
    const { id: repositoryId, node_id: nodeId } = repository;
    const subject = { installationId: installation.id, repositoryId, nodeId, number, headSha: head.sha };
    enqueue(id, [pullRequestRequest({ ...subject, isClosed: true })]);
  });
  app.on(['pull_request.closed', 'pull_request.reopened'], async ({ id, payload }) => {
    const { repository, installation, pull_request } = payload;
    if (installation === undefined || !pull_request.head.ref.startsWith('portreeve/')) return;
    const { id: repositoryId, node_id: nodeId } = repository;
    const installationId = installation.id;
    enqueue(id, [auditRequest({ installationId, repositoryId, nodeId, trigger: `pull_request.${payload.action}` })]);
  });
}

function accountOf({ id, login, type }: { readonly id: number; readonly login: string; readonly type: string }) {
  return { id, login, type: type === 'Bot' ? ('Bot' as const) : ('User' as const) };
}
