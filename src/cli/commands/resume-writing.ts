import { OperatorError } from '../../core/errors.ts';
import { terminalText } from '../../report/escape.ts';
import { readArguments } from '../command.ts';
import { withOperatorView } from '../operator.ts';
import type { ExitCode, World } from '../world.ts';

export const help = `portreeve resume-writing: what stop-writing stopped goes on

Usage: portreeve resume-writing

Every organisation is swept, so that what was not written meanwhile is made up for.

Options:
  --help  Print this.

It works beside the running app and finds its database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.
`;

const OPTIONS = { help: { type: 'boolean', short: 'h' } } as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { positionals } = readArguments(args, OPTIONS);
  if (positionals.length > 0) throw new OperatorError('usage', { problem: 'resume-writing takes nothing.' });
  return withOperatorView(world, async (view) => {
    const stop = await view.resumeWriting();
    world.out.write(
      stop === null
        ? 'Writing was not stopped.\n'
        : `Writing goes on. It was stopped by ${terminalText(stop.by)}, ${stop.at}: ${terminalText(stop.reason)}\n`,
    );
    return 0;
  });
}
