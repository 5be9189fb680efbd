import { terminalText } from '../../report/escape.ts';
import { jsonText } from '../../report/json-text.ts';
import type { NamedOverride } from '../../tasks/operator.ts';
import { readArguments, readAtMostOne, readFormat } from '../command.ts';
import { withOperatorView } from '../operator.ts';
import type { ExitCode, World } from '../world.ts';

export const help = `portreeve overrides: who took which commits in without a sign-off, and why

Usage: portreeve overrides [OWNER/NAME] [OPTIONS]

Lists the overrides that were given by a comment or a button, the newest first, and counts those of the last 90 days.

Options:
  --format FORMAT  text (the default) or json.
  --help           Print this.

It works beside the running app and finds its database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.
Exit status: 0 there they are, 2 it could not be found out.
`;

const OPTIONS = { format: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
const COUNTED_DAYS = 90;
const DAY = 86_400_000;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const subject = readAtMostOne(positionals, 'One repository at a time, or none for all.');
  const isJson = readFormat(values.format, ['text', 'json']) === 'json';
  return withOperatorView(world, async (view) => {
    const all = await view.overrides();
    const wanted = subject?.toLowerCase();
    const chosen = all.filter(({ pullRequest }) => {
      return wanted === undefined || pullRequest.slice(0, pullRequest.lastIndexOf('#')).toLowerCase() === wanted;
    });
    const counted = countSince(chosen, new Date(world.now().getTime() - COUNTED_DAYS * DAY));
    world.out.write(isJson ? renderJson(chosen, counted) : renderText(chosen, counted, world.now()));
    return 0;
  });
}

interface Counted {
  readonly overrides: number;
  readonly commits: number;
  /** How many are by whoever gave the most. */
  readonly mostByOne: number;
}

function countSince(all: readonly NamedOverride[], since: Date): Counted {
  const recent = all.filter(({ givenAt }) => givenAt >= since);
  const byAccount = new Map<number, number>();
  for (const { by } of recent) byAccount.set(by.id, (byAccount.get(by.id) ?? 0) + 1);
  return {
    overrides: recent.length,
    commits: recent.reduce((sum, { shas }) => sum + shas.length, 0),
    mostByOne: Math.max(0, ...byAccount.values()),
  };
}

function renderJson(chosen: readonly NamedOverride[], lastNinetyDays: Counted): string {
  return jsonText({
    lastNinetyDays,
    overrides: chosen.map(({ pullRequest, by, role, reason, shas, givenAt, expiresAt }) => ({
      pullRequest,
      by: { id: by.id, login: by.login },
      role,
      reason,
      commits: shas,
      givenAt: givenAt.toISOString(),
      expiresAt,
    })),
  });
}

function renderText(chosen: readonly NamedOverride[], counted: Counted, now: Date): string {
  if (chosen.length === 0) return 'Nothing was taken in without a sign-off.\n';
  const { overrides, commits, mostByOne } = counted;
  const lines = chosen.flatMap(({ pullRequest, by, role, reason, shas, givenAt, expiresAt }) => {
    const end = `${new Date(expiresAt) > now ? 'counts until' : 'over since'} ${expiresAt}`;
    return [
      `${terminalText(pullRequest)}  ${givenAt.toISOString()}  ${terminalText(by.login)} (${role}, account ${by.id}), ${end}`,
      `    ${terminalText(reason)}`,
      `    ${shas.map((sha) => sha.slice(0, 12)).join(' ')}`,
    ];
  });
  const sum = `In the last ${COUNTED_DAYS} days: ${overrides}, of ${commits} commits; ${mostByOne} of them by one person.`;
  return `${[...lines, '', sum].join('\n')}\n`;
}
