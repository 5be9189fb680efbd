import { emitRepositoryEvent } from '../emit.ts';
import { ApiError, validationFailed } from '../errors.ts';
import { nodeId } from '../ids.ts';
import { reviewPayload, simplePull } from '../payloads/pulls.ts';
import type { Account, Actor, PullRequest, Repository, Review, World } from '../state.ts';
import { signatureOf } from './commits.ts';
import { checkBody, checkTitle, emitIssue, newIssue } from './issues.ts';
import { pushRef } from './pushes.ts';
import { noteCommits, noteEvent } from './timeline.ts';

export interface PullOptions {
  readonly title: string;
  readonly body?: string | null;
  /** The branch with the changes. */
  readonly head: string;
  /** Where that branch is; the repository itself unless told. */
  readonly headRepository?: Repository;
  readonly base: string;
  readonly draft?: boolean;
  readonly maintainerCanModify?: boolean;
  readonly labels?: readonly string[];
}

export function openPull(world: World, repository: Repository, options: PullOptions, author: Actor): PullRequest {
  checkTitle(options.title, 'PullRequest');
  checkBody(options.body, 'PullRequest');
  const headRepository = options.headRepository ?? repository;
  const headSha = headRepository.git.branch(options.head);
  const baseSha = repository.git.branch(options.base);
  if (headSha === undefined) throw validationFailed({ resource: 'PullRequest', field: 'head', code: 'invalid' });
  if (baseSha === undefined) throw validationFailed({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  const label = `${headRepository.owner.login}:${options.head}`;
  if (openPullOf(repository, headRepository, options.head, options.base)) {
    throw validationFailed({
      resource: 'PullRequest',
      code: 'custom',
      message: `A pull request already exists for ${label}.`,
    });
  }
  if (repository.git.log(headSha, [baseSha]).length === 0) {
    throw validationFailed({
      resource: 'PullRequest',
      code: 'custom',
      message: `No commits between ${options.base} and ${label}`,
    });
  }
  const issue = newIssue(world, repository, options, author);
  const id = world.ids.next();
  const pull: PullRequest = {
    id,
    nodeId: nodeId('PR', repository.id, id),
    issue,
    head: { repository: headRepository, ref: options.head, sha: headSha, owner: headRepository.owner },
    base: { ref: options.base, sha: baseSha },
    draft: options.draft ?? false,
    mergedAt: null,
    mergedBy: null,
    mergeCommitSha: null,
    maintainerCanModify: options.maintainerCanModify ?? headRepository !== repository,
    reviews: [],
  };
  issue.pull = pull;
  noteCommits(world, pull, baseSha, author);
  repository.git.setRef(`refs/pull/${issue.number}/head`, headSha);
  emitIssue(world, issue, { action: 'opened' }, author);
  return pull;
}

export function openPullOf(
  repository: Repository,
  head: Repository,
  branch: string,
  base: string,
): PullRequest | undefined {
  for (const { pull, state } of repository.issues.values()) {
    if (state === 'open' && pull?.head.repository === head && pull.head.ref === branch && pull.base.ref === base)
      return pull;
  }
  return undefined;
}

export function changeBase(world: World, pull: PullRequest, base: string, sender: Actor): void {
  const { repository } = pull.issue;
  const sha = repository.git.branch(base);
  if (sha === undefined) throw validationFailed({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  if (base === pull.base.ref) return;
  const changes = { base: { ref: { from: pull.base.ref }, sha: { from: pull.base.sha } } };
  noteEvent(world, pull.issue, sender, { event: 'base_ref_changed', from: pull.base.ref, to: base });
  pull.base = { ref: base, sha };
  world.versions.update(pull.issue, { updatedAt: world.clock.iso() });
  emitIssue(world, pull.issue, { action: 'edited', changes }, sender);
}

export function setDraft(world: World, pull: PullRequest, draft: boolean, sender: Actor): void {
  if (pull.draft === draft) return;
  pull.draft = draft;
  noteEvent(world, pull.issue, sender, { event: draft ? 'convert_to_draft' : 'ready_for_review' });
  world.versions.update(pull.issue, { updatedAt: world.clock.iso() });
  emitIssue(world, pull.issue, { action: draft ? 'converted_to_draft' : 'ready_for_review' }, sender);
}

export interface MergeOptions {
  readonly method?: 'merge' | 'squash' | 'rebase';
  readonly title?: string | undefined;
  readonly message?: string | undefined;
  /** The head that must still stand. */
  readonly sha?: string | undefined;
}

/** Merges a pull request; the base moves, and whatever follows a push follows. Returns the new commit. */
export function mergePull(world: World, pull: PullRequest, options: MergeOptions, sender: Actor): string {
  const { issue, base, head } = pull;
  const { git } = issue.repository;
  if (options.sha !== undefined && options.sha !== head.sha)
    throw new ApiError(409, 'Head branch was modified. Review and try the merge again.');
  if (issue.state !== 'open' || pull.draft) throw new ApiError(405, 'Pull Request is not mergeable');
  const tip = git.branch(base.ref) ?? base.sha;
  const tree = git.mergeTrees(tip, head.sha);
  if (tree === null) throw new ApiError(405, 'Pull Request is not mergeable');
  const oid = mergeCommit(world, pull, { tip, tree, options, sender: sender.account });
  pull.mergedAt = world.clock.iso();
  pull.mergedBy = sender.account;
  pull.mergeCommitSha = oid;
  world.versions.update(issue, {
    state: 'closed',
    closedAt: world.clock.iso(),
    closedBy: sender.account,
    updatedAt: world.clock.iso(),
  });
  noteEvent(world, issue, sender, { event: 'merged', sha: oid });
  pushRef(world, issue.repository, `refs/heads/${base.ref}`, oid, sender);
  emitIssue(world, issue, { action: 'closed' }, sender);
  if (issue.repository.deleteBranchOnMerge && head.repository === issue.repository)
    pushRef(world, issue.repository, `refs/heads/${head.ref}`, null, sender);
  return oid;
}

function mergeCommit(
  world: World,
  pull: PullRequest,
  {
    tip,
    tree,
    options,
    sender,
  }: { readonly tip: string; readonly tree: string; readonly options: MergeOptions; readonly sender: Account },
): string {
  const { issue, head } = pull;
  const { git } = issue.repository;
  const committer = signatureOf(world, world.webFlow);
  const write = (parents: readonly string[], message: string, author = signatureOf(world, sender)) => {
    const oid = git.writeCommit({ tree, parents, message, author, committer });
    world.verifications.set(oid, { verified: true, reason: 'valid', signer: world.webFlow });
    return oid;
  };
  const message = (title: string, body: string) =>
    [options.title ?? title, options.message ?? body].filter((part) => part !== '').join('\n\n');
  if (options.method === 'squash')
    return write([tip], message(`${issue.title} (#${issue.number})`, ''), signatureOf(world, issue.user));
  if (options.method === 'rebase')
    return write([tip], git.store.commit(head.sha).message, git.store.commit(head.sha).author);
  return write(
    [tip, head.sha],
    message(`Merge pull request #${issue.number} from ${head.owner.login}/${head.ref}`, issue.title),
  );
}

/** Adds a review. */
export function reviewPull(
  world: World,
  pull: PullRequest,
  { state = 'COMMENTED', body = '' }: { readonly state?: Review['state']; readonly body?: string },
  author: Actor,
): Review {
  const id = world.ids.next();
  const { repository } = pull.issue;
  const submittedAt = world.clock.iso();
  const review = { id, nodeId: nodeId('PRR', repository.id, id), user: author.account, state, body, submittedAt };
  pull.reviews.push(review);
  world.versions.touch();
  const parts = {
    action: 'submitted',
    review: reviewPayload(world, pull, review),
    pull_request: simplePull(world, pull),
  };
  emitRepositoryEvent(world, { name: 'pull_request_review', parts }, repository, author);
  return review;
}
