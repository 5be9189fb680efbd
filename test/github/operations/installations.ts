import { emitInstallationEvent } from '../emit.ts';
import { ApiError } from '../errors.ts';
import { nodeId } from '../ids.ts';
import { namedRepository } from '../payloads/repositories.ts';
import { isSubset } from '../permissions.ts';
import type { Account, Actor, App, Installation, InstallationToken, Permissions, Repository, World } from '../state.ts';
import { repositoriesOf } from '../state.ts';

/** An installation token lives one hour. */
const TOKEN_LIFETIME = 3_600_000;

export interface InstallOptions {
  readonly app: App;
  readonly account: Account;
  /** Which repositories; all when left out. */
  readonly repositories?: readonly Repository[];
  /** What the owner granted; by default all that the app asks for. */
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
}

export function installApp(world: World, options: InstallOptions, sender: Actor): Installation {
  const { app, account, repositories } = options;
  const id = world.ids.next();
  const installation: Installation = {
    id,
    nodeId: nodeId('I', id),
    app,
    account,
    repositorySelection: repositories ? 'selected' : 'all',
    repositoryIds: new Set((repositories ?? []).map((repository) => repository.id)),
    permissions: { metadata: 'read', ...(options.permissions ?? app.permissions) },
    events: options.events ?? app.events,
    suspendedAt: null,
    suspendedBy: null,
    createdAt: world.clock.iso(),
    updatedAt: world.clock.iso(),
  };
  world.installations.set(id, installation);
  world.versions.touch();
  const listed = repositoriesOf(world, installation).map(namedRepository);
  emitInstallationEvent(
    world,
    'installation',
    installation,
    { action: 'created', repositories: listed, requester: null },
    sender,
  );
  return installation;
}

export function uninstallApp(world: World, installation: Installation, sender: Actor): void {
  const listed = repositoriesOf(world, installation).map(namedRepository);
  world.installations.delete(installation.id);
  world.versions.touch();
  emitInstallationEvent(
    world,
    'installation',
    installation,
    { action: 'deleted', repositories: listed, requester: null },
    sender,
  );
}

export function suspend(world: World, installation: Installation, sender: Actor): void {
  installation.suspendedAt = world.clock.iso();
  world.versions.touch();
  installation.suspendedBy = sender.account;
  installation.updatedAt = world.clock.iso();
  emitInstallationEvent(
    world,
    'installation',
    installation,
    { action: 'suspend', repositories: [], requester: null },
    sender,
  );
}

export function unsuspend(world: World, installation: Installation, sender: Actor): void {
  installation.suspendedAt = null;
  world.versions.touch();
  installation.suspendedBy = null;
  installation.updatedAt = world.clock.iso();
  emitInstallationEvent(
    world,
    'installation',
    installation,
    { action: 'unsuspend', repositories: [], requester: null },
    sender,
  );
}

/** Grants or withdraws permissions of an installation, as its owner can. */
export function changePermissions(
  world: World,
  installation: Installation,
  permissions: Permissions,
  sender: Actor,
): void {
  installation.permissions = { metadata: 'read', ...permissions };
  installation.updatedAt = world.clock.iso();
  emitInstallationEvent(
    world,
    'installation',
    installation,
    { action: 'new_permissions_accepted', repositories: [], requester: null },
    sender,
  );
}

/** Adds or removes repositories of an installation that covers selected ones. */
export function changeRepositories(
  world: World,
  installation: Installation,
  change: { readonly add?: readonly Repository[]; readonly remove?: readonly Repository[] },
  sender: Actor,
): void {
  for (const [action, repositories] of [
    ['added', change.add ?? []],
    ['removed', change.remove ?? []],
  ] as const) {
    if (repositories.length === 0) continue;
    for (const { id } of repositories) {
      if (action === 'added') installation.repositoryIds.add(id);
      else installation.repositoryIds.delete(id);
    }
    const named = repositories.map(namedRepository);
    const parts = {
      action,
      repository_selection: installation.repositorySelection,
      repositories_added: action === 'added' ? named : [],
      repositories_removed: action === 'removed' ? named : [],
      requester: null,
    };
    emitInstallationEvent(world, 'installation_repositories', installation, parts, sender);
  }
}

/** Mints a token for an installation, for all of what it may or for less; 422 for more. */
export function mintToken(
  world: World,
  installation: Installation,
  wanted: {
    readonly permissions?: Permissions | undefined;
    readonly repositoryIds?: readonly number[] | undefined;
    readonly repositories?: readonly string[] | undefined;
  },
): InstallationToken {
  if (installation.suspendedAt !== null) throw new ApiError(403, 'This installation has been suspended');
  if (wanted.permissions && !isSubset(wanted.permissions, installation.permissions)) {
    throw new ApiError(422, 'The permissions requested are not granted to this installation.');
  }
  const covered = repositoriesOf(world, installation);
  const unknown =
    wanted.repositoryIds?.some((id) => !covered.some((repository) => repository.id === id)) ||
    wanted.repositories?.some((name) => !covered.some((repository) => repository.name === name));
  if (unknown) {
    throw new ApiError(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  const chosen = covered.filter(
    ({ id, name }) => wanted.repositoryIds?.includes(id) || wanted.repositories?.includes(name),
  );
  const isLimited = wanted.repositoryIds !== undefined || wanted.repositories !== undefined;
  const token: InstallationToken = {
    value: `ghs_${world.ids.hex(36)}`,
    installation,
    permissions: wanted.permissions ? { metadata: 'read', ...wanted.permissions } : installation.permissions,
    repositoryIds: isLimited ? new Set(chosen.map(({ id }) => id)) : null,
    expiresAt: Math.floor(world.clock.now() / 1000) * 1000 + TOKEN_LIFETIME,
  };
  world.tokens.set(token.value, token);
  return token;
}
