import { join } from 'node:path';
import { emitRepositoryEvent } from '../emit.ts';
import { ApiError } from '../errors.ts';
import { GitRepository } from '../git.ts';
import { nodeId } from '../ids.ts';
import { ObjectStore } from '../object-store.ts';
import type { ObjectFormat } from '../objects.ts';
import { simpleOrganization, simpleUser } from '../payloads/accounts.ts';
import type { Account, Actor, Json, Repository, RepositoryRole, World } from '../state.ts';
import { fullName } from '../state.ts';
import type { CommitPerson, FileContent } from './commits.ts';
import { writeCommit } from './commits.ts';
import { createLabel } from './labels.ts';

type Settings = Pick<
  Repository,
  | 'archived'
  | 'disabled'
  | 'defaultBranch'
  | 'deleteBranchOnMerge'
  | 'description'
  | 'hasDiscussions'
  | 'hasIssues'
  | 'hasPages'
  | 'hasProjects'
  | 'hasWiki'
  | 'homepage'
  | 'isTemplate'
  | 'language'
  | 'license'
  | 'mirrorUrl'
  | 'settings'
  | 'topics'
  | 'truncateTreesAt'
  | 'visibility'
  | 'webCommitSignoffRequired'
>;

export interface RepositoryOptions extends Partial<Settings> {
  readonly owner: Account;
  readonly name: string;
  /** Files of a first commit; without them the repository is empty. */
  readonly files?: Readonly<Record<string, FileContent>>;
  readonly author?: CommitPerson;
  readonly message?: string;
  readonly objectFormat?: ObjectFormat;
  /** The repository of which this is to be a fork; it begins with the same branches. */
  readonly forkOf?: Repository;
  readonly collaborators?: ReadonlyMap<Account, RepositoryRole> | readonly (readonly [Account, RepositoryRole])[];
  /** Default labels such as `bug` are made unless this is false. */
  readonly labels?: boolean;
}

const DEFAULTS: Settings = {
  archived: false,
  disabled: false,
  defaultBranch: 'main',
  deleteBranchOnMerge: false,
  description: null,
  hasDiscussions: false,
  hasIssues: true,
  hasPages: false,
  hasProjects: true,
  hasWiki: true,
  homepage: null,
  isTemplate: false,
  language: null,
  license: null,
  mirrorUrl: null,
  settings: {},
  topics: [],
  truncateTreesAt: 100_000,
  visibility: 'public',
  webCommitSignoffRequired: false,
};

const LABELS = [
  ['bug', 'd73a4a', "Something isn't working"],
  ['documentation', '0075ca', 'Improvements or additions to documentation'],
  ['duplicate', 'cfd3d7', 'This issue or pull request already exists'],
  ['enhancement', 'a2eeef', 'New feature or request'],
  ['good first issue', '7057ff', 'Good for newcomers'],
  ['help wanted', '008672', 'Extra attention is needed'],
  ['invalid', 'e4e669', "This doesn't seem right"],
  ['question', 'd876e3', 'Further information is requested'],
  ['wontfix', 'ffffff', 'This will not be worked on'],
] as const;

export function createRepository(world: World, options: RepositoryOptions, sender: Actor): Repository {
  const { owner, name, forkOf } = options;
  if (repositoryNameTaken(world, owner, name)) throw new ApiError(422, 'Repository creation failed.');
  const id = world.ids.next();
  const store =
    forkOf?.git.store ?? new ObjectStore(options.objectFormat ?? 'sha1', join(world.directory, String(id)), world.pool);
  const chosen = Object.fromEntries(Object.entries(options).filter(([key]) => key in DEFAULTS)) as Partial<Settings>;
  const inherited = forkOf
    ? { defaultBranch: forkOf.defaultBranch, hasIssues: false, language: forkOf.language, license: forkOf.license }
    : {};
  const repository: Repository = {
    ...DEFAULTS,
    ...inherited,
    ...chosen,
    id,
    nodeId: nodeId('R', id),
    owner,
    name,
    parent: forkOf ?? null,
    forks: [],
    createdAt: world.clock.iso(),
    updatedAt: world.clock.iso(),
    pushedAt: forkOf?.pushedAt ?? null,
    collaborators: new Map([...(options.collaborators ?? [])].map(([account, role]) => [account.id, role])),
    git: new GitRepository(store, String(id)),
    issues: new Map(),
    labels: new Map(),
    milestones: new Map(),
    checkSuites: [],
    checkRuns: [],
    lastNumber: 0,
    deleted: false,
  };
  forkOf?.forks.push(repository);
  for (const [ref, oid] of forkOf?.git.refs ?? []) if (ref.startsWith('refs/heads/')) repository.git.setRef(ref, oid);
  if (options.labels !== false) {
    for (const [label, color, description] of LABELS)
      createLabel(world, repository, { name: label, color, description, isDefault: true });
  }
  if (options.files) {
    const { files, message = 'Initial commit', author = owner } = options;
    repository.git.setRef(
      `refs/heads/${repository.defaultBranch}`,
      writeCommit(world, repository, [], { files, message, author }),
    );
    repository.pushedAt = world.clock.iso();
  }
  world.repositories.set(id, repository);
  claimName(world, repository);
  world.versions.touch();
  emitRepositoryEvent(world, { name: 'repository', parts: { action: 'created' } }, repository, sender);
  return repository;
}

