import { emitRepositoryEvent } from '../emit.ts';
import { nodeId } from '../ids.ts';
import type { Commit } from '../objects.ts';
import { simpleUser } from '../payloads/accounts.ts';
import { webhookCheckSuite } from '../payloads/checks.ts';
import { pushCommitPayload } from '../payloads/git.ts';
import { fullPull } from '../payloads/pulls.ts';
import { repositoryHtmlUrl, webhookRepository } from '../payloads/repositories.ts';
import { hasPermission } from '../permissions.ts';
import type { Actor, App, CheckSuite, Json, PullRequest, Repository, World } from '../state.ts';
import { covers, fullName, noReplyAddress } from '../state.ts';

import { setState } from './issues.ts';
import { noteCommits, noteEvent } from './timeline.ts';

/** GitHub lists at most this many commits in a push. */
const LISTED_COMMITS = 2048;

/** Moves, makes or (with `null`) deletes a ref, with everything GitHub does after a push. */
export function pushRef(world: World, repository: Repository, ref: string, oid: string | null, sender: Actor): void {
  const before = repository.git.refs.get(ref) ?? repository.git.zero;
  repository.git.setRef(ref, oid);
  afterPush(world, repository, { name: ref, before, after: oid ?? repository.git.zero }, sender);
}

/** What follows a moved ref: `push`, `create` or `delete`, a check suite per app, and pull requests that move with it. */
export function afterPush(
  world: World,
  repository: Repository,
  moved: { readonly name: string; readonly before: string; readonly after: string },
  sender: Actor,
): void {
  const { git } = repository;
  const isBranch = moved.name.startsWith('refs/heads/');
  if (!isBranch && !moved.name.startsWith('refs/tags/')) return;
  world.versions.touch();
  repository.pushedAt = world.clock.iso();
  repository.updatedAt = world.clock.iso();
  const isNew = moved.before === git.zero;
  const isGone = moved.after === git.zero;
  if (isNew || isGone) emitRefEvent(world, repository, moved.name, isNew ? 'create' : 'delete', sender);
  if (isBranch && isGone) closePulls(world, repository, moved.name, sender);
  const movedPulls = isBranch && !isGone ? updatePulls(world, repository, moved, sender) : [];
  emitRepositoryEvent(
    world,
    { name: 'push', parts: pushPayload(world, repository, moved, sender) },
    repository,
    sender,
  );
  if (isBranch && !isGone) requestCheckSuites(world, repository, moved, sender);
  for (const pull of movedPulls) {
    const target = pull.issue.repository;
    emitRepositoryEvent(
      world,
      {
        name: 'pull_request',
        parts: {
          action: 'synchronize',
          number: pull.issue.number,
          before: moved.before,
          after: moved.after,
          pull_request: fullPull(world, pull),
        },
      },
      target,
      sender,
    );
  }
}

/** The repositories among which pull requests go: parent, siblings and forks. */
function networkOf(repository: Repository): Set<Repository> {
  const { parent, forks } = repository;
  return new Set([repository, ...(parent ? [parent, ...parent.forks] : []), ...forks]);
}

/** GitHub closes a pull request whose branch is deleted. */
function closePulls(world: World, repository: Repository, ref: string, sender: Actor): void {
  for (const target of networkOf(repository)) {
    for (const issue of target.issues.values()) {
      const { pull, state } = issue;
      if (state !== 'open' || pull?.head.repository !== repository || `refs/heads/${pull.head.ref}` !== ref) continue;
      noteEvent(world, issue, sender, { event: 'head_ref_deleted' });
      setState(world, issue, { state: 'closed' }, sender);
    }
  }
}

/** Moves the heads and bases of open pull requests; returns those whose head moved. */
function updatePulls(
  world: World,
  repository: Repository,
  moved: { readonly name: string; readonly before: string; readonly after: string },
  sender: Actor,
): PullRequest[] {
  const branch = moved.name.slice('refs/heads/'.length);
  const synchronized: PullRequest[] = [];
  for (const target of networkOf(repository)) {
    for (const { pull, state } of target.issues.values()) {
      if (!pull || state !== 'open') continue;
      if (target === repository && pull.base.ref === branch) pull.base.sha = moved.after;
      if (pull.head.repository !== repository || pull.head.ref !== branch) continue;
      pull.head.sha = moved.after;
      target.git.setRef(`refs/pull/${pull.issue.number}/head`, moved.after);
      world.versions.update(pull.issue, { updatedAt: world.clock.iso() });
      noteMove(world, pull, moved, sender);
      synchronized.push(pull);
    }
  }
  return synchronized;
}

