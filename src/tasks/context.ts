import type { Policy } from '../core/policy.ts';
import type { Allowances } from '../github/allowances.ts';
import type { GitHub } from '../github/client.ts';
import type { TaskRequest } from '../jobs/jobs.ts';
import type { Store } from '../store/store.ts';
import type { Db } from '../store/tables.ts';
import type { ReferenceData } from './reference-data.ts';
import type { Texts } from './texts.ts';

/** What every task works with. Handed in once, when the process starts. */
export interface TaskContext {
  readonly store: Store;
  readonly github: GitHub;
  /** What this process heard of each installation's allowance. */
  readonly allowances: Allowances;
  readonly app: {
    readonly appId: number;
    /** The login under which the app writes, `portreeve[bot]`. */
    readonly botLogin: () => Promise<string>;
  };
  readonly policies: readonly Policy[];
  readonly reference: ReferenceData;
  readonly texts: Texts;
  readonly now: () => Date;
  readonly log: TaskLog;
  /** Adds tasks that follow from this one; with a transaction of the store's, all or nothing with its rows. */
  readonly enqueue: (requests: readonly TaskRequest[], db?: Db) => Promise<void>;
  /** Has tasks tried again that failed for the last time by something that passes, such as an outage. */
  readonly revive: () => Promise<number>;
  /** Seconds by which GitHub's lists may lag behind its writes. */
  readonly listLagSeconds: number;
  /** For the hidden markers: the first signs them, any of them proves one. */
  readonly markerKeys: readonly [Uint8Array, ...Uint8Array[]];
  /**
   * How far apart writes of one installation are, over all processes; whether they keep to github.com's limits of a minute
   * and an hour; and how a process waits for its turn.
   */
  readonly pace: {
    readonly seconds: number;
    readonly isLimited: boolean;
    readonly wait: (milliseconds: number) => Promise<void>;
  };
  /** The process was started to write nothing. */
  readonly isReadOnly: boolean;
  /** Whether what would touch many repositories waits for an approver: always, but in tests of other things. */
  readonly isBraked: boolean;
  /** Where people sign in to the pages about their agreements, as `https://portreeve.example`; null: there are none. */
  readonly signingPages: string | null;
  /** Where this process keeps its files, such as the backups from before an upgrade. */
  readonly dataFolder: string;
  /** Named points between the steps of the way. Does nothing, but where a test kills the process there. */
  readonly checkpoint: (name: string) => Promise<void>;
}

/** A log line is data and a sentence that never changes. */
export interface TaskLog {
  info(data: object, sentence: string): void;
  warn(data: object, sentence: string): void;
  error(data: object, sentence: string): void;
}
