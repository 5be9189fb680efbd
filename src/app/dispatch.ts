import { setTimeout as delay, setImmediate as letOthersGo } from 'node:timers/promises';
import type { BaseLogger } from 'pino';
import type { Jobs, TaskRequest } from '../jobs/jobs.ts';
import {
  type ClaimedDelivery,
  claimDeliveries,
  type Dispatched,
  markDispatched,
  markDispatchFailed,
  markRefused,
} from '../store/deliveries.ts';
import type { Store } from '../store/store.ts';
import type { Db } from '../store/tables.ts';
import { reconcileDeliveries } from './dispatch-settle.ts';
import type { DeliveryIdentity } from './intake-events.ts';
import type { StoredDelivery } from './probot-dispatch.ts';
import { readDelivery } from './read-delivery.ts';

export interface DispatcherOptions {
  readonly store: Store;
  readonly jobs: Jobs;
  /** What is to be done for a delivery; asks nobody. */
  readonly dispatch: (delivery: StoredDelivery) => Promise<TaskRequest[]>;
  readonly log: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
  /** An error in words, without secrets. */
  readonly describe: (error: unknown) => string;
  /** For what no `wake` announced, such as the work of a process that died. */
  readonly pollSeconds?: number;
  /** Tasks that deliveries have waited for longer than this are looked after. */
  readonly reconcileSeconds?: number;
  /** Resolves when nothing is more urgent. */
  readonly giveWay?: () => Promise<void>;
  readonly checkpoint?: (name: string) => void;
}

/** Turns stored deliveries into tasks. Several processes may do so at once. */
export interface Dispatcher {
  start(): void;
  /** There is something new. */
  wake(): void;
  /** Whether it runs and could reach the database lately. */
  isAlive(): boolean;
  /** Finishes the batch at hand. */
  stop(): Promise<void>;
}

const BATCH = 100;
/** So many are read without a pause: about a millisecond's work, and somebody may wait for an answer. */
const AT_ONCE = 10;
const ATTEMPTS = 5;
/** A round costs the database the same for one delivery as for twenty. */
const APART_MS = 100;

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { store, jobs, log, pollSeconds = 5, reconcileSeconds = 60, giveWay = async () => {} } = options;
  let isStopped = false;
  let running: Promise<void> | null = null;
  let lastSuccess = 0;
  let lastReconciled = Date.now();
  let wakeUp: () => void = () => {};
  let isWoken = false;

  async function run(): Promise<void> {
    while (!isStopped) {
      isWoken = false;
      const begunAt = performance.now();
      try {
        do await giveWay();
        while ((await dispatchBatch(options)) && !isStopped);
        if (Date.now() - lastReconciled > (reconcileSeconds * 1000) / 2) {
          lastReconciled = Date.now();
          await reconcileDeliveries({ store, jobs, log }, reconcileSeconds);
        }
        lastSuccess = Date.now();
      } catch (error) {
        // The database is away, or we were; the rows are still there at the next look.
        log.error({ err: error }, 'deliveries not dispatched');
      }
      if (!isStopped && !isWoken) await sleep();
      if (!isStopped) await delay(Math.max(0, begunAt + APART_MS - performance.now()));
    }
  }

  function sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollSeconds * 1000);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function wake(): void {
    isWoken = true;
    wakeUp();
  }

  return {
    start() {
      running ??= run();
    },
    wake,
    isAlive: () => !isStopped && Date.now() - lastSuccess < (pollSeconds + 30) * 1000,
    async stop() {
      isStopped = true;
      wake();
      await running;
    },
  };
}

/**
 * Tasks and marks are written together: a delivery is either still to be dispatched, or its tasks are queued.
 * @returns whether there is more to dispatch, as far as can be told without looking
 */
async function dispatchBatch(options: DispatcherOptions): Promise<boolean> {
  const { store, jobs, checkpoint = () => {} } = options;
  const { claimed, failed } = await store.asOperator(async (db) => {
    const deliveries = await claimDeliveries(db, BATCH);
    if (deliveries.length === 0) return { claimed: 0, failed: 0 };
    checkpoint('dispatch:claimed');
    const dispatched: Dispatched[] = [];
    const requests: TaskRequest[] = [];
    let failed = 0;
    for (const [index, delivery] of deliveries.entries()) {
      if (index % AT_ONCE === AT_ONCE - 1) await letOthersGo();
      const outcome = await dispatchOne(options, db, delivery);
      if (outcome.status === 'failed') failed += 1;
      if (outcome.status !== 'dispatched') continue;
      const { identity, tasks } = outcome;
      requests.push(...tasks);
      dispatched.push({ deliveryId: delivery.delivery_id, ...identity, tasks });
    }
    await jobs.enqueue(db, requests);
    await markDispatched(db, dispatched);
    checkpoint('dispatch:before-commit');
    return { claimed: deliveries.length, failed };
  });
  if (claimed > 0) checkpoint('dispatch:after-commit');
  return claimed === BATCH || failed > 0;
}

type Outcome =
  | { readonly status: 'dispatched'; readonly identity: DeliveryIdentity; readonly tasks: readonly TaskRequest[] }
  | { readonly status: 'refused' | 'failed' };

/** Of those that do not succeed it is marked here; the others of their batch go on. */
async function dispatchOne(
  { dispatch, log, describe }: DispatcherOptions,
  db: Db,
  delivery: ClaimedDelivery,
): Promise<Outcome> {
  const { delivery_id: id, event: name } = delivery;
  try {
    const read = await readDelivery(delivery);
    if (read.status === 'refused') {
      log.warn({ deliveryId: id, event: name, reason: read.reason }, 'delivery refused');
      await markRefused(db, id, read.reason);
      return { status: 'refused' };
    }
    const tasks = await dispatch({ id, name, payload: read.payload });
    return { status: 'dispatched', identity: read.identity, tasks };
  } catch (error) {
    log.warn({ err: error, deliveryId: id, event: name, attempt: delivery.attempts + 1 }, 'delivery not dispatched');
    await markDispatchFailed(db, id, describe(error), ATTEMPTS);
    return { status: 'failed' };
  }
}
