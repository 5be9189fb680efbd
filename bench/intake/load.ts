import autocannon from 'autocannon';
import type { Delivery } from './deliveries.ts';

export interface LoadResult {
  /** Answers with 2xx. */
  readonly accepted: number;
  readonly perSecond: number;
  /** Milliseconds from a request to its answer, each. */
  readonly latencies: readonly number[];
}

const CONNECTIONS = 32;

/**
 * Sends deliveries over 32 connections that are kept open.
 * @param perSecond how many are begun each second; null: each connection sends the next as soon as it has its answer
 * @throws Error when one is not answered with 2xx: a receiver that fails is not measured
 */
export async function sendLoad(
  url: string,
  next: () => Delivery,
  { seconds, perSecond }: { readonly seconds: number; readonly perSecond: number | null },
): Promise<LoadResult> {
  const latencies: number[] = [];
  const setupRequest = (request: autocannon.Request): autocannon.Request => ({ ...request, ...next() });
  const rate = perSecond === null ? {} : { overallRate: perSecond };
  const options = { url, method: 'POST' as const, connections: CONNECTIONS, duration: seconds, ...rate };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon({ ...options, requests: [{ setupRequest }] }, (error, ended) =>
      error === null || error === undefined ? resolve(ended) : reject(error),
    );
    // The library's own histogram counts whole milliseconds.
    run.on('response', (...args: unknown[]) => latencies.push(Number(args[3])));
  });
  const failed = result.errors + result.non2xx;
  if (failed > 0) throw new Error(`${failed} of ${result.requests.total} deliveries were not accepted by ${url}`);
  return { accepted: result['2xx'], perSecond: result['2xx'] / result.duration, latencies };
}
