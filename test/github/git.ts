import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ChangedFile } from './difference.ts';
import { parseDifference, plainDifference } from './difference.ts';
import type { GitPlace } from './git-binary.ts';
import { makeBare, runGit } from './git-binary.ts';
import type { ObjectStore } from './object-store.ts';
import type { Commit, GitObject, ObjectFormat, Signature, TreeEntry } from './objects.ts';
import { formatCommit, formatTree, zeroOid } from './objects.ts';

/** What a tree is to have at one path; `null` removes the path. */
export type TreeChange = { readonly mode: string; readonly oid: string } | null;

/** One repository: its refs, and its objects in the store of its network of forks. */
export class GitRepository {
  readonly store: ObjectStore;
  /** Full ref names to commit (or tag) ids. */
  readonly refs = new Map<string, string>();
  readonly #name: string;
  readonly #differences = new Map<string, readonly ChangedFile[]>();
  #onDisk = false;

  constructor(store: ObjectStore, name: string) {
    this.store = store;
    this.#name = name;
  }

  get format(): ObjectFormat {
    return this.store.format;
  }

  get zero(): string {
    return zeroOid(this.format);
  }

  branch(name: string): string | undefined {
    return this.refs.get(`refs/heads/${name}`);
  }

  /** A full or abbreviated (7 or more digits, refs first) object id, a branch, a tag, or a ref. */
  resolveCommit(name: string): Commit | undefined {
    const named =
      this.refs.get(name) ?? this.refs.get(`refs/${name}`) ?? this.branch(name) ?? this.refs.get(`refs/tags/${name}`);
    const object = this.store.get(named ?? name);
    if (object?.kind === 'tag') return this.resolveCommit(object.data.toString('latin1').slice(7).split('\n')[0] ?? '');
    return object?.kind === 'commit' ? this.store.commit(object.oid) : undefined;
  }

  /** The entry at a path below a tree; the empty path is the tree itself. */
  entryAt(tree: string, path: string): TreeEntry | undefined {
    let entry: TreeEntry | undefined = { mode: '40000', name: '', oid: tree };
    for (const part of path.split('/').filter((name) => name !== '')) {
      if (entry?.mode !== '40000') return undefined;
      entry = this.store.tree(entry.oid).find(({ name }) => name === part);
    }
    return entry;
  }

  /** Every entry below a tree with its whole path, folders before what is in them. */
  *walk(tree: string, prefix = ''): Generator<TreeEntry & { readonly path: string }> {
    for (const entry of this.store.tree(tree)) {
      const path = `${prefix}${entry.name}`;
      yield { ...entry, path };
      if (entry.mode === '40000') yield* this.walk(entry.oid, `${path}/`);
    }
  }

  /** Writes a tree that differs from `base` by these changes; folders that become empty vanish, as in git. */
  writeTree(base: string | null, changes: ReadonlyMap<string, TreeChange>): string {
    return this.#editTree(base, changes) ?? this.store.put('tree', Buffer.alloc(0));
  }

