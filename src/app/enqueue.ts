import type { TaskRequest } from '../jobs/jobs.ts';

/** Hands a handler's tasks on: they become jobs in the same transaction in which the delivery is marked as dispatched. */
export type Enqueue = (deliveryId: string, requests: readonly TaskRequest[]) => void;
