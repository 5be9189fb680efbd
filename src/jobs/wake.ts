import type { PgBoss } from 'pg-boss';
import type { Queue } from './jobs.ts';

/** What waits for a key could not be taken while the key was active, and will not be announced again: look at once. */
export function fetchAgain(boss: PgBoss, queue: Queue): void {
  for (const worker of boss.getWipData()) {
    if (worker.name === queue && worker.count > 0) boss.notifyWorker(worker.id);
  }
}

/** Of this queue something is due in so many milliseconds. */
export type WakeLater = (queue: Queue, ms: number) => void;

/** One look for all that becomes due within so many milliseconds. */
const WAKE_STEP_MS = 50;

/** Wakes a free worker of a queue when something in it is due, which else would wait for the next poll. */
export function makeWaker(boss: PgBoss): WakeLater {
  const next = new Map<Queue, number>();
  return (queue, ms) => {
    // By the database's clock it is due a little later, as its row is written after this.
    const at = Math.ceil((performance.now() + ms) / WAKE_STEP_MS + 1) * WAKE_STEP_MS;
    if ((next.get(queue) ?? 0) >= at) return;
    next.set(queue, at);
    setTimeout(() => {
      const free = boss.getWipData().find((worker) => worker.name === queue && worker.count === 0);
      if (free !== undefined) boss.notifyWorker(free.id);
    }, at - performance.now()).unref();
  };
}
