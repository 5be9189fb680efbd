import { readFile, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { OperatorError } from '../../../core/errors.ts';
import { errorCode } from '../../../store/error-code.ts';
import type { Store } from '../../../store/store.ts';
import { openOperatorStore } from '../../../tasks/operator.ts';
import type { readArguments } from '../../command.ts';
import { readDatabasePlace } from '../../operator.ts';
import type { ExitCode, World } from '../../world.ts';

/** Of all of its commands together; each takes some of them. */
export const OPTIONS = {
  organization: { type: 'string' },
  head: { type: 'string', multiple: true },
  key: { type: 'string', multiple: true },
  account: { type: 'string' },
  agreement: { type: 'string' },
  revision: { type: 'string' },
  from: { type: 'string' },
  reason: { type: 'string' },
  format: { type: 'string' },
  write: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export type Values = ReturnType<typeof readArguments<typeof OPTIONS>>['values'];
export type OptionName = keyof typeof OPTIONS;

/** An argument that does not fit, in one sentence. */
export function usage(problem: string): OperatorError {
  return new OperatorError('usage', { problem });
}

/** Opens the app's database, does the work and leaves it as it was found. */
export async function withStore(world: World, work: (store: Store) => Promise<ExitCode>): Promise<ExitCode> {
  const { databaseUrl, dataFolder } = readDatabasePlace(world);
  const store = await openOperatorStore(databaseUrl, dataFolder);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const LARGEST_FILE = 512 * 1024 * 1024;

/** @throws OperatorError `ledger-file` */
export async function readText(path: string): Promise<string> {
  const unusable = (problem: string, cause?: unknown) => new OperatorError('ledger-file', { path, problem }, { cause });
  try {
    if ((await stat(path)).size > LARGEST_FILE) throw unusable('it is larger than 512 MiB.');
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause;
    throw unusable(`it cannot be read (${errorCode(cause) ?? 'unknown'}).`, cause);
  }
}

export function readAccount(given: string | undefined): number {
  const account = Number(given);
  if (given !== undefined && /^[1-9]\d{0,15}$/.test(given) && Number.isSafeInteger(account)) return account;
  throw usage('--account is the number of an account, such as 583231; https://api.github.com/users/NAME shows it.');
}

export function readHash(given: string, option: string): string {
  const hash = given.toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hash)) return hash;
  throw usage(`--${option} is no SHA-256: 64 hexadecimal digits.`);
}

export function readReason(given: string | undefined): string {
  const reason = given?.trim() ?? '';
  if (reason === '' || reason.length > 2_000) throw usage('--reason says why, in 1 to 2,000 characters.');
  return reason;
}

/** Who gives the command, by the name that the machine knows. */
export function operatorName(): string {
  return `operator ${userInfo().username}`;
}

export function nameOf({
  login,
  organizationId,
}: {
  readonly login: string | null;
  readonly organizationId: number;
}): string {
  return login ?? `organisation ${organizationId}`;
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
