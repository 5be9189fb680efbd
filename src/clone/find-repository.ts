import { lstat, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where git keeps what belongs to a folder. */
export interface FoundRepository {
  /** The `.git` folder, or the file that stands for it in linked working trees and submodules. */
  readonly gitFolder: string;
  /** The root of the working tree; null for a bare repository. */
  readonly workTree: string | null;
}

/**
 * Finds the repository that a folder belongs to, as git does, upwards. Done here because git's own search refuses what
 * another account owns, and follows `core.worktree` to wherever a hostile configuration points.
 * @param folder absolute, without symbolic links
 */
export async function findRepository(folder: string): Promise<FoundRepository | null> {
  if (await isGitFolder(folder)) return { gitFolder: folder, workTree: null };
  for (let place = folder; ; place = dirname(place)) {
    const gitFolder = join(place, '.git');
    if ((await isGitFolder(gitFolder)) || (await isGitFile(gitFolder))) return { gitFolder, workTree: place };
    if (dirname(place) === place) return null;
  }
}

async function isGitFolder(path: string): Promise<boolean> {
  const isFolder = async (name: string) => (await stat(join(path, name)).catch(() => null))?.isDirectory() === true;
  // A linked working tree's own folder has no objects; it is only ever reached by way of a `.git` file.
  return (
    (await lstat(join(path, 'HEAD')).catch(() => null)) !== null && (await isFolder('objects')) && isFolder('refs')
  );
}

async function isGitFile(path: string): Promise<boolean> {
  if ((await lstat(path).catch(() => null))?.isFile() !== true) return false;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.toString('latin1', 0, bytesRead) === 'gitdir: ';
  } finally {
    await file.close();
  }
}
