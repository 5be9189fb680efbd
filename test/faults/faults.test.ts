import { expect, test } from '@jest/globals';
import { FAULTS } from './all.ts';
import { describeFaults } from './sample.ts';

test('every fault from F1 to F31 is there', () => {
  expect(FAULTS.map(({ id }) => id)).toEqual(Array.from({ length: 31 }, (_, index) => `F${index + 1}`));
});

/** Those that no other test has, and those that are quick; `npm run test:faults` has all of them, and takes its time. */
const IN_EVERY_RUN = ['F9', 'F19', 'F21', 'F22', 'F24', 'F25', 'F26', 'F29'];

describeFaults(FAULTS.filter(({ id }) => IN_EVERY_RUN.includes(id)));
