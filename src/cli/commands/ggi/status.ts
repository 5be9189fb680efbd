import { activitiesAt, type BoardHistory } from '../../../ggi/board/progress-at.ts';
import type { BoardProgress } from '../../../ggi/progress.ts';
import {
  type BoardStatus,
  renderBoardJson,
  renderBoardMarkdown,
  renderBoardText,
} from '../../../report/board-status.ts';
import type { BoardView } from '../../../tasks/board-view.ts';
import { readArguments, readAtMostOne, readFormat, readSince } from '../../command.ts';
import { withOperatorView } from '../../operator.ts';
import type { ExitCode, World } from '../../world.ts';
import { boardsOf } from './boards.ts';

export const help = `portreeve ggi status: how far an organisation is with its activities

Usage: portreeve ggi status [ORG] [OPTIONS]

Shows by goal and activity how many points people have ticked or attested, where each activity stands, who answers for
it and by when; three activities that could come next, with the reasons; and what changed last.

Options:
  --since DATE     How far it was then too, by activity, goal and whole, and all that changed since.
  --format FORMAT  text (the default), json (with the whole history) or markdown.
  --help           Print this.

It shows what was last read from the issues: after each change there, and after each sweep.
It works beside the running app and finds its database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.
Exit status: 0 shown, 1 a board could not be kept when that was last tried, 2 there is no board, or none was read yet.
`;

const OPTIONS = {
  since: { type: 'string' },
  format: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const organization = readAtMostOne(positionals, 'One organisation at a time, or none for all.');
  const format = readFormat(values.format, ['text', 'json', 'markdown']);
  const now = world.now();
  const since = readSince(values.since, now);
  return withOperatorView(world, async (view) => {
    const boards = await boardsOf(view, organization, now);
    const statuses = boards.flatMap((board) => statusOf(board, { now, since }));
    if (format === 'json') world.out.write(renderBoardJson(statuses));
    else if (statuses.length === 0) world.out.write(`${whyNone(boards)}\n`);
    else world.out.write(statuses.map(format === 'text' ? renderBoardText : renderBoardMarkdown).join('\n'));
    if (statuses.length === 0) return 2;
    return statuses.some(({ problem }) => problem !== null) ? 1 : 0;
  });
}

/** Nothing where it was never read. */
export function statusOf(
  view: BoardView,
  { now, since }: { readonly now: Date; readonly since: Date | null },
): BoardStatus[] {
  const { organization, repositoryName, repository, progress, problem, changes, attestations, next } = view;
  if (progress === null) return [];
  return [
    {
      organization,
      repository: `${organization}/${repositoryName}`,
      isPublic: repository?.isPublic ?? false,
      problem,
      progress,
      changes,
      before: since === null ? null : earlier(progress.activities, { changes, attestations }, since),
      next,
      day: now.toISOString().slice(0, 10),
    },
  ];
}

function earlier(activities: BoardProgress['activities'], history: BoardHistory, since: Date) {
  const at = since.toISOString();
  return { at, activities: activitiesAt(activities, history, at) };
}

function whyNone(boards: readonly BoardView[]): string {
  if (boards.every(({ chosen }) => chosen === null)) {
    return 'There is no board: none was chosen, by `governance.ggi.board` in the configuration.';
  }
  return 'The board was not read yet. `portreeve ggi init` asks the running app to file its issues.';
}
