import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Delivery } from './deliveries.ts';

/** A program that takes webhooks in. */
export interface Receiver {
  readonly name: string;
  /** Arguments to Node.js. */
  readonly program: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly url: string;
  /** Where it counts what it has accepted and not yet looked at; null where it keeps nothing. */
  readonly metricsUrl: string | null;
  /** Its standard output goes here, as in operation. */
  readonly logFile: string;
}

export interface RunningReceiver {
  /** Milliseconds from its start to the first delivery that it accepted. */
  readonly coldStartMs: number;
  /** Megabytes of it and of all processes that it started; shared memory counts once. */
  memoryMb(): number;
  /** Resolves when it has looked at all that it accepted: what is left over would burden the next measurement. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
}

const START_MS = 60_000;

/** Starts it, and sends it deliveries until it accepts one. */
export async function startReceiver(receiver: Receiver, next: () => Delivery): Promise<RunningReceiver> {
  // Each is started as its manual says, with nothing of ours.
  const { DATABASE_URL: _url, NODE_COMPILE_CACHE: _cache, ...inherited } = process.env;
  const output = openSync(receiver.logFile, 'a');
  const startedAt = performance.now();
  const child = spawn(process.execPath, receiver.program, {
    env: { ...inherited, ...receiver.environment },
    stdio: ['ignore', output, 'inherit'],
  });
  const agent = new Agent({ keepAlive: true });
  while (!(await accepts(receiver.url, next(), agent))) {
    if (child.exitCode !== null) throw new Error(`${receiver.name} ended with ${child.exitCode}`);
    if (performance.now() - startedAt > START_MS) throw new Error(`${receiver.name} accepted nothing within a minute`);
    await delay(2);
  }
  const coldStartMs = performance.now() - startedAt;
  agent.destroy();
  return {
    coldStartMs,
    memoryMb: () => memoryOf(child),
    async caughtUp() {
      while (receiver.metricsUrl !== null && (await storedAt(receiver.metricsUrl)) > 0) await delay(500);
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function accepts(url: string, { body, headers }: Delivery, agent: Agent): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request(url, { method: 'POST', headers, agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode !== undefined && response.statusCode < 300));
    });
    sent.on('error', () => resolve(false));
    sent.end(body);
  });
}

async function storedAt(metricsUrl: string): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  const stored = /^portreeve_deliveries\{status="stored"\} (\d+)$/m.exec(text)?.[1];
  if (stored === undefined) throw new Error(`${metricsUrl} does not tell how many deliveries wait`);
  return Number(stored);
}

/**
 * Proportional set size of a process and all that descend from it, an embedded database included. NaN where the system
 * does not tell.
 * @see https://docs.kernel.org/filesystems/proc.html
 */
function memoryOf({ pid }: ChildProcess): number {
  if (process.platform !== 'linux' || pid === undefined) return Number.NaN;
  const parents = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [[Number(name), parentOf(name)]] : []));
  const family = new Set<number | undefined>([pid]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const [id, parent] of parents) if (family.has(parent)) family.add(id);
  }
  return [...family].reduce<number>((sum, id) => sum + proportionalKb(id), 0) / 1024;
}

function parentOf(pid: string): number {
  // The name in brackets may hold anything.
  const fields = readIfThere(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ');
  return Number(fields?.[1] ?? 0);
}

function proportionalKb(pid: number | undefined): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(readIfThere(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

/** A process may end while it is looked at. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
