import type { Account, World } from '../state.ts';
import type { GraphqlNode } from './connection.ts';

/** A user, bot or organisation where it is only mentioned. */
export function accountNode(world: World, account: Account): GraphqlNode {
  const url = `${world.url}/${encodeURIComponent(account.login)}`;
  // REST writes a bot as `name[bot]`, GraphQL as `name`.
  const login = account.type === 'Bot' ? account.login.replace(/\[bot\]$/, '') : account.login;
  const shared = {
    __typename: account.type,
    id: account.nodeId,
    databaseId: account.id,
    login,
    url,
    resourcePath: `/${account.login}`,
    avatarUrl: `${world.url}/avatars/${account.id}`,
    createdAt: account.createdAt,
    updatedAt: account.createdAt,
  };
  if (account.type === 'Bot') return shared;
  return {
    ...shared,
    name: account.name,
    email: account.email ?? '',
    description: account.name,
    isSiteAdmin: account.siteAdmin,
    isVerified: false,
    location: null,
    websiteUrl: null,
  };
}
