import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { OperatorError } from '../../../core/errors.ts';
import { readImportedBoard } from '../../../ggi/board/read-import.ts';
import { handbookTitles } from '../../../ggi/board/read-legacy.ts';
import { terminalText } from '../../../report/escape.ts';
import { readBoardOnGitHub } from '../../../tasks/read-foreign-board.ts';
import { loadTexts } from '../../../tasks/texts.ts';
import { readAppSettings } from '../../app-settings.ts';
import { readArguments } from '../../command.ts';
import { withOperatorView } from '../../operator.ts';
import type { ExitCode, World } from '../../world.ts';
import { theBoard } from './boards.ts';

export const help = `portreeve ggi import: take over the history of an earlier board

Usage: portreeve ggi import FILE… [OPTIONS]
       portreeve ggi import --from OWNER/NAME [OPTIONS]

Takes over what people had done on a board made by my-ggi-board, on GitHub or on GitLab: where each activity stood and
when that changed, and which points were ticked. A repository on GitHub is read itself, with what happened to its issues
and what their texts were: it has to be one that the app may read, and the app's own settings are needed for it. Files
are CSV, in any order:
  issues.csv       as the board's pages offer it, or GitLab's own export of issues (its descriptions hold the ticks)
  labels_hist.csv  as the board's pages offer it: the history of labels

Import before \`portreeve ggi init\`: the issues are then filed with these ticks and labels. Where issues stand already
their text is people's: the history is taken over, and the ticks are listed for somebody to tick.

Options:
  --from OWNER/NAME   The repository of the board.
  --organization ORG  Whose board; not needed where there is one.
  --write             Do it. Without, it is only told what would come of it.
  --help              Print this.

Rows and issues that cannot be taken are told with their line or number, and cost nothing else.
It finds the app's database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.
Exit status: 0 all were taken, 1 some could not be, 2 it could not be done.
`;

const OPTIONS = {
  from: { type: 'string' },
  organization: { type: 'string' },
  write: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if ((positionals.length === 0) === (values.from === undefined)) {
    throw new OperatorError('usage', {
      problem: 'Name the files that are to be imported, or the repository: --from OWNER/NAME.',
    });
  }
  const files = await Promise.all(positionals.map((path) => readOne(resolve(world.folder, path))));
  const access = values.from === undefined ? null : readAppSettings(world);
  const texts = (await loadTexts()).governance('en');
  const titles = handbookTitles((id) => texts.activities[id]?.title);
  const isWritten = values.write === true;
  return withOperatorView(world, async (view) => {
    const { board, place, repository } = await theBoard(view, values.organization, world.now());
    const imported =
      access === null || values.from === undefined
        ? readImportedBoard(files, titles)
        : await readBoardOnGitHub(access, board.installationId, values.from, titles);
    const target = { installationId: board.installationId, repositoryId: repository.repositoryId };
    const outcome = await view.importBoard(target, imported, { isWritten, now: world.now() });
    const lines = [
      `${isWritten ? 'Taken over' : 'Would be taken over'} for ${place}, of ${imported.activities.length} activities:`,
      `  changes that are new to the history: ${outcome.changes}`,
      `  points that are ticked when their issue is filed: ${outcome.ticks}`,
      ...outcome.left.map(({ id, keys }) => `  to be ticked by somebody in the issue of ${id}: ${keys.join(', ')}`),
      `  ${access === null ? 'rows' : 'issues'} that cannot be taken: ${imported.bad.length}`,
      ...imported.bad.map(
        ({ file, line, problem }) => `    ${line === null ? file : `${file}, line ${line}`}: ${problem}`,
      ),
      ...(isWritten ? [] : ['Nothing was written. Add --write to do it.']),
    ];
    world.out.write(`${lines.map((line) => terminalText(line)).join('\n')}\n`);
    return imported.bad.length === 0 ? 0 : 1;
  });
}

/** More is no board's. */
const LARGEST_MB = 64;

async function readOne(path: string): Promise<{ readonly name: string; readonly text: string }> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new OperatorError(
      'usage',
      { problem: `${path} could not be read (${cause.code ?? cause.message}).` },
      { cause },
    );
  });
  if (bytes.length > LARGEST_MB * 1024 * 1024) {
    throw new OperatorError('usage', { problem: `${path} is larger than ${LARGEST_MB} MB.` });
  }
  return { name: basename(path), text: bytes.toString('utf8') };
}
