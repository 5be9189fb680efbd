import { expect, test } from '@jest/globals';
import { createAllowances } from '../../src/github/allowances.ts';

test('what is heard is told to others once in five seconds, however many answers come', () => {
  let now = 0;
  const allowances = createAllowances(() => now);
  let told = 0;
  for (let index = 0; index < 1000; index += 1) {
    now = index * 20;
    const rateLimit = { resource: 'core', limit: 5000, remaining: 4999 - index, resetAt: 3600 } as const;
    allowances.note({ installationId: 7, route: 'GET /x', status: 200, seconds: 0, rateLimit });
    told += allowances.toTell(7).length;
  }
  expect(told).toBe(4);
  expect(allowances.newest(7)).toMatchObject([{ remaining: 4000 }]);
  expect(allowances.newest(8)).toEqual([]);
});
