import { expect, test } from '@jest/globals';
import { readUpstreamAccounts } from '../../../src/config/upstream-accounts.ts';
import { lastQuarters } from '../../../src/ggi/evidence/quarters.ts';

test.each([
  ['2026-11-25', 2, ['2026-Q2 2026-04-01 2026-06-30', '2026-Q3 2026-07-01 2026-09-30']],
  ['2026-01-01', 2, ['2025-Q3 2025-07-01 2025-09-30', '2025-Q4 2025-10-01 2025-12-31']],
  ['2024-04-01', 1, ['2024-Q1 2024-01-01 2024-03-31']],
  ['2026-12-31', 1, ['2026-Q3 2026-07-01 2026-09-30']],
])('before %s the last %d quarters are whole', (day, count, quarters) => {
  expect(lastQuarters(day, count).map(({ quarter, from, until }) => `${quarter} ${from} ${until}`)).toEqual(quarters);
});

test.each([
  ['accounts:\n  - ada\n  - Bob\n  - ada\n', { accounts: ['ada', 'bob'] }],
  ['accounts: []\n', { accounts: [] }],
  ['', { accounts: [] }],
  ['accounts: ada\n', { reason: '`.github/upstream-accounts.yml` has no list `accounts` of logins.' }],
  ['accounts: ["ada bob"]\n', { reason: '`.github/upstream-accounts.yml` names something that is no login.' }],
  ['accounts: ["ada -org:x"]\n', { reason: '`.github/upstream-accounts.yml` names something that is no login.' }],
  [
    `accounts: [${Array.from({ length: 201 }, (_, index) => `a${index}`).join(', ')}]\n`,
    { reason: expect.stringContaining('more than 200') },
  ],
  ['accounts: [\n', { reason: expect.stringContaining('cannot be read') }],
])('who consented by %j', (text, read) => {
  expect(readUpstreamAccounts(text)).toEqual(read);
});
