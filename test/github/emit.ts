import { simpleOrganization, simpleUser } from './payloads/accounts.ts';
import { installationPayload } from './payloads/apps.ts';
import { webhookFrame } from './payloads/repositories.ts';
import type { Account, Actor, App, Installation, Json, Repository, World } from './state.ts';
import { covers } from './state.ts';

/** Tells every app that is installed on a repository and subscribes to the event. `onlyFor` narrows it to one app. */
export function emitRepositoryEvent(
  world: World,
  event: {
    readonly name: string;
    readonly parts: Json | ((installation: Installation) => Json);
    readonly onlyFor?: App;
  },
  repository: Repository,
  sender: Actor,
): void {
  for (const installation of world.installations.values()) {
    const { app } = installation;
    if (event.onlyFor && event.onlyFor !== app) continue;
    if (installation.suspendedAt !== null || !covers(installation, repository)) continue;
    if (!event.onlyFor && !installation.events.includes(event.name)) continue;
    const parts = typeof event.parts === 'function' ? event.parts(installation) : event.parts;
    const payload = {
      ...webhookFrame(world, repository, simpleUser(world, sender.account)),
      installation: { id: installation.id, node_id: installation.nodeId },
    };
    const about = { installationId: installation.id, repositoryId: repository.id };
    world.webhooks.send(app, event.name, { ...parts, ...payload, ...repositoryOverride(parts) }, about);
  }
}

/** An event that brings its own form of the repository, as `push` does, keeps it. */
function repositoryOverride(parts: Json): Json {
  return 'repository' in parts ? { repository: parts.repository } : {};
}

/** Tells every app that is installed on an organisation, may read its members and subscribes to the event. */
export function emitOrganizationEvent(
  world: World,
  name: string,
  organization: Account,
  parts: Json,
  sender: Actor,
): void {
  for (const installation of world.installations.values()) {
    if (installation.account !== organization || installation.suspendedAt !== null) continue;
    if (!installation.events.includes(name) || installation.permissions.members === undefined) continue;
    const payload = {
      ...parts,
      organization: simpleOrganization(world, organization),
      installation: { id: installation.id, node_id: installation.nodeId },
      sender: simpleUser(world, sender.account),
    };
    world.webhooks.send(installation.app, name, payload, { installationId: installation.id, repositoryId: null });
  }
}

/** Tells an app about its own installation; these events need no subscription. */
export function emitInstallationEvent(
  world: World,
  name: string,
  installation: Installation,
  parts: Json,
  sender: Actor,
): void {
  const payload = {
    ...parts,
    installation: installationPayload(world, installation),
    sender: simpleUser(world, sender.account),
  };
  world.webhooks.send(installation.app, name, payload, { installationId: installation.id, repositoryId: null });
}
