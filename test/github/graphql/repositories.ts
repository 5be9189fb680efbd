import { licensePayload, repositoryHtmlUrl } from '../payloads/repositories.ts';
import { canSee } from '../permissions.ts';
import type { Account, Repository } from '../state.ts';
import { fullName, repositoryByName } from '../state.ts';
import { accountNode } from './accounts.ts';
import { codeOwnersNode } from './code-owners.ts';
import type { GraphqlNode, PageArguments } from './connection.ts';
import { connection, graphqlError } from './connection.ts';
import type { GraphqlContext } from './engine.ts';
import { issueNode, issuesOf, pullNode } from './issues.ts';
import { objectByExpression, objectByOid } from './objects.ts';
import { requireGraphqlPermission } from './permissions.ts';
import { projectsConnection } from './projects.ts';

/** Settings that a test may set in `settings`, and what they are otherwise. */
const SETTINGS = {
  hasVulnerabilityAlertsEnabled: false,
  isSecurityPolicyEnabled: false,
  forkingAllowed: true,
  mergeCommitAllowed: true,
  squashMergeAllowed: true,
  squashMergeCommitMessage: 'COMMIT_MESSAGES',
  rebaseMergeAllowed: true,
  autoMergeAllowed: false,
  codeOfConduct: null,
  latestRelease: null,
  releases: [],
  branchProtectionRule: null,
  rules: [],
  isLocked: false,
  stargazerCount: 0,
  diskUsage: 0,
  isInOrganization: true,
} as const;

export function repositoryNode(context: GraphqlContext, repository: Repository): GraphqlNode {
  const { world } = context;
  const { git } = repository;
  const {
    branchProtectionRule: _,
    rules: __,
    releases: ___,
    ...settings
  } = {
    ...SETTINGS,
    ...repository.settings,
  };
  const license = licensePayload(world, repository.license);
  const url = repositoryHtmlUrl(world, repository);
  const contents = () => requireGraphqlPermission(context, 'contents:read');
  return {
    __typename: 'Repository',
    ...typedSettings(settings),
    id: repository.nodeId,
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    owner: () => ownerNode(context, repository.owner),
    url,
    sshUrl: `git@${url.replace(/^https?:\/\//, '').replace('/', ':')}.git`,
    resourcePath: `/${fullName(repository)}`,
    visibility: repository.visibility.toUpperCase(),
    isPrivate: repository.visibility !== 'public',
    isArchived: repository.archived,
    archivedAt: repository.archived ? repository.updatedAt : null,
    isFork: repository.parent !== null,
    isTemplate: repository.isTemplate,
    isEmpty: git.refs.size === 0,
    isMirror: repository.mirrorUrl !== null,
    mirrorUrl: repository.mirrorUrl,
    isDisabled: repository.disabled,
    isInOrganization: repository.owner.type === 'Organization',
    createdAt: repository.createdAt,
    updatedAt: repository.updatedAt,
    pushedAt: repository.pushedAt,
    description: repository.description,
    homepageUrl: repository.homepage,
    hasIssuesEnabled: repository.hasIssues,
    hasProjectsEnabled: repository.hasProjects,
    hasWikiEnabled: repository.hasWiki,
    hasDiscussionsEnabled: repository.hasDiscussions,
    webCommitSignoffRequired: repository.webCommitSignoffRequired,
    deleteBranchOnMerge: repository.deleteBranchOnMerge,
    forkCount: repository.forks.filter(({ deleted }) => !deleted).length,
    primaryLanguage:
      repository.language === null
        ? null
        : { __typename: 'Language', id: `LN_${repository.language}`, name: repository.language, color: null },
    repositoryTopics: (page: PageArguments) =>
      connection('repositoryTopics', repository.topics, page, (name) => ({
        __typename: 'RepositoryTopic',
        id: `RT_${name}`,
        topic: { __typename: 'Topic', id: `TO_${name}`, name },
        url: `${world.url}/topics/${name}`,
      })),
    licenseInfo: license && {
      __typename: 'License',
      id: license.node_id,
      key: license.key,
      name: license.name,
      spdxId: license.spdx_id,
      nickname: null,
      url: license.url,
    },
    parent: () =>
      repository.parent && canSee(world, context.caller, repository.parent)
        ? repositoryNode(context, repository.parent)
        : null,
    defaultBranchRef: () => {
      contents();
      return refNode(context, repository, `refs/heads/${repository.defaultBranch}`);
    },
    ref: ({ qualifiedName }: { qualifiedName: string }) => {
      contents();
      const name = [qualifiedName, `refs/heads/${qualifiedName}`, `refs/tags/${qualifiedName}`].find((candidate) =>
        git.refs.has(candidate),
      );
      return name === undefined ? null : refNode(context, repository, name);
    },
    object: ({ oid, expression }: { oid?: string | null; expression?: string | null }) => {
      contents();
      if (oid) return objectByOid(world, repository, oid);
      return expression ? objectByExpression(world, repository, expression) : null;
    },
    codeowners: ({ refName }: { refName?: string | null }) => {
      contents();
      return codeOwnersNode(world, repository, refName ?? null);
    },
    issues: (page: PageArguments & IssueFilter) => {
      requireGraphqlPermission(context, 'issues:read');
      return connection(
        'issues',
        issuesOf(context, repository, page, false),
        page,
        (issue) => issueNode(context, issue),
        'IssueConnection',
      );
    },
    pullRequests: (page: PageArguments & IssueFilter) => {
      requireGraphqlPermission(context, 'pull_requests:read');
      return connection(
        'pullRequests',
        issuesOf(context, repository, page, true),
        page,
        (issue) => pullNode(context, issue),
        'PullRequestConnection',
      );
    },
    releases: (page: PageArguments) => {
      contents();
      const releases = (repository.settings.releases ?? []) as readonly Record<string, unknown>[];
      const show = (release: Record<string, unknown>) => ({ isDraft: false, ...release, __typename: 'Release' });
      return connection('releases', releases, page, show, 'ReleaseConnection');
    },
    issue: ({ number }: { number: number }) => {
      requireGraphqlPermission(context, 'issues:read');
      const issue = repository.issues.get(number);
      if (!issue || issue.pull || world.versions.isRemoved(issue)) throw notResolved('an Issue', `number of ${number}`);
      return issueNode(context, issue);
    },
    pullRequest: ({ number }: { number: number }) => {
      requireGraphqlPermission(context, 'pull_requests:read');
      const issue = repository.issues.get(number);
      if (!issue?.pull) throw notResolved('a PullRequest', `number of ${number}`);
      return pullNode(context, issue);
    },
  };
}

