import { OperatorError } from '../../core/errors.ts';
import type { DeadLetter, QueueState } from '../../jobs/jobs.ts';
import { terminalText } from '../../report/escape.ts';
import type { Pause } from '../../store/pauses.ts';
import type { WritingStop } from '../../store/writing-stop.ts';
import type { HeldInstallation, WaitingItem } from '../../tasks/operator.ts';
import { readArguments, readFormat } from '../command.ts';
import { withOperatorView } from '../operator.ts';
import type { ExitCode, World } from '../world.ts';

export const help = `portreeve jobs: what waits, and what failed for good

Usage: portreeve jobs                 list the queues and the jobs that failed for the last time
       portreeve jobs retry ID|all    put failed jobs back into their queue; with all, failed deliveries too
       portreeve jobs delete ID       forget a failed job

Options:
  --format FORMAT  text (the default) or json.
  --help           Print this.

It works beside the running app and finds its database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.
Exit status: 0 nothing failed for good, 1 something did, 2 it could not be found out.
`;

const OPTIONS = { format: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [verb = 'list', id, ...others] = positionals;
  if (!['list', 'retry', 'delete'].includes(verb) || others.length > 0) {
    throw new OperatorError('usage', { problem: 'jobs takes nothing, `retry ID`, `retry all` or `delete ID`.' });
  }
  if (verb === 'list' && id !== undefined)
    throw new OperatorError('usage', { problem: '`jobs list` takes nothing more.' });
  if (verb !== 'list' && id === undefined)
    throw new OperatorError('usage', { problem: `Which job? Say \`jobs ${verb} ID\`.` });
  const isJson = readFormat(values.format, ['text', 'json']) === 'json';
  return withOperatorView(world, async (view) => {
    if (verb === 'list' || id === undefined) {
      const [queues, oldest, dead] = [await view.queues(), await view.oldest(), await view.deadLetters()];
      const failedDeliveries = await view.failedDeliveries();
      const [held, writingStop] = [await view.held(), await view.writingStop()];
      const pauses = await view.pauses(world.now());
      world.out.write(
        isJson
          ? `${JSON.stringify({ queues, oldest, dead, failedDeliveries, held: held.map(summaryOf), pauses, writingStop }, null, 2)}\n`
          : [...noticesOf(held, pauses, writingStop), renderText({ queues, oldest, dead, failedDeliveries })].join(
              '\n',
            ),
      );
      return dead.length + failedDeliveries === 0 ? 0 : 1;
    }
    const ids = id === 'all' && verb === 'retry' ? (await view.deadLetters()).map((letter) => letter.id) : [id];
    for (const each of ids) {
      const isDone = verb === 'retry' ? await view.retryDeadLetter(each) : await view.deleteDeadLetter(each);
      if (!isDone)
        throw new OperatorError('usage', { problem: `There is no failed job ${each}, or the same waits already.` });
    }
    const deliveries = id === 'all' ? await view.retryDeliveries() : 0;
    const also = deliveries === 0 ? '' : `, and ${deliveries} deliveries`;
    world.out.write(`${verb === 'retry' ? 'Put back' : 'Deleted'}: ${ids.length}${also}\n`);
    return 0;
  });
}

function summaryOf({ account, since, plan: { reason, hash, repositories, total } }: HeldInstallation) {
  return { account, since, reason, hash, repositories: repositories.length, total };
}

function noticesOf(held: readonly HeldInstallation[], pauses: readonly Pause[], stop: WritingStop | null): string[] {
  const stopped = stop === null ? [] : [`WRITING IS STOPPED by ${stop.by}, ${stop.at}: ${stop.reason}`];
  const waiting = held.map(
    ({ account, plan }) =>
      `${account}: a plan for ${plan.repositories.length} of ${plan.total} repositories waits for an approver (portreeve approve ${account})`,
  );
  const paused = pauses.map(
    ({ account, until, reason }) => `${account}: waits until ${until.toISOString()}: ${reason}`,
  );
  const notices = [...stopped, ...paused, ...waiting].map((notice) => terminalText(notice));
  return notices.length === 0 ? [] : [...notices, ''];
}

function renderText({
  queues,
  oldest,
  dead,
  failedDeliveries,
}: {
  readonly queues: readonly QueueState[];
  readonly oldest: readonly WaitingItem[];
  readonly dead: readonly DeadLetter[];
  readonly failedDeliveries: number;
}): string {
  const rows = queues.flatMap(({ queue, waiting, active, deferred, oldestSeconds }) => [
    `${queue.padEnd(14)} ${waiting} waiting, ${active} active, ${deferred} deferred${oldestSeconds === null ? '' : `, oldest ${Math.round(oldestSeconds)} s`}`,
    ...oldest.filter((item) => item.queue === queue).map(waitingLine),
  ]);
  const failed = dead.map(
    ({ id, queue, key, attempts, failedAt, error }) =>
      `${id}  ${queue} ${terminalText(key)}  ${attempts} attempts, last ${failedAt.toISOString()}\n    ${terminalText(error)}`,
  );
  const title = dead.length === 0 ? 'Nothing failed for good.' : `Failed for good (${dead.length}):`;
  const deliveries = failedDeliveries === 0 ? [] : [`Deliveries that failed: ${failedDeliveries}`];
  return `${[...rows, '', title, ...failed, ...deliveries].join('\n')}\n`;
}

function waitingLine({ about, since, notBefore }: WaitingItem): string {
  const until = notBefore === null ? '' : `, not before ${notBefore.toISOString()}`;
  return `    ${terminalText(about)}  since ${since.toISOString()}${until}`;
}
