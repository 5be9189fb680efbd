import type { Probot } from 'probot';
import { namesRevision } from '../contributions/agreements/sentence-in.ts';
import { LANGUAGES } from '../core/language.ts';
import { ACTIVITY_MARK } from '../ggi/board/keys.ts';
import {
  approvalRequest,
  auditRequest,
  boardRequest,
  conversationRequest,
  pullRequestRequest,
} from '../tasks/requests.ts';
import { asksForRecheck } from './commands.ts';
import type { Enqueue } from './enqueue.ts';

/** Whether it counts, and what it says exactly, is looked up on GitHub. */
const APPROVE = /^\/portreeve approve\b/m;

/** Whether it counts, and what it says exactly, is looked up on GitHub; so is whether a comment is a signature. */
const ABOUT_SIGNING = /^\/portreeve (?:withdraw|admit|dismiss|invite|join|accept)\b/m;

/** Whether it counts, and what it says exactly, is looked up on GitHub. */
const COMPANY = /^\/portreeve company (?:approve|refuse)\b/m;

/** For all that they do in the organisation. */
const LANGUAGE = /^\/portreeve language ([a-z]{2,3}(?:-[a-z\d]{2,8})?)[ \t\r]*$/im;

/** Whether it counts, and what it says exactly, is looked up on GitHub. */
const OVERRIDE = /^\/portreeve override sign-off\b/m;

/** Whether it counts is looked up on GitHub. */
const BOARD = /^\/portreeve ggi init[ \t\r]*$/m;

/** Whether it counts, and what it says exactly, is looked up on GitHub. */
const ATTEST = /^\/portreeve attest\b/m;

/** Whether it counts is looked up on GitHub. */
const PUBLISH = /^\/portreeve publish[ \t\r]*$/m;

/** Whether a text looks like an activity's issue; a board is read as a whole, and nothing is believed of the event. */
function isActivity(body: string | null | undefined): boolean {
  return body?.includes(ACTIVITY_MARK) === true;
}

/** What people do to our issues, and what they ask for in comments. */
export function onIssue(app: Probot, enqueue: Enqueue, appId: number): void {
  app.on(['issues.closed', 'issues.reopened', 'issues.deleted'], async ({ id, payload }) => {
    const { repository, installation, issue, sender } = payload;
    const isOurs = issue.performed_via_github_app?.id === appId;
    const isOwnDoing = sender.type === 'Bot' && sender.login === issue.user?.login;
    if (installation === undefined || !isOurs || isOwnDoing) return;
    if (isActivity(issue.body)) {
      enqueue(id, [boardRequest({ work: 'refresh', installationId: installation.id })]);
      return;
    }
    const { id: repositoryId, node_id: nodeId } = repository;
    const installationId = installation.id;
    enqueue(id, [auditRequest({ installationId, repositoryId, nodeId, trigger: `issues.${payload.action}` })]);
  });
  app.on(
    ['issues.edited', 'issues.labeled', 'issues.unlabeled', 'issues.assigned', 'issues.unassigned'],
    async ({ id, payload }) => {
      const { installation, issue, sender } = payload;
      const before = 'changes' in payload ? payload.changes?.body?.from : null;
      const isOurs = issue.performed_via_github_app?.id === appId;
      if (installation === undefined || !isOurs || sender.type === 'Bot') return;
      if (!isActivity(issue.body) && !isActivity(before)) return;
      enqueue(id, [boardRequest({ work: 'refresh', installationId: installation.id })]);
    },
  );
  app.on('issues.opened', async ({ id, payload }) => {
    const { repository, installation, issue } = payload;
    if (installation === undefined || issue.user?.type === 'Bot') return;
    const { id: repositoryId, node_id: nodeId } = repository;
    const installationId = installation.id;
    enqueue(id, [conversationRequest({ work: 'issue', installationId, repositoryId, nodeId, number: issue.number })]);
  });
  app.on('issue_comment.created', async ({ id, payload }) => {
    const { repository, installation, issue, comment, sender } = payload;
    if (installation === undefined || sender.type === 'Bot') return;
    const { id: repositoryId, node_id: nodeId } = repository;
    const isOurs = issue.pull_request === undefined && issue.performed_via_github_app?.id === appId;
    if (APPROVE.test(comment.body) && isOurs && sender.id === comment.user?.id) {
      const comes = { installationId: installation.id, repositoryId, commentId: comment.id };
      enqueue(id, [approvalRequest({ ...comes, work: 'approve' })]);
      return;
    }
    if (COMPANY.test(comment.body) && isOurs && sender.id === comment.user?.id) {
      const comes = { installationId: installation.id, repositoryId, commentId: comment.id };
      enqueue(id, [conversationRequest({ ...comes, work: 'company' })]);
      return;
    }
    if (ATTEST.test(comment.body) && isOurs && sender.id === comment.user?.id) {
      const comes = { installationId: installation.id, repositoryId, commentId: comment.id };
      enqueue(id, [boardRequest({ ...comes, work: 'attest' })]);
      return;
    }
    if (BOARD.test(comment.body) && issue.pull_request === undefined && sender.id === comment.user?.id) {
      const comes = { installationId: installation.id, repositoryId, commentId: comment.id };
      enqueue(id, [boardRequest({ ...comes, work: 'init' })]);
      return;
    }
    const subject = { installationId: installation.id, repositoryId, nodeId, commentId: comment.id };
    if ((namesRevision(comment.body) || ABOUT_SIGNING.test(comment.body)) && sender.id === comment.user?.id) {
      const { number } = issue;
      const place = { repository: repository.name, number, isPullRequest: issue.pull_request !== undefined };
      enqueue(id, [conversationRequest({ ...subject, ...place, work: 'signing' })]);
    }
    const isRecheck = asksForRecheck(comment.body);
    const again = isRecheck ? { isRequested: true, askedAt: comment.created_at } : {};
    const asked = LANGUAGE.exec(comment.body)?.[1]?.toLowerCase();
    if (asked !== undefined && sender.id === comment.user?.id) {
      const language = { accountId: sender.id, language: LANGUAGES.find((one) => one === asked) ?? null };
      enqueue(id, [
        issue.pull_request === undefined
          ? conversationRequest({ ...subject, work: 'issue', number: issue.number, language })
          : pullRequestRequest({ ...subject, number: issue.number, headSha: null, language, ...again }),
      ]);
      return;
    }
    if (OVERRIDE.test(comment.body) && issue.pull_request !== undefined && sender.id === comment.user?.id) {
      enqueue(id, [pullRequestRequest({ ...subject, number: issue.number, headSha: null, isOverride: true })]);
      return;
    }
    if (PUBLISH.test(comment.body) && issue.pull_request === undefined && sender.id === comment.user?.id) {
      enqueue(id, [auditRequest({ ...subject, trigger: 'issue_comment', isPublicationRequested: true })]);
      return;
    }
    if (!isRecheck) return;
    if (issue.pull_request !== undefined) {
      enqueue(id, [pullRequestRequest({ ...subject, number: issue.number, headSha: null, ...again })]);
    } else if (isOurs) {
      enqueue(id, [auditRequest({ ...subject, trigger: 'issue_comment' })]);
    }
  });
}
