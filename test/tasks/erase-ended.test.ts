import { afterEach, expect, test } from '@jest/globals';
import type { EntryDraft } from '../../src/ledger/entry.ts';
import { NOBODY } from '../../src/ledger/entry.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { appendEntries, ledgerPlace, readLedger } from '../../src/store/ledger.ts';
import { tendReports } from '../../src/tasks/tend-reports.ts';
import { REVISION, signed } from '../ledger/a-chain.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
afterEach(() => house.close());

const NOW = new Date('2026-11-25T12:00:00Z');
const LONG_AGO = '2016-11-24T12:00:00.000Z';
const LATER = '2016-11-26T12:00:00.000Z';

const ended = (kind: 'withdrawn' | 'revoked', accountId: number, of: number, at: string): EntryDraft => ({
  content: { kind, at, of: [of] },
  personal: { ...NOBODY, accountId },
});

/** Rows 1 to 12: each person is a way in which something has ended, or has not. */
const DRAFTS: EntryDraft[] = [
  signed(1),
  signed(2),
  signed(3),
  signed(4),
  ended('withdrawn', 1, 1, LONG_AGO),
  ended('revoked', 2, 2, LATER),
  ended('withdrawn', 3, 3, LONG_AGO),
  signed(3),
  {
    content: {
      kind: 'company-approved',
      at: LONG_AGO,
      agreement: 'firm',
      revision: REVISION,
      policy: null,
      company: null,
    },
    personal: { ...NOBODY, company: 'Acme GmbH' },
  },
  {
    content: { kind: 'member-admitted', at: LONG_AGO, company: 9, role: 'member' },
    personal: { ...NOBODY, accountId: 5 },
  },
  {
    content: { kind: 'member-admitted', at: LONG_AGO, company: 9, role: 'member' },
    personal: { ...NOBODY, accountId: 1 },
  },
];
const TERMINATED: EntryDraft = {
  content: { kind: 'company-terminated', at: LONG_AGO, company: 9 },
  personal: { ...NOBODY, reason: 'merged' },
};

async function run(configuration: string, drafts: readonly EntryDraft[]) {
  house = await openHouse({ configuration, now: () => NOW });
  await house.refresh();
  const { id } = house.installation;
  const inStore = <T>(work: Parameters<typeof house.store.asInstallation<T>>[1]) =>
    house.store.asInstallation(id, work);
  await inStore(async (db) => appendEntries(db, await ledgerPlace(db, id), drafts, NOW));
  await tendReports(house.context, { installationId: id });
  await tendReports(house.context, { installationId: id });
  const ledger = await inStore(async (db) => readLedger(db, await ledgerPlace(db, id)));
  const left = ledger.people.flatMap(({ keys }) => keys?.accountId ?? []);
  return { left: [...new Set(left)].sort(), ...verifyLedger(ledger) };
}

test('where the organisation says nothing of it, nothing is erased by the clock', async () => {
  const { left, rows } = await run('mode: observe\n', [...DRAFTS, TERMINATED]);
  expect([left, rows]).toEqual([[1, 2, 3, 4, 5], 12]);
});

test('people of whom nothing has held for so many years are erased, once, and the chain is whole', async () => {
  const { left, rows, erased, problems } = await run('ledger: {eraseAfterYears: 10}\n', [...DRAFTS, TERMINATED]);

  // 2 ended too late, 3 signed again, 4 never ended.
  expect(left).toEqual([2, 3, 4]);
  expect({ rows, erased, problems }).toEqual({ rows: 14, erased: 4, problems: [] });
});

test('who is on the roster of a company whose agreement holds is kept', async () => {
  const { left } = await run('ledger: {eraseAfterYears: 10}\n', DRAFTS);
  expect(left).toEqual([1, 2, 3, 4, 5]);
});
