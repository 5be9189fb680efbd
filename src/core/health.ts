/** How something that Portreeve's work rests on stands. */
export interface Health {
  readonly verdict: 'good' | 'attention' | 'bad';
  /** What is so, for whoever runs Portreeve: numbers, no names and no secrets, as it may be read by everybody. */
  readonly sentence: string;
  /** What to do about it; null where it is good. */
  readonly todo: string | null;
}

/** What the store knows of deliveries. */
export interface DeliveryFigures {
  /** Received within the last day, by what became of them. */
  readonly lastDay: Readonly<Record<'stored' | 'dispatched' | 'finished' | 'failed', number>>;
  /** Received within the last hour, and failed. */
  readonly failedLately: number;
  /** All that failed and were not run again. */
  readonly failed: number;
  /** Since the oldest that is stored and not dispatched came; null without one. */
  readonly oldestStoredSeconds: number | null;
}

/** What GitHub's own log of deliveries says that the store does not know. */
export interface DeliveryLogFigures {
  /** Since the log was last looked at; null: never. */
  readonly lookedSecondsAgo: number | null;
  /** Why the last look could not read it; null where it could. */
  readonly failure: string | null;
  /** Asked for again, and still not here. */
  readonly inVain: number;
  /** Never arrived, however often they were asked for: sweeps made up for them. */
  readonly givenUp: number;
  /** Whether any delivery came after the first of those had been asked for in vain. */
  readonly isAnyArriving: boolean;
}

export interface QueueFigures {
  readonly queue: string;
  readonly waiting: number;
  readonly active: number;
  readonly deferred: number;
  readonly oldestSeconds: number | null;
}

/** The last sweep over one installation that is neither suspended nor gone. */
export interface SweepFigures {
  readonly installationId: number;
  readonly account: string;
  readonly installedSecondsAgo: number;
  /** null: none ever ended. */
  readonly finishedSecondsAgo: number | null;
}

/** A dispatcher looks every five seconds; what waits for two minutes waits for one that does not work. */
export const STORED_TOO_LONG_SECONDS = 120;
/** One poisoned delivery is a mistake; more than ten in an hour are a state. */
export const MOST_FAILED_AN_HOUR = 10;
/** The log is looked at every five minutes: three looks were missed. */
export const LOOK_LATE_SECONDS = 15 * 60;
/** Others arrive, and so many do not: no accident of a single delivery. */
export const MOST_IN_VAIN = 10;
/** Somebody waits for the check of a pull request, or has changed the configuration: five minutes are long. */
export const OLD_WAIT_SECONDS = 5 * 60;
/** Audits of a first sweep come by the hundred, and whoever waits for them waits for an hour with patience. */
export const OLD_BULK_WAIT_SECONDS = 60 * 60;
/** Sweeps are daily; two hours are for their doing. */
export const SWEEP_LATE_SECONDS = 26 * 3600;
/** The first sweep begins at once, and is done within the same two hours. */
export const FIRST_SWEEP_LATE_SECONDS = 2 * 3600;

const URGENT_QUEUES: readonly string[] = ['pull-request', 'configuration'];

/** For how long a job of that queue may be ready without being taken. */
export function longestWaitOf(queue: string): number {
  return URGENT_QUEUES.includes(queue) ? OLD_WAIT_SECONDS : OLD_BULK_WAIT_SECONDS;
}

const GOOD = (sentence: string): Health => ({ verdict: 'good', sentence, todo: null });
const ATTENTION = (sentence: string, todo: string): Health => ({ verdict: 'attention', sentence, todo });
const BAD = (sentence: string, todo: string): Health => ({ verdict: 'bad', sentence, todo });

const SEE_LOG = 'Read the log for `delivery not dispatched` and `job failed for the last time`';

/** Whether what was taken in is also worked off. */
export function deliveryHealth({ lastDay, failedLately, failed, oldestStoredSeconds }: DeliveryFigures): Health {
  if (oldestStoredSeconds !== null && oldestStoredSeconds > STORED_TOO_LONG_SECONDS) {
    return BAD(
      `${count(lastDay.stored, 'delivery', 'deliveries')} taken in and not dispatched, the oldest for ${durationOf(oldestStoredSeconds)}.`,
      'The app is not running, or its dispatcher fails: start it, and read the log for `deliveries not dispatched`.',
    );
  }
  if (failedLately > MOST_FAILED_AN_HOUR) {
    return BAD(
      `${count(failedLately, 'delivery', 'deliveries')} of the last hour failed.`,
      `${SEE_LOG}; then \`portreeve jobs retry all\`.`,
    );
  }
  if (failed > 0) {
    return ATTENTION(
      `${count(failed, 'delivery', 'deliveries')} failed for good; the next sweep makes up for most.`,
      `${SEE_LOG}; then \`portreeve jobs retry all\`.`,
    );
  }
  const all = Object.values(lastDay).reduce((sum, number) => sum + number, 0);
  return GOOD(`${count(all, 'delivery', 'deliveries')} in the last day, none failed.`);
}

