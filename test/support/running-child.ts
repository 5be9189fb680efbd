import { writeSync } from 'node:fs';
import process from 'node:process';

import { createInterface } from 'node:readline';
import { destination, pino } from 'pino';
import type { RunningApp } from '../../src/app/start.ts';
import { startOn } from './running-app.ts';

/** What the parent writes as one line, when this process is to begin. */
export interface Orders {
  readonly url: string;
  readonly app: { readonly id: number; readonly privateKey: string; readonly webhookSecret: string };
  readonly databaseUrl: string;
  /** At which passage of which checkpoint the process ends itself, as by `kill -9`. */
  readonly deadly: Readonly<Record<string, number>>;
}

/** One line to the parent, written before this call returns: nothing else may happen before a death. */
function tell(line: string): void {
  writeSync(1, `${line}\n`);
}

// Run as `node running-child.ts`: it loads everything, then waits for its orders, so that it begins at once.
let running: RunningApp | null = null;
createInterface({ input: process.stdin }).once('line', async (line) => {
  const { url, app, databaseUrl, deadly }: Orders = JSON.parse(line);
  const passages = new Map<string, number>();
  const checkpoint = (name: string): void => {
    const passage = (passages.get(name) ?? 0) + 1;
    passages.set(name, passage);
    tell(`passed ${name}`);
    if (deadly[name] !== passage) return;
    tell(`killed ${name}`);
    process.kill(process.pid, 'SIGKILL');
  };
  running = await startOn({ url }, { ...app, webhookUrl: null }, databaseUrl, {
    checkpoint,
    log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }, destination(2)),
  });
  tell(`port ${running.port}`);
});
process.on('SIGTERM', async () => {
  await running?.stop();
  process.exit(0);
});
