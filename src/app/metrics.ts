import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { Counter, Gauge, Histogram, type OpenMetricsContentType, Registry } from 'prom-client';
import { featuresOff } from '../core/features.ts';
import type { RequestObserver } from '../github/client.ts';
import type { JobFigures } from '../jobs/inspect.ts';
import type { JobEnd } from '../jobs/jobs.ts';
import { writeFigures } from '../store/figures.ts';
import { activeInstallations } from '../store/installations.ts';
import type { Store } from '../store/store.ts';
import { readWork } from '../tasks/health.ts';
import type { TellAnswer } from './count-answers.ts';
import type { RequestListener } from './intake.ts';
import { isLoopbackAddress, isLoopbackHost } from './loopback.ts';

/** What is counted in this process while it works. What the database knows is read from it when somebody asks. */
export interface Metrics {
  readonly registry: Registry<OpenMetricsContentType>;
  readonly countAnswer: TellAnswer;
  readonly countRequest: RequestObserver;
  readonly countJob: (queue: string, end: JobEnd) => void;
  readonly close: () => void;
}

/** Intake answers in 2 ms, and GitHub waits for ten seconds. */
const INTAKE_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const REQUEST_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Names hold neither repositories nor people: routes are templates, installations are ids. */
export function createMetrics(version: string): Metrics {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const registers = [registry];
  const answers = new Counter({
    name: 'portreeve_intake_answers_total',
    help: 'Answers to webhook requests, by HTTP status.',
    labelNames: ['status'],
    registers,
  });
  const latency = new Histogram({
    name: 'portreeve_intake_duration_seconds',
    help: 'From a webhook request to its answer, for deliveries that were stored.',
    buckets: INTAKE_BUCKETS,
    registers,
  });
  const requests = new Histogram({
    name: 'portreeve_github_request_duration_seconds',
    help: 'Requests to GitHub, by route and HTTP status; 0 where there was no answer.',
    labelNames: ['route', 'status'],
    buckets: REQUEST_BUCKETS,
    registers,
  });
  const remaining = new Gauge({
    name: 'portreeve_github_rate_limit_remaining',
    help: 'What GitHub last said is left of a rate limit; installation 0 is the app itself.',
    labelNames: ['installation_id', 'resource'],
    registers,
  });
  const reset = new Gauge({
    name: 'portreeve_github_rate_limit_reset_timestamp_seconds',
    help: 'When that rate limit begins anew.',
    labelNames: ['installation_id', 'resource'],
    registers,
  });
  const jobs = new Counter({
    name: 'portreeve_jobs_total',
    help: 'Jobs that this process brought to an end: done, failed (to be tried again), put-off, or dead.',
    labelNames: ['queue', 'end'],
    registers,
  });
  new Gauge({
    name: 'portreeve_build_info',
    help: 'Always 1; which version runs on which Node.js.',
    labelNames: ['version', 'node'],
    registers,
  }).set({ version, node: process.versions.node }, 1);
  const delay = addProcess(registers);
  return {
    registry,
    countAnswer(status, seconds) {
      answers.inc({ status: String(status) });
      if (status === 202) latency.observe(seconds);
    },
    countRequest({ installationId, route, status, seconds, rateLimit }) {
      requests.observe({ route, status: String(status) }, seconds);
      if (rateLimit === null) return;
      const labels = { installation_id: String(installationId), resource: rateLimit.resource };
      remaining.set(labels, rateLimit.remaining);
      reset.set(labels, rateLimit.resetAt);
    },
    countJob: (queue, end) => jobs.inc({ queue, end }),
    close: () => void delay.disable(),
  };
}

function addProcess(registers: Registry<OpenMetricsContentType>[]): ReturnType<typeof monitorEventLoopDelay> {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time of this process.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory of this process, its database not included.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'When this process started.',
    registers,
  }).set(Math.round(Date.now() / 1000 - process.uptime()));
  new Gauge({
    name: 'nodejs_eventloop_lag_p99_seconds',
    help: 'By how much the event loop was late, since this was last asked.',
    registers,
    collect() {
      const p99 = delay.percentile(99) / 1e9;
      this.set(Number.isFinite(p99) ? p99 : 0);
      delay.reset();
    },
  });
  return delay;
}

interface StoredWork {
  readonly store: Store;
  readonly jobs: () => Promise<JobFigures>;
  readonly now: () => Date;
}

