import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rename, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type EmbeddedServer, openEmbeddedServer } from '../../src/store/embedded/server.ts';
import { openStore } from '../../src/store/open-store.ts';
import { silentLog } from '../support/silent-log.ts';
import type { FaultCase, Life, StageOpener, Struck } from './fault.ts';
import type { Stage } from './stage.ts';

// What goes wrong below the database. Each of these has a server of its own.

/** A disk that is large enough for a server, and not for much more. */
const DISK_MEGABYTES = 320;
/** More than is left of any page that a table has. */
const LARGE_BYTES = 30_000;

interface OwnServer {
  readonly folder: string;
  server: EmbeddedServer;
}

const servers = new WeakMap<Stage, OwnServer>();

function serverOf(stage: Stage): OwnServer {
  const own = servers.get(stage);
  if (own === undefined) throw new Error('The stage has no server of its own');
  return own;
}

/** A stage on a server of its own, in this folder. */
async function onOwnServer(open: StageOpener, folder: string, tidy: () => Promise<void>): Promise<Stage> {
  const server = await openEmbeddedServer(join(folder, 'data'), silentLog);
  // Its tables are made before anybody is at work.
  await (await openStore({ databaseUrl: server.databaseUrl, dataFolder: '', log: silentLog })).close();
  const stage = await open(server.databaseUrl);
  const own: OwnServer = { folder, server };
  servers.set(stage, own);
  const { close } = stage;
  stage.close = async () => {
    await close();
    await own.server.leave();
    await tidy();
  };
  return stage;
}

/** When root runs this, the server's account must get in. */
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'portreeve-disk-'));
  await chmod(folder, 0o711);
  return folder;
}

const run = (program: string, ...given: readonly string[]) => spawnSync(program, given, { encoding: 'utf8' });

/** Null where this machine does not let us. */
async function mountedFolder(): Promise<string | null> {
  const folder = await newFolder();
  const { status } = run('mount', '-t', 'tmpfs', '-o', `size=${DISK_MEGABYTES}m,mode=711`, 'none', folder);
  if (status === 0) return folder;
  await rm(folder, { recursive: true });
  return null;
}

async function unmount(folder: string): Promise<void> {
  run('umount', folder);
  await rm(folder, { recursive: true });
}

export const DISKS: readonly FaultCase[] = [
  {
    id: 'F5',
    title: 'The disk is full, and freed again',
    compares: 'present',
    async impossible() {
      const folder = process.platform === 'linux' ? await mountedFolder() : null;
      if (folder === null) return 'only root can mount a small disk';
      await unmount(folder);
      return null;
    },
    async open(open) {
      const folder = await mountedFolder();
      if (folder === null) throw new Error('The disk cannot be mounted again');
      return onOwnServer(open, folder, () => unmount(folder));
    },
    async during({ stage, begin, rounds }): Promise<Struck> {
      const { github, region } = stage;
      const own = serverOf(stage);
      const busy = region.subjects.find(({ role }) => role === 'busy');
      if (busy === undefined) throw new Error('Nobody is busy');
      const { act } = region;
      const broken: string[] = [];
      let times = 0;
      await begin();
      await rounds(async (round) => {
        region.act = act;
        if (round % 4 !== 1) return;
        fill(own.folder);
        if ((await statfs(own.folder)).bavail > 0) broken.push('the disk is not full');
        const before = github.webhooks.log.length;
        const body = randomBytes(LARGE_BYTES).toString('hex');
        const issue = github.openIssue(busy.repository, { title: 'A long question', body, author: busy.person });
        act();
        await github.settled();
        times += github.webhooks.log.slice(before).filter(({ statusCode }) => statusCode === 503).length;
        await rm(join(own.folder, FILLER));
        // Where the server itself gave up, whoever keeps programs running starts Portreeve again, and that starts it.
        own.server = await openEmbeddedServer(join(own.folder, 'data'), silentLog);
        github.closeIssue(issue, { by: busy.person });
        region.act = () => {};
      });
      region.act = act;
      return { times, broken };
    },
  },
  {
    id: 'F6',
    title: 'The data folder is copied in the middle of the work, and the copy is all that is left',
    compares: 'present',
    async open(open) {
      const folder = await newFolder();
      return onOwnServer(open, folder, () => rm(folder, { recursive: true }));
    },
    during: copied,
  },
];

const FILLER = 'filler';

/** Takes all that is left of the disk. */
function fill(folder: string): void {
  run('dd', 'if=/dev/zero', `of=${join(folder, FILLER)}`, 'bs=4k');
}

/** The machine dies a round after its files were copied; what was done in between only GitHub knows. */
async function copied({ stage, begin, rounds, count }: Life): Promise<Struck> {
  const { github } = stage;
  const own = serverOf(stage);
  const data = join(own.server.folder, 'database', 'data');
  const copy = `${data}.copy`;
  let times = 0;
  let acknowledgedFrom = 0;
  await begin();
  await rounds(async (round) => {
    if (round === Math.floor((count - 1) / 2)) {
      // While this process waits for the copy, none of its requests is under way: all at one moment, as a snapshot is.
      stage.onCheckpoint = (name) => {
        if (name !== 'task:planned' || times > 0) return;
        times += run('cp', '--archive', data, copy).status === 0 ? 1 : 0;
      };
    } else if (times === 1 && acknowledgedFrom === 0) {
      acknowledgedFrom = await restored();
    }
  });
  stage.onCheckpoint = () => {};
  if (times === 1 && acknowledgedFrom === 0) acknowledgedFrom = await restored();
  return { times, acknowledgedFrom };

  async function restored(): Promise<number> {
    await stage.runner.stop();
    const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGQUIT');
    while (isAlive(Number(pid))) await delay(10);
    await rm(data, { recursive: true });
    await rename(copy, data);
    own.server = await openEmbeddedServer(join(own.folder, 'data'), silentLog);
    await stage.runner.start();
    return github.webhooks.log.length;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
