import { inspect, styleText } from 'node:util';
import { OperatorError } from '../core/errors.ts';
import { terminalText } from '../report/escape.ts';
import { readVersion } from '../tasks/version.ts';
import { didYouMean } from './command.ts';
import { COMMANDS } from './commands.ts';
import type { ExitCode, World } from './world.ts';

/** Runs one command line and says how it ended. An error that somebody can act on is told in a sentence, never thrown. */
export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  try {
    return await dispatch(args, world);
  } catch (error) {
    if (world.isDebugged) world.err.write(`${inspect(error)}\n`);
    const { message, hint } = error instanceof OperatorError ? error : internal(error);
    const title = world.err.isColoured ? styleText('red', 'portreeve:', { validateStream: false }) : 'portreeve:';
    const lines = message.split('\n').map((line) => terminalText(line));
    world.err.write(`${title} ${lines.join('\n')}\n  ${hint}\n`);
    return 2;
  }
}

function internal(cause: unknown): OperatorError {
  return new OperatorError('internal', { problem: cause instanceof Error ? cause.message : String(cause) }, { cause });
}

async function dispatch(args: readonly string[], world: World): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return help(rest, world);
  if (name === '--version' || name === '-v') {
    world.out.write(`${await readVersion()}\n`);
    return 0;
  }
  const command = COMMANDS.find((entry) => entry.name === name);
  if (command === undefined) {
    const kind = name.startsWith('-') ? 'option' : 'command';
    const suggestion = didYouMean(name, [...COMMANDS.map((entry) => entry.name), '--help', '--version']);
    throw new OperatorError('usage', { problem: `There is no ${kind} ${name}.${suggestion}` });
  }
  const module = await command.load();
  const end = rest.indexOf('--');
  const options = end === -1 ? rest : rest.slice(0, end);
  if (!options.includes('--help') && !options.includes('-h')) return module.run(rest, world);
  world.out.write((await module.helpFor?.(options)) ?? module.help);
  return 0;
}

async function help([name]: readonly string[], world: World): Promise<ExitCode> {
  const command = COMMANDS.find((entry) => entry.name === name);
  world.out.write(command === undefined ? overview() : (await command.load()).help);
  return 0;
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'portreeve: the right hand of an Open Source Programme Office',
    '',
    'Usage: portreeve COMMAND [ARGUMENTS]',
    '',
    'Commands:',
    ...lines,
    '',
    'Options:',
    '  --help     Print this, or with a command what it takes.',
    '  --version  Print the version.',
    '',
    'Exit status: 0 nothing fails, 1 something fails, 2 it could not be found out.',
    '',
  ].join('\n');
}
