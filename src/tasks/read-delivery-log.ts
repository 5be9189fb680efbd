import { type DeliveryLogPage, readDeliveryLogPage } from '../github/delivery-log.ts';
import { GitHubFailure } from '../github/failure.ts';
import { type MissingDelivery, unknownDeliveries } from '../store/delivery-log.ts';
import type { TaskContext } from './context.ts';
import { HANDLED_EVENTS } from './handled-events.ts';

/** Pages of a hundred that one look reads. */
const MOST_PAGES = 100;
/** GitHub keeps its log for three days. */
const LOGGED_SECONDS = 3 * 24 * 3600;
/** An attempt may be under way for ten seconds, thirty on an Enterprise Server, before it is known what came of it. */
const UNDER_WAY_SECONDS = 40;
/** Each look reads so much again, for what came late into the log. */
const OVERLAP_SECONDS = 300;

/** So long without a delivery, and nobody knows whether nothing happened or nothing was told. */
const QUIET_SECONDS = 600;

/** What the log tells: by GitHub's clock, as its times are. */
export interface LogReading {
  readonly found: readonly MissingDelivery[];
  /** Those of them that we once acknowledged: our database had them, and was put back since. */
  readonly forgotten: readonly MissingDelivery[];
  /** The installations of which anything was delivered lately. */
  readonly heard: ReadonlySet<number>;
  readonly readThrough: Date;
  /** The log holds nothing older. */
  readonly loggedSince: Date;
  /** Whether it was read back to where the last look came, and goes back as far. */
  readonly isWhole: boolean;
}

/**
 * Reads the log, the newest first, back to where the last look came.
 * @param since up to where all is accounted for; null: as far as the log goes
 * @returns what it lists and the store does not know, or why it could not be read
 */
export async function readDeliveryLog(
  { store, github }: TaskContext,
  since: Date | null,
): Promise<LogReading | GitHubFailure> {
  const found = new Map<string, MissingDelivery>();
  const forgotten: MissingDelivery[] = [];
  const heard = new Set<number>();
  let at: Date | null = null;
  let cursor: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    let page: DeliveryLogPage;
    try {
      page = await readDeliveryLogPage(github, cursor);
    } catch (error) {
      if (error instanceof GitHubFailure) return error;
      throw error;
    }
    at ??= page.at;
    const { readThrough, loggedSince } = horizonsAt(at);
    const from = since === null ? loggedSince : later(loggedSince, secondsBefore(since, OVERLAP_SECONDS));
    const recent = page.deliveries.filter(({ deliveredAt }) => deliveredAt >= from);
    const lately = secondsBefore(at, QUIET_SECONDS);
    for (const { deliveredAt, installationId } of recent) if (deliveredAt >= lately) heard.add(installationId);
    const judged = recent.filter(
      ({ event, deliveredAt, isAcknowledged }) => isHandled(event) && (isAcknowledged || deliveredAt <= readThrough),
    );
    const unknown = await store.asOperator((db) =>
      unknownDeliveries(
        db,
        judged.map(({ deliveryId }) => deliveryId),
      ),
    );
    for (const { isAcknowledged, ...delivery } of judged) {
      if (!unknown.has(delivery.deliveryId)) continue;
      if (isAcknowledged) forgotten.push(delivery);
      // From the newest to the oldest: it is asked for by its newest attempt, and is as old as its oldest one.
      const { logId } = found.get(delivery.deliveryId) ?? delivery;
      found.set(delivery.deliveryId, { ...delivery, logId });
    }
    cursor = page.nextCursor;
    if (cursor === null || recent.length < page.deliveries.length) {
      const isWhole = since === null || since >= loggedSince;
      return { found: [...found.values()], forgotten, heard, readThrough, loggedSince, isWhole };
    }
  }
  return { found: [...found.values()], forgotten, heard, ...horizonsAt(at ?? new Date(0)), isWhole: false };
}

function horizonsAt(at: Date): Pick<LogReading, 'readThrough' | 'loggedSince'> {
  return { readThrough: secondsBefore(at, UNDER_WAY_SECONDS), loggedSince: secondsBefore(at, LOGGED_SECONDS) };
}

function secondsBefore(time: Date, seconds: number): Date {
  return new Date(time.getTime() - seconds * 1000);
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function isHandled(event: string): boolean {
  return HANDLED_EVENTS.some((handled) => handled === event);
}
