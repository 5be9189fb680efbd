import type { Probot } from 'probot';
import { pullRequestRequest } from '../tasks/requests.ts';
import type { Enqueue } from './enqueue.ts';

/** How GitHub calls the branch of a pull request in a merge queue: `…/pr-12-<its head>`. Each holds one. */
const BRANCH = /^(?:refs\/heads\/)?gh-readonly-queue\/.+\/pr-(\d{1,10})-[0-9a-f]{40,64}$/;

/** A pull request waits in a merge queue: its check is required on the queue's own commit, too. */
export function onMergeGroup(app: Probot, enqueue: Enqueue): void {
  app.on('merge_group.checks_requested', async ({ id, payload }) => {
    const { repository, installation, merge_group } = payload;
    const number = BRANCH.exec(merge_group.head_ref)?.[1];
    if (installation === undefined || repository === undefined || number === undefined) return;
    const subject = { installationId: installation.id, repositoryId: repository.id, nodeId: repository.node_id };
    const group = { groupSha: merge_group.head_sha, groupBaseSha: merge_group.base_sha };
    enqueue(id, [pullRequestRequest({ ...subject, number: Number(number), headSha: null, ...group })]);
  });
}
