import type { Octokit } from '@octokit/rest';
import { decodeFile } from '../core/decode-file.ts';
import { type Fact, known, mapFact, unavailable } from '../core/fact.ts';
import { type FileContent, headOf, LARGEST_FILE_READ } from '../core/files.ts';
import { GitHubFailure, isTooMuch } from './failure.ts';
import type { WantedFile } from './file-entries.ts';
import { FolderReader, followLink } from './follow-link.ts';
import { type GraphqlError, query } from './graphql.ts';

/** What was read before, by git object id (with `:head` where only a file's head is kept): one text is read once, however many repositories hold it. */
export interface ContentCache {
  get(oids: readonly string[]): Promise<ReadonlyMap<string, FileContent>>;
  put(contents: ReadonlyMap<string, FileContent>): Promise<void>;
}

/** What was read of each wanted file; unavailable where GitHub did not give it. */
export type Contents = ReadonlyMap<WantedFile, Fact<FileContent>>;

/** GitHub answers queries of this many blobs well within its ten seconds. */
const BLOBS_A_QUERY = 100;

type Blob = Pick<WantedFile, 'repositoryId' | 'owner' | 'name' | 'oid' | 'path' | 'isSample'>;

/** Under what a content is kept: the head of a file is not the whole. */
function keyOf({ oid, isSample }: Pick<Blob, 'oid' | 'isSample'>): string {
  return isSample ? `${oid}:head` : oid;
}

/**
 * Reads many files of many repositories in as few requests as there are hundreds of blobs that were not read before.
 * Links are followed inside their repository, at their commit.
 */
export async function readContents(
  client: Octokit,
  wanted: readonly WantedFile[],
  cache: ContentCache,
): Promise<Contents> {
  const contents = new Map<WantedFile, Fact<FileContent>>();
  const first = await readBlobs(client, wanted, cache);
  const targets = new Map<WantedFile, Blob>();
  const folders = new FolderReader(client);
  for (const file of wanted) {
    const content = first.get(keyOf(file)) ?? unavailable(`GitHub did not give the content of ${file.path}.`);
    if (file.kind !== 'symlink' || content.status === 'unavailable') {
      contents.set(file, content);
      continue;
    }
    const readLink = async (oid: string): Promise<Fact<FileContent>> => {
      const seen = first.get(oid) ?? (await readBlobs(client, [{ ...file, oid }], cache)).get(oid);
      return seen ?? unavailable(`GitHub did not say where ${file.path} leads.`);
    };
    const followed = await followLink(file, folders, readLink);
    if (followed.status === 'file') targets.set(file, { ...file, oid: followed.oid });
    else contents.set(file, followed);
  }
  const second = await readBlobs(client, [...targets.values()], cache);
  for (const [link, { oid }] of targets) {
    contents.set(link, second.get(oid) ?? unavailable(`GitHub did not give the content of ${link.path}.`));
  }
  return contents;
}

interface BlobAnswer {
  readonly text: string | null;
  readonly isBinary: boolean | null;
  readonly isTruncated: boolean;
  readonly byteSize: number;
}

type Read = [oid: string, content: Fact<FileContent>];

async function readBlobs(
  client: Octokit,
  files: readonly Blob[],
  cache: ContentCache,
): Promise<Map<string, Fact<FileContent>>> {
  if (files.length === 0) return new Map();
  const wanted = new Map(files.map((file) => [keyOf(file), file]));
  const seen = await cache.get([...wanted.keys()]);
  const unseen = [...wanted.values()].filter((file) => !seen.has(keyOf(file)));
  const read: Read[] = [];
  for (let start = 0; start < unseen.length; start += BLOBS_A_QUERY) {
    read.push(...(await readBatch(client, unseen.slice(start, start + BLOBS_A_QUERY))));
  }
  await cache.put(new Map(read.flatMap(([oid, fact]) => (fact.status === 'known' ? [[oid, fact.value]] : []))));
  return new Map([...[...seen].map(([oid, content]): Read => [oid, known(content)]), ...read]);
}

/** Where GitHub cannot answer for so many, half of them are asked for at a time. */
async function readBatch(client: Octokit, batch: readonly Blob[]): Promise<Read[]> {
  try {
    const { data, errors } = await query<Record<string, { object: BlobAnswer | null } | null>>(
      client,
      blobQuery(batch.length),
      blobVariables(batch),
    );
    return await Promise.all(
      batch.map(async (file, index): Promise<Read> => {
        const error = errors.find(({ path }) => path?.[0] === `b${index}`);
        const content = await toContent(client, file, data[`b${index}`]?.object ?? null, error);
        return [keyOf(file), file.isSample ? mapFact(content, headOf) : content];
      }),
    );
  } catch (error) {
    if (batch.length === 1 || !isTooMuch(error)) throw error;
    const half = Math.ceil(batch.length / 2);
    return [...(await readBatch(client, batch.slice(0, half))), ...(await readBatch(client, batch.slice(half)))];
  }
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

function blobVariables(batch: readonly Blob[]): Record<string, string> {
  return Object.fromEntries(
    batch.flatMap(({ repositoryId, oid }, index) => [
      [`r${index}`, repositoryId],
      [`o${index}`, oid],
    ]),
  );
}

async function toContent(
  client: Octokit,
  file: Blob,
  blob: BlobAnswer | null,
  error: GraphqlError | undefined,
): Promise<Fact<FileContent>> {
  const why = error === undefined ? '' : `: ${error.message}`;
  if (blob === null) return unavailable(`GitHub did not give the content of ${file.path}${why}`);
  if (blob.byteSize > LARGEST_FILE_READ || blob.isTruncated) return known({ kind: 'too-large', size: blob.byteSize });
  // GraphQL gives text as UTF-8 only: what it calls binary, or could not decode, may be UTF-16 or an old encoding.
  if (blob.text !== null && blob.isBinary !== true && !blob.text.includes('\uFFFD'))
    return known(decodeFile(Buffer.from(blob.text, 'utf8')));
  try {
    const { owner, name: repo, oid: file_sha } = file;
    const { data } = await client.rest.git.getBlob({ owner, repo, file_sha });
    return known(decodeFile(Buffer.from(data.content, 'base64')));
  } catch (error) {
    // One file that GitHub will not give must not hold up all others; a limit or a lost token concerns them all.
    if (!(error instanceof GitHubFailure) || error.kind === 'limited' || error.kind === 'unauthorized') throw error;
    return unavailable(`GitHub did not give the content of ${file.path}: ${error.message}`);
  }
}
