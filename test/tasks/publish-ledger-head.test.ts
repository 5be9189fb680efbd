import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { EntryDraft } from '../../src/ledger/entry.ts';
import { appendEntries, ledgerPlace, readHead } from '../../src/store/ledger.ts';
import { verifyLedgers } from '../../src/tasks/ledger.ts';
import { reportRequest } from '../../src/tasks/requests.ts';
import { tendReports } from '../../src/tasks/tend-reports.ts';
import type { Repository } from '../github/state.ts';
import { signed } from '../ledger/a-chain.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, only, ourIssues, writesOf } from './on-github.ts';

let house: House;
let office: Repository;
let now: Date;

beforeEach(async () => {
  now = new Date();
  house = await openHouse({
    configuration: 'mode: observe\ngovernanceRepository: office\ngovernance: {report: {every: never}}\n',
    now: () => now,
  });
  office = house.github.createRepository({
    owner: house.organization,
    name: 'office',
    files: ALL_WELL,
    visibility: 'private',
  });
  await house.refresh();
  await house.sweep();
});
afterEach(() => house.close());

const inStore = <T>(work: Parameters<typeof house.store.asInstallation<T>>[1]) =>
  house.store.asInstallation(house.installation.id, work);

async function sign(...drafts: readonly EntryDraft[]): Promise<string> {
  return inStore(async (db) => {
    const place = await ledgerPlace(db, house.installation.id);
    await appendEntries(db, place, drafts, now);
    return (await readHead(db, place)).hash;
  });
}

async function nextDay(): Promise<void> {
  now = new Date(now.getTime() + 86_400_000);
  house.github.resetRequests();
  await tendReports(house.context, {
    installationId: reportRequest({ installationId: house.installation.id }).data.installationId,
  });
}

async function cut(): Promise<void> {
  await house.store.pool.query(`
    begin;
    alter table portreeve.ledger_entry disable trigger append_only;
    alter table portreeve.ledger_entry no force row level security;
    alter table portreeve.ledger_person no force row level security;
    delete from portreeve.ledger_person where sequence = 2;
    delete from portreeve.ledger_entry where sequence = 2;
    alter table portreeve.ledger_entry enable trigger append_only;
    alter table portreeve.ledger_entry force row level security;
    alter table portreeve.ledger_person force row level security;
    commit`);
}

test('where nobody has signed, nothing is published', async () => {
  await nextDay();
  expect(ourIssues(office)).toEqual([]);
});

test('the end of the ledger is published in one issue, a line for each day on which it had grown', async () => {
  const first = await sign(signed(4711));
  await nextDay();
  expect(only(ourIssues(office)).body).toContain(first);
  expect(only(ourIssues(office)).body).not.toMatch(/4711|person/);

  await nextDay();
  expect(writesOf(house)).toEqual([]);

  const second = await sign(signed(2));
  await nextDay();
  expect(only(ourIssues(office)).body).toMatch(
    new RegExp(`2 rows\\n {2}\`${second}\`\\n- .*, 1 row\\n {2}\`${first}\``),
  );
  await nextDay();
  expect(writesOf(house)).toEqual([]);
});

test('rows that were cut off show: in the issue, once, and in what a command finds', async () => {
  const first = await sign(signed(1));
  await nextDay();
  const second = await sign(signed(2));
  await nextDay();
  await cut();

  const [verified] = await verifyLedgers(house.store, null, []);
  expect(verified?.reading.problems).toMatchObject([
    { code: 'head-missing', sentence: expect.stringContaining(second) },
  ]);
  await nextDay();
  expect(only(ourIssues(office)).body).toMatch(/\[!CAUTION\]\n> The ledger no longer holds/);

  await nextDay();
  expect(writesOf(house)).toEqual([]);
  // What comes after does not heal it, and the list stays the proof.
  const third = await sign(signed(3));
  await nextDay();
  expect(only(ourIssues(office)).body).toContain(second);
  expect(only(ourIssues(office)).body).toContain(first);
  expect(only(ourIssues(office)).body).not.toContain(third);
});
