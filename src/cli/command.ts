import { type ParseArgsConfig, parseArgs } from 'node:util';
import { closest, distance } from 'fastest-levenshtein';
import { OperatorError } from '../core/errors.ts';
import { LANGUAGES, type Language } from '../core/language.ts';
import type { ExitCode, World } from './world.ts';

/** What a command's module exports: loaded only when it is called, because start-up is most of a command's time. */
export interface CommandModule {
  /** The whole of `portreeve NAME --help`. */
  readonly help: string;
  /** The same of one of its own commands, where it has any and the arguments name one. */
  helpFor?(args: readonly string[]): Promise<string | null>;
  run(args: readonly string[], world: World): Promise<ExitCode>;
}

/** Splits a command's arguments; whatever does not fit is a `usage` error in one sentence. */
export function readArguments<const O extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: O,
) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    refuseEmpty(parsed);
    return parsed;
  } catch (cause) {
    const message = messageOf(cause);
    if (message === null) throw cause;
    const unknown = args.find((arg) => arg.startsWith('--') && !Object.hasOwn(options, nameOf(arg)));
    const problem =
      unknown === undefined
        ? firstSentence(message)
        : `There is no option --${nameOf(unknown)}.${didYouMean(nameOf(unknown), Object.keys(options), '--')}`;
    throw new OperatorError('usage', { problem }, { cause });
  }
}

/** The one argument beside the options that a command takes, where it was given. @param problem what to say of more */
export function readAtMostOne(positionals: readonly string[], problem: string): string | undefined {
  if (positionals.length > 1) throw new OperatorError('usage', { problem });
  return positionals[0];
}

/** An empty argument is a shell variable that was not set; to take the folder where one stands instead would surprise. */
function refuseEmpty(parsed: { readonly values: object; readonly positionals: readonly string[] }): void {
  const option = Object.entries(parsed.values).find(([, value]) => value === '');
  if (option !== undefined) throw new OperatorError('usage', { problem: `The option --${option[0]} is empty.` });
  if (parsed.positionals.includes('')) throw new OperatorError('usage', { problem: 'An argument is empty.' });
}

/** `OWNER/NAME` as GitHub has it; null when it was not given. */
export function readRepositoryName(given: string | undefined): string | null {
  if (given === undefined) return null;
  if (/^[A-Za-z0-9-]+\/(?!\.{1,2}$)[\w.-]+$/.test(given)) return given;
  throw new OperatorError('usage', { problem: '--repository is not of the form OWNER/NAME.' });
}

/** The format that was asked for, the first when none was. */
export function readFormat<const F extends string>(given: string | undefined, formats: readonly [F, ...F[]]): F {
  const format = formats.find((name) => name === (given ?? formats[0]));
  if (format !== undefined) return format;
  const problem = `There is no format ${given}, only ${formats.join(', ')}.${didYouMean(given ?? '', formats)}`;
  throw new OperatorError('usage', { problem });
}

/** One of the languages in which Portreeve writes; null when none was given. */
export function readLanguage(given: string | undefined): Language | null {
  if (given === undefined) return null;
  const language = LANGUAGES.find((name) => name === given);
  if (language !== undefined) return language;
  const problem = `There is no language ${given}, only ${LANGUAGES.join(', ')}.${didYouMean(given, LANGUAGES)}`;
  throw new OperatorError('usage', { problem });
}

/** The day of `--since`, from its beginning (UTC); null where none was given. */
export function readSince(given: string | undefined, now: Date): Date | null {
  if (given === undefined) return null;
  const since = new Date(`${given}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(given) || Number.isNaN(since.getTime()) || since.toISOString().slice(0, 10) !== given) {
    throw new OperatorError('usage', { problem: `--since is not a day, such as 2027-01-31: ${given}.` });
  }
  if (since >= now) throw new OperatorError('usage', { problem: `--since is not in the past: ${given}.` });
  return since;
}

/** ` Did you mean …?` where one of the known names is near; otherwise nothing. */
export function didYouMean(given: string, known: readonly string[], prefix = ''): string {
  if (known.length === 0) return '';
  const begun = given.length > 2 ? known.find((name) => name.startsWith(given)) : undefined;
  const nearest = begun ?? closest(given, [...known]);
  const isNear = nearest === begun || distance(given, nearest) <= Math.max(2, Math.floor(nearest.length / 3));
  return isNear ? ` Did you mean ${prefix}${nearest}?` : '';
}

/** The words of `parseArgs` about arguments that do not fit; null for any other error. */
function messageOf(cause: unknown): string | null {
  if (typeof cause !== 'object' || cause === null || !('code' in cause) || !('message' in cause)) return null;
  return String(cause.code).startsWith('ERR_PARSE_ARGS_') ? String(cause.message) : null;
}

function nameOf(option: string): string {
  return option.slice(2).split('=', 1)[0] ?? '';
}

function firstSentence(message: string): string {
  const [sentence = message] = message.split('. ', 1);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
