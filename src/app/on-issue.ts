import type { Probot } from 'probot';
import { approvalRequest, auditRequest, pullRequestRequest } from '../tasks/requests.ts';
import type { Enqueue } from './enqueue.ts';

/** On a line of its own, in a new comment. */
const RECHECK = /^\/portreeve recheck[ \t\r]*$/m;

/** Whether it counts, and what it says exactly, is looked up on GitHub. */
const APPROVE = /^\/portreeve approve\b/m;

/** What people do to our issues, and what they ask for in comments. */
export function onIssue(app: Probot, enqueue: Enqueue, appId: number): void {
  app.on(['issues.closed', 'issues.reopened', 'issues.deleted'], async ({ id, payload }) => {
    const { repository, installation, issue, sender } = payload;
    const isOurs = issue.performed_via_github_app?.id === appId;
    const isOwnDoing = sender.type === 'Bot' && sender.login === issue.user?.login;
    if (installation === undefined || !isOurs || isOwnDoing) return;
    const { id: repositoryId, node_id: nodeId } = repository;
    const installationId = installation.id;
    enqueue(id, [auditRequest({ installationId, repositoryId, nodeId, trigger: `issues.${payload.action}` })]);
  });
  app.on('issue_comment.created', async ({ id, payload }) => {
    const { repository, installation, issue, comment, sender } = payload;
    if (installation === undefined || sender.type === 'Bot') return;
    const { id: repositoryId, node_id: nodeId } = repository;
    const isOurs = issue.pull_request === undefined && issue.performed_via_github_app?.id === appId;
    if (APPROVE.test(comment.body) && isOurs && sender.id === comment.user?.id) {
      const comes = { installationId: installation.id, repositoryId, commentId: comment.id };
      enqueue(id, [approvalRequest({ ...comes, work: 'approve' })]);
    }
    if (!RECHECK.test(comment.body)) return;
    const subject = { installationId: installation.id, repositoryId, nodeId, commentId: comment.id };
    if (issue.pull_request !== undefined) {
      enqueue(id, [pullRequestRequest({ ...subject, number: issue.number, headSha: null, isRequested: true })]);
    } else if (isOurs) {
      enqueue(id, [auditRequest({ ...subject, trigger: 'issue_comment' })]);
    }
  });
}
