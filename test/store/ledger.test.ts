import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type EntryDraft, NOBODY } from '../../src/ledger/entry.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { saveInstallation, succeedInstallation } from '../../src/store/installations.ts';
import {
  appendEntries,
  appendSignature,
  eraseAccount,
  ledgerPlace,
  listLedgers,
  readHead,
  readLedger,
  signaturesOf,
} from '../../src/store/ledger.ts';
import type { Db } from '../../src/store/tables.ts';
import { AT, REVISION, signed } from '../ledger/a-chain.ts';
import { createTestStore, type TestStore, testDatabases } from '../support/database.ts';

const NOW = new Date('2026-03-02T08:00:00Z');
const ACME = 100;
const CONTENT = {
  kind: 'signed',
  at: AT,
  agreement: 'individual',
  revision: REVISION,
  language: 'en',
  how: 'page',
  policy: null,
} as const;

describe.each(testDatabases())('the ledger on $name', (backend) => {
  let store: TestStore;
  let free = 0;

  beforeAll(async () => {
    store = await createTestStore(backend);
  });
  afterAll(() => store.close());

  const install = (installationId: number, accountId: number) =>
    store.asInstallation(installationId, (db) =>
      saveInstallation(db, {
        installationId,
        accountId,
        accountLogin: `org-${accountId}`,
        accountType: 'Organization',
        permissions: {},
        suspendedAt: null,
      }),
    );

  /** An installation of an organisation that nothing is known of. */
  async function anInstallation() {
    free += 1;
    const place = { installationId: free, organizationId: ACME + free };
    await install(place.installationId, place.organizationId);
    const inStore = <T>(work: (db: Db) => Promise<T>) => store.asInstallation(place.installationId, work);
    const append = (drafts: readonly EntryDraft[]) => inStore((db) => appendEntries(db, place, drafts, NOW));
    const verify = () => inStore(async (db) => verifyLedger(await readLedger(db, place)));
    return { place, inStore, append, verify };
  }

  test('what is appended is read again, as a chain without a problem', async () => {
    const { append, verify, inStore, place } = await anInstallation();
    await append([signed(1, { name: 'Zoë \u{1F600} \uD800 \0' }), signed(2)]);
    await append([signed(3, { domain: null, by: { accountId: 9, name: 'ada' } })]);

    const head = await inStore((db) => readHead(db, place));

    expect(await verify()).toEqual({ rows: 3, head: head.hash, erased: 0, problems: [] });
    expect(head.sequence).toBe(3);
  });

  test('I5: many processes at once make one chain', async () => {
    const { append, verify } = await anInstallation();
    await Promise.all(Array.from({ length: 24 }, (_, n) => append([signed(n + 1), signed(n + 1)])));

    expect(await verify()).toMatchObject({ rows: 48, problems: [] });
  });

  test('I5: a transaction that fails leaves nothing of its rows', async () => {
    const { append, verify, inStore, place } = await anInstallation();
    await append([signed(1)]);
    const broken = inStore(async (db) => {
      await appendEntries(db, place, [signed(2)], NOW);
      throw new Error('the power went');
    });
    await expect(broken).rejects.toThrow('the power went');
    await append([signed(3)]);

    expect(await verify()).toMatchObject({ rows: 2, problems: [] });
  });

  test('one signing is written down once, however often and by however many', async () => {
    const { append, verify } = await anInstallation();
    const draft = signed(1, { once: 'comment:1:individual' });
    const results = await Promise.all([append([draft, draft]), append([draft]), append([draft])]);

    expect(results.flat().filter((entry) => entry !== null)).toHaveLength(1);
    expect(await verify()).toMatchObject({ rows: 1 });
  });

  test.each([
    ['update', "update ledger_entry set line = 'x'"],
    ['delete', 'delete from ledger_entry'],
    ['truncate', 'truncate ledger_entry cascade'],
    ['alter', 'alter table ledger_entry disable trigger all'],
    ['drop', 'drop table ledger_entry cascade'],
    [
      'replace',
      'create or replace function portreeve.refuse_change() returns trigger language sql as $$ select null $$',
    ],
    ['update what stands beside', "update ledger_person set data = 'x'"],
    ['truncate what stands beside', 'truncate ledger_person'],
  ])('A40: the roles that the app and its commands work under may not %s', async (_name, statement) => {
    const { append, inStore } = await anInstallation();
    await append([signed(1)]);

    await expect(inStore((db) => sql.raw(statement).execute(db))).rejects.toThrow(/permission denied|must be owner/);
    await expect(store.asOperator((db) => sql.raw(statement).execute(db))).rejects.toThrow(
      /permission denied|must be owner/,
    );
  });

  test('A40: even the owner has to switch something off first', async () => {
    for (const statement of [
      "update portreeve.ledger_entry set line = 'x'",
      'delete from portreeve.ledger_entry',
      'truncate portreeve.ledger_entry cascade',
      "update portreeve.ledger_person set data = 'x'",
    ]) {
      await expect(store.pool.query(statement)).rejects.toThrow('appended to, never changed');
    }
  });

  test('A40: one byte that the owner altered all the same is found, and covers nobody', async () => {
    const { append, verify, inStore, place } = await anInstallation();
    await append([signed(1), signed(2)]);
    await store.pool.query(`
      begin;
      alter table portreeve.ledger_entry disable trigger append_only;
      alter table portreeve.ledger_entry no force row level security;
      update portreeve.ledger_entry set line = replace(line, 'individual', 'individuel')
        where organization_id = ${place.organizationId} and sequence = 2;
      alter table portreeve.ledger_entry enable trigger append_only;
      alter table portreeve.ledger_entry force row level security;
      commit`);

    expect((await verify()).problems).toMatchObject([{ sequence: 2, code: 'altered' }]);
    const standing = await inStore((db) => signaturesOf(db, place.installationId, [1, 2]));
    expect(standing.signatures.map(({ accountId }) => accountId)).toEqual([1]);
  });

  test('what stands beside a row cannot be put in another’s name', async () => {
    const { append, verify, inStore, place } = await anInstallation();
    await append([signed(1)]);
    await inStore(async (db) => {
      const { data, salt } = await db.selectFrom('ledger_person').selectAll().executeTakeFirstOrThrow();
      await db.deleteFrom('ledger_person').execute();
      await db
        .insertInto('ledger_person')
        .values({
          organization_id: place.organizationId,
          installation_id: place.installationId,
          sequence: 1,
          account_id: 666,
          data: data.replace('"accountId":1,', '"accountId":666,'),
          salt,
        })
        .execute();
    });

    expect((await inStore((db) => signaturesOf(db, place.installationId, [1, 666]))).signatures).toEqual([]);
    expect((await verify()).problems).toMatchObject([{ sequence: 1, code: 'data-altered' }]);
  });

  test('a key that was altered is found too', async () => {
    const { append, verify, inStore } = await anInstallation();
    await append([signed(1)]);
    await inStore(async (db) => {
      const row = await db.selectFrom('ledger_person').selectAll().executeTakeFirstOrThrow();
      await db.deleteFrom('ledger_person').execute();
      await db
        .insertInto('ledger_person')
        .values({ ...row, account_id: 666 })
        .execute();
    });

    expect((await verify()).problems).toMatchObject([{ code: 'data-altered' }]);
  });

  test('the people of a pull request: what they signed, what ended it, and their companies', async () => {
    const { append, inStore, place } = await anInstallation();
    await append([
      signed(1),
      signed(2),
      { content: { kind: 'withdrawn', at: AT, of: [2] }, personal: { ...NOBODY, accountId: 2, reason: 'no more' } },
      {
        content: {
          kind: 'company-approved',
          at: AT,
          agreement: 'corporate',
          revision: REVISION,
          policy: null,
          company: null,
        },
        personal: { ...NOBODY, company: 'Acme GmbH' },
      },
      {
        content: { kind: 'member-admitted', at: AT, company: 4, role: 'member' },
        personal: { ...NOBODY, accountId: 3, by: { accountId: 1, name: 'ada' } },
      },
      {
        content: { kind: 'member-admitted', at: AT, company: 4, role: 'member' },
        personal: { ...NOBODY, domain: 'acme.example' },
      },
      { content: { kind: 'company-terminated', at: AT, company: 4 }, personal: { ...NOBODY, reason: 'merged' } },
      signed(8),
    ]);

    const of = (ids: number[], domains: string[] = []) =>
      inStore((db) => signaturesOf(db, place.installationId, ids, domains));

    expect((await of([1, 2, 99])).signatures).toMatchObject([
      { accountId: 1, ended: null },
      { accountId: 2, ended: { how: 'withdrawn', sequence: 3 } },
    ]);
    const company = { number: 4, name: 'Acme GmbH', ended: { how: 'company-terminated', sequence: 7 } };
    expect((await of([3])).memberships).toMatchObject([{ accountId: 3, company }]);
    expect((await of([], ['acme.example'])).memberships).toMatchObject([{ domain: 'acme.example', company }]);
    expect(await of([99])).toEqual({ signatures: [], memberships: [], companies: [] });
  });

  test('a person is erased: nothing of them is left, the chain is whole, and signing again is a new row', async () => {
    const { append, verify, inStore, place } = await anInstallation();
    await append([signed(4711, { name: 'Ada', once: 'comment:1:individual' }), signed(2), signed(4711)]);
    const erase = () =>
      inStore((db) =>
        eraseAccount(db, place, 4711, { reason: 'asked by letter', by: { accountId: null, name: 'op' } }, NOW),
      );

    expect(await erase()).toEqual([1, 3]);
    expect(await erase()).toEqual([]);
    expect(await verify()).toMatchObject({ rows: 4, erased: 2, problems: [] });
    const left = await inStore((db) => readLedger(db, place));
    expect(JSON.stringify(left)).not.toMatch(/4711|Ada/);

    await append([signed(4711)]);
    expect((await inStore((db) => signaturesOf(db, place.installationId, [4711]))).signatures).toHaveLength(1);
  });

  test('who signed for a company is erased from its row once its agreement has ended, and its people stay ended', async () => {
    const { append, verify, inStore, place } = await anInstallation();
    const by = { accountId: 4711, name: 'ada' };
    const approved = { kind: 'company-approved', at: AT, agreement: 'corporate', revision: REVISION } as const;
    await append([
      {
        content: { ...approved, policy: null, company: null },
        personal: { ...NOBODY, company: 'Acme', fields: { role: 'Head' }, by },
      },
      {
        content: { kind: 'member-admitted', at: AT, company: 1, role: 'member' },
        personal: { ...NOBODY, accountId: 5, by },
      },
    ]);
    const erase = () => inStore((db) => eraseAccount(db, place, 4711, { reason: 'asked', by: null }, NOW));
    expect(await erase()).toEqual([]);
    await append([{ content: { kind: 'company-terminated', at: AT, company: 1 }, personal: NOBODY }]);

    expect(await erase()).toEqual([1]);
    expect(await verify()).toMatchObject({ erased: 1, problems: [] });
    expect(JSON.stringify(await inStore((db) => readLedger(db, place)))).not.toMatch(/Acme|Head/);
    const { memberships } = await inStore((db) => signaturesOf(db, place.installationId, [5]));
    expect(memberships).toMatchObject([
      { accountId: 5, company: { number: 1, name: null, approvals: [], ended: { how: 'company-terminated' } } },
    ]);
  });

  test('an organisation that installs the app anew has its ledger still, and goes on with it', async () => {
    const { append, place, inStore } = await anInstallation();
    await append([signed(1)]);
    await inStore((db) => sql`update installation set uninstalled_at = now()`.execute(db));
    const anew = { ...place, installationId: place.installationId + 5_000 };
    await store.asOperator((db) =>
      succeedInstallation(db, { ...anew, accountId: place.organizationId, accountType: 'Organization' }),
    );

    const reading = await store.asInstallation(anew.installationId, async (db) => {
      expect(await ledgerPlace(db, anew.installationId)).toEqual(anew);
      await appendSignature(db, anew.installationId, { content: CONTENT, personal: { accountId: 2, once: 'x' } }, NOW);
      return { ledger: verifyLedger(await readLedger(db, anew)), of: await signaturesOf(db, anew.installationId, [1]) };
    });

    expect(reading).toMatchObject({ ledger: { rows: 2, problems: [] }, of: { signatures: [{ accountId: 1 }] } });
    const ledgers = await store.asOperator(listLedgers);
    expect(ledgers).toContainEqual({ ...anew, login: `org-${place.organizationId}`, rows: 2 });
  });

  test('another organisation’s ledger is neither read nor written to', async () => {
    const ours = await anInstallation();
    const theirs = await anInstallation();
    await theirs.append([signed(1)]);

    const read = await ours.inStore((db) => readLedger(db, theirs.place));
    const write = ours.inStore((db) =>
      appendEntries(db, { ...theirs.place, installationId: ours.place.installationId }, [signed(2)], NOW),
    );

    expect(read).toEqual({ rows: [], people: [] });
    await expect(write).rejects.toThrow(/row-level security|duplicate key/);
    expect(await ours.inStore((db) => eraseAccount(db, theirs.place, 1, { reason: 'x', by: null }, NOW))).toEqual([]);
  });
});
