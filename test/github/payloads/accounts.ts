import type { Account, Json, World } from '../state.ts';

/** How an account appears wherever it is mentioned. */
export function simpleUser(world: World, account: Account): Json {
  const login = encodeURIComponent(account.login);
  const url = `${world.url}/users/${login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    avatar_url: `${world.url}/avatars/${account.id}`,
    gravatar_id: '',
    url,
    html_url:
      account.type === 'Bot'
        ? `${world.url}/apps/${encodeURIComponent(account.login.replace('[bot]', ''))}`
        : `${world.url}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: account.siteAdmin,
  };
}

/** The answer of `GET /users/{login}`. */
export function publicUser(world: World, account: Account): Json {
  const owned = [...world.repositories.values()].filter(
    (repository) => repository.owner === account && !repository.deleted,
  );
  return {
    ...simpleUser(world, account),
    name: account.name,
    company: null,
    blog: '',
    location: null,
    email: account.email,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: owned.filter(({ visibility }) => visibility === 'public').length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: account.createdAt,
    updated_at: account.createdAt,
  };
}

/** An organisation as webhooks and user listings mention it. */
export function simpleOrganization(world: World, account: Account): Json {
  const url = `${world.url}/orgs/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.url}/avatars/${account.id}`,
    description: account.name,
  };
}

/** The answer of `GET /orgs/{org}`. */
export function fullOrganization(world: World, account: Account): Json {
  const user = publicUser(world, account);
  return {
    ...simpleOrganization(world, account),
    name: account.name ?? account.login,
    ...(account.email === null ? {} : { email: account.email }),
    is_verified: false,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: user.public_repos,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: `${world.url}/${encodeURIComponent(account.login)}`,
    created_at: account.createdAt,
    updated_at: account.createdAt,
    archived_at: null,
    type: 'Organization',
  };
}

/** What somebody is to an organisation, as webhooks tell it. */
export function membershipPayload(world: World, owner: Account, member: Account): Json {
  return {
    url: `${world.url}/orgs/${owner.login}/memberships/${member.login}`,
    state: 'active',
    role: owner.members.get(member.id) ?? 'member',
    organization_url: `${world.url}/orgs/${owner.login}`,
    user: simpleUser(world, member),
  };
}
