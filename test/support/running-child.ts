import { writeSync } from 'node:fs';
import process from 'node:process';

import { createInterface } from 'node:readline';
import { destination, pino } from 'pino';
import type { RunningApp } from '../../src/app/start.ts';
import type { JobSettings } from '../../src/jobs/queues.ts';
import { startOn } from './running-app.ts';

/** What the parent writes as one line, when this process is to begin. */
export interface Orders {
  readonly url: string;
  readonly app: { readonly id: number; readonly privateKey: string; readonly webhookSecret: string };
  readonly databaseUrl: string;
  /** At which passage of which checkpoint the process ends itself, as by `kill -9`. */
  readonly deadly: Readonly<Record<string, number>>;
  /** After how many passages of any checkpoint it ends itself; null for never. */
  readonly deadlyAfter?: number | null;
  /** At which passage of which checkpoint the whole process stops, as by SIGSTOP. */
  readonly frozen?: Readonly<Record<string, number>>;
  /** At which passage of which checkpoint the event loop stands still for two seconds. */
  readonly blocked?: Readonly<Record<string, number>>;
  /** How far its clock is ahead of the machine's, in milliseconds. Each later line moves it on by as much as it says. */
  readonly ahead?: number;
  readonly jobSettings?: Partial<JobSettings>;
  readonly listLagSeconds?: number;
}

const BLOCKED_MS = 2_000;

/** One line to the parent, written before this call returns: nothing else may happen before a death. */
function tell(line: string): void {
  writeSync(1, `${line}\n`);
}

// Run as `node running-child.ts`: it loads everything, then waits for its orders, so that it begins at once.
let running: RunningApp | null = null;
let ahead = 0;
const lines = createInterface({ input: process.stdin });
lines.once('line', async (line) => {
  const orders: Orders = JSON.parse(line);
  const { url, app, databaseUrl, deadly, deadlyAfter = null, frozen = {}, blocked = {} } = orders;
  ahead = orders.ahead ?? 0;
  lines.on('line', (more) => {
    ahead += Number(more);
  });
  let passed = 0;
  const passages = new Map<string, number>();
  const checkpoint = (name: string): void => {
    const passage = (passages.get(name) ?? 0) + 1;
    passages.set(name, passage);
    passed += 1;
    tell(`passed ${name}`);
    if (frozen[name] === passage) {
      tell(`frozen ${name}`);
      process.kill(process.pid, 'SIGSTOP');
    }
    if (blocked[name] === passage) {
      tell(`blocked ${name}`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED_MS);
    }
    if (deadly[name] !== passage && passed !== deadlyAfter) return;
    tell(`killed ${name}`);
    process.kill(process.pid, 'SIGKILL');
  };
  running = await startOn({ url }, { ...app, webhookUrl: null }, databaseUrl, {
    checkpoint,
    now: () => new Date(Date.now() + ahead),
    ...(orders.jobSettings === undefined ? {} : { jobSettings: orders.jobSettings }),
    ...(orders.listLagSeconds === undefined ? {} : { listLagSeconds: orders.listLagSeconds }),
    log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }, destination(2)),
  });
  tell(`port ${running.port}`);
});
process.on('SIGTERM', async () => {
  await running?.stop();
  process.exit(0);
});
