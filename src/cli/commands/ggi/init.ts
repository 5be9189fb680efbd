import { terminalText } from '../../../report/escape.ts';
import { readArguments, readAtMostOne } from '../../command.ts';
import { withOperatorView } from '../../operator.ts';
import type { ExitCode, World } from '../../world.ts';
import { theBoard } from './boards.ts';

export const help = `portreeve ggi init: have the issues of the board filed

Usage: portreeve ggi init [ORG]

Asks the app to file one issue for each activity in the governance repository, where there is none yet. Issues that
stand are left alone; issues that somebody deleted are filed again. The configuration says that there is a board
(\`governance.ggi.board: true\`) and where (\`governanceRepository\`). In that repository, whoever may write to it can
ask for the same by the comment \`/portreeve ggi init\`.

Options:
  --help  Print this.

It works beside the running app, or before it starts, and finds its database as the app does: by DATABASE_URL, or by
PORTREEVE_DATA.
Exit status: 0 it was asked for, 2 there can be no board.
`;

const OPTIONS = { help: { type: 'boolean', short: 'h' } } as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { positionals } = readArguments(args, OPTIONS);
  const organization = readAtMostOne(positionals, 'One organisation at a time.');
  return withOperatorView(world, async (view) => {
    const { board, chosen, place, repository } = await theBoard(view, organization, world.now());
    await view.askForBoard(board.installationId);
    world.out.write(
      `${terminalText(`${chosen.board.activities.length} activities in ${place}: the issues that are missing are to be filed.`)}\n` +
        'The running app does it, at least a second apart; `portreeve ggi status` shows how far it is.\n',
    );
    if (repository.isPublic) {
      world.out.write(`Mind that ${terminalText(place)} is not private: others may read the board.\n`);
    }
    return 0;
  });
}
