import { describe, expect, test } from '@jest/globals';
import { readEntry } from '../../src/ledger/chain.ts';
import { type Entry, type EntryContent, type EntryDraft, NOBODY, type Personal } from '../../src/ledger/entry.ts';
import { standingOf } from '../../src/ledger/standing.ts';
import { AT, chainOf, REVISION, signed } from './a-chain.ts';

const LATER = '2026-04-01T10:00:00.000Z';
const row = (content: EntryContent, personal: Partial<Personal> = {}): EntryDraft => ({
  content,
  personal: { ...NOBODY, ...personal },
});
const approved = row(
  { kind: 'company-approved', at: AT, agreement: 'corporate', revision: REVISION, policy: null, company: null },
  { company: 'Acme GmbH' },
);
const admitted = (company: number, personal: Partial<Personal>) =>
  row({ kind: 'member-admitted', at: AT, company, role: 'member' }, personal);

function entriesOf(drafts: readonly EntryDraft[], erased: readonly number[] = []): Entry[] {
  const { rows, people } = chainOf(drafts);
  return rows.flatMap((one, n) => readEntry(one, erased.includes(n + 1) ? null : (people[n] ?? null)) ?? []);
}

describe('standingOf', () => {
  test('a signature holds until it is withdrawn, and the past stays as it was', () => {
    const entries = entriesOf([signed(4711), row({ kind: 'withdrawn', at: LATER, of: [1] }, { accountId: 4711 })]);

    expect(standingOf(entries).signatures).toEqual([
      {
        sequence: 1,
        accountId: 4711,
        login: 'person-4711',
        agreement: 'individual',
        revision: REVISION,
        at: AT,
        how: 'comment',
        isProved: true,
        ended: { how: 'withdrawn', at: LATER, sequence: 2 },
      },
    ]);
  });

  test('who signs again after that has one that holds', () => {
    const entries = entriesOf([signed(1), row({ kind: 'revoked', at: LATER, of: [1] }, { accountId: 1 }), signed(1)]);

    expect(standingOf(entries).signatures.map(({ ended }) => ended?.how ?? null)).toEqual(['revoked', null]);
  });

  test('the earliest ending counts', () => {
    const entries = entriesOf([
      signed(1),
      row({ kind: 'revoked', at: LATER, of: [1] }, { accountId: 1 }),
      row({ kind: 'withdrawn', at: AT, of: [1] }, { accountId: 1 }),
    ]);

    expect(standingOf(entries).signatures[0]?.ended).toEqual({ how: 'withdrawn', at: AT, sequence: 3 });
  });

  test('an import says whether it is proved; one that names no account is nobody’s signature', () => {
    const imported = (accountId: number | null) =>
      row(
        { kind: 'imported', at: AT, agreement: 'individual', revision: null, source: 'csv', isProved: false },
        { accountId, login: 'ada' },
      );

    expect(standingOf(entriesOf([imported(1), imported(null)])).signatures).toMatchObject([
      { accountId: 1, how: 'import', isProved: false, revision: null },
    ]);
  });

  test('an erased person is not in it', () => {
    expect(standingOf(entriesOf([signed(1), signed(2)], [1])).signatures.map(({ accountId }) => accountId)).toEqual([
      2,
    ]);
  });

  test('a roster holds accounts and domains, and each place ends by itself or with the company', () => {
    const entries = entriesOf([
      approved,
      admitted(1, { accountId: 5 }),
      admitted(1, { domain: 'acme.example' }),
      row({ kind: 'member-removed', at: LATER, company: 1, of: [2] }, { accountId: 5 }),
      row({ kind: 'company-terminated', at: LATER, company: 1 }),
    ]);

    expect(standingOf(entries)).toMatchObject({
      companies: [{ number: 1, name: 'Acme GmbH', ended: { how: 'company-terminated' } }],
      memberships: [
        {
          accountId: 5,
          domain: null,
          ended: { how: 'member-removed', sequence: 4 },
          company: { ended: { sequence: 5 } },
        },
        { accountId: null, domain: 'acme.example', ended: null, company: { number: 1 } },
      ],
    });
  });

  test('a company that approves the next revision stays the same company, with the same roster', () => {
    const next = 'b'.repeat(64);
    const entries = entriesOf([
      approved,
      admitted(1, { accountId: 5 }),
      row(
        { kind: 'company-approved', at: LATER, agreement: 'corporate', revision: next, policy: null, company: 1 },
        { company: 'Acme SE' },
      ),
    ]);

    expect(standingOf(entries).memberships).toMatchObject([
      {
        accountId: 5,
        company: { number: 1, name: 'Acme SE', approvals: [{ revision: REVISION }, { revision: next }] },
      },
    ]);
  });

  test('a place on the roster of a company that was never approved is none', () => {
    expect(standingOf(entriesOf([admitted(9, { accountId: 5 })])).memberships).toEqual([]);
  });
});
