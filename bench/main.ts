import process from 'node:process';
import { parseArgs } from 'node:util';
import { describeMachine, renderTable, type Table } from './table.ts';

/** What a benchmark's module exports. */
interface Benchmark {
  /** Runs it; progress goes to standard error. */
  run(options: { readonly rounds: number }): Promise<{ readonly rows: readonly object[]; readonly table: Table }>;
}

/** Adding one is one file and one line here. */
const BENCHMARKS: Readonly<Record<string, () => Promise<Benchmark>>> = {
  intake: () => import('./intake/intake.ts'),
  audit: () => import('./audit/audit.ts'),
  dco: () => import('./dco/dco.ts'),
  licenses: () => import('./licenses/licenses.ts'),
  report: () => import('./report/report.ts'),
  ledger: () => import('./ledger/ledger.ts'),
};

const USAGE = `Usage: npm run -s bench -- NAME [--json] [--rounds N]

  intake  how many webhook deliveries a second are taken in, beside a bare Probot and a bare receiver
  audit   how long the packed command takes on clones, beside repolinter
  licenses  which licences of real texts are named, and how fast, beside other programs that are installed
  ledger  how long it takes to verify 100,000 signatures, and to look up the people of one pull request
  report  how long it takes to report on 1,000 repositories with a year of history
  dco     how long it takes to judge sign-offs, ordinary and hostile, beside naive regular expressions

Each prints one table of medians over the rounds (3 unless told), all measured in this one run; --json prints the rows.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '3' } },
    allowPositionals: true,
  });
  const load = Object.hasOwn(BENCHMARKS, positionals[0] ?? '') ? BENCHMARKS[positionals[0] ?? ''] : undefined;
  const rounds = Number(values.rounds);
  if (load === undefined || positionals.length !== 1 || !Number.isSafeInteger(rounds) || rounds < 1) {
    process.stderr.write(USAGE);
    return 2;
  }
  const { rows, table } = await (await load()).run({ rounds });
  process.stdout.write(
    values.json ? `${JSON.stringify(rows, null, 2)}\n` : `${describeMachine()}\n\n${renderTable(table)}\n`,
  );
  return 0;
}

process.exitCode = await main();
