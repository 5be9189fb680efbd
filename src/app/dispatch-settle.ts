import type { BaseLogger } from 'pino';
import type { JobHooks, Jobs } from '../jobs/jobs.ts';
import { dispatchAgain, failTask, longWaitingTasks, settleTask } from '../store/deliveries.ts';
import type { Store } from '../store/store.ts';

/** Tells deliveries what became of the tasks that they wait for. */
export function deliveryHooks(store: Store): JobHooks {
  return {
    done: (queue, key, startedAt) => store.asOperator((db) => settleTask(db, { queue, key }, startedAt)),
    dead: (queue, key, error) => store.asOperator((db) => failTask(db, { queue, key }, error)),
  };
}

interface Reconcile {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly log: Pick<BaseLogger, 'warn'>;
}

/**
 * Looks after deliveries that have waited long: for a task that died with its worker, or that is gone. A task may have
 * begun after it was asked for and ended before the delivery's row could be seen; then nobody told the delivery.
 */
export async function reconcileDeliveries({ store, jobs, log }: Reconcile, seconds: number): Promise<void> {
  const tasks = await store.asOperator((db) => longWaitingTasks(db, seconds));
  if (tasks.length === 0) return;
  const states = await jobs.states(tasks);
  for (const [index, task] of tasks.entries()) {
    const state = states[index];
    if (state === 'dead') {
      await store.asOperator((db) => failTask(db, task, 'The task failed for the last time.'));
    } else if (state === 'none') {
      log.warn({ ...task }, 'task is gone, its deliveries are dispatched again');
      await store.asOperator((db) => dispatchAgain(db, task));
    }
  }
}
