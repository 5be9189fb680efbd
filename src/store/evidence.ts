import { sql } from 'kysely';
import type { Fact } from '../core/fact.ts';
import type { Measurement } from '../ggi/evidence/evidence.ts';
import { json } from './json.ts';
import type { Db } from './tables.ts';

/** A fact about the organisation as it was last read from GitHub. */
export interface KeptFact {
  readonly fact: Fact<unknown>;
  readonly readAt: Date;
}

/** A measurement with the day since which it says the same, YYYY-MM-DD. */
export interface KeptMeasurement extends Measurement {
  readonly since: string;
}

/** One step of a point's history. */
export interface EvidenceStep {
  readonly key: string;
  /** YYYY-MM-DD. */
  readonly since: string;
  readonly measuredOn: string;
  readonly outcome: Measurement['outcome'];
  /** null: it could not be seen, or there was nothing to compute it from. */
  readonly value: number | null;
}

/** Keeps a fact in place of the one read before. */
export async function saveFact(
  db: Db,
  installationId: number,
  name: string,
  fact: Fact<unknown>,
  readAt: Date,
): Promise<void> {
  const row = { fact: json(fact), read_at: readAt };
  await db
    .insertInto('organization_fact')
    .values({ installation_id: installationId, name, ...row })
    .onConflict((conflict) => conflict.columns(['installation_id', 'name']).doUpdateSet(row))
    .execute();
}

/** All facts that are kept, by name. */
export async function keptFacts(db: Db): Promise<Map<string, KeptFact>> {
  const rows = await db.selectFrom('organization_fact').select(['name', 'fact', 'read_at as readAt']).execute();
  return new Map(rows.map(({ name, ...kept }) => [name, kept]));
}

/**
 * Keeps what was measured. Where it says the same as before, only the day of measuring moves on; else a row begins, and
 * the list behind the one before is dropped.
 * @param print hash of what it says
 * @returns whether it says something new
 */
export async function saveMeasurement(
  db: Db,
  installationId: number,
  { records, ...measurement }: Measurement,
  print: string,
): Promise<boolean> {
  const { key, day } = measurement;
  const newest = await db
    .selectFrom('evidence')
    .select(['print', dayText('since', 'since')])
    .where('key', '=', key)
    .orderBy('evidence.since', 'desc')
    .limit(1)
    .executeTakeFirst();
  const isNew = newest?.print !== print;
  if (isNew) await db.updateTable('evidence').set({ records: null }).where('key', '=', key).execute();
  const row = { measured_on: day, print, measurement: json(measurement), records: json(records) };
  const since = isNew || newest === undefined ? day : newest.since;
  await db
    .insertInto('evidence')
    .values({ installation_id: installationId, key, since, ...row })
    .onConflict((conflict) => conflict.columns(['installation_id', 'key', 'since']).doUpdateSet(row))
    .execute();
  return isNew;
}

/** The newest measurement of each point, by its key. */
export async function latestMeasurements(db: Db): Promise<Map<string, KeptMeasurement>> {
  const rows = await db
    .selectFrom('evidence')
    .distinctOn('key')
    .select(['key', 'measurement', 'records', dayText('since', 'since')])
    .orderBy('key')
    .orderBy('evidence.since', 'desc')
    .execute();
  return new Map(
    rows.map(({ key, measurement, records, since }) => [key, { ...measurement, records: records ?? [], since }]),
  );
}

/** Deletes all that was ever measured for points, since somebody does not want to be in it any more. */
export async function forgetMeasurements(db: Db, keys: readonly string[]): Promise<void> {
  await db
    .deleteFrom('evidence')
    .where('key', 'in', ['', ...keys])
    .execute();
}

/** How the points stood over time, the oldest first. */
export async function evidenceHistory(db: Db): Promise<EvidenceStep[]> {
  const rows = await db
    .selectFrom('evidence')
    .select(['key', 'measurement', dayText('since', 'since'), dayText('measured_on', 'measuredOn')])
    .orderBy('evidence.since')
    .orderBy('key')
    .execute();
  return rows.map(({ measurement: { outcome, figure }, ...row }) => ({
    ...row,
    outcome,
    value: figure?.value ?? null,
  }));
}

/** A day as text: the driver would make of it a moment in the zone of the server. */
function dayText<A extends string>(column: 'since' | 'measured_on', name: A) {
  return sql<string>`to_char(${sql.ref(`evidence.${column}`)}, 'YYYY-MM-DD')`.as(name);
}
