import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { measureSync } from '../disk.ts';
import { figure, median, type Table } from '../table.ts';
import { type Delivery, deliveriesAbout, type Subject } from './deliveries.ts';
import { type LoadSender, startLoadSender } from './load.ts';
import { type Receiver, startReceiver } from './receiver.ts';

/** One receiver's figures, medians over the rounds. */
export interface IntakeRow {
  readonly receiver: string;
  /** Accepted a second over 32 connections, each sending as soon as it is answered. */
  readonly deliveriesPerSecond: number;
  /** Milliseconds to the answer, of 200 deliveries a second. */
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  /** Megabytes when it has nothing to do, its embedded database included. */
  readonly rssMb: number;
  /** Milliseconds from its start to the first delivery that it accepted; its data folder or database existed before. */
  readonly coldStartMs: number;
}

type Figures = Omit<IntakeRow, 'receiver'>;

const SECRET = 'the secret of this benchmark';
const BARE_PROBOT = 'bare Probot';
const SATURATED_SECONDS = 5;
const CALM_SECONDS = 10;
const CALM_PER_SECOND = 200;
/** What it has to do by itself after the start, such as its first look at an installation, is over by then. */
const SETTLE_MS = 3_000;

/** Measures each receiver in turn, in every round. */
export async function run({ rounds }: { readonly rounds: number }) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-intake-'));
  const github = await startGitHubProcess();
  const database = await createDatabase();
  const load = startLoadSender(github.facts.subject, SECRET);
  try {
    const receivers = await describeReceivers(folder, github.facts, database?.url ?? null);
    const next = deliveriesAbout(github.facts.subject, SECRET);
    for (const receiver of receivers) await (await startReceiver(receiver, next)).stop();
    const measured = new Map<string, Figures[]>(receivers.map(({ name }) => [name, []]));
    const syncs: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      syncs.push(measureSync(folder));
      for (const receiver of receivers) {
        process.stderr.write(`round ${round} of ${rounds}: ${receiver.name}\n`);
        measured.get(receiver.name)?.push(await measure(receiver, next, load));
      }
    }
    return report(measured, rounds, median(syncs), database !== null);
  } finally {
    load.stop();
    github.stop();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(receiver: Receiver, next: () => Delivery, load: LoadSender): Promise<Figures> {
  const running = await startReceiver(receiver, next);
  try {
    await delay(SETTLE_MS);
    const rssMb = running.memoryMb();
    const { url } = receiver;
    const { p50Ms, p99Ms } = await load.send({ url, seconds: CALM_SECONDS, perSecond: CALM_PER_SECOND });
    const { perSecond } = await load.send({ url, seconds: SATURATED_SECONDS, perSecond: null });
    await running.caughtUp();
    const { coldStartMs } = running;
    return { deliveriesPerSecond: perSecond, ackP50Ms: p50Ms, ackP99Ms: p99Ms, rssMb, coldStartMs };
  } finally {
    await running.stop();
  }
}

interface GitHubFacts {
  readonly url: string;
  readonly appId: number;
  readonly privateKey: string;
  readonly subject: Subject;
}

async function startGitHubProcess(): Promise<{ readonly facts: GitHubFacts; readonly stop: () => void }> {
  const child = fork(pathOf('receivers/github.ts'));
  const [facts] = (await once(child, 'message')) as [GitHubFacts];
  return { facts, stop: () => child.disconnect() };
}

/** A database of its own at DATABASE_URL; null where that is not set. */
async function createDatabase(): Promise<{ readonly url: string; readonly drop: () => Promise<void> } | null> {
  const address = process.env.DATABASE_URL;
  if (address === undefined) return null;
  const name = `portreeve_bench_${process.pid}`;
  const command = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    await client.query(text);
    await client.end();
  };
  await command(`create database ${name}`);
  const url = new URL(address);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => command(`drop database ${name} with (force)`) };
}

