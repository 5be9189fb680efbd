import type { AccountOptions, AppOptions } from './operations/accounts.ts';
import {
  addMember,
  addPrivateKey,
  createAccount,
  createApp,
  removeMember,
  removePrivateKey,
} from './operations/accounts.ts';
import { requestAction, rerequestCheckRun, rerequestCheckSuite } from './operations/checks.ts';
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
import type { IssueChange, IssueOptions } from './operations/issues.ts';
import {
  createComment,
  deleteComment,
  deleteIssue,
  editComment,
  editIssue,
  lockIssue,
  openIssue,
  setState,
} from './operations/issues.ts';
import type { MergeGroup, QueueOptions } from './operations/merge-queue.ts';
import { queuePull } from './operations/merge-queue.ts';
import type { MergeOptions } from './operations/pulls.ts';
import { changeBase, mergePull, openPull, reviewPull, setDraft } from './operations/pulls.ts';
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
import type {
  Account,
  Actor,
  App,
  CheckRun,
  CheckSuite,
  Comment,
  Installation,
  Issue,
  Permissions,
  PullRequest,
  Repository,
  RepositoryRole,
  Review,
  World,
} from './state.ts';

export interface OpenPullRequest extends CommitOptions {
  readonly repository: Repository;
  readonly title?: string;
  readonly body?: string | null;
  readonly draft?: boolean;
  /** The branch; a new name unless told. */
  readonly head?: string;
  readonly base?: string;
  readonly author?: Account;
  /** Whether the branch is in the author's fork, or in this account's. */
  readonly fork?: boolean | Account;
  /** Several commits; `files` alone make one. A commit without an author is the pull request author's. */
  readonly commits?: readonly CommitOptions[];
}

/** What people do on GitHub, as methods: each changes the state at once and queues the webhooks that follow. */
export class People {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
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

