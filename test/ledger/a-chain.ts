import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type Head, NO_ROWS, nextRow } from '../../src/ledger/chain.ts';
import { type ChainRow, type EntryDraft, NOBODY, type PersonRow } from '../../src/ledger/entry.ts';

export const REVISION = 'a'.repeat(64);
export const AT = '2026-03-01T10:00:00.000Z';

export interface TestChain {
  readonly rows: readonly ChainRow[];
  readonly people: readonly PersonRow[];
  readonly head: Head;
}

/** A chain of these drafts, with salts that are the same in every run. */
export function chainOf(drafts: readonly EntryDraft[], organization = 7): TestChain {
  const rows: ChainRow[] = [];
  const people: PersonRow[] = [];
  let head = NO_ROWS;
  for (const draft of drafts) {
    const salt = createHash('sha256').update(`salt ${head.sequence}`).digest('hex');
    const next = nextRow(head, draft, { organization, installation: 1, salt, recordedAt: AT });
    rows.push(next.row);
    people.push(next.person);
    head = next.head;
  }
  return { rows, people, head };
}

export function signed(accountId: number, more: Partial<EntryDraft['personal']> = {}): EntryDraft {
  return {
    content: {
      kind: 'signed',
      at: AT,
      agreement: 'individual',
      revision: REVISION,
      language: 'en',
      how: 'comment',
      policy: null,
    },
    personal: { ...NOBODY, accountId, login: `person-${accountId}`, ...more },
  };
}

/** Drafts of signatures and what ends them, with names from anywhere. */
export const someDrafts: fc.Arbitrary<EntryDraft[]> = fc.array(
  fc.oneof(
    fc
      .record({ accountId: fc.integer({ min: 1, max: 2 ** 40 }), name: fc.string({ unit: 'binary', maxLength: 20 }) })
      .map(({ accountId, name }) => signed(accountId, { name: name.toWellFormed() })),
    fc.integer({ min: 1, max: 20 }).map(
      (of): EntryDraft => ({
        content: { kind: 'withdrawn', at: AT, of: [of] },
        personal: { ...NOBODY, accountId: of, reason: 'changed my mind' },
      }),
    ),
  ),
  { minLength: 2, maxLength: 12 },
);
