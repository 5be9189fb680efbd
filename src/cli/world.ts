/** What a command sees of the machine: handed in, so that tests need no process. */
export interface World {
  /** The folder from which relative paths are meant. */
  readonly folder: string;
  readonly out: Output;
  readonly err: Output;
  readonly now: () => Date;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether errors are shown with everything that is known of them (PORTREEVE_DEBUG). */
  readonly isDebugged: boolean;
}

/** A stream that text goes to. */
export interface Output {
  readonly write: (text: string) => void;
  readonly isColoured: boolean;
  /** Characters a line; null where nobody looks at it (a pipe, a file). */
  readonly width: number | null;
}

/** 0: nothing fails. 1: something does. 2: it could not be found out. */
export type ExitCode = 0 | 1 | 2;

/** The machine as it is. */
export function worldOf(process: NodeJS.Process): World {
  return {
    folder: folderOf(process.env, process.cwd()),
    out: outputOf(process.stdout, process.env),
    err: outputOf(process.stderr, process.env),
    now: () => new Date(),
    environment: process.env,
    isDebugged: Boolean(process.env.PORTREEVE_DEBUG),
  };
}

/**
 * `npm run portreeve` changes into the project's folder before it runs us, and keeps where the person stands in
 * INIT_CWD. A script of another project that calls us means its own folder, so INIT_CWD counts in ours only.
 */
export function folderOf(env: NodeJS.ProcessEnv, cwd: string): string {
  const isOurScript = env.npm_lifecycle_event === 'portreeve' && env.npm_package_name === 'portreeve';
  return (isOurScript ? env.INIT_CWD : undefined) ?? cwd;
}

function outputOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Output {
  const isTerminal = stream.isTTY === true;
  return {
    write: (text) => stream.write(text),
    isColoured: isTerminal && !env.NO_COLOR && env.TERM !== 'dumb',
    width: isTerminal ? stream.columns : null,
  };
}
