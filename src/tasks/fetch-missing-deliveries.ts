import { redeliver } from '../github/delivery-log.ts';
import { GitHubFailure } from '../github/failure.ts';
import {
  dropSettledMissing,
  type MissingDelivery,
  markAskedFor,
  missingDeliveries,
  readDeliveryLogState,
  saveDeliveryLogState,
  saveMissing,
} from '../store/delivery-log.ts';
import { markUnsure } from '../store/installations.ts';
import type { Db } from '../store/tables.ts';
import { catchUp, catchUpIn, catchUpQuiet, everyInstallation, knownInstallations } from './catch-up.ts';
import type { TaskContext } from './context.ts';
import { type LogReading, readDeliveryLog } from './read-delivery-log.ts';
import { installationRequest } from './requests.ts';

/** Deliveries that one look asks for again; what is missing beyond them is made up for by sweeps. */
export const MOST_REDELIVERIES = 100;
/** How often one delivery is asked for again. */
export const MOST_ATTEMPTS = 3;

/**
 * Reads the app's own log of deliveries at GitHub, back to where the last look came, and has redelivered what never
 * arrived: what the store does not know, whatever GitHub says of it, as the store may have been restored. What a
 * redelivery does not bring by the next look is made up for by a sweep of its installation; where the log itself cannot
 * be read, all installations are swept until it can.
 */
export async function fetchMissingDeliveries(context: TaskContext): Promise<void> {
  const { store, now, log } = context;
  const before = await store.asOperator(readDeliveryLogState);
  const lookedAt = now();
  const reading = await readDeliveryLog(context, before?.readThrough ?? null);
  if (reading instanceof GitHubFailure) {
    log.warn({ message: reading.message }, 'the delivery log could not be read: all installations are swept');
    const sweptInstead = await catchUp(context, await everyInstallation(context));
    const { readAt = null, readThrough = null, quiet = [] } = before ?? {};
    const counts = { found: 0, redelivered: 0, sweptInstead };
    const state = { lookedAt, readAt, readThrough, failure: reading.message, quiet, ...counts };
    await store.asOperator((db) => saveDeliveryLogState(db, state));
    return;
  }
  // GitHub answers: what failed because it did not is worth another try.
  const revived = await context.revive();
  if (revived > 0) log.info({ revived }, 'tasks that GitHub or the database had refused are tried again');
  const { readThrough } = reading;
  const kept = await keep(context, reading);
  const asked = await askAgain(context);
  const everywhere = reading.isWhole ? [] : await everyInstallation(context);
  const counts = {
    found: reading.found.length,
    redelivered: asked.redelivered,
    sweptInstead: kept.sweptInstead + (await catchUp(context, [...asked.inVain, ...everywhere])),
  };
  const quiet = await sweepQuiet(context, reading, before?.quiet ?? []);
  const state = { lookedAt, readAt: lookedAt, readThrough, failure: null, quiet, ...counts };
  await store.asOperator((db) => saveDeliveryLogState(db, state));
  log.info(counts, 'delivery log read');
}

/**
 * An installation of which nothing is heard may be one in which nothing happens, or one of which GitHub tells nothing and
 * keeps no log of it: by the log alone nobody can know. So it is swept every quarter of an hour, and once more when it
 * is heard of again.
 * @returns those that were not swept since they were last silent
 */
async function sweepQuiet(context: TaskContext, { heard }: LogReading, before: readonly number[]): Promise<number[]> {
  // Where nothing at all is heard, neither would a new installation be.
  const active = heard.size === 0 ? await everyInstallation(context) : await knownInstallations(context);
  const quiet = active.filter((id) => before.includes(id) || !heard.has(id));
  const swept = await catchUpQuiet(context, quiet);
  return quiet.filter((id) => !swept.includes(id));
}

/**
 * The same when the app starts, before it works: whether its database was put back is to be known by then, or the tasks
 * that wait in it would be done a second time. A new database has nothing to forget.
 */
