import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { OperatorError } from '../../../core/errors.ts';
import { coverageExport } from '../../../report/coverage.ts';
import { terminalText } from '../../../report/escape.ts';
import { readArguments, readAtMostOne } from '../../command.ts';
import { withOperatorView } from '../../operator.ts';
import type { ExitCode, World } from '../../world.ts';
import { theBoard } from './boards.ts';

export const help = `portreeve ggi export: what other OSPOs may see of the board

Usage: portreeve ggi export --anonymous [ORG] [OPTIONS]

Prints how many points of each activity of the handbook are met, with the month, and nothing else: no name, no login, no
text, no address, no activity of your own. Its shape is published: docs/schemas/coverage.schema.json.
What is printed is all that --to writes.

Options:
  --anonymous  Has to be said: there is no other export.
  --to FILE    Write it into a new file, too.
  --help       Print this.

It finds the app's database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.
Exit status: 0 printed, 2 there is no board, or none was read yet.
`;

const OPTIONS = {
  anonymous: { type: 'boolean' },
  to: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const organization = readAtMostOne(positionals, 'One organisation at a time.');
  if (values.anonymous !== true)
    throw new OperatorError('usage', { problem: 'There is only an anonymous export: add --anonymous.' });
  return withOperatorView(world, async (view) => {
    const { board, place } = await theBoard(view, organization, world.now());
    if (board.progress === null) throw new OperatorError('board-not-read', { place });
    const text = `${JSON.stringify(coverageExport(board.progress, world.now().toISOString().slice(0, 10)), null, 2)}\n`;
    world.out.write(text);
    if (values.to === undefined) return 0;
    const path = resolve(world.folder, values.to);
    await writeFile(path, text, { flag: 'wx' }).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EEXIST') throw new OperatorError('file-exists', { path }, { cause });
      throw new OperatorError('file-not-written', { path, code: cause.code ?? cause.message }, { cause });
    });
    world.err.write(`Written to ${terminalText(path)}.\n`);
    return 0;
  });
}
