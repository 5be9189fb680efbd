import { availableParallelism, cpus, totalmem } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { removeTestDatabases, testDatabases } from '../support/database.ts';
import globalSetup from '../support/global-setup.ts';
import { FAULTS } from './all.ts';
import { type FaultResult, runFault, runReference } from './run.ts';
import { SHORT_LIFE } from './stage.ts';
import { faultTable } from './table.ts';

// npm run test:faults -- --seed 1 --deliveries 10000 [--fault F7,F10]

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    deliveries: { type: 'string', default: '10000' },
    fault: { type: 'string' },
  },
});
const seed = Number(values.seed);
const deliveries = Number(values.deliveries);
const wanted = values.fault?.split(',');
const faults = FAULTS.filter(({ id }) => wanted === undefined || wanted.includes(id));
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(deliveries) || faults.length === 0) {
  console.error('Say a whole number for --seed and --deliveries, and for --fault some of F1 to F31.');
  process.exit(2);
}

await globalSetup();
const [backend] = testDatabases();
if (backend === undefined) throw new Error('There is no database to test on.');
const since = performance.now();
// Every fault gets its share, each in a life of its own: what differs has one cause.
const share = Math.ceil(deliveries / faults.length);
const dimensions = share < 200 ? { ...SHORT_LIFE, seed } : { seed, repositories: 40, actsARound: 12 };
const reference = await runReference(backend, dimensions, share);
console.error(`without faults: ${reference.deliveries} deliveries in ${reference.rounds} rounds`);

const results: FaultResult[] = [];
for (const fault of faults) {
  const result = await runFault(backend, dimensions, reference, fault);
  results.push(result);
  const verdict = result.impossible ?? (result.broken.length === 0 ? 'passed' : result.broken.join('; '));
  console.error(`${result.id}: ${verdict} (${result.seconds} s)`);
}
const minutes = ((performance.now() - since) / 60_000).toFixed(1);
console.log(faultTable(results));
console.log();
console.log(
  `Seed ${seed}; ${dimensions.repositories} repositories in 3 organisations; ${reference.deliveries} deliveries without a fault, the same life again under each. ` +
    `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node.js ${process.version}, embedded PostgreSQL. ${minutes} minutes.`,
);
await removeTestDatabases();
process.exit(results.some(({ broken }) => broken.length > 0) ? 1 : 0);
