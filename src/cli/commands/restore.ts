import { resolve } from 'node:path';
import { OperatorError } from '../../core/errors.ts';
import { restore } from '../../tasks/backup.ts';
import { readArguments } from '../command.ts';
import { readDatabasePlace } from '../operator.ts';
import type { ExitCode, World } from '../world.ts';

export const help = `portreeve restore: bring the database back to what a backup holds

Usage: portreeve restore FILE             into a database that holds nothing yet
       portreeve restore --replace FILE   in place of what the database holds, which is lost

Stop the app first. All of the file is taken or nothing is changed. A backup by an older version is brought up to date;
one by a newer version is refused. When the app starts again, it does what was under way and sweeps everything once.
It finds the database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.

Options:
  --replace  Give up what the database holds.
  --help     Print this.

Exit status: 0 it is restored, 2 it is not.
`;

const OPTIONS = { replace: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new OperatorError('usage', { problem: 'restore takes one FILE.' });
  const place = readDatabasePlace(world, { mayBeMissing: true });
  const { rows, tables } = await restore(place, resolve(world.folder, file), values.replace ?? false);
  world.out.write(`Restored: ${rows} rows of ${tables} tables. Start the app: it looks at everything again.\n`);
  return 0;
}
