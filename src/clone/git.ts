import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { OperatorError } from '../core/errors.ts';
import type { FoundRepository } from './find-repository.ts';

/** A git that has not answered by then reads something that never ends, such as a named pipe called `.gitignore`. */
const PATIENCE_MS = 60_000;

/** The most that one command may print: the names of some millions of files. */
const LONGEST_OUTPUT = 512 * 1024 * 1024;

/**
 * What a repository's own configuration could otherwise make git run or read. The command line wins over the file.
 * `core.attributesFile`, `core.excludesFile`: a file outside the repository must not change what is seen.
 */
const OPTIONS = [
  '--no-pager',
  '--no-replace-objects',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.untrackedCache=false', 'core.quotePath=false'],
  ...['core.attributesFile=/dev/null', 'core.excludesFile=/dev/null', 'core.pager=cat', 'protocol.allow=never'],
].flatMap((option) => (option.startsWith('-') ? [option] : ['-c', option]));

/** Git, found once, for one repository. */
export interface Git {
  /** Where it runs. */
  readonly folder: string;
  /** Runs a command to its end in `folder`. Throws `git-failed` with git's own words where the status is not in `accept`. */
  run(
    args: readonly string[],
    accept?: readonly number[],
  ): Promise<{ readonly status: number; readonly output: Buffer }>;
  /** Starts a command that talks over its standard streams. */
  start(args: readonly string[]): ChildProcessWithoutNullStreams;
}

/** @throws OperatorError `git-missing` */
export async function gitFor(repository: FoundRepository, folder: string): Promise<Git> {
  const program = await findGit();
  if (program === null) throw new OperatorError('git-missing', { folder });
  const settings = { cwd: folder, env: environment(repository) };
  return {
    folder,
    run: (args, accept = [0]) =>
      new Promise((resolve, reject) => {
        execFile(
          program,
          [...OPTIONS, ...args],
          { ...settings, encoding: 'buffer', maxBuffer: LONGEST_OUTPUT, timeout: PATIENCE_MS, killSignal: 'SIGKILL' },
          (error, stdout, stderr) => {
            const status = error === null ? 0 : error.code;
            if (typeof status === 'number' && accept.includes(status)) resolve({ status, output: stdout });
            else
              reject(new OperatorError('git-failed', { folder, problem: problemOf(error, stderr) }, { cause: error }));
          },
        );
      }),
    start: (args) => spawn(program, [...OPTIONS, ...args], settings),
  };
}

function problemOf(error: { readonly killed?: boolean | undefined } | null, stderr: Buffer): string {
  if (error?.killed === true) return `it did not end within ${PATIENCE_MS / 1000} seconds.`;
  const [line = ''] = stderr.toString('utf8').split('\n');
  return line.replace(/^fatal: /, '') || 'it gave no reason.';
}

/**
 * Nothing of the caller's environment but the path, so that a GIT_DIR of a hook that calls us, an editor or a proxy
 * takes no part. With GIT_DIR given, git neither searches nor asks who owns the folder (`safe.directory`): reading as
 * root what another account owns works, and is safe because nothing in the configuration can run.
 */
function environment({ gitFolder, workTree }: FoundRepository): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    ...(process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot }),
    LC_ALL: 'C',
    GIT_DIR: gitFolder,
    ...(workTree === null ? {} : { GIT_WORK_TREE: workTree }),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    // A partial clone would fetch what it lacks by whatever command its configuration names. The second is for a git
    // that does not know the first (before 2.44): no protocol is allowed at all.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  };
}

/** By its absolute path, so that no `git` lying in the judged folder is ever run. */
async function findGit(): Promise<string | null> {
  const names = process.platform === 'win32' ? ['git.exe'] : ['git'];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of names) {
      const program = join(folder, name);
      const isThere = await access(program, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isThere) return program;
    }
  }
  return null;
}
