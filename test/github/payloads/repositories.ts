import type { Json, Repository, World } from '../state.ts';
import { fullName } from '../state.ts';
import { simpleOrganization, simpleUser } from './accounts.ts';

const LICENSE_NAMES: Readonly<Record<string, string>> = {
  'Apache-2.0': 'Apache License 2.0',
  'EUPL-1.2': 'European Union Public License 1.2',
  'GPL-3.0': 'GNU General Public License v3.0',
  MIT: 'MIT License',
};

/** Addresses below the repository's own, in the order and with the placeholders that GitHub uses. */
const LINKS = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
} as const;

export function repositoryUrl(world: World, repository: Repository): string {
  return `${world.url}/repos/${fullName(repository)}`;
}

export function repositoryHtmlUrl(world: World, repository: Repository): string {
  return `${world.url}/${fullName(repository)}`;
}

/** A repository as lists and webhooks show it. */
export function repositoryPayload(world: World, repository: Repository): Json {
  const url = repositoryUrl(world, repository);
  const html = repositoryHtmlUrl(world, repository);
  const openIssues = [...repository.issues.values()].filter(
    (issue) => issue.state === 'open' && !world.versions.isRemoved(issue),
  ).length;
  const forks = repository.forks.filter(({ deleted }) => !deleted).length;
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullName(repository),
    private: repository.visibility !== 'public',
    owner: simpleUser(world, repository.owner),
    html_url: html,
    description: repository.description,
    fork: repository.parent !== null,
    url,
    ...Object.fromEntries(Object.entries(LINKS).map(([name, path]) => [name, `${url}${path}`])),
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.pushedAt ?? repository.createdAt,
    git_url: `${html.replace(/^https?:/, 'git:')}.git`,
    ssh_url: `git@${html.replace(/^https?:\/\//, '').replace('/', ':')}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    homepage: repository.homepage,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: repository.language,
    has_issues: repository.hasIssues,
    has_projects: repository.hasProjects,
    has_downloads: true,
    has_wiki: repository.hasWiki,
    has_pages: repository.hasPages,
    has_discussions: repository.hasDiscussions,
    forks_count: forks,
    mirror_url: repository.mirrorUrl,
    archived: repository.archived,
    disabled: repository.disabled,
    open_issues_count: openIssues,
    license: licensePayload(world, repository.license),
    allow_forking: true,
    is_template: repository.isTemplate,
    web_commit_signoff_required: repository.webCommitSignoffRequired,
    topics: repository.topics,
    visibility: repository.visibility,
    forks,
    open_issues: openIssues,
    watchers: 0,
    default_branch: repository.defaultBranch,
  };
}

/** A repository as a side of a pull request. */
export function branchRepository(world: World, repository: Repository): Json {
  return { ...repositoryPayload(world, repository), ...mergeSettings(repository) };
}

function mergeSettings(repository: Repository): Json {
  return {
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    delete_branch_on_merge: repository.deleteBranchOnMerge,
    allow_update_branch: false,
  };
}

/** The answer of `GET /repos/{owner}/{repo}`. */
export function fullRepository(world: World, repository: Repository): Json {
  const inOrganization = repository.owner.type === 'Organization';
  return {
    ...repositoryPayload(world, repository),
    permissions: { admin: false, maintain: false, push: false, triage: false, pull: true },
    temp_clone_token: '',
    ...mergeSettings(repository),
    custom_properties: {},
    network_count: 0,
    subscribers_count: 0,
    ...(inOrganization ? { organization: simpleUser(world, repository.owner) } : {}),
    ...(repository.parent
      ? { parent: repositoryPayload(world, repository.parent), source: repositoryPayload(world, repository.parent) }
      : {}),
  };
}

/** What webhooks carry of a repository: the same, its creation and last push as they were in GitHub's first API. */
export function webhookRepository(world: World, repository: Repository): Json {
  return { ...repositoryPayload(world, repository), custom_properties: {} };
}

/** The five fields by which installation webhooks name a repository. */
export function namedRepository(repository: Repository): Json {
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullName(repository),
    private: repository.visibility !== 'public',
  };
}

export function licensePayload(world: World, spdxId: string | null): Json | null {
  if (spdxId === null) return null;
  const key = spdxId === 'NOASSERTION' ? 'other' : spdxId.toLowerCase();
  return {
    key,
    name: spdxId === 'NOASSERTION' ? 'Other' : (LICENSE_NAMES[spdxId] ?? spdxId),
    spdx_id: spdxId,
    url: spdxId === 'NOASSERTION' ? null : `${world.url}/licenses/${key}`,
    node_id: `L_${Buffer.from(key).toString('base64url')}`,
  };
}

/** The parts that every repository's webhook has besides its own. */
export function webhookFrame(world: World, repository: Repository, sender: Json): Json {
  return {
    repository: webhookRepository(world, repository),
    ...(repository.owner.type === 'Organization' ? { organization: simpleOrganization(world, repository.owner) } : {}),
    sender,
  };
}
