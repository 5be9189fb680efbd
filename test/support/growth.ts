const TRIES = 3;
/** Below this the clock tells nothing, in microseconds of CPU: one stop of the collector takes as long. */
const FLOOR = 5_000;

/**
 * How many times the work there is when what is worked on is four times as long: about 4 where the work is linear, 16
 * where it is quadratic. Counted is the CPU's time of the quickest of several tries, which a busy machine does not change.
 * @param work done on something of that length
 */
export async function growth(work: (length: number) => unknown, length: number): Promise<number> {
  const short = await least(work, length);
  return (await least(work, 4 * length)) / short;
}

async function least(work: (length: number) => unknown, length: number): Promise<number> {
  let quickest = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < TRIES; tries += 1) quickest = Math.min(quickest, await cpu(work, length));
  return Math.max(FLOOR, quickest);
}

async function cpu(work: (length: number) => unknown, length: number): Promise<number> {
  const before = process.cpuUsage();
  await work(length);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Between linear and quadratic: with a logarithm, or with the collector at work, the growth is a little above 4. */
export const LINEAR = 10;
