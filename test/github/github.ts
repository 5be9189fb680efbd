import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from './clock.ts';
import { createClock } from './clock.ts';
import { Faults } from './faults.ts';
import { GraphqlEngine } from './graphql/engine.ts';
import type { Ids } from './ids.ts';
import { createIds } from './ids.ts';
import { Limits } from './limits.ts';
import type { AccountOptions, AppOptions } from './operations/accounts.ts';
import { createAccount, createApp } from './operations/accounts.ts';
import type { CommitOptions } from './operations/commits.ts';
import { writeCommit } from './operations/commits.ts';
import type { InstallOptions } from './operations/installations.ts';
import {
  changePermissions,
  changeRepositories,
  installApp,
  mintToken,
  suspend,
  uninstallApp,
  unsuspend,
} from './operations/installations.ts';
import { pushRef } from './operations/pushes.ts';
import type { RepositoryOptions } from './operations/repositories.ts';
import {
  createRepository,
  deleteRepository,
  editRepository,
  renameRepository,
  setArchived,
  setVisibility,
  transferRepository,
} from './operations/repositories.ts';
import { Recorder } from './recorder.ts';
import { routes } from './rest/index.ts';
import { rateLimitRoute } from './rest/meta.ts';
import { createRouter } from './router.ts';
import type { ServerParts } from './server.ts';
import { createApiServer, limitKey } from './server.ts';
import type { Account, Actor, App, Installation, Permissions, Repository, RepositoryRole, World } from './state.ts';
import { Versions } from './versions.ts';
import { Webhooks } from './webhooks.ts';

export interface GitHubOptions {
  /** The same seed and the same calls give the same ids and GUIDs. */
  readonly seed?: number | string;
  /** A time at which the clock stands still until it is moved; without it the clock runs. */
  readonly now?: Date | string | number;
  readonly port?: number;
  /** Requests per hour of each installation and user, REST and GraphQL apart. */
  readonly allowance?: number;
  readonly enforceSecondaryLimits?: boolean;
  /** Milliseconds that each request takes at least. */
  readonly latency?: number;
  /** Whether a token may read public repositories outside its installation, as on github.com. */
  readonly publicReads?: boolean;
}

/** Starts a GitHub on a free port of the loopback interface. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const github = new GitHub(options);
  await github.listen(options.port ?? 0);
  return github;
}

/** A GitHub of one's own: its state, what people do on it, and what it recorded. Made by `startGitHub`. */
export class GitHub {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly world: World;
  readonly faults = new Faults();
  readonly webhooks: Webhooks;
  readonly limits: Limits;
  readonly #recorder = new Recorder();
  readonly #server: Server;
  readonly #parts: ServerParts;

