import { OperatorError } from '../../core/errors.ts';
import { type CommandModule, didYouMean } from '../command.ts';
import type { ExitCode, World } from '../world.ts';

interface OwnCommand {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

/** What one can do for good governance. Adding something is one file and one entry here. */
const OWN_COMMANDS: readonly OwnCommand[] = [
  {
    name: 'init',
    summary: 'Have the issues of the board filed.',
    load: () => import('./ggi/init.ts'),
  },
  {
    name: 'status',
    summary: 'How far an organisation is, and what could come next.',
    load: () => import('./ggi/status.ts'),
  },
  {
    name: 'import',
    summary: 'Take over the history of an earlier board.',
    load: () => import('./ggi/import.ts'),
  },
  {
    name: 'export',
    summary: 'What other OSPOs may see of the board: counts alone.',
    load: () => import('./ggi/export.ts'),
  },
  {
    name: 'compare',
    summary: 'How far others are with each activity.',
    load: () => import('./ggi/compare.ts'),
  },
  {
    name: 'evidence',
    summary: 'What speaks for the points, with the list behind each figure.',
    load: () => import('./ggi/evidence.ts'),
  },
  {
    name: 'attestations',
    summary: 'What people answer for, and until when.',
    load: () => import('./ggi/attestations.ts'),
  },
];

export const help = `portreeve ggi: good governance by the method of the OSPO Alliance

Usage: portreeve ggi COMMAND [ARGUMENTS]

Commands:
${OWN_COMMANDS.map(({ name, summary }) => `  ${name.padEnd(14)}${summary}`).join('\n')}

See \`portreeve ggi COMMAND --help\`.
`;

export async function helpFor([name]: readonly string[]): Promise<string | null> {
  const command = OWN_COMMANDS.find((one) => one.name === name);
  return command === undefined ? null : (await command.load()).help;
}

export async function run([name, ...rest]: readonly string[], world: World): Promise<ExitCode> {
  const command = OWN_COMMANDS.find((one) => one.name === name);
  if (command !== undefined) return (await command.load()).run(rest, world);
  const names = OWN_COMMANDS.map((one) => one.name);
  const problem = name === undefined ? 'Say what.' : `There is no command ggi ${name}.${didYouMean(name, names)}`;
  throw new OperatorError('usage', { problem: `${problem} See \`portreeve ggi --help\`.` });
}
