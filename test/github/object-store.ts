import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { makeBare, runGit } from './git-binary.ts';
import type { Commit, GitObject, ObjectFormat, ObjectKind, TreeEntry } from './objects.ts';
import { hashObject, parseCommit, parseTree } from './objects.ts';

/**
 * The objects of one network of forks, as on GitHub, where a fork's commits can be read through its parent.
 * They live in memory, are written as loose objects when the git binary is first needed, and what git
 * receives by a push is read back from the disk. So a thousand repositories cost neither files nor processes.
 */
export class ObjectStore {
  readonly format: ObjectFormat;
  /** The folder of this network; `objects` in it is git's object directory. */
  readonly directory: string;
  readonly #objects = new Map<string, GitObject>();
  readonly #trees = new Map<string, readonly TreeEntry[]>();
  readonly #commits = new Map<string, Commit>();
  readonly #pool: Map<string, GitObject>;
  #unsaved: GitObject[] = [];

  /** `pool` shares equal objects between networks in memory; it makes none readable across them. */
  constructor(format: ObjectFormat, directory: string, pool: Map<string, GitObject>) {
    this.format = format;
    this.directory = directory;
    this.#pool = pool;
  }

  get objectDirectory(): string {
    return join(this.directory, 'objects');
  }

  put(kind: ObjectKind, data: Buffer): string {
    const oid = hashObject(this.format, kind, data);
    if (this.#objects.has(oid)) return oid;
    const object = this.#pool.get(oid) ?? { oid, kind, data };
    this.#pool.set(oid, object);
    this.#objects.set(oid, object);
    this.#unsaved.push(object);
    return oid;
  }

  get(oid: string): GitObject | undefined {
    return this.#objects.get(oid) ?? this.#readFromDisk(oid);
  }

  /** The entries of a tree; throws when there is no such tree. */
  tree(oid: string): readonly TreeEntry[] {
    const known = this.#trees.get(oid);
    if (known) return known;
    const entries = parseTree(this.#expect(oid, 'tree'), this.format);
    this.#trees.set(oid, entries);
    return entries;
  }

  /** A commit; throws when there is no such commit. */
  commit(oid: string): Commit {
    const known = this.#commits.get(oid);
    if (known) return known;
    const commit = parseCommit(oid, this.#expect(oid, 'commit'));
    this.#commits.set(oid, commit);
    return commit;
  }

  /** Writes what the disk does not have yet, so that the git binary sees every object. */
  save(): void {
    for (const object of this.#unsaved) {
      const file = this.#looseFile(object.oid);
      if (existsSync(file)) continue;
      mkdirSync(dirname(file), { recursive: true });
      const header = Buffer.from(`${object.kind} ${object.data.length}\0`);
      writeFileSync(file, deflateSync(Buffer.concat([header, object.data]), { level: 1 }));
    }
    this.#unsaved = [];
  }

  #expect(oid: string, kind: ObjectKind): Buffer {
    const object = this.get(oid);
    if (object?.kind !== kind) throw new Error(`${oid} is ${object ? `a ${object.kind}` : 'nothing'}, not a ${kind}`);
    return object.data;
  }

  #looseFile(oid: string): string {
    return join(this.objectDirectory, oid.slice(0, 2), oid.slice(2));
  }

  #readFromDisk(oid: string): GitObject | undefined {
    if (!existsSync(this.objectDirectory) || !/^[0-9a-f]+$/.test(oid)) return undefined;
    const file = this.#looseFile(oid);
    const object = existsSync(file) ? readLoose(oid, readFileSync(file)) : this.#readPacked(oid);
    if (object) this.#objects.set(oid, object);
    return object;
  }

  #readPacked(oid: string): GitObject | undefined {
    const packs = join(this.objectDirectory, 'pack');
    if (!existsSync(packs)) return undefined;
    const place = { directory: join(this.directory, 'reader.git'), objects: this.objectDirectory };
    if (!existsSync(place.directory)) makeBare(place, this.format);
    const answer = runGit(place, ['cat-file', '--batch'], `${oid}\n`);
    const end = answer.indexOf(0x0a);
    const [, kind, size] = answer.toString('latin1', 0, end).split(' ');
    if (kind === 'missing' || size === undefined) return undefined;
    return { oid, kind: kind as ObjectKind, data: answer.subarray(end + 1, end + 1 + Number(size)) };
  }
}

function readLoose(oid: string, file: Buffer): GitObject {
  const bytes = inflateSync(file);
  const end = bytes.indexOf(0);
  const [kind] = bytes.toString('latin1', 0, end).split(' ');
  return { oid, kind: kind as ObjectKind, data: bytes.subarray(end + 1) };
}
