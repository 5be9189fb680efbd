import {
  type DeliveryFigures,
  type DeliveryLogFigures,
  deadLetterHealth,
  deliveryHealth,
  deliveryLogHealth,
  type Health,
  type QueueFigures,
  queueHealth,
  type SweepFigures,
  sweepHealth,
} from '../core/health.ts';
import type { JobFigures } from '../jobs/inspect.ts';
import { countMissingDeliveries, readDeliveryLogState } from '../store/delivery-log.ts';
import { deliveriesInVain, deliveryFigures, sweepFigures } from '../store/figures.ts';
import type { Store } from '../store/store.ts';
import type { Db } from '../store/tables.ts';
import { MOST_ATTEMPTS } from './fetch-missing-deliveries.ts';

/** What the database knows of how the app's work goes. */
export interface WorkFigures {
  readonly deliveries: DeliveryFigures;
  readonly log: DeliveryLogFigures;
  readonly queues: readonly QueueFigures[];
  readonly dead: number;
  readonly sweeps: readonly SweepFigures[];
}

/** The parts of the app's work, in the order in which a delivery goes through them. */
export type WorkPart = 'delivery-log' | 'deliveries' | 'queues' | 'dead-letters' | 'sweeps';

/** Looks at the work, for probes, for metrics and for `portreeve doctor`: the same figures, judged alike. */
export async function readWork({
  store,
  jobs,
  now,
}: {
  readonly store: Store;
  readonly jobs: () => Promise<JobFigures>;
  readonly now: () => Date;
}): Promise<WorkFigures> {
  const at = now();
  const [{ queues, dead }, rest] = await Promise.all([
    jobs(),
    store.asOperator(async (db) => ({
      deliveries: await deliveryFigures(db),
      log: await logFigures(db, at),
      sweeps: await sweepFigures(db, at),
    })),
  ]);
  return { ...rest, queues, dead };
}

async function logFigures(db: Db, now: Date): Promise<DeliveryLogFigures> {
  const state = await readDeliveryLogState(db);
  const { givenUp } = await countMissingDeliveries(db, MOST_ATTEMPTS, now);
  return {
    lookedSecondsAgo: state === null ? null : Math.max(0, (now.getTime() - state.lookedAt.getTime()) / 1000),
    failure: state?.failure ?? null,
    givenUp,
    ...(await deliveriesInVain(db, now)),
  };
}

export function judgeWork(figures: WorkFigures): Readonly<Record<WorkPart, Health>> {
  return {
    'delivery-log': deliveryLogHealth(figures.log),
    deliveries: deliveryHealth(figures.deliveries),
    queues: queueHealth(figures.queues),
    'dead-letters': deadLetterHealth(figures.dead),
    sweeps: sweepHealth(figures.sweeps),
  };
}
