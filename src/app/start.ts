import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { OperatorError } from '../core/errors.ts';
import type { Policy } from '../core/policy.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobSettings } from '../jobs/queues.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import type { TaskContext } from '../tasks/context.ts';
import { readVersion } from '../tasks/version.ts';
import { countAnswers } from './count-answers.ts';
import { makePrecedence } from './give-way.ts';
import { createIntake, type RequestListener } from './intake.ts';
import type { Metrics } from './metrics.ts';
import { createProbes } from './probes.ts';
import { startServer } from './server.ts';
import type { Settings } from './settings.ts';
import type { RunningWork } from './start-work.ts';

export interface StartOptions {
  readonly settings: Settings;
  readonly log: Logger;
  /** Opened already; it is closed with the app, or when the app cannot start. */
  readonly store?: Store;
  /** All of them, unless said otherwise. */
  readonly policies?: readonly Policy[];
  /** Named points at which a test may end the process. */
  readonly checkpoint?: (name: string) => void;
  /** The tests make it faster. */
  readonly jobSettings?: Partial<JobSettings>;
  readonly listLagSeconds?: number;
  /** How long a request to GitHub may take, in milliseconds. */
  readonly timeoutMs?: number;
  /** The time, for a test that moves it. */
  readonly now?: () => Date;
  /** false in tests of other things: then nothing waits for an approver. */
  readonly isBraked?: boolean;
}

export interface RunningApp {
  readonly port: number;
  readonly store: Store;
  readonly jobs: Jobs;
  /** Takes nothing new, finishes what is under way, and closes everything. */
  stop(): Promise<void>;
}

const DOOR_MS = 20;

/**
 * Starts the app: a deliveries' intake, a dispatcher, workers and a clock on one database. Deliveries are taken in as
 * soon as they can be kept; the work begins after that.
 */
export async function startApp(options: StartOptions): Promise<RunningApp> {
  const { settings, log, now = () => new Date(), checkpoint = () => {} } = options;
  const { host, port, webhookPath, webhookSecrets, databaseUrl, dataFolder } = settings;
  const version = await readVersion();
  const store = options.store ?? (await openStore({ databaseUrl, dataFolder, log }));
  const { begin, giveWay } = makePrecedence();
  const begun = Promise.withResolvers<RunningWork>();
  let work: RunningWork | null = null;
  const onStored = () => work?.dispatcher.wake();
  const answers = countAnswers(createIntake({ store, secrets: webhookSecrets, log, onStored, begin, checkpoint }));
  const figures = { store, jobs: async () => (await begun.promise).jobs.figures(), now };
  const measured = Promise.withResolvers<RequestListener>();
  // First the port: where it is taken, no work has begun, and the database is left as it was found.
  const server = await startServer({
    host,
    port,
    webhookPath,
    intake: answers.listener,
    probes: createProbes({ ...figures, dispatcher: { isAlive: () => work?.dispatcher.isAlive() ?? false } }),
    metrics: async (request, response) => (await measured.promise)(request, response),
    pages: pagesOf(settings, version, async () => (await begun.promise).context),
    log,
  }).catch(async (error: unknown) => {
    await store.close();
    throw cannotListen(error, host, port);
  });
  let metrics: Metrics;
  try {
    // Who has waited at the door comes first: while the rest of the code is read, nobody is answered.
    await delay(DOOR_MS);
    await giveWay();
    const { addWorkMetrics, answerMetrics, createMetrics } = await import('./metrics.ts');
    metrics = createMetrics(version);
    answers.tellTo(metrics.countAnswer);
    measured.resolve(answerMetrics(metrics, settings.metricsToken, addWorkMetrics(metrics, figures)));
    const { startWork } = await import('./start-work.ts');
    work = await startWork({ ...options, now, checkpoint, store, metrics, version, giveWay });
  } catch (error) {
    await server.close();
    await store.close();
    throw error;
  }
  begun.resolve(work);
  const { dispatcher, jobs } = work;
  log.info({ port: server.port, webhookPath, version }, 'listening');
  return {
    port: server.port,
    store,
    jobs,
    async stop() {
      await server.close();
      await dispatcher.stop();
      await jobs.stop();
      await store.close();
      metrics.close();
      log.info({}, 'stopped');
    },
  };
}

/** The pages about people's agreements, where people can sign in. They are read when the first is asked for. */
function pagesOf(settings: Settings, version: string, context: () => Promise<TaskContext>): RequestListener | null {
  const { signIn, webUrl, apiUrl, privateKey } = settings;
  if (signIn === null) return null;
  let listener: RequestListener | null = null;
  return async (request, response) => {
    const { createPeoplePages } = await import('./people/site.ts');
    const client = { ...signIn, webUrl, apiUrl, userAgent: `portreeve/${version}` };
    listener ??= createPeoplePages({ context: await context(), signIn: client, secret: privateKey });
    return listener(request, response);
  };
}

function cannotListen(error: unknown, host: string, port: number): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return code.startsWith('E') ? new OperatorError('cannot-listen', { host, port, code }, { cause: error }) : error;
}
