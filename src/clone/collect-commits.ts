import type { Commit } from '../contributions/commit.ts';
import { OperatorError } from '../core/errors.ts';
import { resolve, rootOf } from './collect-clone.ts';
import { MergeComparer } from './compare-merges.ts';
import { findRepository } from './find-repository.ts';
import { withReverts } from './find-reverts.ts';
import { type Git, gitFor } from './git.ts';
import { assertWhole } from './object-reader.ts';

/** Which commits of a clone are meant. */
export interface CommitsRequest {
  readonly folder: string;
  /** `BASE..HEAD`, or one commit for all that led to it. */
  readonly range: string;
  /** Whether git is to merge the parents of each merge anew, to see what people added to it. */
  readonly compareMerges: boolean;
  /** Whether to look for commits that take back the one right below them. */
  readonly findReverts: boolean;
}

export interface CollectedCommits {
  /** The oldest first, each after its parents. */
  readonly commits: readonly DatedCommit[];
  /** Why there may be more of them, in one sentence; else null. */
  readonly incomplete: string | null;
  /** The `.mailmap` of the range's base, which the range cannot have changed; null where there is none. */
  readonly mailmap: string | null;
}

/** A commit, with the second at which its author says to have made it, and the id of the tree that it holds. */
export type DatedCommit = Commit & { readonly authoredAt: number; readonly tree: string };

/** A mailmap of more than this is not read. */
const LARGEST_MAILMAP = 1024 * 1024;

/**
 * Reads commits from a clone. Nothing in the clone is run, whatever its configuration says.
 * @throws OperatorError `folder-not-found`, `folder-not-readable`, `not-a-repository`, `range-unusable`,
 * `ref-not-found`, `borrowed-objects`, `git-missing`, `git-failed`
 */
export async function collectCommits(request: CommitsRequest): Promise<CollectedCommits> {
  const { folder, range, compareMerges, findReverts } = request;
  const root = await rootOf(folder);
  const repository = await findRepository(root);
  if (repository === null) throw new OperatorError('not-a-repository', { folder });
  const git = await gitFor(repository, root);
  await assertWhole(git);
  const { base, head } = await endsOf(git, folder, range);
  const { output } = await git.run([
    ...HONEST_HISTORY,
    'rev-list',
    '--topo-order',
    '--reverse',
    '--encoding=UTF-8',
    `--format=${FIELDS.map((field) => `${field}%x00`).join('')}`,
    head,
    ...(base === null ? [] : [`^${base}`]),
  ]);
  const listed = parseCommits(output);
  const commits = findReverts ? await withReverts(git, listed) : listed;
  return {
    commits: compareMerges ? await withMerges(git, commits) : commits,
    incomplete: await shallowness(git, commits),
    mailmap: base === null ? null : await mailmapAt(git, base),
  };
}

/** A commit-graph in the clone may tell other parents than the commits themselves. */
const HONEST_HISTORY = ['-c', 'core.commitGraph=false'];

const FIELDS = ['%H', '%P', '%an', '%ae', '%cn', '%ce', '%at', '%T', '%B'];

async function endsOf(git: Git, folder: string, range: string): Promise<{ base: string | null; head: string }> {
  const dots = range.indexOf('..');
  if (range.startsWith('...', dots) && dots !== -1) {
    const problem = 'with three dots it would hold the commits of both sides.';
    throw new OperatorError('range-unusable', { range, problem });
  }
  if (dots === -1) return { base: null, head: await commitOf(git, folder, range) };
  const [from, to] = [range.slice(0, dots), range.slice(dots + 2)];
  if (to.includes('..')) throw new OperatorError('range-unusable', { range, problem: 'it has more than two ends.' });
  return {
    base: await commitOf(git, folder, from === '' ? 'HEAD' : from),
    head: await commitOf(git, folder, to === '' ? 'HEAD' : to),
  };
}

async function commitOf(git: Git, folder: string, name: string): Promise<string> {
  const id = name.startsWith('-') || name.startsWith('^') ? null : await resolve(git, `${name}^{commit}`);
  if (id === null) throw new OperatorError('ref-not-found', { ref: name, folder });
  return id;
}

/** @param output the fields, each ended by a NUL, which no commit can hold; a git may print a line before each commit */
function parseCommits(output: Buffer): DatedCommit[] {
  const fields = output.toString('utf8').split('\0');
  const commits: DatedCommit[] = [];
  for (let at = 0; at + FIELDS.length < fields.length; at += FIELDS.length) {
    const [
      before = '',
      parents = '',
      name = '',
      email = '',
      committerName = '',
      committerEmail = '',
      seconds,
      tree = '',
      message,
    ] = fields.slice(at, at + FIELDS.length);
    commits.push({
      sha: before.slice(before.lastIndexOf('\n') + 1),
      parents: parents.split(' ').filter((parent) => parent !== ''),
      message: message ?? '',
      author: { name, email },
      committer: { name: committerName, email: committerEmail },
      authoredAt: Number(seconds),
      tree,
      authorAccount: null,
      committerAccount: null,
      verifiedBy: null,
      merge: null,
      revertOf: null,
    });
  }
  return commits;
}

async function withMerges(git: Git, commits: readonly DatedCommit[]): Promise<DatedCommit[]> {
  if (commits.every(({ parents }) => parents.length < 2)) return [...commits];
  const comparer = await MergeComparer.open(git);
  try {
    const compared: DatedCommit[] = [];
    for (const commit of commits) compared.push({ ...commit, merge: await comparer.compare(commit) });
    return compared;
  } finally {
    await comparer.close();
  }
}

/** In a shallow clone the history ends somewhere, and what lies behind may belong to the range. */
async function shallowness(git: Git, commits: readonly Commit[]): Promise<string | null> {
  const { output } = await git.run(['rev-parse', '--is-shallow-repository']);
  if (output.toString('latin1').trim() !== 'true') return null;
  const ends = commits.some(({ parents }) => parents.length === 0);
  return ends ? 'The clone is shallow: fetch the rest with `git fetch --unshallow`.' : null;
}

async function mailmapAt(git: Git, base: string): Promise<string | null> {
  const id = await resolve(git, `${base}:.mailmap`);
  if (id === null) return null;
  const size = await git.run(['cat-file', '-s', id], [0, 128]);
  if (size.status !== 0 || Number(size.output.toString('latin1')) > LARGEST_MAILMAP) return null;
  const { status, output } = await git.run(['cat-file', 'blob', id], [0, 128]);
  return status === 0 ? output.toString('utf8') : null;
}
