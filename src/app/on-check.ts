import type { Probot } from 'probot';
import { OPEN_REPAIR } from '../plan/plan-check-run.ts';
import { auditRequest, pullRequestRequest } from '../tasks/requests.ts';
import type { Enqueue } from './enqueue.ts';

/** The buttons of a check run. GitHub shows them to people who may write, and tells only the app that owns the run. */
export function onCheck(app: Probot, enqueue: Enqueue, appId: number): void {
  app.on('check_run.rerequested', async ({ id, payload }) => {
    const { repository, installation, check_run } = payload;
    if (installation === undefined || check_run.app?.id !== appId) return;
    const { id: repositoryId, node_id: nodeId } = repository;
    const subject = { installationId: installation.id, repositoryId, nodeId };
    enqueue(id, requestsFor(subject, check_run.head_sha, check_run.pull_requests));
  });
  app.on('check_suite.rerequested', async ({ id, payload }) => {
    const { repository, installation, check_suite } = payload;
    if (installation === undefined || check_suite.app.id !== appId) return;
    const { id: repositoryId, node_id: nodeId } = repository;
    const subject = { installationId: installation.id, repositoryId, nodeId };
    enqueue(id, requestsFor(subject, check_suite.head_sha, check_suite.pull_requests));
  });
  app.on('check_run.requested_action', async ({ id, payload }) => {
    const { repository, installation, check_run, requested_action } = payload;
    if (installation === undefined || check_run.app?.id !== appId) return;
    if (requested_action?.identifier !== OPEN_REPAIR) return;
    const { id: repositoryId, node_id: nodeId } = repository;
    const trigger = 'check_run.requested_action';
    const installationId = installation.id;
    enqueue(id, [auditRequest({ installationId, repositoryId, nodeId, trigger, isProposalRequested: true })]);
  });
}

type PullRequestOfCheck = {
  readonly number: number;
  readonly base?: { readonly repo: { readonly id: number } };
} | null;

/** A pull request from a fork is not named in the event: it is found by its head commit. */
function requestsFor(
  subject: { readonly installationId: number; readonly repositoryId: number; readonly nodeId: string },
  headSha: string,
  pullRequests: readonly PullRequestOfCheck[],
) {
  // A fork's commit may also be in pull requests of the fork.
  const ours = pullRequests.filter((found) => (found?.base?.repo.id ?? subject.repositoryId) === subject.repositoryId);
  const numbers = ours.flatMap((pullRequest) => (pullRequest === null ? [] : [pullRequest.number]));
  const found = numbers.length === 0 ? [null] : numbers;
  return found.map((number) => pullRequestRequest({ ...subject, number, headSha, isRequested: true }));
}
