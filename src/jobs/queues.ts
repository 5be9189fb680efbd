import type { QueueOptions } from 'pg-boss';
import type { Queue } from './jobs.ts';

/** Where jobs go that failed for the last time, until somebody looks at them. */
export const DEAD_LETTERS = 'dead-letter';

const DAY = 24 * 60 * 60;

/** How the jobs run; the tests make it faster. */
export interface JobSettings {
  /** Jobs of a queue that this process runs at once; one installation never gets the last of them. */
  readonly concurrency: Readonly<Record<Queue, number>>;
  /** A job that takes longer is taken for hung, and started again. */
  readonly expireSeconds: Readonly<Record<Queue, number>>;
  /** A worker that has not been heard of for so long is taken for dead; at least 10. null: only expiry tells. */
  readonly heartbeatSeconds: number | null;
  /** How often dead workers are looked for. */
  readonly superviseSeconds: number;
  /** A fallback: a new job wakes its worker at once. Jobs with a delay start so much late at worst. */
  readonly pollSeconds: number;
  /** What is asked for again sooner after it began waits until so many seconds are over. */
  readonly apartSeconds: number;
  readonly retries: number;
  /** Before the first retry; it doubles up to the longest. */
  readonly retryDelaySeconds: number;
  readonly longestRetryDelaySeconds: number;
  /** Whether this process looks at the clock for what is scheduled. The tests move time themselves. */
  readonly hasClock: boolean;
  /** How long `stop` waits for active jobs. */
  readonly drainSeconds: number;
}

export const DEFAULT_JOB_SETTINGS: JobSettings = {
  concurrency: {
    'pull-request': 6,
    repository: 4,
    configuration: 2,
    approval: 1,
    conversation: 2,
    sweep: 2,
    report: 1,
    board: 1,
    forget: 1,
    housekeeping: 1,
  },
  // A sweep reads a whole organisation; its heartbeat tells whether it lives.
  expireSeconds: {
    'pull-request': 60,
    repository: 60,
    configuration: 60,
    approval: 60,
    conversation: 60,
    sweep: 3600,
    report: 3600,
    // Some dozens of issues, at least a second apart.
    board: 600,
    forget: 600,
    housekeeping: 600,
  },
  heartbeatSeconds: 10,
  superviseSeconds: 5,
  pollSeconds: 5,
  apartSeconds: 1,
  retries: 5,
  retryDelaySeconds: 2,
  longestRetryDelaySeconds: 300,
  hasClock: true,
  drainSeconds: 20,
};

export function queueOptions(queue: Queue, settings: JobSettings): QueueOptions & { deadLetter: string; notify: true } {
  return {
    expireInSeconds: settings.expireSeconds[queue],
    ...(settings.heartbeatSeconds === null ? {} : { heartbeatSeconds: settings.heartbeatSeconds }),
    retryLimit: settings.retries,
    retryDelay: settings.retryDelaySeconds,
    retryBackoff: true,
    retryDelayMax: settings.longestRetryDelaySeconds,
    deleteAfterSeconds: DAY,
    deadLetter: DEAD_LETTERS,
    notify: true,
  };
}

/** Dead letters wait for a person. */
export const DEAD_LETTER_OPTIONS = { retentionSeconds: 90 * DAY, deleteAfterSeconds: DAY };
