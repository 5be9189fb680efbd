import type { Logger } from 'pino';
import { OperatorError } from '../core/errors.ts';
import type { Policy } from '../core/policy.ts';
import { createGitHub } from '../github/client.ts';
import { LIST_LAG_SECONDS } from '../github/execute.ts';
import { readBotLogin } from '../github/read-installation.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { openJobs } from '../jobs/open-jobs.ts';
import type { JobSettings } from '../jobs/queues.ts';
import { POLICIES } from '../policies/index.ts';
import { grantedPermissions } from '../store/installations.ts';
import { keepMarkerKey } from '../store/marker-key.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import type { TaskContext } from '../tasks/context.ts';
import { lookBeforeWork } from '../tasks/fetch-missing-deliveries.ts';
import { scheduleTasks, taskHandlers } from '../tasks/handlers.ts';
import { markerKeyFrom } from '../tasks/markers.ts';
import { loadReferenceData } from '../tasks/reference-data.ts';
import { loadTexts } from '../tasks/texts.ts';
import { readVersion } from '../tasks/version.ts';
import { heedReadOnly } from '../tasks/writing.ts';
import { createDispatcher } from './dispatch.ts';
import { deliveryHooks } from './dispatch-settle.ts';
import { makePrecedence } from './give-way.ts';
import { createIntake } from './intake.ts';
import { makeDescribe } from './log.ts';
import { addWorkMetrics, answerMetrics, createMetrics } from './metrics.ts';
import { createProbes } from './probes.ts';
import { createDispatch } from './probot-dispatch.ts';
import { startServer } from './server.ts';
import type { Settings } from './settings.ts';

export interface StartOptions {
  readonly settings: Settings;
  readonly log: Logger;
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

/** Starts the app: a deliveries' intake, a dispatcher, workers and a clock on one database. */
export async function startApp(options: StartOptions): Promise<RunningApp> {
  const {
    settings,
    log,
    policies = POLICIES,
    checkpoint = () => {},
    jobSettings = {},
    listLagSeconds = LIST_LAG_SECONDS,
    isBraked = true,
  } = options;
  const now = options.now ?? (() => new Date());
  const { appId, privateKey, formerPrivateKey, webhookSecrets, host, port } = settings;
  const { webhookPath, databaseUrl, dataFolder, apiUrl } = settings;
  const formers = formerPrivateKey === null ? [] : [formerPrivateKey];
  const privateKeys = [privateKey, ...formers] as const;
  const describe = makeDescribe([...privateKeys, ...webhookSecrets]);
  const version = await readVersion();
  const [store, reference, texts] = await Promise.all([
    openStore({ databaseUrl, dataFolder, log }),
    loadReferenceData(),
    loadTexts(),
  ]);
  const metrics = createMetrics(version);
  const github = createGitHub({
    appId,
    privateKey,
    formerPrivateKey,
    baseUrl: apiUrl,
    userAgent: `portreeve/${version}`,
    granted: (installationId) => grantedPermissions(store, installationId),
    now: () => now().getTime(),
    observe: metrics.countRequest,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  // Of two keys the older is the one that signed what stands.
  const markerKey = await store.asOperator((db) => keepMarkerKey(db, markerKeyFrom(formerPrivateKey ?? privateKey)));
  const hooks = { ...deliveryHooks(store), ended: metrics.countJob };
  const jobs = await openJobs({ pool: store.pool, log, hooks, describe, settings: jobSettings });
  const context: TaskContext = {
    store,
    github,
    app: { appId, botLogin: once(() => readBotLogin(github)) },
    policies,
    reference,
    texts,
    now,
    log,
    enqueue: (requests, db) =>
      db === undefined ? store.asOperator((own) => jobs.enqueue(own, requests)) : jobs.enqueue(db, requests),
    listLagSeconds,
    markerKeys: [markerKey, ...privateKeys.map(markerKeyFrom)],
    isReadOnly: settings.isReadOnly,
    isBraked,
    dataFolder,
    checkpoint: async (name) => checkpoint(`task:${name}`),
  };
  const [secret = ''] = webhookSecrets;
  const dispatch = await createDispatch({
    appId,
    privateKey,
    secret,
    log: log.child({}, { level: 'silent' }),
    policies,
  });
  const { of: countAnswers, giveWay } = makePrecedence();
  const dispatcher = createDispatcher({ store, jobs, dispatch, log, describe, giveWay, checkpoint });
  const intake = createIntake({ store, secrets: webhookSecrets, log, onStored: () => dispatcher.wake(), checkpoint });
  const work = { store, jobs: () => jobs.figures(), now: context.now };
  // First the port: where it is taken, no work has begun, and the database is left as it was found.
  const server = await startServer({
    host,
    port,
    webhookPath,
    intake: countAnswers(metrics.countIntake(intake)),
    probes: createProbes({ ...work, dispatcher }),
    metrics: answerMetrics(metrics, settings.metricsToken, addWorkMetrics(metrics, work)),
    pages: null,
    log,
  }).catch(async (error: unknown) => {
    await jobs.stop();
    await store.close();
    throw cannotListen(error, host, port);
  });
  await scheduleTasks(jobs);
  await heedReadOnly(context);
  await lookBeforeWork(context);
  await jobs.work(taskHandlers(context), giveWay);
  dispatcher.start();
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

function cannotListen(error: unknown, host: string, port: number): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return code.startsWith('E') ? new OperatorError('cannot-listen', { host, port, code }, { cause: error }) : error;
}

/** Asks once; after a failure, again. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = null;
      throw error;
    });
    return answer;
  };
}
