import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { OperatorError } from '../core/errors.ts';
import { type Fact, known, mapFact, unavailable } from '../core/fact.ts';
import {
  entriesToRead,
  type FileContent,
  headOf,
  type InheritedFiles,
  isKept,
  isWatched,
  type RepositoryFile,
  type RepositoryFiles,
  type WatchedFiles,
} from '../core/files.ts';
import { followPath } from '../core/follow-path.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import { CommitSource } from './commit-source.ts';
import { findRepository } from './find-repository.ts';
import { FolderSource } from './folder-source.ts';
import { type Git, gitFor } from './git.ts';
import { ObjectReader } from './object-reader.ts';
import { type ListedEntry, MOST_FILES_READ, type Source } from './source.ts';
import { WorkTreeSource } from './work-tree-source.ts';

export interface CloneRequest {
  /** A folder, a working tree, a folder within one, or a bare repository. */
  readonly folder: string;
  /** A commit by any of git's names; null for the folder as git would commit it (in a bare repository: HEAD). */
  readonly ref: string | null;
  readonly watched: readonly WatchedFiles[];
}

/** What a clone tells of a repository. */
export interface CollectedClone {
  /** The commit that was read; null for a folder as it stands. */
  readonly commit: string | null;
  readonly description: Fact<RepositoryDescription>;
  readonly files: Fact<RepositoryFiles>;
}

/**
 * Collects the facts of a local clone. Nothing in the clone is run, whatever its configuration says, and nothing
 * outside it is read, wherever its links lead.
 * @throws OperatorError `folder-not-found`, `folder-not-readable`, `ref-not-found`, `ref-without-repository`,
 * `folder-not-in-commit`, `borrowed-objects`, `git-missing`, `git-failed`
 */
export async function collectClone({ folder, ref, watched }: CloneRequest): Promise<CollectedClone> {
  const { source, commit } = await openSource(folder, ref);
  const description = unavailable('A clone does not hold what GitHub knows of the repository.');
  try {
    return {
      commit,
      description,
      files: source === null ? known({ entries: [] }) : await collectFiles(source, watched),
    };
  } finally {
    source?.close();
  }
}

/** Collects an organisation's `.github` repository from a clone: only the files that GitHub would hand on. */
export async function collectFallback(
  folder: string,
  inheritable: readonly WatchedFiles[],
): Promise<Fact<InheritedFiles>> {
  const { files } = await collectClone({ folder, ref: null, watched: inheritable });
  return mapFact(files, ({ entries }) => ({
    source: folder,
    entries: entries.filter((entry) => inheritable.some((watched) => isWatched(watched, entry.path))),
  }));
}

async function openSource(
  folder: string,
  ref: string | null,
): Promise<{ source: Source | null; commit: string | null }> {
  const root = await rootOf(folder);
  const repository = await findRepository(root);
  if (repository === null) {
    if (ref !== null) throw new OperatorError('ref-without-repository', { ref, folder });
    return { source: new FolderSource(root), commit: null };
  }
  const git = await gitFor(repository, root);
  if (ref !== null || repository.workTree === null) return openCommit(git, folder, ref);
  if (repository.workTree !== root && (await isIgnored(git))) return { source: new FolderSource(root), commit: null };
  return { source: new WorkTreeSource(git, root), commit: null };
}

/** @throws OperatorError `folder-not-found`, `folder-not-readable` */
export async function rootOf(folder: string): Promise<string> {
  const root = await realpath(folder).catch(() => null);
  const stats = root === null ? null : await stat(root).catch(() => null);
  if (root === null || stats?.isDirectory() !== true) throw new OperatorError('folder-not-found', { folder });
  await access(root, constants.R_OK | constants.X_OK).catch((cause: unknown) => {
    throw new OperatorError('folder-not-readable', { folder }, { cause });
  });
  return root;
}

/** A project that lies in a folder which a bigger repository ignores (a home folder kept in git) is judged by itself. */
async function isIgnored(git: Git): Promise<boolean> {
  return (await git.run(['check-ignore', '--quiet', '.'], [0, 1])).status === 0;
}

async function openCommit(git: Git, folder: string, ref: string | null) {
  const name = ref ?? 'HEAD';
  // No name that git allows begins with a dash, and no option is to be had by one.
  if (name.startsWith('-')) throw new OperatorError('ref-not-found', { ref: name, folder });
  const commit = await resolve(git, `${name}^{commit}`);
  // A repository without a commit is an empty one.
  if (commit === null && ref === null) return { source: null, commit: null };
  if (commit === null) throw new OperatorError('ref-not-found', { ref: name, folder });
  const { output } = await git.run(['rev-parse', '--show-prefix']);
  const prefix = output.toString('utf8').replace(/\n$/, '');
  const tree = await resolve(git, prefix === '' ? `${commit}^{tree}` : `${commit}:${prefix.replace(/\/$/, '')}`);
  if (tree === null) throw new OperatorError('folder-not-in-commit', { folder, ref: name });
  return { source: new CommitSource(new ObjectReader(git), tree), commit };
}

/** The id that a name stands for; null where there is none. */
export async function resolve(git: Git, name: string): Promise<string | null> {
  const { status, output } = await git.run(['rev-parse', '--verify', '--quiet', '--end-of-options', name], [0, 1, 128]);
  const id = output.toString('latin1').trim();
  return status === 0 && /^[0-9a-f]{40,64}$/.test(id) ? id : null;
}

async function collectFiles(source: Source, watched: readonly WatchedFiles[]): Promise<Fact<RepositoryFiles>> {
  const listed = await source.list();
  if (listed.status === 'unavailable') return listed;
  const wanted = new Map(entriesToRead(listed.value, watched).map(({ entry, isSample }) => [entry, isSample]));
  if (wanted.size > MOST_FILES_READ)
    return unavailable(`More than ${MOST_FILES_READ} files have the name of a policy file.`);
  const entries: RepositoryFile[] = [];
  for (const entry of listed.value) {
    const isSample = wanted.get(entry);
    if (isSample === undefined) {
      entries.push({ ...entry, content: null });
      continue;
    }
    const content = await readEntry(source, entry);
    if (content.status === 'unavailable') return content;
    if (content.value !== null) entries.push({ ...entry, content: isSample ? headOf(content.value) : content.value });
  }
  return known({ entries: entries.filter(isKept) });
}

/** Null when a file is gone since it was listed. */
async function readEntry(source: Source, entry: ListedEntry): Promise<Fact<FileContent | null>> {
  if (entry.kind === 'file') return source.read(entry.path);
  const steps = followPath(entry.path);
  let step = steps.next();
  while (step.done !== true) {
    const node = await source.look(step.value);
    if (node.status === 'unavailable') return node;
    step = steps.next(node.value);
  }
  if (step.value.status === 'broken') return known({ kind: 'broken-link', problem: step.value.problem });
  const content = await source.read(step.value.path);
  return mapFact(content, (value) => value ?? { kind: 'broken-link', problem: 'dangling' });
}
