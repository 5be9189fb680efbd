import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  markAnswered,
  markTold,
  type OpenedContribution,
  readAcquaintance,
  recordContribution,
  saveLanguage,
  waitingContributions,
} from '../../src/store/contributions.ts';
import type { Db } from '../../src/store/tables.ts';
import { createTestStore, type TestStore, testDatabases } from '../support/database.ts';

const CITY = 1;
const TOWN = 2;
const MONA = 7;

const NOW = new Date('2026-11-10T00:00:00Z');

function opened(change: Partial<OpenedContribution> = {}): OpenedContribution {
  const number = change.number ?? 1;
  return {
    repositoryId: 10,
    number,
    nodeId: `PR_${number}`,
    kind: 'pull-request',
    accountId: MONA,
    openedAt: new Date(`2026-11-0${number}T09:00:00Z`),
    ...change,
  };
}

describe.each(testDatabases())('on $name', (backend) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await createTestStore(backend);
  });
  afterEach(() => store.close());

  const inCity = <T>(work: (db: Db) => Promise<T>): Promise<T> => store.asInstallation(CITY, work);
  const record = (contribution: OpenedContribution, isFirst = true) =>
    inCity((db) => recordContribution(db, CITY, contribution, isFirst));
  const isFirst = async (contribution: OpenedContribution) =>
    (await inCity((db) => readAcquaintance(db, contribution))).isFirst;

  test('whoever is on no record is new, and the second time not', async () => {
    expect(await isFirst(opened())).toBe(true);
    await record(opened());
    expect(await isFirst(opened({ number: 2 }))).toBe(false);
    expect(await isFirst(opened({ number: 2, repositoryId: 11 }))).toBe(false);
    expect(await isFirst(opened({ number: 2, accountId: 8 }))).toBe(true);
  });

  test('an issue is another first than a pull request', async () => {
    await record(opened({ kind: 'issue' }));
    expect(await isFirst(opened({ number: 2 }))).toBe(true);
    expect(await isFirst(opened({ number: 2, kind: 'issue' }))).toBe(false);
  });

  test('what was opened later makes no earlier one a second, in whichever order they are seen', async () => {
    await record(opened({ number: 2 }));
    expect(await isFirst(opened({ number: 1 }))).toBe(true);
  });

  test('whether it was the first is decided once', async () => {
    await record(opened({ number: 2 }), true);
    await record(opened({ number: 1 }), true);
    await record(opened({ number: 2 }), false);
    expect(await isFirst(opened({ number: 2 }))).toBe(true);
  });

  test('another organisation knows nothing of it', async () => {
    await record(opened());
    await inCity((db) => saveLanguage(db, CITY, { accountId: MONA, language: 'nl' }, NOW));

    const there = await store.asInstallation(TOWN, (db) => readAcquaintance(db, opened({ number: 2 })));
    expect(there).toEqual({ isFirst: true, isKept: false, language: null, promise: 'open' });
  });

  test('the language that was asked for last holds, everywhere in the organisation', async () => {
    for (const language of ['fr', 'nl'] as const) {
      await inCity((db) => saveLanguage(db, CITY, { accountId: MONA, language }, NOW));
    }
    expect((await inCity((db) => readAcquaintance(db, opened({ repositoryId: 11 })))).language).toBe('nl');
    expect((await inCity((db) => readAcquaintance(db, opened({ accountId: 8 })))).language).toBe(null);
  });

  test('those wait longest that were opened first; answered ones do not wait', async () => {
    for (const number of [3, 1, 2]) await record(opened({ number }));
    const waiting = async (before = NOW, most = 10) =>
      (await inCity((db) => waitingContributions(db, before, most))).map(({ number }) => number);

    expect(await waiting()).toEqual([1, 2, 3]);
    expect(await waiting(NOW, 2)).toEqual([1, 2]);
    expect(await waiting(new Date('2026-11-02T09:00:00Z'))).toEqual([1]);
    await inCity((db) => markAnswered(db, [{ repositoryId: 10, number: 1 }], NOW));
    expect(await waiting()).toEqual([2, 3]);
  });

  test('it is told once that one waits, until it is answered', async () => {
    await record(opened());
    const place = { repositoryId: 10, number: 1 };
    await inCity((db) => markTold(db, [place], NOW));
    await inCity((db) => markTold(db, [place], new Date('2027-01-01T00:00:00Z')));

    expect(await inCity((db) => waitingContributions(db, NOW, 10))).toMatchObject([{ toldAt: NOW }]);
    expect((await inCity((db) => readAcquaintance(db, opened()))).promise).toBe('broken');
    await inCity((db) => markAnswered(db, [place], NOW));
    expect((await inCity((db) => readAcquaintance(db, opened()))).promise).toBe('over');
  });
});
