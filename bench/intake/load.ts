import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Subject } from './deliveries.ts';

/** What is sent where, and how fast. */
export interface LoadOrder {
  readonly url: string;
  readonly seconds: number;
  /** How many are begun each second, evenly spaced; null: each connection sends the next as soon as it has its answer. */
  readonly perSecond: number | null;
}

export interface LoadResult {
  /** Accepted a second. */
  readonly perSecond: number;
  /** Milliseconds from the beginning of a request to the end of its answer. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** What the sending process answers to an order. */
export type LoadAnswer = { readonly result: LoadResult } | { readonly failure: string };

/** A process of its own, so that nothing else delays what it sends and what it times. */
export interface LoadSender {
  /** @throws Error when a delivery is not answered with 2xx: a receiver that fails is not measured */
  send(order: LoadOrder): Promise<LoadResult>;
  stop(): void;
}

export function startLoadSender(subject: Subject, secret: string): LoadSender {
  const child = fork(fileURLToPath(new URL('send-load.ts', import.meta.url)), [JSON.stringify(subject), secret]);
  return {
    async send(order) {
      child.send(order);
      const [answer] = (await once(child, 'message')) as [LoadAnswer];
      if ('failure' in answer) throw new Error(answer.failure);
      return answer.result;
    },
    stop: () => child.disconnect(),
  };
}
