import type { Probot } from 'probot';
import { auditRequest } from '../tasks/requests.ts';
import type { Enqueue } from './enqueue.ts';

/** Whatever happens to a repository, what it is now is read again. */
export function onRepository(app: Probot, enqueue: Enqueue): void {
  app.on('repository', async ({ id, payload }) => {
    const { repository, installation, action } = payload;
    if (installation === undefined) return;
    const { id: repositoryId, node_id: nodeId } = repository;
    const installationId = installation.id;
    enqueue(id, [auditRequest({ installationId, repositoryId, nodeId, trigger: `repository.${action}` })]);
  });
}
