import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { known } from '../../src/core/fact.ts';
import type { Measurement } from '../../src/ggi/evidence/evidence.ts';
import { evidenceHistory, keptFacts, latestMeasurements, saveFact, saveMeasurement } from '../../src/store/evidence.ts';
import type { Db } from '../../src/store/tables.ts';
import { createTestStore, type TestStore, testDatabases } from '../support/database.ts';

const CITY = 1;

function measured(day: string, value: number, more: Partial<Measurement> = {}): Measurement {
  return {
    key: 'practices-listed',
    outcome: value > 0 ? 'supported' : 'no-evidence',
    figure: { fold: 'count', value, counting: value, total: value, oldest: null, newest: null },
    threshold: 1,
    says: `${value} found.`,
    computed: 'Counted.',
    leavesOpen: null,
    isPartial: false,
    isRestricted: false,
    records: [{ about: 'rule', counts: true, date: null, amount: null, says: 'listed', url: null, isPublic: true }],
    day,
    ...more,
  };
}

describe.each(testDatabases())('on $name', (backend) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await createTestStore(backend);
  });
  afterEach(() => store.close());

  const inCity = <T>(work: (db: Db) => Promise<T>): Promise<T> => store.asInstallation(CITY, work);
  const save = (measurement: Measurement, print: string) =>
    inCity((db) => saveMeasurement(db, CITY, measurement, print));

  test('what says the same keeps the day since which it does', async () => {
    expect(await save(measured('2026-11-01', 1), 'a')).toBe(true);
    expect(await save(measured('2026-11-02', 1), 'a')).toBe(false);
    expect(await save(measured('2026-11-03', 1), 'a')).toBe(false);

    const newest = (await inCity(latestMeasurements)).get('practices-listed');
    expect(newest).toMatchObject({ since: '2026-11-01', day: '2026-11-03', records: [{ about: 'rule' }] });
  });

  test('a change begins a row, and the list behind the one before goes', async () => {
    await save(measured('2026-11-01', 1), 'a');
    await save(measured('2026-11-02', 0, { records: [] }), 'b');
    await save(measured('2026-11-04', 1), 'a');

    expect((await inCity(latestMeasurements)).get('practices-listed')).toMatchObject({ since: '2026-11-04' });
    const point = { key: 'practices-listed' };
    expect(await inCity(evidenceHistory)).toEqual([
      { ...point, since: '2026-11-01', measuredOn: '2026-11-01', outcome: 'supported', value: 1 },
      { ...point, since: '2026-11-02', measuredOn: '2026-11-02', outcome: 'no-evidence', value: 0 },
      { ...point, since: '2026-11-04', measuredOn: '2026-11-04', outcome: 'supported', value: 1 },
    ]);
    const { rows } = await store.pool.query('select count(records)::int as kept from portreeve.evidence');
    expect(rows).toEqual([{ kept: 1 }]);
  });

  test('what changes twice within a day is what it was at last', async () => {
    await save(measured('2026-11-01', 1), 'a');
    await save(measured('2026-11-01', 2), 'b');

    expect((await inCity(evidenceHistory)).map(({ value }) => value)).toEqual([2]);
  });

  test('a fact takes the place of the one before', async () => {
    const at = new Date('2026-11-01T04:00:00Z');
    await inCity((db) => saveFact(db, CITY, 'profile', known({ email: null }), at));
    await inCity((db) => saveFact(db, CITY, 'profile', known({ email: 'hello@city.example' }), at));

    expect([...(await inCity(keptFacts))]).toEqual([
      ['profile', { fact: known({ email: 'hello@city.example' }), readAt: at }],
    ]);
    expect(await store.asInstallation(2, keptFacts)).toEqual(new Map());
  });
});