function repositoryNameTaken(world: World, owner: Account, name: string): boolean {
  const found = world.names.get(`${owner.login}/${name}`.toLowerCase());
  return found !== undefined && !found.isFormer && !found.repository.deleted;
}

function claimName(world: World, repository: Repository): void {
  world.names.set(fullName(repository).toLowerCase(), { repository, isFormer: false });
}

/** The present name becomes a former one, which the API redirects until someone takes it. */
function leaveName(world: World, repository: Repository): void {
  world.names.set(fullName(repository).toLowerCase(), { repository, isFormer: true });
}

export function renameRepository(world: World, repository: Repository, name: string, sender: Actor): void {
  const from = repository.name;
  if (repositoryNameTaken(world, repository.owner, name))
    throw new ApiError(422, 'name already exists on this account');
  leaveName(world, repository);
  world.versions.update(repository, { name, updatedAt: world.clock.iso() });
  claimName(world, repository);
  emitRepository(world, repository, { action: 'renamed', changes: { repository: { name: { from } } } }, sender);
}

export function transferRepository(world: World, repository: Repository, owner: Account, sender: Actor): void {
  const former = repository.owner;
  if (repositoryNameTaken(world, owner, repository.name))
    throw new ApiError(422, 'Repositories cannot be transferred to an account that has one of this name');
  leaveName(world, repository);
  world.versions.update(repository, { owner, updatedAt: world.clock.iso() });
  claimName(world, repository);
  const key = former.type === 'Organization' ? 'organization' : 'user';
  emitRepository(
    world,
    repository,
    {
      action: 'transferred',
      changes: {
        owner: {
          from: { [key]: key === 'organization' ? simpleOrganization(world, former) : simpleUser(world, former) },
        },
      },
    },
    sender,
  );
}

export function deleteRepository(world: World, repository: Repository, sender: Actor): void {
  emitRepository(world, repository, { action: 'deleted' }, sender);
  repository.deleted = true;
  world.versions.touch();
}

export function setArchived(world: World, repository: Repository, archived: boolean, sender: Actor): void {
  world.versions.update(repository, { archived, updatedAt: world.clock.iso() });
  emitRepository(world, repository, { action: archived ? 'archived' : 'unarchived' }, sender);
}

export function setVisibility(
  world: World,
  repository: Repository,
  visibility: Repository['visibility'],
  sender: Actor,
): void {
  world.versions.update(repository, { visibility, updatedAt: world.clock.iso() });
  emitRepository(world, repository, { action: visibility === 'public' ? 'publicized' : 'privatized' }, sender);
}

/** Changes settings; those of which GitHub tells (`description`, `homepage`, `topics`, `defaultBranch`) make an `edited` event. */
export function editRepository(world: World, repository: Repository, change: Partial<Settings>, sender: Actor): void {
  const told = {
    description: 'description',
    homepage: 'homepage',
    topics: 'topics',
    defaultBranch: 'default_branch',
  } as const;
  const changes: Json = {};
  for (const [key, name] of Object.entries(told) as [keyof typeof told, string][]) {
    if (key in change && change[key] !== repository[key]) changes[name] = { from: repository[key] };
  }
  world.versions.update(repository, { ...change, updatedAt: world.clock.iso() });
  if (Object.keys(changes).length > 0) emitRepository(world, repository, { action: 'edited', changes }, sender);
}

function emitRepository(world: World, repository: Repository, parts: Json, sender: Actor): void {
  emitRepositoryEvent(world, { name: 'repository', parts }, repository, sender);
}
