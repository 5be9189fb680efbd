import type { KyselyTransactionLike } from 'pg-boss';
import type { JsonValue } from '../core/json-value.ts';

/** Separate queues, so that a sweep never keeps a pull request waiting. */
export const QUEUES = [
  'pull-request',
  'repository',
  'configuration',
  'approval',
  'conversation',
  'sweep',
  'report',
  'board',
  'forget',
  'housekeeping',
] as const;
export type Queue = (typeof QUEUES)[number];

/** What a task is about: ids only, as it reads the state anew. */
export interface TaskData {
  readonly installationId: number;
  readonly [name: string]: JsonValue;
}

/** A task to be done later, and again after a failure. */
export interface TaskRequest {
  readonly queue: Queue;
  /** Of a key, one job is active and one waits at most: what is asked for in between is the same one. */
  readonly key: string;
  readonly data: TaskData;
  readonly startAfterSeconds?: number;
}

export type Handler = (data: TaskData, job: RunningJob) => Promise<void>;

export interface RunningJob {
  /** By the database's clock. */
  readonly startedAt: Date;
  /** From 1. */
  readonly attempt: number;
  /** Aborted when the job ran out of time, or another worker took it for dead. */
  readonly signal: AbortSignal;
}

/** What others want to know of a job's end. */
export interface JobHooks {
  /** The handler came to its end; when this throws, the job is run again. */
  done(queue: Queue, key: string, startedAt: Date): Promise<void>;
  /** One run of it came to an end of any kind. */
  ended?(queue: Queue, end: JobEnd): void;
  /** It failed for the last time. */
  dead(queue: Queue, key: string, error: string): Promise<void>;
}

/** `failed`: it will be tried again. `put-off`: it could do nothing now, and waits. */
export type JobEnd = 'done' | 'failed' | 'put-off' | 'dead';

export interface DeadLetter {
  readonly id: string;
  readonly queue: string;
  readonly key: string;
  readonly data: TaskData;
  readonly attempts: number;
  readonly failedAt: Date;
  readonly error: string;
}

export interface QueueState {
  readonly queue: Queue;
  /** Ready to run, or to run again. */
  readonly waiting: number;
  /** Not before a later moment. */
  readonly deferred: number;
  readonly active: number;
  /** Of the oldest that is ready; null without one. */
  readonly oldestSeconds: number | null;
}

/** A job that waits in its queue. */
export interface WaitingJob {
  readonly queue: Queue;
  readonly key: string;
  readonly data: TaskData;
  /** When it was put there; what was put off was put there again. */
  readonly since: Date;
  /** null: it may begin at once. */
  readonly notBefore: Date | null;
}

export type TaskState = 'pending' | 'dead' | 'none';

/** What runs later, and again after a failure. */
export interface Jobs {
  /** Inside a store's transaction: all or nothing with the caller's rows. */
  enqueue(db: KyselyTransactionLike, requests: readonly TaskRequest[]): Promise<void>;
  /**
   * Begins to take jobs.
   * @param giveWay awaited before each: resolves when nothing is more urgent
   */
  work(handlers: Readonly<Record<Queue, Handler>>, giveWay?: () => Promise<void>): Promise<void>;
  /** Enqueues this task at each moment of the cron expression (UTC), once for all that were missed. The name is kebab-case. */
  schedule(name: string, cron: string, request: TaskRequest): Promise<void>;
  waiting(): Promise<QueueState[]>;
  /** The same, with how many failed for the last time. */
  figures(): Promise<{ readonly queues: readonly QueueState[]; readonly dead: number }>;
  /** Of each queue the first so many that wait, the oldest first. */
  oldest(each: number): Promise<WaitingJob[]>;
  /** Whether the task of each queue and key is still to come to its end. */
  states(tasks: readonly { readonly queue: string; readonly key: string }[]): Promise<TaskState[]>;
  deadLetters(): Promise<DeadLetter[]>;
  /** Puts it back into its queue; false: there is none of this id, or its key waits already. */
  retryDeadLetter(id: string): Promise<boolean>;
  deleteDeadLetter(id: string): Promise<boolean>;
  /**
   * Puts back what failed by something that passes, each after as long a time as it had been tried for: at first within
   * minutes, then more and more seldom, for a day.
   * @returns how many
   */
  reviveDeadLetters(): Promise<number>;
  /** Resolves when nothing is active or ready, nor due within this time. For tests and the demo. */
  idle(withinSeconds?: number): Promise<void>;
  /** Takes no new jobs, and waits for the active ones. */
  stop(): Promise<void>;
}
