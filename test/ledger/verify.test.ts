import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonical } from '../../src/ledger/canonical.ts';
import { BEFORE_FIRST, nextRow, readLine, sha256 } from '../../src/ledger/chain.ts';
import { type ChainRow, NOBODY } from '../../src/ledger/entry.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { AT, chainOf, signed, someDrafts } from './a-chain.ts';

const RUNS = { numRuns: 150, seed: 20_261_125 };
const aChain = someDrafts.map((drafts) => chainOf(drafts));
/** A chain and the place of one of its rows. */
const aPlace = fc.tuple(aChain, fc.nat()).map(([chain, n]) => ({ chain, index: n % chain.rows.length }));

/** The same row with other words in it, and a hash that fits them. */
function rewritten(row: ChainRow): ChainRow {
  const line = canonical({ ...JSON.parse(row.line), recordedAt: '2020-01-01T00:00:00.000Z' });
  return { ...row, line, hash: sha256(line) };
}

describe('verifyLedger', () => {
  test('a chain as it was written has no problem', () => {
    fc.assert(
      fc.property(aChain, ({ rows, people, head }) => {
        expect(verifyLedger({ rows, people, heads: [head.hash, rows[0]?.hash ?? ''] })).toEqual({
          rows: rows.length,
          head: head.hash,
          erased: 0,
          problems: [],
        });
      }),
      RUNS,
    );
  });

  test('an empty chain has no problem, unless it once had rows', () => {
    expect(verifyLedger({ rows: [], people: [], heads: [BEFORE_FIRST] }).problems).toEqual([]);
    expect(verifyLedger({ rows: [], people: [], heads: [sha256('')] }).problems).toMatchObject([
      { code: 'head-missing' },
    ]);
  });

  test('A40: one altered character anywhere in a row is found, and the row is named', () => {
    fc.assert(
      fc.property(aPlace, fc.nat(), fc.integer({ min: 1, max: 25 }), ({ chain, index }, at, by) => {
        const altered = chain.rows.map((row, n) => {
          if (n !== index) return row;
          const place = at % row.line.length;
          const unit = String.fromCharCode(((row.line.charCodeAt(place) - 32 + by) % 95) + 32);
          return { ...row, line: `${row.line.slice(0, place)}${unit}${row.line.slice(place + 1)}` };
        });
        fc.pre(altered[index]?.line !== chain.rows[index]?.line);

        const { problems } = verifyLedger({ rows: altered, people: null });

        expect(problems).toContainEqual(expect.objectContaining({ sequence: index + 1, code: 'altered' }));
      }),
      RUNS,
    );
  });

  test.each(['sequence', 'kind', 'installation', 'organization', 'hash'] as const)(
    'an altered %s is found',
    (column) => {
      const { rows, people } = chainOf([signed(1), signed(2), signed(3)]);
      const other = { sequence: 9, kind: 'revoked', installation: 9, organization: 9, hash: sha256('') };
      const altered = rows.map((row, n) => (n === 1 ? { ...row, [column]: other[column] } : row));

      expect(verifyLedger({ rows: altered, people }).problems).not.toEqual([]);
    },
  );

  test('a row that was replaced, hash and all, does not fit the next one', () => {
    fc.assert(
      fc.property(aPlace, ({ chain, index }) => {
        const replaced = chain.rows.map((row, n) => (n === index ? rewritten(row) : row));
        const { problems } = verifyLedger({ rows: replaced, people: null, heads: [chain.head.hash] });

        const isLast = index === chain.rows.length - 1;
        expect(problems.map(({ sequence, code }) => [sequence, code])).toEqual(
          isLast ? [[null, 'head-missing']] : [[index + 2, 'not-linked']],
        );
      }),
      RUNS,
    );
  });

  test('a removed row is found, by its number', () => {
    fc.assert(
      fc.property(aPlace, ({ chain, index }) => {
        fc.pre(index < chain.rows.length - 1);
        const rows = chain.rows.toSpliced(index, 1);

        expect(verifyLedger({ rows, people: null }).problems).toContainEqual(
          expect.objectContaining({ sequence: index + 1, code: 'removed' }),
        );
      }),
      RUNS,
    );
  });

  test('rows that were renumbered after one was removed are found', () => {
    const { rows } = chainOf([signed(1), signed(2), signed(3)]);
    const closed = rows.toSpliced(1, 1).map((row, n) => ({ ...row, sequence: n + 1 }));

    expect(verifyLedger({ rows: closed, people: null }).problems.map(({ code }) => code)).toEqual([
      'altered',
      'not-linked',
    ]);
  });

  test('two rows in each other’s place are found', () => {
    fc.assert(
      fc.property(aPlace, fc.nat(), ({ chain, index }, n) => {
        const other = n % chain.rows.length;
        fc.pre(other !== index);
        const rows = chain.rows.map((row, at) => chain.rows[at === index ? other : at === other ? index : at] ?? row);

        const { problems } = verifyLedger({ rows, people: null });

        expect(problems.map(({ code }) => code)).toContain('out-of-order');
      }),
      RUNS,
    );
  });

  test('a cut end shows against a head that was published before', () => {
    fc.assert(
      fc.property(aPlace, ({ chain, index }) => {
        fc.pre(index > 0);
        const rows = chain.rows.slice(0, index);
        const people = chain.people.slice(0, index);

        expect(verifyLedger({ rows, people, heads: [chain.head.hash] }).problems).toMatchObject([
          { sequence: null, code: 'head-missing' },
        ]);
        expect(verifyLedger({ rows, people }).problems).toEqual([]);
      }),
      RUNS,
    );
  });

  test('a chain that was written anew shows against a head that was published before', () => {
    const before = chainOf([signed(1), signed(2)]);
    const anew = chainOf([signed(3), signed(2)]);

    expect(verifyLedger({ ...anew, heads: [before.head.hash] }).problems).toMatchObject([{ code: 'head-missing' }]);
  });

  test('a row twice, and a row of another chain, are found', () => {
    const { rows } = chainOf([signed(1), signed(2)]);
    const [first, second] = rows;
    if (first === undefined || second === undefined) throw new Error('two rows');
    const foreign = chainOf([signed(1), signed(2)], 8).rows[1] ?? second;

    expect(verifyLedger({ rows: [first, first, second], people: null }).problems).toMatchObject([{ code: 'repeated' }]);
    expect(verifyLedger({ rows: [first, foreign], people: null }).problems.map(({ code }) => code)).toEqual([
      'of-another-chain',
      'not-linked',
    ]);
  });

  test('data beside a row that was altered, removed, added or brought back is found', () => {
    fc.assert(
      fc.property(aPlace, ({ chain, index }) => {
        const { rows, people } = chain;
        const sequence = index + 1;
        const altered = people.map((one, n) => (n === index ? { ...one, data: one.data.replace('{', '{ ') } : one));
        const stray = people.map((one, n) => (n === index ? { ...one, sequence: 99 } : one));
        const codes = (data: typeof people) =>
          verifyLedger({ rows, people: data }).problems.map((one) => [one.sequence, one.code]);

        expect(codes(altered)).toEqual([[sequence, 'data-altered']]);
        expect(codes(people.toSpliced(index, 1))).toEqual([[sequence, 'data-missing']]);
        expect(codes(stray)).toEqual([
          [99, 'data-without-row'],
          [sequence, 'data-missing'],
        ]);
      }),
      RUNS,
    );
  });

  test('a chain stays whole when a person is erased, and tells when their data returns', () => {
    const { rows, people, head } = chainOf([signed(1), signed(2)]);
    const erasure = nextRow(
      head,
      { content: { kind: 'erased', at: AT, of: [1] }, personal: { ...NOBODY, reason: 'asked for it' } },
      { organization: 7, installation: 1, salt: 'e'.repeat(64), recordedAt: AT },
    );
    const left = [...people.slice(1), erasure.person];
    const ledger = { rows: [...rows, erasure.row], heads: [head.hash] };

    expect(verifyLedger({ ...ledger, people: left })).toMatchObject({ erased: 1, problems: [] });
    expect(verifyLedger({ ...ledger, people: [...people, erasure.person] }).problems).toMatchObject([
      { sequence: 1, code: 'data-returned' },
    ]);
  });
});

describe('what the chain holds of a person', () => {
  test('nothing but a commitment: two rows about the same person have nothing in common', () => {
    const secret = { name: 'Ada Lovelace', email: 'ada@example.org', fields: { address: 'St James’s Square' } };
    const { rows } = chainOf([signed(4711, secret), signed(4711, secret)]);
    const commitments = rows.map(({ line }) => readLine(line)?.commitment);

    for (const { line } of rows) expect(line).not.toMatch(/4711|person-|Ada|example|James/);
    expect(new Set(commitments).size).toBe(2);
  });
});

describe('canonical', () => {
  test('equal values have one text, whatever order their keys came in', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean())), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonical(turned)).toBe(canonical(value));
        expect({ ...JSON.parse(canonical(value)) }).toEqual({ ...value });
      }),
      RUNS,
    );
  });

  test('a number that is not whole has no place', () => {
    expect(() => canonical({ part: 0.5 })).toThrow('whole numbers');
  });
});