  constructor(options: GitHubOptions) {
    this.clock = createClock(options.now);
    this.ids = createIds(options.seed ?? 1);
    this.webhooks = new Webhooks(this.clock, this.ids);
    this.limits = new Limits(this.clock, {
      allowance: options.allowance ?? 5000,
      enforceSecondary: options.enforceSecondaryLimits ?? false,
    });
    this.world = createWorld(this.clock, this.ids, this.webhooks, options.publicReads ?? false);
    this.#parts = {
      world: this.world,
      faults: this.faults,
      limits: this.limits,
      recorder: this.#recorder,
      graphql: new GraphqlEngine(this.world, this.limits),
      contract: null,
      match: createRouter([...routes, rateLimitRoute(this.limits, ({ caller }) => limitKey(caller))]),
      latency: options.latency ?? 0,
    };
    this.#server = createApiServer(this.#parts);
  }

  /** The address without a slash at its end: the API's base, and the host of clone addresses. */
  get url(): string {
    return this.world.url;
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    this.world.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Stops everything and removes what lies on the disk. */
  async close(): Promise<void> {
    this.webhooks.close();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
    rmSync(this.world.directory, { recursive: true, force: true });
  }

  /** Every request so far, oldest first. */
  get requests() {
    return this.#recorder.requests;
  }

  /** Method and path of every request that no route serves. */
  get unserved(): readonly string[] {
    return this.#recorder.unserved;
  }

  countByRoute(): Record<string, number> {
    return this.#recorder.countByRoute();
  }

  /** The requests that changed something, those whose answer was lost included. */
  writes() {
    return this.#recorder.writes();
  }

  resetRequests(): void {
    this.#recorder.reset();
  }

  /** Resolves when every webhook that is not held was sent and answered. */
  settled(): Promise<void> {
    return this.webhooks.settled();
  }

  createUser(login: string, options: Partial<Omit<AccountOptions, 'login' | 'type'>> = {}): Account {
    return createAccount(this.world, { ...options, login, type: 'User' });
  }

  /** An organisation with its members; `owners` are admins of everything in it. */
  createOrganization(
    login: string,
    options: Partial<Omit<AccountOptions, 'login' | 'type'>> & {
      readonly owners?: readonly Account[];
      readonly members?: readonly Account[];
    } = {},
  ): Account {
    const { owners = [], members = [], ...account } = options;
    const organization = createAccount(this.world, { ...account, login, type: 'Organization' });
    for (const { id } of members) organization.members.set(id, 'member');
    for (const { id } of owners) organization.members.set(id, 'admin');
    return organization;
  }

  createApp(options: AppOptions): App {
    return createApp(this.world, options);
  }

  installApp(options: InstallOptions & { readonly by?: Account }): Installation {
    return installApp(this.world, options, person(options.by ?? this.#ownerOf(options.account)));
  }

  uninstallApp(installation: Installation, by?: Account): void {
    uninstallApp(this.world, installation, person(by ?? this.#ownerOf(installation.account)));
  }

  suspend(installation: Installation, by?: Account): void {
    suspend(this.world, installation, person(by ?? this.#ownerOf(installation.account)));
  }

  unsuspend(installation: Installation, by?: Account): void {
    unsuspend(this.world, installation, person(by ?? this.#ownerOf(installation.account)));
  }

  /** Grants exactly these permissions to an installation. */
  changePermissions(installation: Installation, permissions: Permissions, by?: Account): void {
    changePermissions(this.world, installation, permissions, person(by ?? this.#ownerOf(installation.account)));
  }

  addRepositories(installation: Installation, repositories: readonly Repository[], by?: Account): void {
    changeRepositories(
      this.world,
      installation,
      { add: repositories },
      person(by ?? this.#ownerOf(installation.account)),
    );
  }

  removeRepositories(installation: Installation, repositories: readonly Repository[], by?: Account): void {
    changeRepositories(
      this.world,
      installation,
      { remove: repositories },
      person(by ?? this.#ownerOf(installation.account)),
    );
  }

  /** A token as the API would give it, for tests that do not want to sign a JWT. */
  createInstallationToken(installation: Installation, wanted: Parameters<typeof mintToken>[2] = {}): string {
    return mintToken(this.world, installation, wanted).value;
  }

  /** A personal access token. */
  createUserToken(user: Account): string {
    const token = `ghp_${this.ids.hex(36)}`;
    this.world.userTokens.set(token, user);
    return token;
  }

  createRepository(options: RepositoryOptions & { readonly by?: Account }): Repository {
    return createRepository(this.world, options, person(options.by ?? this.#ownerOf(options.owner)));
  }

  /** Commits to a branch (made when it does not exist) and pushes it; returns the new head. */
  pushFiles(
    repository: Repository,
    options: CommitOptions & {
      readonly branch?: string;
      readonly force?: boolean;
      readonly parent?: string;
      readonly by?: Account;
    } = {},
  ): { readonly sha: string; readonly branch: string } {
    const { git } = repository;
    const branch = options.branch ?? repository.defaultBranch;
    const parent = options.parent ?? git.branch(branch) ?? git.branch(repository.defaultBranch);
    const sender =
      options.by ?? (options.author && 'login' in options.author ? options.author : this.#ownerOf(repository.owner));
    const parents =
      parent === undefined
        ? []
        : options.force && options.parent === undefined
          ? git.store.commit(parent).parents
          : [parent];
    const sha = writeCommit(this.world, repository, parents, { author: sender, ...options });
    pushRef(this.world, repository, `refs/heads/${branch}`, sha, person(sender));
    return { sha, branch };
  }

  deleteBranch(repository: Repository, branch: string, by?: Account): void {
    pushRef(this.world, repository, `refs/heads/${branch}`, null, person(by ?? this.#ownerOf(repository.owner)));
  }

  setRole(repository: Repository, user: Account, role: RepositoryRole | null): void {
    if (role === null) repository.collaborators.delete(user.id);
    else repository.collaborators.set(user.id, role);
  }

  renameRepository(repository: Repository, name: string, by?: Account): void {
    renameRepository(this.world, repository, name, person(by ?? this.#ownerOf(repository.owner)));
  }

  transferRepository(repository: Repository, owner: Account, by?: Account): void {
    transferRepository(this.world, repository, owner, person(by ?? this.#ownerOf(repository.owner)));
  }

  archive(repository: Repository, by?: Account): void {
    setArchived(this.world, repository, true, person(by ?? this.#ownerOf(repository.owner)));
  }

  unarchive(repository: Repository, by?: Account): void {
    setArchived(this.world, repository, false, person(by ?? this.#ownerOf(repository.owner)));
  }

  setVisibility(repository: Repository, visibility: Repository['visibility'], by?: Account): void {
    setVisibility(this.world, repository, visibility, person(by ?? this.#ownerOf(repository.owner)));
  }

  editRepository(repository: Repository, change: Parameters<typeof editRepository>[2], by?: Account): void {
    editRepository(this.world, repository, change, person(by ?? this.#ownerOf(repository.owner)));
  }

  deleteRepository(repository: Repository, by?: Account): void {
    deleteRepository(this.world, repository, person(by ?? this.#ownerOf(repository.owner)));
  }

  /** The first owner of an organisation, or the account itself: who does what nobody was named for. */
  #ownerOf(account: Account): Account {
    if (account.type !== 'Organization') return account;
    const id = [...account.members].find(([, role]) => role === 'admin')?.[0];
    return this.world.accounts.get(id ?? 0) ?? this.world.ghost;
  }
}

function person(account: Account): Actor {
  return { account, app: null };
}

function createWorld(clock: Clock, ids: Ids, webhooks: Webhooks, publicReads: boolean): World {
  const bare = {
    clock,
    ids,
    webhooks,
    versions: new Versions(clock),
    url: '',
    directory: mkdtempSync(join(tmpdir(), 'embedded-github-')),
    pool: new Map(),
    accounts: new Map<number, Account>(),
    apps: new Map(),
    installations: new Map(),
    tokens: new Map(),
    userTokens: new Map(),
    repositories: new Map(),
    names: new Map(),
    verifications: new Map(),
    publicReads,
  };
  const reserved = (id: number, nodeId: string, login: string, email: string | null): Account => {
    const account: Account = {
      id,
      nodeId,
      login,
      type: 'User',
      name: login === 'web-flow' ? 'GitHub' : null,
      email,
      emails: new Set(email === null ? [] : [email]),
      createdAt: '2008-01-01T00:00:00Z',
      members: new Map(),
      publicMembers: new Set(),
      siteAdmin: false,
    };
    bare.accounts.set(id, account);
    return account;
  };
  // The numbers that these two have on github.com.
  return {
    ...bare,
    ghost: reserved(10137, 'MDQ6VXNlcjEwMTM3', 'ghost', null),
    webFlow: reserved(19864447, 'MDQ6VXNlcjE5ODY0NDQ3', 'web-flow', 'noreply@github.com'),
  };
}
