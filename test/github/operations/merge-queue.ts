import { emitRepositoryEvent } from '../emit.ts';
import { ApiError } from '../errors.ts';
import { signatureDate } from '../objects.ts';
import type { Account, Actor, Json, PullRequest, World } from '../state.ts';
import { signatureOf } from './commits.ts';
import { pushRef } from './pushes.ts';

export interface QueueOptions {
  /** How the queue merges; squash unless told. */
  readonly method?: 'merge' | 'squash' | 'rebase';
}

/** A pull request that waits in a queue: the commit that would become the tip of the base, and the branch that holds it. */
export interface MergeGroup {
  readonly headSha: string;
  readonly baseSha: string;
  readonly ref: string;
}

/** Puts a pull request into the merge queue of its base: makes the group's commits and asks for checks on them. */
export function queuePull(
  world: World,
  pull: PullRequest,
  { method = 'squash' }: QueueOptions,
  sender: Actor,
): MergeGroup {
  const { issue, base, head } = pull;
  const { repository } = issue;
  const { git } = repository;
  const baseSha = git.branch(base.ref) ?? base.sha;
  const tree = git.mergeTrees(baseSha, head.sha);
  if (tree === null || issue.state !== 'open') throw new ApiError(405, 'Pull Request is not mergeable');
  const headSha = groupCommit(world, pull, { baseSha, tree, method });
  const ref = `refs/heads/gh-readonly-queue/${base.ref}/pr-${issue.number}-${baseSha}`;
  pushRef(world, repository, ref, headSha, sender);
  const group = { headSha, baseSha, ref };
  const parts = { action: 'checks_requested', merge_group: groupPayload(pull, group) };
  emitRepositoryEvent(world, { name: 'merge_group', parts }, repository, sender);
  return group;
}

function groupCommit(
  world: World,
  pull: PullRequest,
  {
    baseSha,
    tree,
    method,
  }: { readonly baseSha: string; readonly tree: string; readonly method: QueueOptions['method'] },
): string {
  const { issue, head } = pull;
  const { git } = issue.repository;
  const committer = signatureOf(world, world.webFlow);
  const write = (parents: readonly string[], message: string, treeOf: string, author: Account) => {
    const oid = git.writeCommit({ tree: treeOf, parents, message, author: signatureOf(world, author), committer });
    world.verifications.set(oid, { verified: true, reason: 'valid', signer: world.webFlow });
    return oid;
  };
  const title = `${issue.title} (#${issue.number})`;
  const behind = new Set(git.log(baseSha).map(({ oid }) => oid));
  const commits = git
    .log(head.sha)
    .filter(({ oid }) => !behind.has(oid))
    .reverse();
  if (method === 'merge') return write([baseSha, head.sha], `Merge pull request #${issue.number}`, tree, issue.user);
  if (method === 'rebase') {
    return commits.reduce((tip, { oid, message, author }) => {
      const rebased = git.mergeTrees(tip, oid) ?? tree;
      return git.writeCommit({ tree: rebased, parents: [tip], message, author, committer });
    }, baseSha);
  }
  const [only, ...others] = commits;
  const list = others.length === 0 ? (only?.message.split('\n\n').slice(1).join('\n\n') ?? '') : bullets(commits);
  const bodies: Json = { COMMIT_MESSAGES: list, PR_BODY: issue.body ?? '', BLANK: '' };
  const body = String(bodies[String(issue.repository.settings.squashMergeCommitMessage ?? 'COMMIT_MESSAGES')] ?? list);
  return write([baseSha], body === '' ? title : `${title}\n\n${body}`, tree, issue.user);
}

function bullets(commits: readonly { readonly message: string }[]): string {
  return commits.map(({ message }) => `* ${message.trimEnd()}`).join('\n\n');
}

function groupPayload({ issue, base }: PullRequest, { headSha, baseSha, ref }: MergeGroup): Json {
  const commit = issue.repository.git.store.commit(headSha);
  const person = ({ name, email }: { readonly name: string; readonly email: string }) => ({ name, email });
  return {
    head_sha: headSha,
    head_ref: ref,
    base_sha: baseSha,
    base_ref: `refs/heads/${base.ref}`,
    head_commit: {
      id: headSha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: signatureDate(commit.committer),
      author: person(commit.author),
      committer: person(commit.committer),
    },
  };
}
