import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeFile } from '../core/decode-file.ts';
import { type Fact, known, unavailable } from '../core/fact.ts';
import { type FileContent, LARGEST_FILE_READ, LISTED_FOLDERS, splitPath } from '../core/files.ts';
import type { TreeNode } from '../core/follow-path.ts';
import { type ListedEntry, MOST_ENTRIES, type Source } from './source.ts';

/** A folder as it stands, whether git knows of it or not. */
export class FolderSource implements Source {
  readonly #root: string;
  /** Names that are no UTF-8, and so not what their text would be written as: the text leads to the bytes. */
  readonly #foreignNames = new Map<string, Buffer>();

  /** @param root absolute, without symbolic links */
  constructor(root: string) {
    this.#root = root;
  }

  async list(): Promise<Fact<readonly ListedEntry[]>> {
    const entries: ListedEntry[] = [];
    for (const folder of LISTED_FOLDERS) {
      const place = folder === '' ? known({ kind: 'folder' } as const) : await this.look(folder);
      if (place.status === 'unavailable') return place;
      if (place.value?.kind !== 'folder') continue;
      const found = await readdir(join(this.#root, folder), { withFileTypes: true, encoding: 'buffer' }).catch(codeOf);
      if (typeof found === 'string') return unavailable(`The folder ${folder || '.'} cannot be read (${found}).`);
      if (found.length > MOST_ENTRIES) return unavailable(`There are too many files in ${folder || 'the root'}.`);
      for (const entry of found) {
        const kind = kindOf(entry);
        const name = entry.name.toString('utf8');
        if (kind === 'other' || name === '.git') continue;
        const path = folder === '' ? name : `${folder}/${name}`;
        if (!Buffer.from(name).equals(entry.name)) this.#foreignNames.set(path, entry.name);
        entries.push({ path, kind });
      }
    }
    return known(entries);
  }

  async look(path: string): Promise<Fact<TreeNode>> {
    const place = this.#placeOf(path);
    const stats = await lstat(place).catch(codeOf);
    if (typeof stats === 'string') return isAbsence(stats) ? known(null) : unavailable(cannotRead(path, stats));
    const kind = kindOf(stats);
    if (kind !== 'symlink') return known({ kind });
    const target = await readlink(place).then((text) => ({ text }), codeOf);
    return typeof target === 'string' ? unavailable(cannotRead(path, target)) : known({ kind, target: target.text });
  }

  async read(path: string): Promise<Fact<FileContent | null>> {
    const place = this.#placeOf(path);
    // Between the look and the opening somebody may put a link or a named pipe here: neither follow nor wait.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const file = await open(place, flags).catch(codeOf);
    if (typeof file === 'string') {
      const isGone = isAbsence(file) || file === 'ELOOP' || file === 'ENXIO';
      return isGone ? known(null) : unavailable(cannotRead(path, file));
    }
    try {
      return await readOpened(file, place);
    } finally {
      await file.close();
    }
  }

  close(): void {}

  #placeOf(path: string): string | Buffer {
    const name = this.#foreignNames.get(path);
    if (name === undefined) return join(this.#root, path);
    return Buffer.concat([Buffer.from(join(this.#root, splitPath(path).folder, '/')), name]);
  }
}

async function readOpened(file: FileHandle, place: string | Buffer): Promise<Fact<FileContent | null>> {
  const stats = await file.stat();
  const real = await realpath(place, { encoding: 'buffer' }).catch(() => null);
  const isSamePlace = real?.equals(Buffer.from(place)) === true && (await lstat(place)).ino === stats.ino;
  if (!stats.isFile() || !isSamePlace) return known(null);
  if (stats.size > LARGEST_FILE_READ) return known({ kind: 'too-large', size: stats.size });
  const buffer = Buffer.alloc(LARGEST_FILE_READ + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read) {
    read = (await file.read(buffer, length, buffer.length - length, length)).bytesRead;
  }
  return known(
    length > LARGEST_FILE_READ ? { kind: 'too-large', size: length } : decodeFile(buffer.subarray(0, length)),
  );
}

interface Kinds {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

/** Named pipes, sockets and devices are 'other': git does not keep them, and opening one may never return. */
function kindOf(entry: Kinds): 'file' | 'folder' | 'symlink' | 'other' {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}

function isAbsence(code: string): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function cannotRead(path: string, code: string): string {
  return `${path} cannot be read (${code}).`;
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
}
