import type { Repository } from '../github/index.ts';
import { REPOSITORY_WRITES } from '../support/write-routes.ts';
import { countThings, type Picture, presentPicture, successes, wholePicture } from './picture.ts';
import type { Stage } from './stage.ts';

/** How a run ended. */
export interface Ending {
  readonly whole: Picture;
  readonly present: Picture;
  readonly things: ReadonlyMap<string, number>;
  readonly successes: ReadonlySet<string>;
}

export function endingOf({ region }: Stage, apart: readonly Repository[] = []): Ending {
  return {
    whole: wholePicture(region),
    present: presentPicture(region),
    things: countThings(region),
    successes: successes(region, apart),
  };
}

/** I1: the repositories that look otherwise than without the fault. */
export function differing(expected: Picture, found: Picture): string[] {
  const names = new Set([...expected.keys(), ...found.keys()]);
  return [...names].filter((name) => expected.get(name) !== found.get(name));
}

/** I2: what was made more often than without the fault. */
export function madeTwice(expected: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): string[] {
  return [...found].flatMap(([thing, count]) => (count > Math.max(1, expected.get(thing) ?? 0) ? [thing] : []));
}

/** I3: deliveries that were acknowledged and came to no end: neither done with, nor kept for the operator to see. */
export async function lost({ github, store }: Stage, since: number): Promise<string[]> {
  const acknowledged = github.webhooks.log
    .slice(since)
    .filter(({ statusCode, response }) => statusCode === 202 && response.payload.includes('Stored'));
  const { rows } = await store.pool.query("select delivery_id from delivery where status in ('finished', 'failed')");
  const ended = new Set(rows.map((row: { delivery_id: string }) => row.delivery_id));
  return [...new Set(acknowledged.map(({ guid }) => guid))].filter((guid) => !ended.has(guid.toLowerCase()));
}

/** I4, I6, I8: what must hold of every run, in words where it does not. */
export function brokenPromises(stage: Stage, expected: Ending, found: Ending): string[] {
  const { github, region } = stage;
  const broken: string[] = [];
  const foreign = github.writes().filter(({ route }) => !WRITES.includes(route));
  if (foreign.length > 0) broken.push(`I4: ${foreign.length} writes of a kind that no plan has (${foreign[0]?.route})`);
  if (github.unserved.length > 0) broken.push(`I4: requests that GitHub does not know (${github.unserved[0]})`);
  const rash = [...found.successes].filter((success) => !expected.successes.has(success));
  if (rash.length > 0) broken.push(`I6: ${rash.length} successes that nothing was read for (${rash[0]})`);
  for (const { id } of region.installations) {
    const peaks = github.limits.peaks(`installation:${id}`);
    if (peaks.contentPerMinute > 80 || peaks.contentPerHour > 500 || peaks.concurrent > 100) {
      broken.push(`I8: ${JSON.stringify(peaks)}`);
    }
  }
  return broken;
}

/** Each kind of write that a plan of Portreeve's may have, and the asking for a token. */
const WRITES = [
  'POST /app/installations/{installation_id}/access_tokens',
  'POST /app/hook/deliveries/{delivery_id}/attempts',
  ...REPOSITORY_WRITES,
];

/** The writes to repositories: asking for a token or for a redelivery changes nothing that people see. */
export function visibleWrites({ github }: Stage): number {
  return github.writes().filter(({ route }) => route.includes('/repos/')).length;
}
