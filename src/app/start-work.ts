import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Policy } from '../core/policy.ts';
import { createAllowances } from '../github/allowances.ts';
import { createGitHub } from '../github/client.ts';
import { LIST_LAG_SECONDS } from '../github/execute.ts';
import { GitHubFailure } from '../github/failure.ts';
import { readBotLogin } from '../github/read-installation.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { openJobs } from '../jobs/open-jobs.ts';
import type { JobSettings } from '../jobs/queues.ts';
import { POLICIES } from '../policies/index.ts';
import { isConnectionLost } from '../store/error-code.ts';
import { grantedPermissions } from '../store/installations.ts';
import { keepMarkerKey } from '../store/marker-key.ts';
import type { Store } from '../store/store.ts';
import type { TaskContext } from '../tasks/context.ts';
import { lookBeforeWork } from '../tasks/fetch-missing-deliveries.ts';
import { scheduleTasks, taskHandlers } from '../tasks/handlers.ts';
import { markerKeyFrom } from '../tasks/markers.ts';
import { loadReferenceData } from '../tasks/reference-data.ts';
import { loadTexts } from '../tasks/texts.ts';
import { heedReadOnly } from '../tasks/writing.ts';
import { createDispatcher, type Dispatcher } from './dispatch.ts';
import { deliveryHooks } from './dispatch-settle.ts';
import { makeDescribe } from './log.ts';
import type { Metrics } from './metrics.ts';
import { createDispatch } from './probot-dispatch.ts';
import type { Settings } from './settings.ts';

/** What `startApp` was asked for, and what it has made. */
export interface WorkOptions {
  readonly settings: Settings;
  readonly log: Logger;
  readonly policies?: readonly Policy[];
  readonly jobSettings?: Partial<JobSettings>;
  readonly listLagSeconds?: number;
  readonly timeoutMs?: number;
  readonly isBraked?: boolean;
  readonly now: () => Date;
  readonly checkpoint: (name: string) => void;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly version: string;
  readonly giveWay: () => Promise<void>;
}

export interface RunningWork {
  readonly dispatcher: Dispatcher;
  readonly jobs: Jobs;
  /** For what is asked for on pages. */
  readonly context: TaskContext;
}

/** Begins what is done with deliveries that were taken in: a dispatcher, workers and a clock. */
export async function startWork(options: WorkOptions): Promise<RunningWork> {
  const { settings, log, store, metrics, version, now, checkpoint, giveWay } = options;
  const { policies = POLICIES, jobSettings = {}, listLagSeconds = LIST_LAG_SECONDS, isBraked = true } = options;
  const { appId, privateKey, formerPrivateKey, webhookSecrets, apiUrl } = settings;
  const formers = formerPrivateKey === null ? [] : [formerPrivateKey];
  const privateKeys = [privateKey, ...formers] as const;
  const describe = makeDescribe([...privateKeys, ...webhookSecrets]);
  const [reference, texts] = await Promise.all([loadReferenceData(), loadTexts()]);
  const allowances = createAllowances(() => now().getTime());
  const github = createGitHub({
    appId,
    privateKey,
    formerPrivateKey,
    baseUrl: apiUrl,
    userAgent: `portreeve/${version}`,
    granted: (installationId) => grantedPermissions(store, installationId),
    now: () => now().getTime(),
    observe(request) {
      metrics.countRequest(request);
      allowances.note(request);
    },
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  // Of two keys the older is the one that signed what stands.
  const markerKey = await store.asOperator((db) => keepMarkerKey(db, markerKeyFrom(formerPrivateKey ?? privateKey)));
  const hooks = { ...deliveryHooks(store), ended: metrics.countJob };
  const jobs = await openJobs({ pool: store.pool, log, hooks, describe, isPassing, settings: jobSettings });
  const context: TaskContext = {
    store,
    github,
    allowances,
    app: { appId, botLogin: once(() => readBotLogin(github)) },
    policies,
    reference,
    texts,
    now,
    log,
    enqueue: (requests, db) =>
      db === undefined ? store.asOperator((own) => jobs.enqueue(own, requests)) : jobs.enqueue(db, requests),
    revive: () => jobs.reviveDeadLetters(),
    listLagSeconds,
    markerKeys: [markerKey, ...privateKeys.map(markerKeyFrom)],
    pace: {
      seconds: settings.secondsBetweenWrites,
      isLimited: settings.keepsWriteLimits,
      wait: (ms) => delay(ms),
    },
    signingPages: settings.signIn?.publicUrl ?? null,
    isReadOnly: settings.isReadOnly,
    isBraked,
    dataFolder: settings.dataFolder,
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
  const dispatcher = createDispatcher({ store, jobs, dispatch, log, describe, giveWay, checkpoint });
  try {
    await scheduleTasks(jobs);
    await heedReadOnly(context);
    await lookBeforeWork(context);
    await jobs.work(taskHandlers(context), giveWay);
  } catch (error) {
    await jobs.stop();
    throw error;
  }
  dispatcher.start();
  return { dispatcher, jobs, context };
}

/** GitHub or the database refused or was away: that says nothing of the task. */
function isPassing(error: unknown): boolean {
  return error instanceof GitHubFailure ? error.kind !== 'invalid' : isConnectionLost(error);
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
