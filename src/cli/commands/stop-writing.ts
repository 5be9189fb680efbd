import { userInfo } from 'node:os';
import { OperatorError } from '../../core/errors.ts';
import { readArguments } from '../command.ts';
import { withOperatorView } from '../operator.ts';
import type { ExitCode, World } from '../world.ts';

export const help = `portreeve stop-writing: nothing more is written to GitHub

Usage: portreeve stop-writing REASON

Every process obeys at once, before its next write; what was sent already is on its way. Reading and judging go on,
deliveries are taken in, and \`portreeve resume-writing\` makes up for what was not written.

Options:
  --help  Print this.

It works beside the running app and finds its database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.
`;

const OPTIONS = { help: { type: 'boolean', short: 'h' } } as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { positionals } = readArguments(args, OPTIONS);
  const reason = positionals.join(' ').trim().slice(0, 500);
  if (reason === '') throw new OperatorError('usage', { problem: 'Say why: `stop-writing REASON`.' });
  return withOperatorView(world, async (view) => {
    await view.stopWriting({ reason, by: userInfo().username, at: world.now().toISOString() });
    world.out.write('Nothing more is written to GitHub, until `portreeve resume-writing`.\n');
    return 0;
  });
}
