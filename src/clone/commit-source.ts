import { decodeFile } from '../core/decode-file.ts';
import { type Fact, known, unavailable } from '../core/fact.ts';
import { type FileContent, LARGEST_FILE_READ, LISTED_FOLDERS, splitPath } from '../core/files.ts';
import type { TreeNode } from '../core/follow-path.ts';
import type { ObjectReader } from './object-reader.ts';
import { type ListedEntry, MOST_ENTRIES, type Source } from './source.ts';

/** A folder of more bytes than this, at about forty an entry, has too many entries. */
const LARGEST_TREE = MOST_ENTRIES * 40;

/** The longest path that a symbolic link may hold where people check it out. */
const LONGEST_LINK = 4096;

interface TreeEntry {
  readonly kind: 'file' | 'symlink' | 'folder' | 'submodule';
  readonly id: string;
}
type Tree = ReadonlyMap<string, TreeEntry>;

/** The files of one commit, through git's objects: the working tree is not touched, a bare repository will do. */
export class CommitSource implements Source {
  readonly #objects: ObjectReader;
  readonly #root: string;
  readonly #trees = new Map<string, Tree | null>();
  #problem: string | null = null;

  /** @param tree the id of the folder's tree object; @param objects is closed with the source */
  constructor(objects: ObjectReader, tree: string) {
    this.#objects = objects;
    this.#root = tree;
  }

  async list(): Promise<Fact<readonly ListedEntry[]>> {
    const entries: ListedEntry[] = [];
    for (const folder of LISTED_FOLDERS) {
      const tree = await this.#tree(folder);
      if (this.#problem !== null) return unavailable(this.#problem);
      const prefix = folder === '' ? '' : `${folder}/`;
      for (const [name, { kind }] of tree ?? []) entries.push({ path: `${prefix}${name}`, kind });
    }
    return known(entries);
  }

  async look(path: string): Promise<Fact<TreeNode>> {
    const entry = await this.#entry(path);
    if (this.#problem !== null) return unavailable(this.#problem);
    if (entry === null) return known(null);
    if (entry.kind !== 'symlink') return known({ kind: entry.kind });
    return this.#target(path, entry.id);
  }

  async read(path: string): Promise<Fact<FileContent | null>> {
    const entry = await this.#entry(path);
    return entry === null ? known(null) : readBlob(this.#objects, entry.id, path);
  }

  close(): void {
    this.#objects.close();
  }

  async #entry(path: string): Promise<TreeEntry | null> {
    const { folder, name } = splitPath(path);
    return (await this.#tree(folder))?.get(name) ?? null;
  }

  async #target(path: string, id: string): Promise<Fact<TreeNode>> {
    const size = await this.#objects.size(id);
    if (size !== null && size > LONGEST_LINK) return known(null);
    const bytes = size === null ? null : await this.#objects.content(id);
    if (bytes === null) return unavailable(lacks(`the content of ${path}`));
    return known({ kind: 'symlink', target: bytes.toString('utf8') });
  }

  async #tree(folder: string): Promise<Tree | null> {
    const seen = this.#trees.get(folder);
    if (seen !== undefined) return seen;
    const tree = await this.#readTree(folder);
    this.#trees.set(folder, tree);
    return tree;
  }

  async #readTree(folder: string): Promise<Tree | null> {
    const id = folder === '' ? this.#root : await this.#folderId(folder);
    if (id === null) return null;
    const size = await this.#objects.size(id);
    const bytes = size !== null && size <= LARGEST_TREE ? await this.#objects.content(id) : null;
    if (bytes !== null) return parseTree(bytes, id.length / 2);
    const name = folder === '' ? 'the root' : folder;
    this.#problem = size === null ? lacks(`the folder ${name}`) : `There are too many files in ${name}.`;
    return null;
  }

  async #folderId(folder: string): Promise<string | null> {
    const entry = await this.#entry(folder);
    return entry?.kind === 'folder' ? entry.id : null;
  }
}

function lacks(what: string): string {
  return `The clone lacks ${what}, as a partial clone may.`;
}

/** Reads a file's object, within the limit. */
export async function readBlob(objects: ObjectReader, id: string, path: string): Promise<Fact<FileContent>> {
  const size = await objects.size(id);
  if (size === null) return unavailable(lacks(`the content of ${path}`));
  if (size > LARGEST_FILE_READ) return known({ kind: 'too-large', size });
  const bytes = await objects.content(id);
  return bytes === null ? unavailable(`git could not give the content of ${path}.`) : known(decodeFile(bytes));
}

/** `<mode> <name> NUL <id in bytes>`, again and again. */
function parseTree(bytes: Buffer, idLength: number): Tree {
  const tree = new Map<string, TreeEntry>();
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const nul = bytes.indexOf(0, space);
    const end = nul + 1 + idLength;
    if (space === -1 || nul === -1 || end > bytes.length) break;
    const kind = kindOfMode(bytes.toString('latin1', at, space));
    tree.set(bytes.toString('utf8', space + 1, nul), { kind, id: bytes.toString('hex', nul + 1, end) });
    at = end;
  }
  return tree;
}

function kindOfMode(mode: string): TreeEntry['kind'] {
  if (mode === '120000') return 'symlink';
  if (mode === '160000') return 'submodule';
  return mode === '40000' ? 'folder' : 'file';
}
