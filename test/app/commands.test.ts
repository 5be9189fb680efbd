import { expect, test } from '@jest/globals';
import { asksForRecheck } from '../../src/app/commands.ts';
import { growth, LINEAR } from '../support/growth.ts';

test('A21: however many spaces follow a command, they are read in linear work', () => {
  const ask = (length: number) => asksForRecheck(`/portreeve recheck${' \t'.repeat(length / 2)}x`);

  expect(ask(64_000)).toBe(false);
  expect(growth(ask, 64_000)).toBeLessThan(LINEAR);
});
