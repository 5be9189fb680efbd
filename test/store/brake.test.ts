import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { HeldPlan } from '../../src/plan/brake.ts';
import { approvedWrites, hold, isApproved, lockBrake, release, useApproval } from '../../src/store/brake.ts';
import type { Db } from '../../src/store/tables.ts';
import { createTestStore, type TestStore, testDatabases } from '../support/database.ts';

const APPROVED_AT = Date.UTC(2026, 0, 5);
const afterDays = (days: number) => new Date(APPROVED_AT + days * 86_400_000);
const WRITE = { kind: 'create-issue', key: 'policy-issue:11' } as const;
const PLAN: HeldPlan = {
  basis: 'in-force',
  reason: 'many-repositories',
  hash: '0123456789ab',
  total: 1,
  repositories: [
    {
      repositoryId: 11,
      nodeId: 'R_11',
      name: 'website',
      isPublic: true,
      writes: ['create-issue policy-issue:11'],
      policies: [],
      restricted: 0,
    },
  ],
};

let store: TestStore;
const inStore = <T>(work: (db: Db) => Promise<T>) => store.asInstallation(7, work);

beforeEach(async () => {
  const [backend] = testDatabases();
  if (backend === undefined) throw new Error('There is no database to test on.');
  store = await createTestStore(backend);
  await inStore(async (db) => {
    await lockBrake(db, 7);
    await hold(db, PLAN, afterDays(0));
    expect(await release(db, 7, PLAN.hash, { name: 'ada', accountId: 1 }, afterDays(0))).toBe(true);
  });
});
afterEach(() => store.close());

test.each([
  [29, true],
  [31, false],
])('A42: %d days after it was approved, a write is an approved one: %j', async (days, isGood) => {
  const now = afterDays(days);
  expect(await inStore((db) => isApproved(db, WRITE, now))).toBe(isGood);
  expect((await inStore((db) => approvedWrites(db, now))).size).toBe(isGood ? 1 : 0);
  expect(await inStore((db) => useApproval(db, WRITE, now))).toBe(isGood);
});

test('A42: it is good for one time, and for no other write', async () => {
  const now = afterDays(1);
  expect(await inStore((db) => useApproval(db, { ...WRITE, key: 'policy-issue:12' }, now))).toBe(false);
  expect(await inStore((db) => useApproval(db, WRITE, now))).toBe(true);
  expect(await inStore((db) => useApproval(db, WRITE, now))).toBe(false);
  expect(await inStore((db) => isApproved(db, WRITE, now))).toBe(false);
});