/** What all processes on one database see alike: to be read from one of them, or with `max`, never summed. */
export function addWorkMetrics({ registry }: Metrics, work: StoredWork): () => Promise<void> {
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers });
  const deliveries = gauge('portreeve_deliveries', 'Deliveries received within the last day, by status.', ['status']);
  const oldest = gauge(
    'portreeve_oldest_stored_delivery_seconds',
    'Age of the oldest delivery that waits for dispatch.',
  );
  const missing = gauge('portreeve_missing_deliveries', 'In GitHub’s log and not here, asked for again.', ['state']);
  const looked = gauge(
    'portreeve_delivery_log_looked_timestamp_seconds',
    'When GitHub’s log of deliveries was last looked at; 0: never.',
  );
  const jobs = gauge('portreeve_queue_jobs', 'Jobs, by queue and state.', ['queue', 'state']);
  const age = gauge('portreeve_queue_oldest_seconds', 'For how long the oldest ready job has waited, by queue.', [
    'queue',
  ]);
  const dead = gauge('portreeve_dead_letters', 'Jobs that failed for good.');
  const swept = gauge('portreeve_sweep_age_seconds', 'Since the last sweep ended.', ['installation_id']);
  const off = gauge('portreeve_features_off', 'Features that lack a permission.', ['installation_id']);
  const writes = new Counter({
    name: 'portreeve_writes_total',
    help: 'Writes to GitHub, by kind and outcome.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  return async () => {
    const figures = await readWork(work);
    const stored = await work.store.asOperator(async (db) => ({
      writes: await writeFigures(db),
      installations: await activeInstallations(db),
    }));
    for (const [status, number] of Object.entries(figures.deliveries.lastDay)) deliveries.set({ status }, number);
    oldest.set(figures.deliveries.oldestStoredSeconds ?? 0);
    missing.set({ state: 'in-vain' }, figures.log.inVain);
    missing.set({ state: 'given-up' }, figures.log.givenUp);
    const { lookedSecondsAgo } = figures.log;
    looked.set(lookedSecondsAgo === null ? 0 : work.now().getTime() / 1000 - lookedSecondsAgo);
    for (const { queue, waiting, active, deferred, oldestSeconds } of figures.queues) {
      for (const [state, number] of Object.entries({ waiting, active, deferred })) jobs.set({ queue, state }, number);
      age.set({ queue }, oldestSeconds ?? 0);
    }
    dead.set(figures.dead);
    // Installations go: what is not named again is gone.
    swept.reset();
    off.reset();
    for (const { installationId, finishedSecondsAgo } of figures.sweeps) {
      if (finishedSecondsAgo !== null) swept.set({ installation_id: String(installationId) }, finishedSecondsAgo);
    }
    for (const { installation_id, permissions } of stored.installations) {
      off.set({ installation_id: String(installation_id) }, featuresOff(permissions).length);
    }
    writes.reset();
    for (const { kind, outcome, count } of stored.writes) writes.inc({ kind, outcome }, count);
  };
}

/** How long what was read of the database is good for: a scraper comes every 15 seconds or so. */
const GOOD_FOR_MS = 5_000;

/**
 * Answers `/metrics`, to whoever may know. With a token, to whoever brings it; without, to this machine alone, by its
 * own name, and not through a proxy on it, which would hand on what the whole world asks.
 */
export function answerMetrics(
  { registry }: Metrics,
  token: string | null,
  readWorkMetrics: () => Promise<void>,
): RequestListener {
  let last: { readonly at: number; readonly reading: Promise<void> } | null = null;
  return async (request, response) => {
    if (!mayKnow(request, token)) {
      const status = token === null ? 404 : 401;
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(token === null ? {} : { 'www-authenticate': 'Bearer' }),
      });
      const message = token === null ? 'There is nothing here.' : 'Bring the token.';
      response.end(JSON.stringify({ message }));
      return;
    }
    const at = performance.now();
    if (last === null || at - last.at > GOOD_FOR_MS) last = { at, reading: readWorkMetrics() };
    try {
      await last.reading;
    } catch (error) {
      last = null;
      throw error;
    }
    response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' });
    response.end(await registry.metrics());
  };
}

const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

function mayKnow(request: IncomingMessage, token: string | null): boolean {
  if (token !== null) return isToken(request.headers.authorization ?? '', token);
  const isDirect = PROXY_HEADERS.every((name) => request.headers[name] === undefined);
  const isOwn = isLoopbackAddress(request.socket.remoteAddress ?? '') && isLoopbackHost(request.headers.host);
  return isDirect && isOwn;
}

function isToken(header: string, token: string): boolean {
  const [given, wanted] = [Buffer.from(header), Buffer.from(`Bearer ${token}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
