import type { Logger } from 'pino';
import { Probot, ProbotOctokit } from 'probot';
import type { Policy } from '../core/policy.ts';
import type { TaskRequest } from '../jobs/jobs.ts';
import { watchedBy } from '../tasks/watched.ts';
import { onCheck } from './on-check.ts';
import { onInstallation } from './on-installation.ts';
import { onIssue } from './on-issue.ts';
import { onMergeGroup } from './on-merge-group.ts';
import { onOrganization } from './on-organization.ts';
import { onPullRequest } from './on-pull-request.ts';
import { onPush } from './on-push.ts';
import { onRepository } from './on-repository.ts';

export interface StoredDelivery {
  readonly id: string;
  readonly name: string;
  readonly payload: object;
}

export interface ProbotSettings {
  readonly appId: number;
  readonly privateKey: string;
  readonly secret: string;
  readonly log: Logger;
  readonly policies: readonly Policy[];
}

/** Handlers ask nobody. Probot would make each event a client of its own, which takes longer than all that they do. */
const NoClient = ProbotOctokit.defaults({
  authStrategy({ octokit }: { readonly octokit: object }) {
    const refuse = async () => {
      throw new Error('A handler takes ids out of a delivery, and asks GitHub nothing.');
    };
    return Object.assign(async () => octokit, { hook: refuse });
  },
});

/**
 * Turns stored deliveries into tasks: Probot finds the handlers, the handlers take ids out of the payload. Nothing here
 * speaks to GitHub.
 */
export async function createDispatch(
  settings: ProbotSettings,
): Promise<(delivery: StoredDelivery) => Promise<TaskRequest[]>> {
  const { appId, privateKey, secret, log, policies } = settings;
  const collected = new Map<string, TaskRequest[]>();
  const enqueue = (deliveryId: string, requests: readonly TaskRequest[]): void => {
    collected.get(deliveryId)?.push(...requests);
  };
  const probot = new Probot({ appId, privateKey, secret, log, Octokit: NoClient });
  await probot.load((app) => {
    onInstallation(app, enqueue);
    onRepository(app, enqueue);
    onPush(app, enqueue, watchedBy(policies));
    onPullRequest(app, enqueue);
    onMergeGroup(app, enqueue);
    onCheck(app, enqueue, appId);
    onOrganization(app, enqueue);
    onIssue(app, enqueue, appId);
  });
  return async (delivery) => {
    const requests: TaskRequest[] = [];
    collected.set(delivery.id, requests);
    try {
      // The event's name was checked against the allow-list, and its payload against the name, when it was taken in.
      await probot.receive(delivery as Parameters<Probot['receive']>[0]);
    } finally {
      collected.delete(delivery.id);
    }
    return requests;
  };
}
