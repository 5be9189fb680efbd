import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WEBHOOK_PATH } from '../support/running-app.ts';
import type { Orders } from '../support/running-child.ts';
import { JOB_SETTINGS, LIST_LAG_SECONDS, type Runner, type Stage } from './stage.ts';

const CHILD = fileURLToPath(new URL('../support/running-child.ts', import.meta.url));

/** What is to befall a process. */
export type Fate = Partial<Pick<Orders, 'deadly' | 'deadlyAfter' | 'frozen' | 'blocked'>>;

/** The app in processes of its own. */
export interface Processes extends Runner {
  /** Where one died, stopped or stood still, in order. */
  readonly events: readonly { readonly what: 'killed' | 'frozen' | 'blocked'; readonly at: string }[];
  /** Ends one by SIGTERM and starts another; in milliseconds, how long it took to end. */
  replace(index: number): Promise<{ readonly code: number | null; readonly milliseconds: number }>;
  /** Lets a stopped one go on. */
  thaw(): void;
}

interface Running {
  readonly process: ChildProcess;
  readonly url: string | null;
  isDead: boolean;
  isFrozen: boolean;
}

/**
 * @param fates what befalls each process that is started, one after the other; nothing after the last
 * @param count how many run beside each other; each gets its share of the deliveries
 */
export function inProcesses(stage: Stage, databaseUrl: string, fates: Iterator<Fate>, count = 1): Processes {
  const { github, region } = stage;
  const events: { what: 'killed' | 'frozen' | 'blocked'; at: string }[] = [];
  const running: Running[] = [];
  let standby: ChildProcess | null = spawnChild();
  // All that the clock was moved before.
  let ahead = github.clock.now() - Date.now();
  let turn = 0;

  async function begin(): Promise<Running> {
    const child = standby ?? spawnChild();
    standby = null;
    const next = fates.next();
    const fate: Fate = next.done ? {} : next.value;
    if (Object.keys(fate).length > 0) standby = spawnChild();
    const { id, privateKey, webhookSecret } = region.app;
    const app = { id, privateKey, webhookSecret };
    const tuning = { jobSettings: JOB_SETTINGS, listLagSeconds: LIST_LAG_SECONDS, ahead };
    const orders: Orders = { url: github.url, app, databaseUrl, deadly: {}, ...fate, ...tuning };
    return new Promise((resolve) => {
      let began: Running = { process: child, url: null, isDead: false, isFrozen: false };
      if (child.stdout === null) throw new Error('The child has no output');
      createInterface({ input: child.stdout }).on('line', (line) => {
        const [word = '', ...rest] = line.split(' ');
        const at = rest.join(' ');
        if (word === 'killed' || word === 'frozen' || word === 'blocked') events.push({ what: word, at });
        if (word === 'frozen') began.isFrozen = true;
        if (word === 'port') {
          began = Object.assign(began, { url: `http://127.0.0.1:${at}${WEBHOOK_PATH}` });
          resolve(began);
        }
      });
      // It may die of work that it finds when it starts.
      child.once('exit', () => {
        began.isDead = true;
        resolve(began);
      });
      child.stdin?.write(`${JSON.stringify(orders)}\n`);
    });
  }

  return {
    events,
    async start() {
      for (let index = 0; index < count; index += 1) running.push(await begin());
      // One that is gone or stopped is no longer sent anything: so does a load balancer.
      Object.defineProperty(region.app, 'webhookUrl', {
        configurable: true,
        get: () => {
          const able = running.filter(({ isDead, isFrozen }) => !isDead && !isFrozen);
          turn += 1;
          return (able[turn % able.length] ?? running[0])?.url ?? 'http://127.0.0.1:1/';
        },
      });
    },
    async tend() {
      let isRevived = false;
      for (const [index, one] of running.entries()) {
        if (!one.isDead) continue;
        // The minute in which nobody hears of a dead worker is over.
        await forgetActive(stage);
        running[index] = await begin();
        isRevived = true;
      }
      return isRevived;
    },
    moved(milliseconds) {
      ahead += milliseconds;
      for (const { process, isDead } of running) if (!isDead) process.stdin?.write(`${milliseconds}\n`);
    },
    async replace(index) {
      const ending = running[index];
      if (ending === undefined) throw new Error(`There is no process ${index}`);
      const fresh = await begin();
      const since = performance.now();
      const exit = once(ending.process, 'exit');
      running[index] = fresh;
      ending.process.kill('SIGTERM');
      const [code] = await exit;
      return { code, milliseconds: performance.now() - since };
    },
    thaw() {
      for (const one of running) {
        if (!one.isFrozen) continue;
        one.isFrozen = false;
        one.process.kill('SIGCONT');
      }
    },
    async stop() {
      for (const child of [...running.map(({ process }) => process), standby]) {
        if (child === null || child.exitCode !== null || child.signalCode !== null) continue;
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      running.length = 0;
    },
  };
}

function spawnChild(): ChildProcess {
  return spawn(process.execPath, [CHILD], { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** The time that it takes until a dead or stopped worker's jobs are given to another. */
export async function forgetActive({ store }: Stage): Promise<void> {
  await store.pool.query(`update pgboss.job set started_on = started_on - interval '1 day',
    heartbeat_on = heartbeat_on - interval '1 day' where state = 'active'`);
}