export async function lookBeforeWork(context: TaskContext): Promise<void> {
  if ((await context.store.asOperator(readDeliveryLogState)) !== null) await fetchMissingDeliveries(context);
}

/** What a person asked for is in no state that a sweep could read: it goes first. */
const ASKED_BY_PEOPLE: readonly string[] = ['issue_comment', 'pull_request_review', 'check_run', 'check_suite'];

/** Keeps what is missing, as much as is asked for again; what is missing beyond that is swept for at once. */
async function keep(context: TaskContext, reading: LogReading): Promise<{ readonly sweptInstead: number }> {
  const isOfPeople = ({ event }: MissingDelivery): boolean => ASKED_BY_PEOPLE.includes(event);
  const { found, forgotten, loggedSince } = reading;
  return context.store.asOperator(async (db) => {
    await dropSettledMissing(db, loggedSince);
    const waiting = await missingDeliveries(db, MOST_ATTEMPTS);
    const room = Math.max(0, MOST_REDELIVERIES - waiting.length);
    const known = new Set(waiting.map(({ deliveryId }) => deliveryId));
    const fresh = found.filter(({ deliveryId }) => !known.has(deliveryId));
    const ordered = [...fresh.filter(isOfPeople), ...fresh.filter((delivery) => !isOfPeople(delivery))];
    const fallenBehind = forgotten.filter(({ deliveryId }) => !known.has(deliveryId));
    await doubtStore(context, db, new Set(fallenBehind.map(({ installationId }) => installationId)));
    await saveMissing(db, [...found.filter(({ deliveryId }) => known.has(deliveryId)), ...ordered.slice(0, room)]);
    const beyond = ordered.slice(room).map(({ installationId }) => installationId);
    return { sweptInstead: await catchUpIn(context, db, beyond) };
  });
}

/** What the store had and has no longer, it had not alone: what was made since then is looked for, by a sweep. */
async function doubtStore({ now, enqueue, log }: TaskContext, db: Db, installationIds: ReadonlySet<number>) {
  const ids = [...installationIds].filter((id) => id > 0);
  if (ids.length === 0) return;
  log.warn({ installations: ids.length }, 'the database was put back: what was made since then is looked for');
  await markUnsure(db, ids, now());
  await enqueue(
    ids.map((installationId) => installationRequest({ installationId, isCatchUp: true })),
    db,
  );
}

/** GitHub's word that it will never deliver this one again. */
const FINAL = ['not-found', 'conflict', 'invalid'];

/**
 * Asks GitHub for everything that is missing, until it refuses.
 * @returns the installations of what it was asked for in vain: in an earlier look, or in this one
 */
async function askAgain(
  context: TaskContext,
): Promise<{ readonly redelivered: number; readonly inVain: readonly number[] }> {
  const { store, github, now, log } = context;
  const waiting = await store.asOperator((db) => missingDeliveries(db, MOST_ATTEMPTS));
  const inVain = waiting.filter(({ attempts }) => attempts > 0).map(({ installationId }) => installationId);
  let redelivered = 0;
  for (const [index, { deliveryId, logId, installationId, attempts, event }] of waiting.entries()) {
    let made = attempts + 1;
    let failure: GitHubFailure | null = null;
    try {
      await redeliver(github, logId);
      redelivered += 1;
      log.info({ deliveryId, event, installationId }, 'a missing delivery was asked for again');
    } catch (error) {
      if (!(error instanceof GitHubFailure)) throw error;
      failure = error;
      log.warn({ deliveryId, event, installationId, message: error.message }, 'a delivery could not be redelivered');
      inVain.push(installationId);
      if (FINAL.includes(error.kind)) made = MOST_ATTEMPTS;
    }
    await store.asOperator((db) => markAskedFor(db, deliveryId, made, now()));
    if (failure === null || FINAL.includes(failure.kind)) continue;
    // The others would be told the same.
    inVain.push(...waiting.slice(index + 1).map((missing) => missing.installationId));
    break;
  }
  return { redelivered, inVain };
}
