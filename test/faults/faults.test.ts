import { expect, test } from '@jest/globals';
import { FAULTS } from './all.ts';
import { DISKS } from './disks.ts';
import { KILLED } from './killed.ts';
import { REPLICAS } from './replicas.ts';
import { describeFaults } from './sample.ts';

test('every fault from F1 to F31 is there', () => {
  expect(FAULTS.map(({ id }) => id)).toEqual(Array.from({ length: 31 }, (_, index) => `F${index + 1}`));
});

const elsewhere = [...DISKS, ...KILLED, ...REPLICAS];
describeFaults(FAULTS.filter((fault) => !elsewhere.includes(fault)));
