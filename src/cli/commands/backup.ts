import { resolve } from 'node:path';
import { OperatorError } from '../../core/errors.ts';
import { terminalText } from '../../report/escape.ts';
import { backUp } from '../../tasks/backup.ts';
import { readArguments } from '../command.ts';
import { readDatabasePlace } from '../operator.ts';
import type { ExitCode, World } from '../world.ts';

export const help = `portreeve backup: keep all that the app knows in one file

Usage: portreeve backup FILE

The app may run meanwhile: the file holds the database as it stood at one moment. Only you can read the file, and a file
that is there already is never written over. The app's credentials are not in it.
It finds the database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.

Options:
  --help  Print this.

Exit status: 0 it is written, 2 it is not.
`;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { positionals } = readArguments(args, { help: { type: 'boolean', short: 'h' } });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new OperatorError('usage', { problem: 'backup takes one FILE.' });
  const { path, rows, tables } = await backUp(readDatabasePlace(world), resolve(world.folder, file));
  world.out.write(`Written: ${terminalText(path)} (${rows} rows of ${tables} tables)\n`);
  return 0;
}
