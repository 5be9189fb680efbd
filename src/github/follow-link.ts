import type { Octokit } from '@octokit/rest';
import { type Fact, known, unavailable } from '../core/fact.ts';
import { type FileContent, splitPath } from '../core/files.ts';
import { followPath, type TreeNode } from '../core/follow-path.ts';
import type { WantedFile } from './file-entries.ts';
import { kindOf } from './file-entries.ts';
import { query } from './graphql.ts';
import type { EntryAnswer } from './repository-fields.ts';

/** Links of one repository lead through no more folders than this: it may hold any number of links. */
const MOST_FOLDERS = 40;

interface FolderAnswer {
  readonly repository: { readonly object: { readonly entries?: readonly EntryAnswer[] | null } | null } | null;
}

const QUERY = `query Folder($id: ID!, $expression: String!) { repository: node(id: $id) { ... on Repository {
  object(expression: $expression) { ... on Tree { entries { name oid type mode } } } } } }`;

type Folder = Fact<ReadonlyMap<string, EntryAnswer>>;

/** Lists folders that links lead through, each once. */
export class FolderReader {
  readonly #client: Octokit;
  readonly #folders = new Map<string, Folder>();
  readonly #counts = new Map<string, number>();

  constructor(client: Octokit) {
    this.#client = client;
  }

  /** @returns what stands at the path at that commit; null for nothing */
  async find(repositoryId: string, commit: string, path: string): Promise<Fact<EntryAnswer | null>> {
    const { folder, name } = splitPath(path);
    const listed = await this.#list(repositoryId, `${commit}:${folder}`);
    return listed.status === 'known' ? known(listed.value.get(name) ?? null) : listed;
  }

  async #list(repositoryId: string, expression: string): Promise<Folder> {
    const key = `${repositoryId}:${expression}`;
    const seen = this.#folders.get(key);
    if (seen !== undefined) return seen;
    const count = (this.#counts.get(repositoryId) ?? 0) + 1;
    this.#counts.set(repositoryId, count);
    if (count > MOST_FOLDERS) return unavailable('Symbolic links lead through too many folders.');
    const { data, errors } = await query<FolderAnswer>(this.#client, QUERY, { id: repositoryId, expression });
    const [error] = errors;
    const entries = data.repository?.object?.entries ?? [];
    const folder: Folder =
      error === undefined
        ? known(new Map(entries.map((entry) => [entry.name, entry])))
        : unavailable(`GitHub did not list a folder that a symbolic link leads to: ${error.message}`);
    this.#folders.set(key, folder);
    return folder;
  }
}

/** Where a link leads: a file's object, a link that is broken, or what GitHub would not tell. */
export type FollowedLink = { readonly status: 'file'; readonly oid: string } | Fact<FileContent>;

/** Follows a link by the rules that all collectors share. */
export async function followLink(
  link: WantedFile,
  folders: FolderReader,
  readLink: (oid: string) => Promise<Fact<FileContent>>,
): Promise<FollowedLink> {
  const walk = followPath(link.path);
  let step = walk.next();
  let last: EntryAnswer | null = null;
  while (step.done !== true) {
    const path: string = step.value;
    const entry: Fact<EntryAnswer | null> =
      path === link.path
        ? known({ name: path, oid: link.oid, type: 'blob', mode: 0o120000 })
        : await find(folders, link, path);
    if (entry.status === 'unavailable') return entry;
    last = entry.value;
    const node = await toNode(last, readLink);
    if (node.status === 'unavailable') return node;
    step = walk.next(node.value);
  }
  if (step.value.status === 'broken') return known({ kind: 'broken-link', problem: step.value.problem });
  return last === null ? known({ kind: 'broken-link', problem: 'dangling' }) : { status: 'file', oid: last.oid };
}

async function find(folders: FolderReader, link: WantedFile, path: string): Promise<Fact<EntryAnswer | null>> {
  for (const commit of link.commitsOf(path)) {
    const entry = await folders.find(link.repositoryId, commit, path);
    if (entry.status === 'unavailable' || entry.value !== null) return entry;
  }
  return known(null);
}

async function toNode(
  entry: EntryAnswer | null,
  readLink: (oid: string) => Promise<Fact<FileContent>>,
): Promise<Fact<TreeNode>> {
  if (entry === null) return known(null);
  const kind = kindOf(entry);
  if (kind !== 'symlink') return known({ kind });
  const target = await readLink(entry.oid);
  if (target.status === 'unavailable') return target;
  return known(target.value.kind === 'text' ? { kind: 'symlink', target: target.value.text } : null);
}
