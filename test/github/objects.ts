import { createHash } from 'node:crypto';

export type ObjectFormat = 'sha1' | 'sha256';
export type ObjectKind = 'blob' | 'tree' | 'commit' | 'tag';

/** A git object without its header. */
export interface GitObject {
  readonly oid: string;
  readonly kind: ObjectKind;
  readonly data: Buffer;
}

/** One entry of a tree; `mode` as git writes it in the object: `100644`, `100755`, `120000`, `40000`, `160000`. */
export interface TreeEntry {
  readonly mode: string;
  readonly name: string;
  readonly oid: string;
}

/** Who made a commit and when, in seconds since 1970 with an offset such as `+0000`. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly seconds: number;
  readonly offset: string;
}

export interface Commit {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
  readonly signature: string | null;
}

/** The object id that git gives to this content. */
export function hashObject(format: ObjectFormat, kind: ObjectKind, data: Buffer): string {
  return createHash(format).update(`${kind} ${data.length}\0`).update(data).digest('hex');
}

/** The all-zero id with which git writes "no object". */
export function zeroOid(format: ObjectFormat): string {
  return '0'.repeat(format === 'sha1' ? 40 : 64);
}

export function parseTree(data: Buffer, format: ObjectFormat): TreeEntry[] {
  const size = format === 'sha1' ? 20 : 32;
  const entries: TreeEntry[] = [];
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(0x20, at);
    const end = data.indexOf(0, space);
    entries.push({
      mode: data.toString('latin1', at, space),
      name: data.toString('utf8', space + 1, end),
      oid: data.toString('hex', end + 1, end + 1 + size),
    });
    at = end + 1 + size;
  }
  return entries;
}

/** Writes a tree in git's order: by name as bytes, a folder compared as if its name ended in `/`. */
export function formatTree(entries: readonly TreeEntry[]): Buffer {
  const key = (entry: TreeEntry) => Buffer.from(entry.mode === '40000' ? `${entry.name}/` : entry.name);
  const sorted = entries.map((entry) => ({ entry, key: key(entry) })).sort((a, b) => Buffer.compare(a.key, b.key));
  return Buffer.concat(
    sorted.flatMap(({ entry }) => [Buffer.from(`${entry.mode} ${entry.name}\0`), Buffer.from(entry.oid, 'hex')]),
  );
}

export function parseCommit(oid: string, data: Buffer): Commit {
  const text = data.toString('utf8');
  const split = text.indexOf('\n\n');
  const headers = (split < 0 ? text : text.slice(0, split)).split('\n');
  const value = (name: string) => headers.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
  return {
    oid,
    tree: value('tree'),
    parents: headers.filter((line) => line.startsWith('parent ')).map((line) => line.slice(7)),
    author: parseSignature(value('author')),
    committer: parseSignature(value('committer')),
    message: split < 0 ? '' : text.slice(split + 2),
    signature: continuedHeader(headers, 'gpgsig') ?? continuedHeader(headers, 'gpgsig-sha256'),
  };
}

function continuedHeader(headers: readonly string[], name: string): string | null {
  const start = headers.findIndex((line) => line.startsWith(`${name} `));
  if (start < 0) return null;
  const length = headers.slice(start + 1).findIndex((line) => !line.startsWith(' '));
  const rest = headers.slice(start + 1, length < 0 ? undefined : start + 1 + length);
  return [headers[start]?.slice(name.length + 1), ...rest.map((line) => line.slice(1))].join('\n');
}

export function formatCommit(
  commit: Omit<Commit, 'oid' | 'signature'> & { readonly signature?: string | null },
): Buffer {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${formatSignature(commit.author)}`,
    `committer ${formatSignature(commit.committer)}`,
    ...(commit.signature ? [`gpgsig ${commit.signature.trimEnd().replaceAll('\n', '\n ')}`] : []),
  ];
  return Buffer.from(`${lines.join('\n')}\n\n${commit.message}`);
}

function parseSignature(text: string): Signature {
  const close = text.lastIndexOf('>');
  const open = text.lastIndexOf('<', close);
  const [seconds = '0', offset = '+0000'] = text
    .slice(close + 1)
    .trim()
    .split(' ');
  return { name: text.slice(0, open).trim(), email: text.slice(open + 1, close), seconds: Number(seconds), offset };
}

/** git keeps line ends and angle brackets out of names, as they would forge a header. */
function formatSignature(signature: Signature): string {
  const clean = (text: string) => text.replaceAll(/[<>\n\0]/g, '').trim();
  return `${clean(signature.name)} <${clean(signature.email)}> ${signature.seconds} ${signature.offset}`;
}

/** The person of a commit's date as ISO 8601; GitHub answers in UTC. */
export function signatureDate(signature: Signature): string {
  return new Date(signature.seconds * 1000).toISOString().replace('.000Z', 'Z');
}
