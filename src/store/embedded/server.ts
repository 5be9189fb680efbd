import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { BaseLogger } from 'pino';
import { APPLICATION_NAME } from '../connect.ts';
import { errorCode, errorMessage } from '../error-code.ts';
import { type Account, giveTo, serverAccount } from './account.ts';
import { prepareBinaries } from './binaries.ts';
import { type Cluster, cannotRun, lastLine, openCluster, runAs, USER } from './cluster.ts';
import { serverFolder } from './place.ts';

/** The PostgreSQL server that Portreeve brings along. */
export interface EmbeddedServer {
  /** Of its maintenance database, `postgres`. */
  readonly databaseUrl: string;
  /** Where its files are: the data folder, unless its account cannot get there. */
  readonly folder: string;
  /** Whether this process started it, or found it running. */
  readonly isOurs: boolean;
  /** Stops it, unless others are still connected. */
  leave(): Promise<void>;
}

const START_SECONDS = 30;
const STOP_SECONDS = 15;

export interface ServerOptions {
  /** Called when the server's process was started, which then takes a while until it can be asked. */
  readonly whileStarting?: () => Promise<unknown>;
  /** false for a server whose data nobody needs after a power cut, such as that of tests. */
  readonly isDurable?: boolean;
}

/** Finds the server of this data folder, or starts it; the first time that takes about a second. */
export async function openEmbeddedServer(
  dataFolder: string,
  log: Pick<BaseLogger, 'info'>,
  { whileStarting = async () => {}, isDurable = true }: ServerOptions = {},
): Promise<EmbeddedServer> {
  const account = await serverAccount();
  const folder = await serverFolder(dataFolder, account);
  const binaries = await prepareBinaries(folder, account !== null);
  const cluster = await openCluster(folder, binaries, account);
  const databaseUrl = addressOf(cluster);

  let server: ChildProcess | null = null;
  if (!(await isReady(databaseUrl))) {
    await clearStalePid(cluster);
    server = await start(cluster, join(binaries, 'bin', 'postgres'), account, isDurable);
    await Promise.all([whileStarting(), waitUntilReady(databaseUrl, cluster, server)]);
    log.info({ folder }, 'embedded database started');
  }
  return {
    databaseUrl,
    folder,
    isOurs: server !== null,
    async leave() {
      if (await hasOthers(databaseUrl)) return;
      await stop(cluster);
      log.info({ folder }, 'embedded database stopped');
    },
  };
}

function addressOf({ password, socketFolder, port }: Cluster): string {
  const url = new URL(`postgres://${USER}:${password}@127.0.0.1:${port}/postgres`);
  if (socketFolder !== null) url.searchParams.set('host', socketFolder);
  return url.href;
}

/** Detached, so that Ctrl-C reaches only us: we still need it while we finish our work. */
async function start(
  cluster: Cluster,
  postgres: string,
  account: Account | null,
  isDurable: boolean,
): Promise<ChildProcess> {
  if (cluster.socketFolder !== null) {
    // A cleaner of temporary folders may have taken it.
    const made = await mkdir(cluster.socketFolder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await giveTo(account, cluster.socketFolder);
  }
  const logFile = await open(cluster.logFile, 'a', 0o600);
  try {
    const server = spawn(postgres, ['-D', cluster.dataFolder, ...settings(cluster, isDurable)], {
      ...runAs(account),
      cwd: cluster.dataFolder,
      detached: true,
      stdio: ['ignore', logFile.fd, logFile.fd],
    });
    await new Promise<void>((resolve, reject) => {
      server.once('spawn', resolve);
      server.once('error', (error) => reject(cannotRun(error.message, error)));
    });
    server.unref();
    return server;
  } finally {
    await logFile.close();
  }
}

/** Small, but durable: what was acknowledged survives a power cut. */
function settings({ socketFolder, port }: Cluster, isDurable: boolean): string[] {
  const values = {
    fsync: isDurable ? 'on' : 'off',
    shared_buffers: '32MB',
    max_wal_size: '256MB',
    max_connections: '100',
    // Without the three reading processes that it starts otherwise.
    io_method: 'sync',
    max_parallel_workers: '0',
    // Nor the one that would look after subscriptions.
    max_logical_replication_workers: '0',
    jit: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
    port: String(port),
    listen_addresses: socketFolder === null ? '127.0.0.1' : '',
    ...(socketFolder === null ? {} : { unix_socket_directories: socketFolder, unix_socket_permissions: '0700' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** When two processes start it at once, the second server gives way by itself; then we wait for the first. */
async function waitUntilReady(databaseUrl: string, cluster: Cluster, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_SECONDS * 1000;
  while (!(await isReady(databaseUrl))) {
    const isAlive = server.exitCode === null && server.signalCode === null;
    if (Date.now() > deadline || (!isAlive && (await readPid(cluster)) === null)) {
      throw cannotRun(lastLine(await readFile(cluster.logFile, 'utf8')));
    }
    await delay(10);
  }
}

const NOT_YET = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', '57P03']);

/** False while it does not run, starts or stops. */
async function isReady(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // A server that goes away in between is the rejected query's to tell.
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (!NOT_YET.has(errorCode(error) ?? '') && !errorMessage(error).startsWith('Connection terminated')) throw error;
    return false;
  } finally {
    await client.end();
  }
}

/** The server's process, by the file that it keeps while it runs; null without one. */
async function readPid(cluster: Cluster): Promise<number | null> {
  try {
    const [pid] = (await readFile(join(cluster.dataFolder, 'postmaster.pid'), 'utf8')).split('\n');
    return pid === undefined || !/^\d+$/.test(pid) ? null : Number(pid);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** After a crash in a container, its number may belong to another program, for whose sake PostgreSQL would refuse to start. */
async function clearStalePid(cluster: Cluster): Promise<void> {
  const pid = await readPid(cluster);
  if (pid === null || process.platform !== 'linux') return;
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => null);
  if (name !== null && name.trim() !== 'postgres') await rm(join(cluster.dataFolder, 'postmaster.pid'));
}

/** Other processes' connections count at once; our own take a moment to vanish after they were closed. */
async function hasOthers(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const { rows } = await client.query<{ name: string }>(
        `select application_name as name from pg_stat_activity
         where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      );
      if (rows.length === 0) return false;
      if (rows.some(({ name }) => name !== APPLICATION_NAME)) return true;
      await delay(25);
    }
    return true;
  } finally {
    await client.end();
  }
}

async function stop(cluster: Cluster): Promise<void> {
  const pid = await readPid(cluster);
  if (pid === null) return;
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_SECONDS * 1000;
  while ((await readPid(cluster)) === pid) {
    if (Date.now() > deadline) throw new Error(`The embedded database (process ${pid}) does not stop.`);
    await delay(10);
  }
}
