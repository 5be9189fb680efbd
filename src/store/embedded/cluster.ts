import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../../core/errors.ts';
import { errorCode } from '../error-code.ts';
import { type Account, giveTo } from './account.ts';
import { type Binaries, ownMajorVersion } from './binaries.ts';

/** A database cluster's folders and the way in. */
export interface Cluster {
  readonly dataFolder: string;
  readonly logFile: string;
  /** The folder of the unix socket; null on Windows, which listens on the loopback address. */
  readonly socketFolder: string | null;
  readonly port: number;
  readonly password: string;
}

export const USER = 'portreeve';
/** The kernel's limit is 108 bytes on Linux and 104 on macOS, with the socket's own name. */
const LONGEST_SOCKET_PATH = 103;
const Access = z.object({
  password: z.string(),
  socketFolder: z.string().nullable(),
  port: z.number(),
  /** The folder that it was written for: a copy is another cluster. */
  home: z.string().optional(),
});

/** The cluster in this folder; it is made, whole or not at all, where there is none. */
export async function openCluster(folder: string, binaries: Binaries, account: Account | null): Promise<Cluster> {
  const home = join(folder, 'database');
  const found = await readCluster(home);
  if (found === null) return makeCluster(folder, home, binaries, account);
  await refuseOtherVersion(home);
  return found.isElsewhere ? settleIn(home, found.cluster, account) : found.cluster;
}

/** The files of one major version mean nothing to another. */
async function refuseOtherVersion(home: string): Promise<void> {
  const found = (await readFile(join(home, 'data', 'PG_VERSION'), 'utf8')).trim();
  const own = await ownMajorVersion();
  if (found !== own) throw new OperatorError('embedded-version', { folder: home, found, own });
}

/**
 * Gives a cluster that was copied or moved here a way in of its own: the one that came along leads to the server of the
 * folder that it was taken from.
 */
async function settleIn(home: string, cluster: Cluster, account: Account | null): Promise<Cluster> {
  await clearForeignPid(cluster.dataFolder);
  await rm(join(home, 'socket'), { recursive: true, force: true });
  const socketFolder = await makeSocketFolder(home, home, account);
  const port = socketFolder === null ? await freePort() : cluster.port;
  const unfinished = join(home, `access-${randomBytes(6).toString('hex')}.json`);
  await writeFile(unfinished, JSON.stringify({ password: cluster.password, socketFolder, port, home }), {
    mode: 0o600,
    flag: 'wx',
  });
  await rename(unfinished, join(home, 'access.json'));
  return { ...cluster, socketFolder, port };
}

/** The note of a running server: a copy's is of the server that it was copied from; a moved folder's is still true. */
async function clearForeignPid(dataFolder: string): Promise<void> {
  const note = join(dataFolder, 'postmaster.pid');
  const [pid, place] = await readNote(note);
  if (pid === undefined || place === dataFolder) return;
  const isCopy = place !== undefined && (await readNote(join(place, 'postmaster.pid')))[0] === pid;
  if (!isCopy && isAlive(Number(pid))) {
    throw cannotRun(`its folder was moved to ${dataFolder} while it ran, and process ${pid} still may: end that first`);
  }
  await rm(note);
}

async function readNote(path: string): Promise<string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

async function readCluster(home: string): Promise<{ cluster: Cluster; isElsewhere: boolean } | null> {
  let text: string;
  try {
    text = await readFile(join(home, 'access.json'), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
  const { home: own = home, ...access } = Access.parse(JSON.parse(text));
  return {
    cluster: { dataFolder: join(home, 'data'), logFile: join(home, 'log.txt'), ...access },
    isElsewhere: own !== home,
  };
}

/** Under another name until it is whole: two processes may start at once, and either may be killed. */
async function makeCluster(
  folder: string,
  home: string,
  binaries: Binaries,
  account: Account | null,
): Promise<Cluster> {
  const unfinished = await mkdtemp(join(folder, 'database-'));
  try {
    await chmod(unfinished, account === null ? 0o700 : 0o711);
    const password = randomBytes(24).toString('base64url');
    await makeFolder(join(unfinished, 'data'), account);
    await runInitdb(join(unfinished, 'data'), binaries, account, password);
    const socketFolder = await makeSocketFolder(unfinished, home, account);
    const port = socketFolder === null ? await freePort() : 5432;
    const access = JSON.stringify({ password, socketFolder, port, home });
    await writeFile(join(unfinished, 'access.json'), access, { mode: 0o600, flag: 'wx' });
    await rename(unfinished, home);
  } catch (error) {
    const winner = await readCluster(home);
    if (winner === null) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  const found = await readCluster(home);
  if (found === null) throw new Error(`The database cluster in ${home} vanished.`);
  return found.cluster;
}

/** In the cluster's own folder, or where that path is too long for a socket, in a short private one. */
async function makeSocketFolder(unfinished: string, home: string, account: Account | null): Promise<string | null> {
  if (process.platform === 'win32') return null;
  const own = join(home, 'socket');
  const isShort = Buffer.byteLength(join(own, '.s.PGSQL.5432')) <= LONGEST_SOCKET_PATH;
  const folder = isShort ? join(unfinished, 'socket') : await mkdtemp(join(tmpdir(), 'portreeve-'));
  if (isShort) await mkdir(folder);
  await chmod(folder, 0o700);
  await giveTo(account, folder);
  return isShort ? own : folder;
}

async function makeFolder(path: string, account: Account | null): Promise<void> {
  await mkdir(path, { mode: 0o700 });
  await giveTo(account, path);
}

/** The password goes through a file: a pipe of Node's is a socket, which initdb cannot open. */
async function runInitdb(dataFolder: string, binaries: Binaries, account: Account | null, password: string) {
  const passwordFile = `${dataFolder}.password`;
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
  await giveTo(account, passwordFile);
  const args = [
    `--pgdata=${dataFolder}`,
    `--username=${USER}`,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  const initdb = spawn(join(binaries, 'bin', 'initdb'), args, {
    ...runAs(account),
    cwd: dataFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  initdb.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  initdb.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    initdb.on('error', (error) => reject(cannotRun(error.message, error)));
    initdb.on('close', resolve);
  });
  if (code !== 0) throw cannotRun(lastLine(Buffer.concat(output).toString()));
  await rm(passwordFile);
}

/** What a server process of ours is started with: another account where needed, and nothing of our environment. */
export function runAs(account: Account | null) {
  const identity = account === null ? {} : { uid: account.uid, gid: account.gid };
  return { ...identity, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', SystemRoot: process.env.SystemRoot } };
}

export function cannotRun(reason: string, cause?: unknown): OperatorError {
  return new OperatorError('embedded-database', { reason }, { cause });
}

export function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? 'it said nothing';
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('A listening server has a port.');
  return address.port;
}
