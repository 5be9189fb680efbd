import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { revisionOf } from '../../src/contributions/agreements/revision.ts';
import { readImport } from '../../src/ledger/import/read-import.ts';
import { addRevision } from '../../src/store/agreements.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { appendEntries, type KnownLedger, readLedger } from '../../src/store/ledger.ts';
import type { Store } from '../../src/store/store.ts';
import type { Db } from '../../src/store/tables.ts';
import { approveCompany } from '../../src/tasks/companies.ts';
import {
  erasePerson,
  findLedger,
  importSignatures,
  revokeSignatures,
  standingSignatures,
  verifyLedgers,
} from '../../src/tasks/ledger.ts';
import { signed } from '../ledger/a-chain.ts';
import { createTestStore, oneTestDatabase, type TestStore } from '../support/database.ts';

const NOW = new Date('2026-03-02T08:00:00Z');
const LIST = ['account_id,login,signed_at', ...Array.from({ length: 30 }, (_, n) => `${n + 1},p${n + 1},2025-01-01`)];

/** What an operator does, so that it may be done a second time. */
const DEEDS = {
  async import(store: Store, ledger: KnownLedger) {
    const reading = readImport(LIST.join('\n'), 'csv', NOW.toISOString());
    if (!('signatures' in reading)) throw new Error('The list is no list.');
    const purpose = { source: 'csv', agreement: 'individual', revision: null, by: 'op' } as const;
    await importSignatures(store, ledger, reading, purpose, { isWritten: true, now: NOW });
  },
  async revoke(store: Store, ledger: KnownLedger) {
    const standing = await standingSignatures(store, ledger, 77, null);
    await revokeSignatures(store, ledger, standing, { reason: 'Not theirs to give', by: 'op', now: NOW });
  },
  async erase(store: Store, ledger: KnownLedger) {
    await erasePerson(store, ledger, 77, { reason: 'Asked for it', by: 'op', now: NOW });
  },
  async approve(store: Store, ledger: KnownLedger) {
    const manager = { accountId: 77, login: null };
    const approval = { agreement: 'company', name: 'Ferries Ltd', company: null, manager };
    const by = { accountId: null, name: 'op' };
    await approveCompany(store, ledger, approval, { by, reason: 'On paper', comment: null, once: null, now: NOW });
  },
} as const;

const TEXT = '---\nid: company\nkind: corporate\ntitle: For companies\n---\nYou grant us this.\n';
const COMPANY_AGREEMENT = {
  agreementId: 'company',
  revision: revisionOf(TEXT),
  text: TEXT,
  repository: '.github',
  repositoryId: 1,
  commit: 'a'.repeat(40),
  since: NOW,
};

/** Where the connection is cut, as it is when the process is killed. */
const CUTS = ['before the first row', 'before the commit', 'after the commit'] as const;

const cut = (db: Db) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(db);

function cutAt(store: Store, at: (typeof CUTS)[number]): Store {
  return {
    ...store,
    async asOperator(work) {
      const done = await store.asOperator(async (db) => {
        if (at === 'before the first row') await cut(db);
        const result = await work(db);
        if (at === 'before the commit') await cut(db);
        return result;
      });
      if (at === 'after the commit') throw new Error('killed before anybody heard of it');
      return done;
    },
  };
}

describe.each(oneTestDatabase())('I5: killed and done again, on $name', (backend) => {
  let store: TestStore;
  let free = 100;

  beforeAll(async () => {
    store = await createTestStore(backend);
  });
  afterAll(() => store.close());

  /** The ledger of an organisation in which account 77 has signed. */
  async function aLedger(): Promise<KnownLedger> {
    free += 1;
    const place = { installationId: free, organizationId: free };
    const account = { accountId: free, accountLogin: `org-${free}`, accountType: 'Organization' } as const;
    await store.asInstallation(free, async (db) => {
      await saveInstallation(db, { installationId: free, ...account, permissions: {}, suspendedAt: null });
      await appendEntries(db, place, [signed(77)], NOW);
      await addRevision(db, free, COMPANY_AGREEMENT);
    });
    return findLedger(store, account.accountLogin);
  }

  /** All rows, by their kinds, as a run without a kill leaves them. */
  const kindsOf = async (ledger: KnownLedger) =>
    (await store.asOperator((db) => readLedger(db, ledger))).rows.map(({ kind }) => kind);

  test.each(Object.keys(DEEDS).flatMap((deed) => CUTS.map((at) => ({ deed: deed as keyof typeof DEEDS, at }))))(
    '$deed, $at: nothing is lost, nothing stands twice, and the chain is whole',
    async ({ deed, at }) => {
      const expected = await aLedger();
      await DEEDS[deed](store, expected);
      const ledger = await aLedger();

      await expect(DEEDS[deed](cutAt(store, at), ledger)).rejects.toThrow();
      const [torn] = await verifyLedgers(store, ledger.login, []);
      expect(torn?.reading.problems).toEqual([]);
      await DEEDS[deed](store, ledger);

      expect(await kindsOf(ledger)).toEqual(await kindsOf(expected));
      const [whole] = await verifyLedgers(store, ledger.login, []);
      expect(whole?.reading.problems).toEqual([]);
    },
  );
});
