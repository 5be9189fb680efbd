import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { makeRedact } from './redact.ts';
import type { LogLevel } from './settings.ts';

export interface LogOptions {
  readonly level: LogLevel;
  /** Never to be written, in whatever they stand. */
  readonly secrets: readonly string[];
  /** Standard output by default. */
  readonly stream?: DestinationStream;
}

/** One JSON object a line, without secrets; text from outside cannot begin a line of its own. */
export function createLog({ level, secrets, stream = destination({ sync: true }) }: LogOptions): Logger {
  const redact = makeRedact(secrets);
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describe, error: describe } },
    // The whole line, as a secret may stand in any field, at any depth, in a message or a stack.
    { write: (line) => stream.write(escapeLineBreaks(redact(line))) },
  );
}

/** An error in words, for a place that keeps it: short, without secrets. */
export function makeDescribe(secrets: readonly string[]): (error: unknown) => string {
  const redact = makeRedact(secrets);
  return (error) => redact(messageOf(error)).slice(0, 2_000);
}

const LINE_BREAKS = /[\u0085\u2028\u2029]/g;

/** JSON escapes CR and LF, but not the other characters at which some programs break a line. */
function escapeLineBreaks(line: string): string {
  return line.replace(LINE_BREAKS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string | number;
  readonly status?: number;
  readonly cause?: ErrorDescription;
  readonly errors?: readonly ErrorDescription[];
}

/** Only these fields: a client's error also holds the request that it made, with its secrets. */
function describe(error: unknown, depth = 0): ErrorDescription {
  if (typeof error !== 'object' || error === null) return { type: typeof error, message: String(error) };
  const { name, stack, code, status, cause, errors } = error as Record<string, unknown>;
  return {
    type: typeof name === 'string' ? name : 'Error',
    message: messageOf(error),
    ...(typeof stack === 'string' ? { stack } : {}),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(cause !== undefined && depth < 5 ? { cause: describe(cause, depth + 1) } : {}),
    ...(Array.isArray(errors) && depth < 5
      ? { errors: errors.slice(0, 5).map((inner) => describe(inner, depth + 1)) }
      : {}),
  };
}

function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  return 'message' in error && typeof error.message === 'string' ? error.message : 'an error without a message';
}