/** A branch that only grew tells its new commits; one that was rewritten only where it stands now. */
function noteMove(
  world: World,
  pull: PullRequest,
  { before, after }: { readonly before: string; readonly after: string },
  sender: Actor,
): void {
  const { issue } = pull;
  if (issue.repository.git.isAncestor(before, after)) noteCommits(world, pull, before, sender);
  else noteEvent(world, issue, sender, { event: 'head_ref_force_pushed', sha: after });
}

function emitRefEvent(
  world: World,
  repository: Repository,
  ref: string,
  name: 'create' | 'delete',
  sender: Actor,
): void {
  const kind = ref.startsWith('refs/heads/') ? 'branch' : 'tag';
  const parts: Json = { ref: ref.replace(/^refs\/(heads|tags)\//, ''), ref_type: kind, pusher_type: 'user' };
  const more =
    name === 'create' ? { master_branch: repository.defaultBranch, description: repository.description } : {};
  emitRepositoryEvent(world, { name, parts: { ...parts, ...more } }, repository, sender);
}

function pushPayload(
  world: World,
  repository: Repository,
  { name, before, after }: { readonly name: string; readonly before: string; readonly after: string },
  sender: Actor,
): Json {
  const { git } = repository;
  const [isNew, isGone] = [before === git.zero, after === git.zero];
  const html = repositoryHtmlUrl(world, repository);
  const commits = isGone ? [] : newCommits(repository, name, before, after);
  const head = isGone ? undefined : git.resolveCommit(after);
  const listed = commits.slice(0, LISTED_COMMITS).reverse();
  return {
    ref: name,
    before,
    after,
    repository: pushedRepository(world, repository),
    pusher: { name: sender.account.login, email: sender.account.email ?? noReplyAddress(sender.account) },
    created: isNew,
    deleted: isGone,
    forced: !isNew && !isGone && !git.isAncestor(before, after),
    base_ref: null,
    compare:
      isNew || isGone
        ? `${html}/compare/${name.replace(/^refs\/(heads|tags)\//, '')}`
        : `${html}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: listed.map((commit) => pushCommitPayload(world, repository, commit)),
    head_commit: head ? pushCommitPayload(world, repository, head) : null,
  };
}

/** Commits that no other branch had before; of a new branch those that the default branch does not have. */
function newCommits(repository: Repository, ref: string, before: string, after: string): Commit[] {
  const { git } = repository;
  if (!git.resolveCommit(after)) return [];
  const known = before === git.zero ? git.branch(repository.defaultBranch) : before;
  const isDefault = ref === `refs/heads/${repository.defaultBranch}`;
  return git.log(
    git.resolveCommit(after)?.oid ?? after,
    known === undefined || (isDefault && before === git.zero) ? [] : [known],
  );
}

/** A push carries the repository as GitHub's first API did: its dates of creation and push in seconds. */
function pushedRepository(world: World, repository: Repository): Json {
  const { owner } = repository;
  const seconds = (iso: string | null) => (iso === null ? null : Math.floor(Date.parse(iso) / 1000));
  return {
    ...webhookRepository(world, repository),
    owner: { name: owner.login, email: owner.email, ...simpleUser(world, owner) },
    url: repositoryHtmlUrl(world, repository),
    created_at: seconds(repository.createdAt),
    pushed_at: seconds(repository.pushedAt),
    stargazers: 0,
    master_branch: repository.defaultBranch,
    ...(owner.type === 'Organization' ? { organization: owner.login } : {}),
    full_name: fullName(repository),
  };
}

/** The check suite that every app with write access to checks gets for a pushed head. */
function requestCheckSuites(
  world: World,
  repository: Repository,
  moved: { readonly name: string; readonly before: string; readonly after: string },
  sender: Actor,
): void {
  for (const installation of world.installations.values()) {
    if (installation.suspendedAt !== null || !covers(installation, repository)) continue;
    if (!hasPermission(installation.permissions, 'checks:write')) continue;
    const branch = moved.name.slice('refs/heads/'.length);
    const known = repository.checkSuites.find(
      (suite) => suite.app === installation.app && suite.headSha === moved.after,
    );
    if (known) continue;
    const suite = createCheckSuite(world, repository, installation.app, {
      headSha: moved.after,
      headBranch: branch,
      before: moved.before,
    });
    const parts = { action: 'requested', check_suite: webhookCheckSuite(world, suite) };
    emitRepositoryEvent(world, { name: 'check_suite', parts, onlyFor: installation.app }, repository, sender);
  }
}

export function createCheckSuite(
  world: World,
  repository: Repository,
  app: App,
  given: { readonly headSha: string; readonly headBranch: string | null; readonly before: string | null },
): CheckSuite {
  const id = world.ids.next();
  const suite = world.versions.created({
    id,
    nodeId: nodeId('CS', repository.id, id),
    repository,
    app,
    ...given,
    createdAt: world.clock.iso(),
    updatedAt: world.clock.iso(),
  });
  repository.checkSuites.push(suite);
  return suite;
}
