import { isoSeconds } from '../clock.ts';
import type { App, Installation, InstallationToken, Json, Repository, World } from '../state.ts';
import { simpleUser } from './accounts.ts';
import { repositoryPayload } from './repositories.ts';

export function appPayload(world: World, app: App): Json {
  return {
    id: app.id,
    client_id: app.clientId,
    slug: app.slug,
    node_id: app.nodeId,
    owner: simpleUser(world, app.owner),
    name: app.name,
    description: '',
    external_url: world.url,
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: app.events,
  };
}

export function installationPayload(world: World, installation: Installation): Json {
  const { account, app } = installation;
  return {
    id: installation.id,
    client_id: app.clientId,
    account: simpleUser(world, account),
    repository_selection: installation.repositorySelection,
    access_tokens_url: `${world.url}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${world.url}/installation/repositories`,
    html_url: `${world.url}/organizations/${account.login}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: installation.permissions,
    events: installation.events,
    created_at: installation.createdAt,
    updated_at: installation.updatedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedBy ? simpleUser(world, installation.suspendedBy) : null,
    suspended_at: installation.suspendedAt,
  };
}

/** The answer to minting a token; repositories are listed when the token is limited to some. */
export function tokenPayload(world: World, token: InstallationToken, repositories: readonly Repository[]): Json {
  return {
    token: token.value,
    expires_at: isoSeconds(token.expiresAt),
    permissions: token.permissions,
    repository_selection: token.repositoryIds === null ? token.installation.repositorySelection : 'selected',
    ...(token.repositoryIds === null
      ? {}
      : { repositories: repositories.map((repository) => repositoryPayload(world, repository)) }),
  };
}