/** Whether what GitHub sends arrives. */
export function deliveryLogHealth(figures: DeliveryLogFigures): Health {
  const { lookedSecondsAgo, failure, inVain, givenUp, isAnyArriving } = figures;
  if (inVain > MOST_IN_VAIN || (inVain > 0 && !isAnyArriving)) {
    return BAD(
      `${count(inVain, 'delivery', 'deliveries')} in GitHub’s log never arrived, and came no second time either.`,
      'On the app’s page, *Advanced* tells how we answered: 401 means another webhook secret, no answer another address or a proxy.',
    );
  }
  if (lookedSecondsAgo === null) {
    return ATTENTION(
      'GitHub’s log of deliveries has not been read yet.',
      'It is read every five minutes while the app runs.',
    );
  }
  if (lookedSecondsAgo > LOOK_LATE_SECONDS) {
    return BAD(
      `GitHub’s log of deliveries was last read ${durationOf(lookedSecondsAgo)} ago.`,
      'The app reads it every five minutes: start it, or see what keeps its queue `housekeeping`.',
    );
  }
  if (failure !== null) {
    return ATTENTION(
      'GitHub’s log of deliveries could not be read; all installations are swept instead.',
      'Nothing, if GitHub has an outage; else see whether the credentials are good.',
    );
  }
  if (inVain + givenUp > 0) {
    return ATTENTION(
      `${count(inVain + givenUp, 'delivery', 'deliveries')} of the last three days never arrived; sweeps made up for what they told.`,
      'On the app’s page, *Advanced* tells how we answered them.',
    );
  }
  return GOOD(`Read ${durationOf(lookedSecondsAgo)} ago: everything that GitHub sent is here.`);
}

/** Whether jobs are taken. */
export function queueHealth(queues: readonly QueueFigures[]): Health {
  const old = queues.filter(({ queue, oldestSeconds }) => (oldestSeconds ?? 0) > longestWaitOf(queue));
  const [first] = [...old].sort((a, b) => (b.oldestSeconds ?? 0) - (a.oldestSeconds ?? 0));
  if (first !== undefined) {
    return BAD(
      `In the queue \`${first.queue}\` a job has waited for ${durationOf(first.oldestSeconds ?? 0)}.`,
      'The app is not running, or has too much to do: see `portreeve jobs`, and start another one on the same database.',
    );
  }
  const waiting = queues.reduce((sum, queue) => sum + queue.waiting, 0);
  const active = queues.reduce((sum, queue) => sum + queue.active, 0);
  const deferred = queues.reduce((sum, queue) => sum + queue.deferred, 0);
  return GOOD(`${waiting} waiting, ${active} active, ${deferred} put off until later.`);
}

export function deadLetterHealth(dead: number): Health {
  if (dead === 0) return GOOD('No job failed for good.');
  return ATTENTION(
    `${count(dead, 'job', 'jobs')} failed for good.`,
    '`portreeve jobs` prints why; `portreeve jobs retry ID` tries one again.',
  );
}

/** Whether every installation was swept lately. */
export function sweepHealth(sweeps: readonly SweepFigures[]): Health {
  const late = sweeps.filter(isSweepLate);
  if (late.length > 0) {
    return BAD(
      `${count(late.length, 'installation', 'installations')} of ${sweeps.length} had no sweep that ended within ${durationOf(SWEEP_LATE_SECONDS)}.`,
      'The app is not running, or the sweep fails: see `portreeve jobs`, and read the log for `job failed`.',
    );
  }
  const ended = sweeps.flatMap(({ finishedSecondsAgo }) => finishedSecondsAgo ?? []);
  if (sweeps.length === 0) return ATTENTION('No installation is known.', 'Install the app in your organisation.');
  if (ended.length < sweeps.length) return GOOD('The first sweep is under way.');
  return GOOD(`Every installation was swept within the last ${durationOf(Math.max(...ended))}.`);
}

export function isSweepLate({ finishedSecondsAgo, installedSecondsAgo }: SweepFigures): boolean {
  return finishedSecondsAgo === null
    ? installedSecondsAgo > FIRST_SWEEP_LATE_SECONDS
    : finishedSecondsAgo > SWEEP_LATE_SECONDS;
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Seconds in the two units that matter: `45 s`, `12 min`, `3 h 5 min`, `2 days 4 h`. */
export function durationOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 120) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${Math.floor(hours / 24)} days` : `${Math.floor(hours / 24)} days ${hours % 24} h`;
}