async function describeReceivers(folder: string, github: GitHubFacts, databaseUrl: string | null): Promise<Receiver[]> {
  const receiverOf = async (
    name: string,
    program: readonly string[],
    path: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<Receiver> => {
    const port = await freePort();
    const credentials = { APP_ID: String(github.appId), PRIVATE_KEY: github.privateKey, WEBHOOK_SECRET: SECRET };
    return {
      name,
      program,
      environment: { ...credentials, HOST: '127.0.0.1', PORT: String(port), ...environment },
      url: `http://127.0.0.1:${port}${path}`,
      metricsUrl: 'PORTREEVE_DATA' in environment ? `http://127.0.0.1:${port}/metrics` : null,
      logFile: join(folder, `${port}.log`),
    };
  };
  const web = new URL(github.url);
  const portreeve = { GHE_HOST: web.host, GHE_PROTOCOL: 'http', PORTREEVE_DATA: join(folder, 'data') };
  const webhooks = '/api/github/webhooks';
  // As `npm start` does.
  const app = [
    '--max-semi-space-size=4',
    '--require',
    pathOf('../../scripts/check-node.cjs'),
    pathOf('../../src/app/main.ts'),
  ];
  return [
    await receiverOf('node:http + @octokit/webhooks', [pathOf('receivers/node-http.ts')], '/', {}),
    await receiverOf(BARE_PROBOT, [pathOf('receivers/bare-probot.ts')], webhooks, { NODE_ENV: 'production' }),
    await receiverOf('Portreeve, embedded server', app, webhooks, portreeve),
    ...(databaseUrl === null
      ? []
      : [await receiverOf('Portreeve, PostgreSQL', app, webhooks, { ...portreeve, DATABASE_URL: databaseUrl })]),
  ];
}

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('The loopback gave no port');
  return address.port;
}

function report(measured: ReadonlyMap<string, readonly Figures[]>, rounds: number, syncMs: number, hasServer: boolean) {
  const medianOf = (figures: readonly Figures[], key: keyof Figures) => median(figures.map((one) => one[key]));
  const rows: IntakeRow[] = [...measured].map(([receiver, figures]) => ({
    receiver,
    deliveriesPerSecond: Math.round(medianOf(figures, 'deliveriesPerSecond')),
    ackP50Ms: rounded(medianOf(figures, 'ackP50Ms')),
    ackP99Ms: rounded(medianOf(figures, 'ackP99Ms')),
    rssMb: rounded(medianOf(figures, 'rssMb')),
    coldStartMs: rounded(medianOf(figures, 'coldStartMs')),
  }));
  const table: Table = {
    columns: ['Receiver', 'accepted/s', '× Probot', 'p50 ms', 'p99 ms', 'idle MB', 'start ms', '× Probot'],
    rows: rows.map((row) => [
      row.receiver,
      figure(row.deliveriesPerSecond),
      figure(ratio(measured, row.receiver, 'deliveriesPerSecond')),
      figure(row.ackP50Ms),
      figure(row.ackP99Ms),
      figure(row.rssMb),
      figure(row.coldStartMs),
      figure(ratio(measured, row.receiver, 'coldStartMs')),
    ]),
    notes: [
      `Medians of ${rounds} rounds; a ratio is taken within each round. The first two receivers keep nothing.`,
      'accepted/s: 32 connections, each sending as soon as it is answered. p50 and p99: to the answer, at 200 a second.',
      'Signed bodies of GitHub’s examples of pull_request.opened and push in turn, each under an id of its own.',
      'idle MB: proportional set size, the embedded server included. start: to the first accepted delivery, data existing.',
      `On this disk, a page of 8 kB that is written takes ${figure(syncMs)} ms to be safe: no durable answer takes less.`,
      ...(hasServer ? [] : ['Set DATABASE_URL to measure on a PostgreSQL of your own, too.']),
    ],
  };
  return { rows, table };
}

/** Beside the bare Probot of the same round: absolute figures drift with the machine. */
function ratio(measured: ReadonlyMap<string, readonly Figures[]>, receiver: string, key: keyof Figures): number {
  const own = measured.get(receiver) ?? [];
  const probot = measured.get(BARE_PROBOT) ?? [];
  return median(own.map((figures, round) => figures[key] / (probot[round]?.[key] ?? Number.NaN)));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
