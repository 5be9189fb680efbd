import { randomBytes } from 'node:crypto';
import { type FileHandle, link, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OperatorError } from '../core/errors.ts';
import { errorCode } from './error-code.ts';

/**
 * Makes a file that only its owner can read: whole or not at all, and never in place of one that is there, nor through a
 * link. On Windows the folder's access list decides who may read it; there, modes mean nothing.
 * @throws OperatorError `file-exists`, `file-not-written`
 */
export async function createPrivateFile(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  if (await standsThere(path)) throw new OperatorError('file-exists', { path });
  const unfinished = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.unfinished`);
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await giveName(unfinished, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(unfinished, { force: true });
    const code = errorCode(error);
    if (code === 'EEXIST') throw new OperatorError('file-exists', { path }, { cause: error });
    if (error instanceof OperatorError || !isOfTheSystem(error)) throw error;
    throw new OperatorError('file-not-written', { path, code: code ?? 'unknown' }, { cause: error });
  }
}

/** Unlike a renaming, a second name is refused where there is something already. */
async function giveName(unfinished: string, path: string): Promise<void> {
  try {
    await link(unfinished, path);
    await rm(unfinished);
  } catch (error) {
    if (!NO_SECOND_NAMES.has(errorCode(error) ?? '')) throw error;
    // exFAT and some network drives: there the name is taken by an empty file first, and the whole one put in its place.
    await (await open(path, 'wx', 0o600)).close();
    await rename(unfinished, path).catch(async (cause: unknown) => {
      await rm(path, { force: true });
      throw cause;
    });
  }
}

const NO_SECOND_NAMES: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * A folder that only its owner may enter, made where there is none.
 * @throws OperatorError `folder-not-private`, `file-not-written`
 */
export async function preparePrivateFolder(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 }).catch(
    notWritten(path),
  );
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') notWritten(path)(error);
  });
  const { mode, uid } = await lstat(path).then((found) =>
    found.isDirectory() ? found : { mode: 0o777, uid: found.uid },
  );
  const isOurs = process.platform === 'win32' || (uid === process.getuid?.() && (mode & 0o077) === 0);
  if (!isOurs) throw new OperatorError('folder-not-private', { path });
}

function notWritten(path: string) {
  return (error: unknown): never => {
    if (!isOfTheSystem(error)) throw error;
    throw new OperatorError('file-not-written', { path, code: errorCode(error) ?? 'unknown' }, { cause: error });
  };
}

/** What the operating system refused, such as a full disk; not a mistake of ours, nor a database's error. */
function isOfTheSystem(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}

async function standsThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    return notWritten(path)(error);
  }
}

/** So that the name survives a power cut too; Windows knows no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
