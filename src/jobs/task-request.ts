/** The queues, apart so that a sweep never starves a pull request. */
export type Queue = 'pull-request' | 'repository' | 'configuration' | 'sweep' | 'forget';

export type JsonData = string | number | boolean | null | readonly JsonData[] | { readonly [key: string]: JsonData };

/** A task to be done later, and again after a failure. */
export interface TaskRequest {
  readonly queue: Queue;
  /** What it works on: one task a key at a time, and a burst of requests becomes one more task. */
  readonly key: string;
  readonly data: { readonly installationId: number; readonly [key: string]: JsonData };
  readonly startAfterSeconds?: number;
}
