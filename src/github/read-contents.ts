import { posix } from 'node:path';
import type { Octokit } from '@octokit/rest';
import { decodeFile } from '../core/decode-file.ts';
import { type FileContent, LARGEST_FILE_READ } from '../core/files.ts';
import { GitHubFailure } from './failure.ts';
import type { TreeEntry } from './file-entries.ts';
import { query } from './graphql.ts';

/** What was read before, by git object id: one text is read once, however many repositories hold it. */
export interface ContentCache {
  get(oids: readonly string[]): Promise<ReadonlyMap<string, FileContent>>;
  put(contents: ReadonlyMap<string, FileContent>): Promise<void>;
}

/** One file of one repository to be read, under the node id of its repository. */
export interface WantedFile extends TreeEntry {
  readonly repositoryId: string;
  readonly owner: string;
  readonly name: string;
  /** The commit whose tree a symbolic link is followed in. */
  readonly commit: string;
}

/** GitHub answers queries of this many blobs well within its ten seconds. */
const BLOBS_A_QUERY = 100;
const MOST_HOPS = 5;

/** The key of a wanted file in the answer of `readContents`. */
export function contentKey(repositoryId: string, path: string): string {
  return `${repositoryId}:${path}`;
}

/**
 * Reads many files of many repositories in as few requests as there are hundreds of blobs that were not read before.
 * Links are followed inside their repository, at their commit.
 */
export async function readContents(
  client: Octokit,
  wanted: readonly WantedFile[],
  cache: ContentCache,
): Promise<Map<string, FileContent>> {
  const contents = new Map<string, FileContent>();
  let pending = wanted.map((file) => ({ ...file, at: file.path, hops: 0 }));
  while (pending.length > 0) {
    const blobs = await readBlobs(client, pending, cache);
    const links: typeof pending = [];
    for (const file of pending) {
      const content = blobs.get(file.oid);
      if (content === undefined) continue;
      if (file.kind === 'symlink') links.push(file);
      else contents.set(contentKey(file.repositoryId, file.path), content);
    }
    pending = [];
    for (const link of links) {
      const next = await followLink(client, link, blobs.get(link.oid));
      if ('kind' in next) contents.set(contentKey(link.repositoryId, link.path), next);
      else pending.push({ ...link, ...next.entry, path: link.path, at: next.entry.path, hops: link.hops + 1 });
    }
  }
  return contents;
}

interface Hop extends WantedFile {
  /** Where the hop has led to; `path` stays the link's own. */
  readonly at: string;
  readonly hops: number;
}

type BrokenLink = Extract<FileContent, { kind: 'broken-link' }>;

function broken(problem: BrokenLink['problem']): BrokenLink {
  return { kind: 'broken-link', problem };
}

async function followLink(
  client: Octokit,
  link: Hop,
  target: FileContent | undefined,
): Promise<BrokenLink | { readonly entry: TreeEntry }> {
  if (link.hops >= MOST_HOPS) return broken('loop');
  if (target?.kind !== 'text' || target.text.startsWith('/')) return broken('outside');
  const path = posix.normalize(posix.join(posix.dirname(link.at), target.text));
  if (path === '..' || path.startsWith('../')) return broken('outside');
  const folder = posix.dirname(path);
  const { data } = await query<{
    repository: {
      object: { entries?: readonly { name: string; oid: string; type: string; mode: number }[] } | null;
    } | null;
  }>(
    client,
    `query($id: ID!, $expression: String!) { repository: node(id: $id) { ... on Repository {
      object(expression: $expression) { ... on Tree { entries { name oid type mode } } } } } }`,
    { id: link.repositoryId, expression: `${link.commit}:${folder === '.' ? '' : folder}` },
  );
  const entry = data.repository?.object?.entries?.find(({ name }) => name === posix.basename(path));
  if (entry === undefined) return broken('dangling');
  if (entry.type !== 'blob') return broken('folder');
  return { entry: { path, oid: entry.oid, kind: entry.mode === 0o120000 ? 'symlink' : 'file' } };
}

interface BlobAnswer {
  readonly text: string | null;
  readonly isBinary: boolean | null;
  readonly isTruncated: boolean;
  readonly byteSize: number;
}

async function readBlobs(
  client: Octokit,
  files: readonly Hop[],
  cache: ContentCache,
): Promise<Map<string, FileContent>> {
  const contents = new Map(await cache.get([...new Set(files.map(({ oid }) => oid))]));
  const unseen = files.filter(
    (file, index) => !contents.has(file.oid) && files.findIndex(({ oid }) => oid === file.oid) === index,
  );
  const read = new Map<string, FileContent>();
  for (let start = 0; start < unseen.length; start += BLOBS_A_QUERY) {
    const batch = unseen.slice(start, start + BLOBS_A_QUERY);
    const { data } = await query<Record<string, { object: BlobAnswer | null } | null>>(
      client,
      blobQuery(batch.length),
      blobVariables(batch),
    );
    for (const [index, file] of batch.entries()) {
      const blob = data[`b${index}`]?.object;
      // The tree was just read: a blob that is not there now is a passing fault of GitHub's, or the repository is gone.
      if (blob === null || blob === undefined)
        throw new GitHubFailure('outage', 'POST /graphql', `no blob ${file.oid}`);
      read.set(file.oid, await toContent(client, file, blob));
    }
  }
  await cache.put(read);
  for (const [oid, content] of read) contents.set(oid, content);
  return contents;
}

function blobQuery(count: number): string {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const variables = indexes.map((index) => `$r${index}: ID!, $o${index}: GitObjectID!`).join(', ');
  const fields = indexes.map(
    (index) =>
      `b${index}: node(id: $r${index}) { ... on Repository { object(oid: $o${index}) { ... on Blob { text isBinary isTruncated byteSize } } } }`,
  );
  return `query(${variables}) { ${fields.join(' ')} }`;
}

function blobVariables(batch: readonly Hop[]): Record<string, string> {
  return Object.fromEntries(
    batch.flatMap(({ repositoryId, oid }, index) => [
      [`r${index}`, repositoryId],
      [`o${index}`, oid],
    ]),
  );
}

async function toContent(client: Octokit, file: Hop, blob: BlobAnswer): Promise<FileContent> {
  if (blob.byteSize > LARGEST_FILE_READ || blob.isTruncated) return { kind: 'too-large', size: blob.byteSize };
  // GraphQL gives text as UTF-8 only: what it calls binary, or could not decode, may be UTF-16 or an old encoding.
  if (blob.text !== null && blob.isBinary !== true && !blob.text.includes('\uFFFD'))
    return decodeFile(Buffer.from(blob.text, 'utf8'));
  const { owner, name: repo, oid: file_sha } = file;
  const { data } = await client.rest.git.getBlob({ owner, repo, file_sha });
  return decodeFile(Buffer.from(data.content, 'base64'));
}
