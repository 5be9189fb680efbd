import { beforeAll, describe, expect, test } from '@jest/globals';
import { type TestBackend, testDatabases } from '../support/database.ts';
import type { FaultCase } from './fault.ts';
import { type Reference, runFault, runReference } from './run.ts';
import { SHORT_LIFE } from './stage.ts';

// A small sample of `npm run test:faults`: the same faults over the same stories, in a few repositories.
const DIMENSIONS = { ...SHORT_LIFE, seed: 1 };
const DELIVERIES = 45;

/** Lives the same short life without a fault, and under each of these. */
export function describeFaults(faults: readonly FaultCase[]): void {
  let backend: TestBackend;
  let reference: Reference;

  beforeAll(async () => {
    const [first] = testDatabases();
    if (first === undefined) throw new Error('There is no database to test on.');
    backend = first;
    reference = await runReference(backend, DIMENSIONS, DELIVERIES);
  }, 180_000);

  describe('in the end GitHub looks as without the fault', () => {
    test.each(faults.map((fault) => ({ name: `${fault.id}: ${fault.title}`, fault })))(
      '$name',
      async ({ fault }) => {
        const result = await runFault(backend, DIMENSIONS, reference, fault);

        expect(result.broken).toEqual([]);
        if (result.impossible === null) expect(result.struck).toBeGreaterThan(0);
      },
      300_000,
    );
  });
}
