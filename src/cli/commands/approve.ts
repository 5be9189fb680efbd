import { userInfo } from 'node:os';
import { OperatorError } from '../../core/errors.ts';
import { terminalText } from '../../report/escape.ts';
import type { HeldInstallation } from '../../tasks/operator.ts';
import { readArguments, readFormat } from '../command.ts';
import { withOperatorView } from '../operator.ts';
import type { ExitCode, World } from '../world.ts';

export const help = `portreeve approve: what waits for an approver, and releasing it

Usage: portreeve approve [ORG]         show what waits, of all organisations or of one
       portreeve approve ORG HASH      release the plan with this hash

A first enforcement waits, and so does what would write to many repositories at once (\`brake\` in the configuration).
A plan's hash stands for exactly this plan: when more is planned by now, nothing is released.

Options:
  --format FORMAT  text (the default) or json; json names every repository.
  --help           Print this.

It works beside the running app and finds its database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.
Exit status: 0 nothing waits, or it was released, 1 something waits, 2 it could not be done.
`;

const OPTIONS = { format: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [organization, hash, ...others] = positionals;
  if (others.length > 0) throw new OperatorError('usage', { problem: 'approve takes nothing, ORG, or ORG HASH.' });
  const isJson = readFormat(values.format, ['text', 'json']) === 'json';
  return withOperatorView(world, async (view) => {
    const all = await view.held();
    const held = all.filter(
      ({ account }) => organization === undefined || account.toLowerCase() === organization.toLowerCase(),
    );
    if (hash === undefined) {
      world.out.write(isJson ? `${JSON.stringify(held, null, 2)}\n` : renderText(held, world.now()));
      return held.length === 0 ? 0 : 1;
    }
    const [one] = held;
    if (one === undefined) throw new OperatorError('nothing-held', { account: organization ?? '' });
    const isReleased = await view.release(one.installationId, hash, `operator ${userInfo().username}`);
    if (!isReleased) throw new OperatorError('another-plan', { hash, current: one.plan.hash });
    world.out.write(`Released: ${one.plan.repositories.length} repositories of ${terminalText(one.account)}.\n`);
    return 0;
  });
}

const REASONS: Readonly<Record<HeldInstallation['plan']['reason'], string>> = {
  'first-enforcement': 'nothing has been written to its repositories before',
  'many-repositories': 'it would write to more repositories at once than the limit',
  'large-share': 'it would write to a larger share of the repositories at once than the limit',
  'many-lately': 'many repositories were written to for the first time within the last hour',
  'brake-loosened': 'it lets more be written at once, or names another approver',
};
/** More are counted, not named. */
const MOST_NAMES = 20;

function renderText(held: readonly HeldInstallation[], now: Date): string {
  if (held.length === 0) return 'Nothing waits for an approver.\n';
  const blocks = held.map(({ account, plan, since }) => {
    const minutes = since === null ? null : Math.round((now.getTime() - since.getTime()) / 60_000);
    const names = plan.repositories.map(({ name }) => name).sort();
    const more = names.length - MOST_NAMES;
    return [
      `${terminalText(account)}  plan ${plan.hash}${minutes === null ? '' : `, waiting for ${minutes} minutes`}`,
      `  why    ${REASONS[plan.reason]}`,
      ...(plan.basis === 'candidate' ? ['  with   the newest configuration, which comes into force with it'] : []),
      `  where  ${names.length} of ${plan.total} repositories`,
      ...names.slice(0, MOST_NAMES).map((name) => `         ${terminalText(name)}`),
      ...(more > 0 ? [`         … and ${more} more`] : []),
      ...counted(plan.repositories.flatMap(({ writes }) => writes.map((write) => write.split(' ', 1)[0] ?? ''))).map(
        ([kind, count]) => `  what   ${count} × ${kind}`,
      ),
      ...counted(plan.repositories.flatMap(({ policies }) => policies)).map(
        ([policy, count]) => `  fails  ${policy} in ${count}`,
      ),
      `  release it with: portreeve approve ${terminalText(account)} ${plan.hash}`,
    ];
  });
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function counted(names: readonly string[]): (readonly [string, number])[] {
  return [...new Set(names)].sort().map((name) => [name, names.filter((each) => each === name).length] as const);
}
