import type { Probot } from 'probot';
import { conversationRequest } from '../tasks/requests.ts';
import type { Enqueue } from './enqueue.ts';

/** Somebody joined or left: who belongs to the organisation is read again, not taken from the event. */
export function onOrganization(app: Probot, enqueue: Enqueue): void {
  app.on(['organization.member_added', 'organization.member_removed'], async ({ id, payload }) => {
    const { installation } = payload;
    if (installation === undefined) return;
    enqueue(id, [conversationRequest({ work: 'members', installationId: installation.id })]);
  });
}
