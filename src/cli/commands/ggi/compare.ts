import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { OperatorError } from '../../../core/errors.ts';
import { compareCoverage, coverageExport, renderComparison } from '../../../report/coverage.ts';
import { type CoverageExport, coverageSchema } from '../../../report/coverage-schema.ts';
import { terminalText } from '../../../report/escape.ts';
import { loadTexts } from '../../../tasks/texts.ts';
import { readArguments, readFormat } from '../../command.ts';
import { withOperatorView } from '../../operator.ts';
import type { ExitCode, World } from '../../world.ts';
import { theBoard } from './boards.ts';

export const help = `portreeve ggi compare: how far others are with each activity

Usage: portreeve ggi compare FILE… [OPTIONS]

Reads what other OSPOs exported by \`portreeve ggi export --anonymous\`, and shows for each activity the lowest, the
middle and the highest share of points that are met. Nobody is named, summed up or put in order; where others are much
further than you, it is said, since they may be worth asking.

Options:
  --with ORG       Put your own beside them, from the app's database.
  --format FORMAT  text (the default) or json.
  --help           Print this.

Without --with it needs no database.
Exit status: 0 compared, 1 some files could not be read, 2 none could.
`;

const OPTIONS = {
  with: { type: 'string' },
  format: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (positionals.length === 0)
    throw new OperatorError('usage', { problem: 'Name the files that are to be compared.' });
  const isJson = readFormat(values.format, ['text', 'json']) === 'json';
  const readings = await Promise.all(positionals.map((name) => readOne(name, resolve(world.folder, name))));
  const problems = readings.flatMap((one) => (typeof one === 'string' ? [one] : []));
  for (const problem of problems) world.err.write(`${terminalText(problem)}\n`);
  const others = readings.flatMap((one) => (typeof one === 'string' ? [] : [one]));
  if (others.length === 0) return 2;
  const compared = compareCoverage(others, values.with === undefined ? null : await ownOf(values.with, world));
  const { activities } = (await loadTexts()).governance('en');
  world.out.write(
    isJson ? `${JSON.stringify(compared, null, 2)}\n` : renderComparison(compared, (id) => activities[id]?.title ?? id),
  );
  return problems.length > 0 ? 1 : 0;
}

async function ownOf(organization: string, world: World): Promise<CoverageExport> {
  let own: CoverageExport | null = null;
  await withOperatorView(world, async (view) => {
    const { board, place } = await theBoard(view, organization, world.now());
    if (board.progress === null) throw new OperatorError('board-not-read', { place });
    own = coverageExport(board.progress, world.now().toISOString().slice(0, 10));
    return 0;
  });
  if (own === null) throw new Error('the view was closed before it was read');
  return own;
}

/** What counts 25 activities is small. */
const LARGEST = 100_000;

/** @returns what is wrong with it, in a sentence, where it cannot be read */
async function readOne(name: string, path: string): Promise<CoverageExport | string> {
  const read = await readFile(path).then(
    (bytes) => ({ bytes }),
    ({ code, message }: NodeJS.ErrnoException) => `${name} could not be read (${code ?? message}).`,
  );
  if (typeof read === 'string') return read;
  const { bytes } = read;
  if (bytes.length > LARGEST) return `${name} is too large for an export of a board.`;
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return `${name} is no JSON.`;
  }
  const parsed = coverageSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `${name} is no export of a board: ${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? ''}.`;
}
