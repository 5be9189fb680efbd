/** Sends deliveries as it is told, and tells how they were answered. */
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { percentile } from '../table.ts';
import { deliveriesAbout } from './deliveries.ts';
import type { LoadAnswer, LoadOrder, LoadResult } from './load.ts';

const CONNECTIONS = 32;

const [subject = '', secret = ''] = process.argv.slice(2);
const next = deliveriesAbout(JSON.parse(subject), secret);

process.on('message', (order: LoadOrder) => {
  sendLoad(order).then(
    (result) => process.send?.({ result } satisfies LoadAnswer),
    (error: unknown) => process.send?.({ failure: String(error) } satisfies LoadAnswer),
  );
});

async function sendLoad({ url, seconds, perSecond }: LoadOrder): Promise<LoadResult> {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const latencies: number[] = [];
  const sendOne = async (): Promise<void> => {
    const { headers, body } = next();
    const sentAt = performance.now();
    const answer = await pool.request({ path, method: 'POST', headers, body });
    await answer.body.dump();
    if (answer.statusCode >= 300) throw new Error(`${url} answered a delivery with ${answer.statusCode}`);
    latencies.push(performance.now() - sentAt);
  };
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  await (perSecond === null ? saturate(sendOne, endsAt) : pace(sendOne, perSecond, endsAt));
  const took = (performance.now() - startedAt) / 1000;
  await pool.close();
  return {
    perSecond: latencies.length / took,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}

async function saturate(sendOne: () => Promise<void>, endsAt: number): Promise<void> {
  const connection = async (): Promise<void> => {
    while (performance.now() < endsAt) await sendOne();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
}

/** By the clock, whether those before were answered or not: who waits for answers spares a receiver that is slow. */
async function pace(sendOne: () => Promise<void>, perSecond: number, endsAt: number): Promise<void> {
  const sent: Promise<void>[] = [];
  for (let due = performance.now(); due < endsAt; due += 1000 / perSecond) {
    const early = due - performance.now();
    if (early > 0) await delay(early);
    sent.push(sendOne());
  }
  await Promise.all(sent);
}
