import type { Probot } from 'probot';
import { OVERRIDE_BUTTON_NAMES } from '../contributions/override.ts';
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
    enqueue(id, requestsFor(subject, check_run.head_sha, check_run.pull_requests, AGAIN));
  });
  app.on('check_suite.rerequested', async ({ id, payload }) => {
    const { repository, installation, check_suite } = payload;
    if (installation === undefined || check_suite.app.id !== appId) return;
    const { id: repositoryId, node_id: nodeId } = repository;
    const subject = { installationId: installation.id, repositoryId, nodeId };
    enqueue(id, requestsFor(subject, check_suite.head_sha, check_suite.pull_requests, AGAIN));
  });
  app.on('check_run.requested_action', async ({ id, payload }) => {
    const { repository, installation, check_run, requested_action, sender } = payload;
    if (installation === undefined || check_run.app?.id !== appId) return;
    const { id: repositoryId, node_id: nodeId } = repository;
    const button = OVERRIDE_BUTTON_NAMES.find((name) => name === requested_action?.identifier);
    if (button !== undefined && sender.type === 'User') {
      const subject = { installationId: installation.id, repositoryId, nodeId };
      const pressed = { button, by: { id: sender.id, login: sender.login }, deliveryId: id };
      enqueue(id, requestsFor(subject, check_run.head_sha, check_run.pull_requests, { pressed }));
    }
    if (requested_action?.identifier !== OPEN_REPAIR) return;
    const trigger = 'check_run.requested_action';
    const installationId = installation.id;
    enqueue(id, [auditRequest({ installationId, repositoryId, nodeId, trigger, isProposalRequested: true })]);
  });
}

type PullRequestOfCheck = {
  readonly number: number;
  readonly base?: { readonly repo: { readonly id: number } };
} | null;

type Wish = Pick<Parameters<typeof pullRequestRequest>[0], 'isRequested' | 'pressed'>;
const AGAIN: Wish = { isRequested: true };

/** A pull request from a fork is not named in the event: it is found by its head commit. */
function requestsFor(
  subject: { readonly installationId: number; readonly repositoryId: number; readonly nodeId: string },
  headSha: string,
  pullRequests: readonly PullRequestOfCheck[],
  wish: Wish,
) {
  // A fork's commit may also be in pull requests of the fork.
  const ours = pullRequests.filter((found) => (found?.base?.repo.id ?? subject.repositoryId) === subject.repositoryId);
  const numbers = ours.flatMap((pullRequest) => (pullRequest === null ? [] : [pullRequest.number]));
  const found = numbers.length === 0 ? [null] : numbers;
  return found.map((number) => pullRequestRequest({ ...subject, number, headSha, ...wish }));
}
