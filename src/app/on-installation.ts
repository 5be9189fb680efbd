import type { Probot } from 'probot';
import { auditRequest, installationRequest } from '../tasks/requests.ts';
import type { Enqueue } from './enqueue.ts';

/** An installation is read again; a new or revived one is swept. */
export function onInstallation(app: Probot, enqueue: Enqueue): void {
  app.on('installation', async ({ id, payload }) => {
    const isSweepWanted = payload.action === 'created' || payload.action === 'unsuspend';
    enqueue(id, [installationRequest({ installationId: payload.installation.id, isSweepWanted })]);
  });
  app.on(['installation_repositories.added', 'installation_repositories.removed'], async ({ id, payload }) => {
    const installationId = payload.installation.id;
    const trigger = `installation_repositories.${payload.action}`;
    const changed = [...payload.repositories_added, ...payload.repositories_removed];
    enqueue(
      id,
      changed.flatMap(({ id: repositoryId, node_id: nodeId }) =>
        repositoryId === undefined || nodeId === undefined
          ? []
          : [auditRequest({ installationId, repositoryId, nodeId, trigger })],
      ),
    );
  });
}