  /** Takes somebody into an organisation; a concealed member is told from nobody by what they write. */
  addMember(
    organization: Account,
    member: Account,
    options: { readonly isConcealed?: boolean; readonly by?: Account } = {},
  ): void {
    addMember(this.world, organization, member, options, person(options.by ?? this.#ownerOf(organization)));
  }

  removeMember(organization: Account, member: Account, by?: Account): void {
    removeMember(this.world, organization, member, person(by ?? this.#ownerOf(organization)));
  }

  /** A team of an organisation with these members, in place of what it was before. */
  setTeam(organization: Account, slug: string, members: readonly Account[]): void {
    organization.teams.set(slug, new Set(members.map(({ id }) => id)));
  }

  createApp(options: AppOptions): App {
    return createApp(this.world, options);
  }

  /** Another private key for an app, good from now on beside those that it has. @returns PEM */
  addPrivateKey(app: App): string {
    return addPrivateKey(app);
  }

  /** What the key signed is refused from now on. */
  removePrivateKey(app: App, privateKey: string): void {
    removePrivateKey(app, privateKey);
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
    const token = `ghp_${this.world.ids.hex(36)}`;
    this.world.userTokens.set(token, { account: user, app: null, expiresAt: null });
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

  openIssue(repository: Repository, options: IssueOptions & { readonly author?: Account }): Issue {
    return openIssue(this.world, repository, options, person(options.author ?? this.#ownerOf(repository.owner)));
  }

  editIssue(issue: Issue, change: IssueChange, by?: Account): void {
    editIssue(this.world, issue, change, person(by ?? issue.user));
  }

  closeIssue(
    issue: Issue,
    options: { readonly stateReason?: 'completed' | 'not_planned' | 'duplicate'; readonly by?: Account } = {},
  ): void {
    setState(
      this.world,
      issue,
      { state: 'closed', reason: options.stateReason },
      person(options.by ?? this.#ownerOf(issue.repository.owner)),
    );
  }

  reopenIssue(issue: Issue, by?: Account): void {
    setState(this.world, issue, { state: 'open' }, person(by ?? this.#ownerOf(issue.repository.owner)));
  }

  deleteIssue(issue: Issue, by?: Account): void {
    deleteIssue(this.world, issue, person(by ?? this.#ownerOf(issue.repository.owner)));
  }

  /** Comments on an issue or a pull request. */
  /** Lets only those comment who may write to the repository. */
  lock(subject: Issue | PullRequest, by?: Account): void {
    const issue = 'issue' in subject ? subject.issue : subject;
    lockIssue(this.world, issue, person(by ?? this.#ownerOf(issue.repository.owner)));
  }

  comment(subject: Issue | PullRequest, body: string, author?: Account): Comment {
    const issue = 'issue' in subject ? subject.issue : subject;
    return createComment(this.world, issue, body, person(author ?? this.#ownerOf(issue.repository.owner)));
  }

  editComment(comment: Comment, body: string, by?: Account): void {
    editComment(this.world, comment, body, person(by ?? comment.user));
  }

  deleteComment(comment: Comment, by?: Account): void {
    deleteComment(this.world, comment, person(by ?? comment.user));
  }

  /** An account's fork of a repository, made when there is none. */
  fork(repository: Repository, owner: Account): Repository {
    const standing = repository.forks.find((fork) => fork.owner === owner && !fork.deleted);
    return (
      standing ?? this.createRepository({ owner, name: repository.name, forkOf: repository, by: owner, labels: false })
    );
  }

  /** Opens a pull request; with `files` or `commits` its branch is made from the base first, in a fork when told so. */
  openPullRequest(options: OpenPullRequest): PullRequest {
    const { repository } = options;
    const author = options.author ?? this.#ownerOf(repository.owner);
    const forkOwner = options.fork === true ? author : options.fork || undefined;
    const headRepository = forkOwner ? this.fork(repository, forkOwner) : repository;
    const base = options.base ?? repository.defaultBranch;
    const head = options.head ?? `patch-${repository.lastNumber + 1}`;
    const commits = options.commits ?? (options.files || options.deletes ? [options] : []);
    for (const commit of commits) {
      const parent = headRepository.git.branch(head) ?? repository.git.branch(base);
      const { files, deletes, message = options.title ?? 'Change files', committer, verification } = commit;
      const given = {
        files: files ?? {},
        deletes: deletes ?? [],
        message,
        author: commit.author ?? author,
        ...(committer ? { committer } : {}),
        ...(verification ? { verification } : {}),
      };
      this.pushFiles(headRepository, {
        ...given,
        branch: head,
        by: author,
        ...(parent === undefined ? {} : { parent }),
      });
    }
    const { title = 'Change files', body = null, draft = false } = options;
    return openPull(this.world, repository, { title, body, draft, head, headRepository, base }, person(author));
  }

  /** Adds a commit to a pull request's branch; returns the new head. */
  pushToPullRequest(
    pull: PullRequest,
    options: CommitOptions & { readonly force?: boolean; readonly parent?: string; readonly by?: Account },
  ): string {
    const { repository, ref } = pull.head;
    if (!repository) throw new Error('The branch of the pull request is gone');
    return this.pushFiles(repository, { author: pull.issue.user, ...options, branch: ref }).sha;
  }

  editPullRequest(pull: PullRequest, change: IssueChange & { readonly base?: string }, by?: Account): void {
    const sender = person(by ?? pull.issue.user);
    if (change.base !== undefined) changeBase(this.world, pull, change.base, sender);
    editIssue(this.world, pull.issue, change, sender);
  }

  readyForReview(pull: PullRequest, by?: Account): void {
    setDraft(this.world, pull, false, person(by ?? pull.issue.user));
  }

  convertToDraft(pull: PullRequest, by?: Account): void {
    setDraft(this.world, pull, true, person(by ?? pull.issue.user));
  }

  /** Reviews a pull request. */
  review(pull: PullRequest, options: Parameters<typeof reviewPull>[2], by?: Account): Review {
    return reviewPull(this.world, pull, options, person(by ?? this.#ownerOf(pull.issue.repository.owner)));
  }

  closePullRequest(pull: PullRequest, by?: Account): void {
    setState(this.world, pull.issue, { state: 'closed' }, person(by ?? pull.issue.user));
  }

  reopenPullRequest(pull: PullRequest, by?: Account): void {
    setState(this.world, pull.issue, { state: 'open' }, person(by ?? pull.issue.user));
  }

  /** Merges a pull request; returns the commit on the base branch. */
  mergePullRequest(pull: PullRequest, options: MergeOptions & { readonly by?: Account } = {}): string {
    return mergePull(this.world, pull, options, person(options.by ?? this.#ownerOf(pull.issue.repository.owner)));
  }

  /** Puts a pull request into the merge queue of its base. */
  queuePullRequest(pull: PullRequest, options: QueueOptions & { readonly by?: Account } = {}): MergeGroup {
    return queuePull(this.world, pull, options, person(options.by ?? this.#ownerOf(pull.issue.repository.owner)));
  }

  /** Presses a button that a check run offers. */
  requestAction(run: CheckRun, identifier: string, by?: Account): void {
    requestAction(this.world, run, identifier, person(by ?? this.#ownerOf(run.suite.repository.owner)));
  }

  rerequestCheckRun(run: CheckRun, by?: Account): void {
    rerequestCheckRun(this.world, run, person(by ?? this.#ownerOf(run.suite.repository.owner)));
  }

  rerequestCheckSuite(suite: CheckSuite, by?: Account): void {
    rerequestCheckSuite(this.world, suite, person(by ?? this.#ownerOf(suite.repository.owner)));
  }

  /** Puts someone at the browser, who agrees to every sign-in at `/login/oauth/authorize`; `null` for a page to choose from. */
  signIn(user: Account | null): void {
    this.world.signedIn = user;
  }

  /** Sends an app GitHub's `ping`. */
  ping(app: App): void {
    const config = { content_type: 'json', insecure_ssl: '0', secret: '********', url: app.webhookUrl };
    const at = this.world.clock.iso();
    const hook = {
      config,
      created_at: at,
      updated_at: at,
      deliveries_url: `${this.world.url}/app/hook/deliveries`,
      type: 'App',
      id: app.hookId,
      name: 'web',
      active: true,
      events: app.events,
      app_id: app.id,
    };
    this.world.webhooks.send(
      app,
      'ping',
      { zen: 'Keep it logically awesome.', hook_id: app.hookId, hook },
      { installationId: null, repositoryId: null },
    );
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
