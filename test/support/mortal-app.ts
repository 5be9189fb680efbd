import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { App, Delivery, GitHub } from '../github/index.ts';
import { WEBHOOK_PATH } from './running-app.ts';
import type { Orders } from './running-child.ts';

const CHILD = fileURLToPath(new URL('running-child.ts', import.meta.url));

/** The app in a process of its own, which dies at checkpoints and is started again. */
export interface MortalApp {
  /** How often each checkpoint was passed, deadly passages included. */
  readonly passages: ReadonlyMap<string, number>;
  /** Where it died, in order. */
  readonly deaths: readonly string[];
  /** Whether it died and has not yet been started again. */
  readonly isDead: boolean;
  /** Whether there are deliveries that it never took in. */
  hasUnanswered(): boolean;
  /** Starts it, or starts it again; deliveries that nobody answered are sent once more. */
  start(deadly: Readonly<Record<string, number>>): Promise<void>;
  /** Ends it by SIGTERM. */
  stop(): Promise<{ readonly code: number | null; readonly milliseconds: number }>;
  close(): Promise<void>;
}

export function createMortalApp(github: GitHub, app: App, databaseUrl: string): MortalApp {
  const passages = new Map<string, number>();
  const deaths: string[] = [];
  let child: ChildProcess | null = null;
  let standby = spawnChild();
  let isDead = true;
  return {
    passages,
    deaths,
    get isDead() {
      return isDead;
    },
    hasUnanswered: () => unanswered(github).length > 0,
    async start(deadly) {
      if (deaths.length > 0) await ageActiveJobs(databaseUrl);
      child = standby;
      standby = spawnChild();
      const begun = child;
      const orders: Orders = {
        url: github.url,
        app: { id: app.id, privateKey: app.privateKey, webhookSecret: app.webhookSecret },
        databaseUrl,
        deadly,
      };
      isDead = false;
      begun.once('exit', () => {
        isDead = true;
      });
      await new Promise<void>((resolve) => {
        if (begun.stdout === null) throw new Error('The child has no output');
        createInterface({ input: begun.stdout }).on('line', (line) => {
          const [word = '', ...rest] = line.split(' ');
          const name = rest.join(' ');
          if (word === 'passed') passages.set(name, (passages.get(name) ?? 0) + 1);
          if (word === 'killed') deaths.push(name);
          if (word === 'port') {
            app.webhookUrl = `http://127.0.0.1:${name}${WEBHOOK_PATH}`;
            resolve();
          }
        });
        // It may die of work that it finds when it starts.
        begun.once('exit', () => resolve());
        begun.stdin?.write(`${JSON.stringify(orders)}\n`);
      });
      if (!isDead) redeliverFailed(github);
    },
    async stop() {
      const ending = child;
      if (ending === null || isDead) throw new Error('Nothing runs');
      const since = performance.now();
      ending.kill('SIGTERM');
      const [code] = await once(ending, 'exit');
      return { code, milliseconds: performance.now() - since };
    },
    async close() {
      for (const process of [child, standby]) {
        if (process === null || process.exitCode !== null || process.signalCode !== null) continue;
        process.kill('SIGKILL');
        await once(process, 'exit');
      }
    },
  };
}

function spawnChild(): ChildProcess {
  return spawn(process.execPath, [CHILD], { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** The time that it takes until a dead worker's jobs are given to another: nobody else is at work now. */
async function ageActiveJobs(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`update pgboss.job set started_on = started_on - interval '1 day',
    heartbeat_on = heartbeat_on - interval '1 day' where state = 'active'`);
  await client.end();
}

/** As an operator asks GitHub for it: GitHub itself never sends again what nobody answered. */
function redeliverFailed(github: GitHub): void {
  for (const { id } of unanswered(github)) github.webhooks.redeliver(id);
}

/** One delivery of each event that was sent and never taken in. */
function unanswered({ webhooks }: GitHub): Delivery[] {
  const answered = new Set(webhooks.log.filter(({ statusCode }) => statusCode === 202).map(({ guid }) => guid));
  const failed = webhooks.log.filter(({ guid, status }) => status !== 'pending' && !answered.has(guid));
  return [...new Map(failed.map((delivery) => [delivery.guid, delivery])).values()];
}
