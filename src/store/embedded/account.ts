import { chown, lstat, readFile, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OperatorError } from '../../core/errors.ts';

/** The account that the server runs under, where it must be another than ours. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const UNPRIVILEGED = ['portreeve', 'nobody'];

/** PostgreSQL refuses to run as root: then the first of the unprivileged accounts that exists; else null, our own. */
export async function serverAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const accounts = parsePasswd(await readFile('/etc/passwd', 'utf8'));
  for (const name of UNPRIVILEGED) {
    const account = accounts.find((candidate) => candidate.name === name && candidate.uid !== 0);
    if (account !== undefined) return account;
  }
  throw new OperatorError('embedded-database', {
    reason: 'PostgreSQL refuses to run as root, and there is neither an account portreeve nor nobody to run it under',
  });
}

function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

export async function giveTo(account: Account | null, path: string): Promise<void> {
  if (account !== null) await chown(path, account.uid, account.gid);
}

/** Whether any account may walk down to and into this folder. */
export async function isOpenToAll(folder: string): Promise<boolean> {
  for (const step of await pathOf(folder)) {
    if (((await lstat(step)).mode & 0o001) === 0) return false;
  }
  return true;
}

/** Whether nobody but root and ourselves could have put this folder, or one above it, in place. */
export async function isOursAlone(folder: string): Promise<boolean> {
  const uid = process.getuid?.();
  if (uid === undefined) return true;
  for (const step of await pathOf(folder)) {
    const { uid: owner, mode } = await lstat(step);
    const isSticky = (mode & 0o1000) !== 0;
    if (owner !== 0 && owner !== uid) return false;
    if ((mode & 0o022) !== 0 && !isSticky) return false;
  }
  return true;
}

/** The folder and all above it. */
async function pathOf(path: string): Promise<string[]> {
  const folders: string[] = [];
  for (let folder = await realpath(path); ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === dirname(folder)) return folders;
  }
}
