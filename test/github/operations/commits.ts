import type { TreeChange } from '../git.ts';
import type { Signature } from '../objects.ts';
import type { Account, Repository, Verification, World } from '../state.ts';
import { noReplyAddress } from '../state.ts';

/** A file to write: text, bytes, or with its mode (`100755` a program, `120000` a link, `160000` a submodule by its commit id). */
export type FileContent = string | Buffer | { readonly mode: string; readonly content: string | Buffer };

/** Whose name stands on a commit: an account, or any name and address. */
export type CommitPerson = Account | { readonly name: string; readonly email: string };

export interface CommitOptions {
  readonly files?: Readonly<Record<string, FileContent>>;
  /** Paths to remove; a folder goes with all that is in it. */
  readonly deletes?: readonly string[];
  readonly message?: string;
  readonly author?: CommitPerson;
  readonly committer?: CommitPerson;
  /** What GitHub is to say of the commit's signature; unsigned when left out. */
  readonly verification?: Verification;
}

export function signatureOf(world: World, person: CommitPerson): Signature {
  const named =
    'login' in person ? { name: person.name ?? person.login, email: person.email ?? noReplyAddress(person) } : person;
  return { name: named.name, email: named.email, seconds: Math.floor(world.clock.now() / 1000), offset: '+0000' };
}

/** Writes a commit on top of `parents` without moving a ref; returns its id. */
export function writeCommit(
  world: World,
  repository: Repository,
  parents: readonly string[],
  options: CommitOptions,
): string {
  const { git } = repository;
  const changes = new Map<string, TreeChange>();
  for (const [path, file] of Object.entries(options.files ?? {})) changes.set(path, entryOf(repository, file));
  for (const path of options.deletes ?? []) changes.set(path, null);
  const parent = parents[0];
  const author = options.author ?? world.ghost;
  const oid = git.writeCommit({
    tree: git.writeTree(parent === undefined ? null : git.store.commit(parent).tree, changes),
    parents,
    author: signatureOf(world, author),
    committer: signatureOf(world, options.committer ?? author),
    message: options.message ?? 'Update files',
  });
  if (options.verification) world.verifications.set(oid, options.verification);
  return oid;
}

function entryOf(repository: Repository, file: FileContent): { mode: string; oid: string } {
  if (typeof file === 'string' || Buffer.isBuffer(file)) return { mode: '100644', oid: repository.git.writeBlob(file) };
  const oid = file.mode === '160000' ? file.content.toString() : repository.git.writeBlob(file.content);
  return { mode: file.mode, oid };
}