/** The filters that issues and pull requests share. */
export interface IssueFilter {
  readonly states?: readonly string[] | null;
  readonly labels?: readonly string[] | null;
  readonly orderBy?: { readonly field: string; readonly direction: string } | null;
  readonly headRefName?: string | null;
  readonly baseRefName?: string | null;
  readonly filterBy?: {
    readonly createdBy?: string | null;
    readonly states?: readonly string[] | null;
    readonly labels?: readonly string[] | null;
  } | null;
}

function typedSettings(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const types: Readonly<Record<string, string>> = { codeOfConduct: 'CodeOfConduct', latestRelease: 'Release' };
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const type = types[name];
      return [name, type && value !== null ? { __typename: type, ...(value as object) } : value];
    }),
  );
}

export function notResolved(what: string, how: string) {
  return graphqlError('NOT_FOUND', `Could not resolve to ${what} with the ${how}.`);
}

export function refNode(context: GraphqlContext, repository: Repository, name: string): GraphqlNode | null {
  const oid = repository.git.refs.get(name);
  if (oid === undefined) return null;
  return {
    __typename: 'Ref',
    id: `REF_${Buffer.from(`${repository.id}:${name}`).toString('base64url')}`,
    name: name.replace(/^refs\/(heads|tags)\//, ''),
    prefix: name.startsWith('refs/tags/') ? 'refs/tags/' : 'refs/heads/',
    target: () => objectByOid(context.world, repository, oid),
    repository: () => repositoryNode(context, repository),
    rules: (page: PageArguments) => {
      const rules = (repository.settings.rules ?? []) as readonly Record<string, unknown>[];
      return connection(
        'rules',
        rules,
        page,
        (rule) => ({ ...rule, __typename: 'RepositoryRule' }),
        'RepositoryRuleConnection',
      );
    },
    refUpdateRule: () => {
      const rule = repository.settings.refUpdateRule;
      return rule ? { __typename: 'RefUpdateRule', ...(rule as object) } : null;
    },
    branchProtectionRule: () => {
      requireGraphqlPermission(context, 'administration:read');
      const rule = repository.settings.branchProtectionRule;
      return rule ? { __typename: 'BranchProtectionRule', ...(rule as object) } : null;
    },
  };
}

/** Filters and order of `repositories` on an owner. */
export interface RepositoryFilter {
  readonly orderBy?: { readonly field: string; readonly direction: string } | null;
  readonly isFork?: boolean | null;
  readonly isArchived?: boolean | null;
  readonly privacy?: string | null;
  readonly visibility?: string | null;
}

const ORDER: Readonly<Record<string, (repository: Repository) => string>> = {
  CREATED_AT: ({ createdAt }) => createdAt,
  UPDATED_AT: ({ updatedAt }) => updatedAt,
  PUSHED_AT: ({ pushedAt }) => pushedAt ?? '',
  NAME: ({ name }) => name.toLowerCase(),
  STARGAZERS: () => '',
};

/** The repositories of an owner that the caller sees, as filtered and ordered. */
export function repositoriesOfOwner(context: GraphqlContext, owner: Account, filter: RepositoryFilter): Repository[] {
  const { world, caller } = context;
  const wanted = [...world.repositories.values()].filter(
    (repository) =>
      repository.owner === owner &&
      canSee(world, caller, repository) &&
      (filter.isFork == null || filter.isFork === (repository.parent !== null)) &&
      (filter.isArchived == null || filter.isArchived === repository.archived) &&
      (filter.privacy == null || (filter.privacy === 'PUBLIC') === (repository.visibility === 'public')) &&
      (filter.visibility == null || filter.visibility === repository.visibility.toUpperCase()),
  );
  const order = filter.orderBy;
  const key = order ? ORDER[order.field] : undefined;
  if (!order || !key) return wanted;
  const sign = order.direction === 'DESC' ? -1 : 1;
  return wanted.sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id));
}

/** An owner with its repositories. */
export function ownerNode(context: GraphqlContext, account: Account): GraphqlNode {
  return {
    ...accountNode(context.world, account),
    repositories: (page: PageArguments & RepositoryFilter) =>
      connection(
        'repositories',
        repositoriesOfOwner(context, account, page),
        page,
        (found) => repositoryNode(context, found),
        'RepositoryConnection',
      ),
    repository: ({ name }: { name: string }) => visibleRepository(context, account.login, name, false),
    projectsV2: (page: PageArguments & { readonly query?: string | null }) =>
      projectsConnection(context, account, page),
  };
}

export function visibleRepository(
  context: GraphqlContext,
  owner: string,
  name: string,
  mustExist: boolean,
): GraphqlNode | null {
  const found = repositoryByName(context.world, owner, name);
  if (found && canSee(context.world, context.caller, found)) return repositoryNode(context, found);
  if (mustExist) throw notResolved('a Repository', `name '${owner}/${name}'`);
  return null;
}