  #editTree(base: string | null, changes: ReadonlyMap<string, TreeChange>): string | null {
    const entries = new Map((base === null ? [] : this.store.tree(base)).map((entry) => [entry.name, entry]));
    const folders = new Map<string, Map<string, TreeChange>>();
    for (const [path, change] of changes) {
      const slash = path.indexOf('/');
      if (slash < 0) {
        if (change === null) entries.delete(path);
        else entries.set(path, { ...change, mode: change.mode.replace(/^0/, ''), name: path });
        continue;
      }
      const name = path.slice(0, slash);
      const inside = folders.get(name) ?? new Map<string, TreeChange>();
      folders.set(name, inside.set(path.slice(slash + 1), change));
    }
    for (const [name, inside] of folders) {
      const old = entries.get(name);
      const oid = this.#editTree(old?.mode === '40000' ? old.oid : null, inside);
      if (oid === null) entries.delete(name);
      else entries.set(name, { mode: '40000', name, oid });
    }
    return entries.size === 0 ? null : this.store.put('tree', formatTree([...entries.values()]));
  }

  writeBlob(content: string | Buffer): string {
    return this.store.put('blob', typeof content === 'string' ? Buffer.from(content) : content);
  }

  writeCommit(commit: {
    readonly tree: string;
    readonly parents: readonly string[];
    readonly author: Signature;
    readonly committer: Signature;
    readonly message: string;
    readonly signature?: string | null;
  }): string {
    return this.store.put('commit', formatCommit(commit));
  }

  /** Commits that can be reached from `from` and not from `without`, youngest first. */
  log(from: string, without: readonly string[] = []): Commit[] {
    const hidden = new Set<string>();
    for (const oid of without) this.#reach(oid, hidden);
    const seen = this.#reach(from, new Set(hidden));
    const order = new Map([...seen].map((oid, index) => [oid, index]));
    return [...seen]
      .filter((oid) => !hidden.has(oid))
      .map((oid) => this.store.commit(oid))
      .sort((a, b) => b.committer.seconds - a.committer.seconds || (order.get(a.oid) ?? 0) - (order.get(b.oid) ?? 0));
  }

  /** Breadth first, so that among commits of the same second children stand before their parents. */
  #reach(from: string, seen: Set<string>): Set<string> {
    let wave = [from];
    while (wave.length > 0) {
      const next: string[] = [];
      for (const oid of wave) {
        if (seen.has(oid)) continue;
        seen.add(oid);
        next.push(...this.store.commit(oid).parents);
      }
      wave = next;
    }
    return seen;
  }

  isAncestor(ancestor: string, of: string): boolean {
    return ancestor === of || this.#reach(of, new Set()).has(ancestor);
  }

  mergeBase(one: string, other: string): string | undefined {
    const ancestors = this.#reach(one, new Set());
    return [...this.#reach(other, new Set())].find((oid) => ancestors.has(oid));
  }

  /** Paths added, removed and modified between two trees, without looking for renames, as push payloads list them. */
  changedPaths(
    before: string | null,
    after: string | null,
  ): { added: string[]; removed: string[]; modified: string[] } {
    const changes = { added: [] as string[], removed: [] as string[], modified: [] as string[] };
    this.#compareTrees(before, after, '', changes);
    return changes;
  }

  #compareTrees(
    before: string | null,
    after: string | null,
    prefix: string,
    changes: { added: string[]; removed: string[]; modified: string[] },
  ): void {
    if (before === after) return;
    const old = new Map((before === null ? [] : this.store.tree(before)).map((entry) => [entry.name, entry]));
    const fresh = new Map((after === null ? [] : this.store.tree(after)).map((entry) => [entry.name, entry]));
    for (const name of new Set([...old.keys(), ...fresh.keys()])) {
      const [was, is] = [old.get(name), fresh.get(name)];
      if (was?.oid === is?.oid && was?.mode === is?.mode) continue;
      const folders = [was, is].map((entry) => (entry?.mode === '40000' ? entry.oid : null));
      if (folders[0] || folders[1])
        this.#compareTrees(folders[0] ?? null, folders[1] ?? null, `${prefix}${name}/`, changes);
      const [file, freshFile] = [was, is].map((entry) => entry !== undefined && entry.mode !== '40000');
      if (file && freshFile) changes.modified.push(`${prefix}${name}`);
      else if (file) changes.removed.push(`${prefix}${name}`);
      else if (freshFile) changes.added.push(`${prefix}${name}`);
    }
  }

  /** The difference between two commits or trees with renames, by git itself; kept, as objects never change. */
  difference(before: string, after: string): readonly ChangedFile[] {
    const key = `${before}..${after}`;
    const known = this.#differences.get(key);
    if (known) return known;
    const [from, to] = [this.#treeOf(before), this.#treeOf(after)];
    const files =
      from === to
        ? []
        : (plainDifference(this, from, to) ??
          parseDifference(this.#diffTree(from, to, ['--raw', '--numstat', '-z']).toString('utf8')));
    this.#differences.set(key, files);
    return files;
  }

  /** The unified patches of `difference`, in its order, from the first `@@` on; `null` where there are no lines to show. */
  patches(before: string, after: string): readonly (string | null)[] {
    const text = this.#diffTree(this.#treeOf(before), this.#treeOf(after), ['-p']).toString('utf8');
    // Without the m flag: there `^` would also match after a carriage return inside a line.
    return text
      .split(/(?:^|\n)diff --git [^\n]*\n/)
      .slice(1)
      .map((file) => {
        const start = file.startsWith('@@') ? 0 : file.indexOf('\n@@') + 1;
        return start === 0 ? null : file.slice(start).replace(/\n$/, '');
      });
  }

  #treeOf(oid: string): string {
    return this.store.get(oid)?.kind === 'commit' ? this.store.commit(oid).tree : oid;
  }

  #diffTree(from: string, to: string, format: readonly string[]): Buffer {
    this.store.put('tree', Buffer.alloc(0));
    return runGit(this.toDisk(), [
      'diff-tree',
      '-r',
      '-M',
      '--no-ext-diff',
      '--no-textconv',
      '--full-index',
      ...format,
      from,
      to,
    ]);
  }

  /** Merges two commits; `null` when they conflict. */
  mergeTrees(ours: string, theirs: string): string | null {
    const text = runGit(this.toDisk(), ['merge-tree', '--write-tree', ours, theirs], undefined, [0, 1]).toString(
      'latin1',
    );
    return text.includes('\n\n') || text.trimEnd().includes('\n') ? null : text.trim();
  }

  /** Moves a ref, in memory and, once git has needed the repository, on the disk. */
  setRef(name: string, oid: string | null): void {
    if (oid === null) this.refs.delete(name);
    else this.refs.set(name, oid);
    if (this.#onDisk) this.#writeRef(name, oid);
  }

  /** Makes objects and refs visible to the git binary. */
  toDisk(defaultBranch?: string): GitPlace {
    const directory = join(this.store.directory, `${this.#name}.git`);
    if (!this.#onDisk) {
      makeBare({ directory, objects: this.store.objectDirectory }, this.format);
      const packed = [...this.refs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, oid]) => `${oid} ${name}\n`);
      writeFileSync(join(directory, 'packed-refs'), `# pack-refs with: sorted\n${packed.join('')}`);
      this.#onDisk = true;
    }
    if (defaultBranch !== undefined || !existsSync(join(directory, 'HEAD'))) {
      writeFileSync(join(directory, 'HEAD'), `ref: refs/heads/${defaultBranch ?? 'main'}\n`);
    }
    this.store.save();
    return { directory, objects: this.store.objectDirectory };
  }

  /** Takes over what a push changed on the disk; returns the moved refs with their old and new ids. */
  fromDisk(): { name: string; before: string; after: string }[] {
    const listed = runGit(this.toDisk(), ['for-each-ref', '--format=%(objectname) %(refname)']).toString('utf8');
    const now = new Map(
      listed
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]),
    );
    const names = new Set([...this.refs.keys(), ...now.keys()]);
    const moved = [...names].flatMap((name) => {
      const [before, after] = [this.refs.get(name) ?? this.zero, now.get(name) ?? this.zero];
      return before === after ? [] : [{ name, before, after }];
    });
    this.refs.clear();
    for (const [name, oid] of now) this.refs.set(name, oid);
    return moved;
  }

  #writeRef(name: string, oid: string | null): void {
    const directory = join(this.store.directory, `${this.#name}.git`);
    const file = join(directory, name);
    if (oid !== null) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${oid}\n`);
      return;
    }
    rmSync(file, { force: true });
    const packed = join(directory, 'packed-refs');
    const kept = readFileSync(packed, 'utf8')
      .split('\n')
      .filter((line) => !line.endsWith(` ${name}`));
    writeFileSync(packed, kept.join('\n'));
  }

  /** The object itself, whatever its kind. */
  object(oid: string): GitObject | undefined {
    return this.store.get(oid);
  }
}
