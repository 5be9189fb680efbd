import type { Fact } from '../core/fact.ts';
import { known, mapFact, unavailable } from '../core/fact.ts';
import { type FileContent, LISTED_FOLDERS, splitPath } from '../core/files.ts';
import type { TreeNode } from '../core/follow-path.ts';
import { readBlob } from './commit-source.ts';
import { FolderSource } from './folder-source.ts';
import type { Git } from './git.ts';
import { ObjectReader } from './object-reader.ts';
import { type ListedEntry, MOST_ENTRIES, type Source } from './source.ts';

const LIST = ['--literal-pathspecs', 'ls-files', '-z', '-t', '--stage', '--cached', '--others', '--exclude-standard'];
/** Keeps git from walking through `node_modules` and the like where nothing there is ignored. */
const COLLAPSED = ['--directory', '--no-empty-directory'];

/** What git says of one path. */
interface Held {
  readonly kind: 'submodule' | 'folder' | 'any';
  /** Whether a sparse checkout may leave it out of the working tree though it belongs to the repository. */
  readonly isSparse: boolean;
  /** The object of such a file; null for all else. */
  readonly object: string | null;
}

/** A working tree as git would commit it: tracked and new files, not what is ignored, not what is deleted. */
export class WorkTreeSource implements Source {
  readonly #git: Git;
  readonly #folder: FolderSource;
  readonly #objects: ObjectReader;
  #held: ReadonlyMap<string, Held> = new Map();

  /** @param root absolute, without symbolic links; git runs in it */
  constructor(git: Git, root: string) {
    this.#git = git;
    this.#folder = new FolderSource(root);
    this.#objects = new ObjectReader(git);
  }

  async list(): Promise<Fact<readonly ListedEntry[]>> {
    const held = await this.#askGit();
    if (held === null) return unavailable('There are too many files in the root.');
    this.#held = held;
    return mapFact(await this.#folder.list(), (standing) => {
      const seen = new Set<string>();
      const entries: ListedEntry[] = [];
      for (const entry of standing) {
        const holds = held.get(entry.path);
        if (holds === undefined) continue;
        seen.add(entry.path);
        entries.push(holds.kind === 'submodule' ? { path: entry.path, kind: 'submodule' } : entry);
      }
      for (const [path, { isSparse, object }] of held) {
        if (isSparse && !seen.has(path)) entries.push({ path, kind: object === null ? 'folder' : 'file' });
      }
      return entries;
    });
  }

  async look(path: string): Promise<Fact<TreeNode>> {
    const node = await this.#folder.look(path);
    const isAbsent = node.status === 'known' && node.value === null;
    return isAbsent && typeof this.#held.get(path)?.object === 'string' ? known({ kind: 'file' }) : node;
  }

  async read(path: string): Promise<Fact<FileContent | null>> {
    const held = this.#held.get(path);
    const standing = await this.#folder.look(path);
    const isAbsent = standing.status === 'known' && standing.value === null;
    if (isAbsent && typeof held?.object === 'string') return readBlob(this.#objects, held.object, path);
    // Only a link leads to a path outside the listed folders: git must hold what it leads to.
    if (held === undefined && !(await this.#isHeld(path))) return known(null);
    return this.#folder.read(path);
  }

  close(): void {
    this.#objects.close();
  }

  async #isHeld(path: string): Promise<boolean> {
    const { output } = await this.#git.run([...LIST, '--', path]);
    return output.length > 0;
  }

  async #askGit(): Promise<Map<string, Held> | null> {
    const held = new Map<string, Held>();
    const { output } = await this.#git.run([...LIST, ...COLLAPSED]);
    const collapsed = addRecords(output, held);
    if (collapsed.length > 0) {
      const folders = collapsed.includes('./') ? [] : ['--', ...collapsed];
      addRecords((await this.#git.run([...LIST, ...folders])).output, held);
    }
    return held.size > MOST_ENTRIES ? null : held;
  }
}

/** Adds what git printed to `held`, and returns the new folders that it named in one word and that must be listed. */
function addRecords(output: Buffer, held: Map<string, Held>): string[] {
  const collapsed: string[] = [];
  for (let start = 0; start < output.length; ) {
    const nul = output.indexOf(0, start);
    const end = nul === -1 ? output.length : nul;
    const isNew = output[start] === 0x3f;
    const path = output.toString('utf8', isNew ? start + 2 : output.indexOf(0x09, start) + 1, end);
    if (path === './' || (isNew && isListedFolder(path.slice(0, -1)) && path.endsWith('/'))) collapsed.push(path);
    if (path !== './') addPath(path, isNew ? '?' : output.toString('latin1', start, Math.min(end, start + 80)), held);
    start = end + 1;
  }
  return collapsed;
}

/** @param record `?`, or `<tag> <mode> <object> <stage>`; the tag S is for what a sparse checkout leaves out */
function addPath(path: string, record: string, held: Map<string, Held>): void {
  const [tag, mode, id = null] = record.split(' ');
  const isSparse = tag === 'S';
  const slash = path.indexOf('/');
  const top = slash === -1 ? path : path.slice(0, slash);
  if (slash !== -1) addFolder(top, isSparse, held);
  const isInListedFolder = slash !== -1 && slash < path.length - 1 && isListedFolder(top);
  if (slash !== -1 && !isInListedFolder) return;
  const inner = isInListedFolder ? path.indexOf('/', slash + 1) : -1;
  if (inner !== -1) {
    addFolder(path.slice(0, inner), isSparse, held);
    return;
  }
  const isFile = mode?.startsWith('100') === true;
  held.set(path, {
    kind: mode === '160000' ? 'submodule' : 'any',
    isSparse: isSparse && isFile,
    object: isSparse && isFile ? id : null,
  });
}

function addFolder(path: string, isSparse: boolean, held: Map<string, Held>): void {
  const known = held.get(path);
  held.set(path, { kind: 'folder', isSparse: isSparse || known?.isSparse === true, object: null });
}

function isListedFolder(name: string): boolean {
  return name !== '' && LISTED_FOLDERS.some((folder) => folder === name) && splitPath(name).folder === '';
}
