import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ObjectFormat } from './objects.ts';

/** What keeps the machine's configuration and a repository's own hooks from taking part. */
const OPTIONS = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'gc.auto=0',
  '-c',
  'safe.directory=*',
];

export interface GitPlace {
  /** The bare repository. */
  readonly directory: string;
  /** The object directory, shared by a network of forks. */
  readonly objects: string;
}

function environment(place: GitPlace, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: place.directory,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_DIR: place.directory,
    GIT_OBJECT_DIRECTORY: place.objects,
    ...extra,
  };
}

/** Runs git to its end and returns what it wrote; throws with git's own words when it fails with a status not in `accept`. */
export function runGit(
  place: GitPlace,
  args: readonly string[],
  input?: Buffer | string,
  accept: readonly number[] = [0],
): Buffer {
  const result = spawnSync('git', [...OPTIONS, ...args], {
    cwd: place.directory,
    env: environment(place),
    maxBuffer: 1 << 30,
    ...(input === undefined ? {} : { input }),
  });
  if (result.error) throw result.error;
  if (result.status === null || !accept.includes(result.status)) {
    throw new Error(`git ${args.join(' ')} ended with ${result.status}: ${result.stderr.toString('utf8').trim()}`);
  }
  return result.stdout;
}

/** Starts a git that talks over its standard streams. */
export function spawnGit(
  place: GitPlace,
  args: readonly string[],
  extra: NodeJS.ProcessEnv = {},
): ChildProcessWithoutNullStreams {
  return spawn('git', [...OPTIONS, ...args], { cwd: place.directory, env: environment(place, extra) });
}

/** Makes an empty bare repository without a process; `unpackLimit` keeps what a push brings as loose objects. */
export function makeBare(place: GitPlace, format: ObjectFormat): void {
  mkdirSync(join(place.directory, 'refs', 'heads'), { recursive: true });
  mkdirSync(join(place.objects, 'pack'), { recursive: true });
  const version =
    format === 'sha256'
      ? ['\trepositoryformatversion = 1', '[extensions]', '\tobjectformat = sha256']
      : ['\trepositoryformatversion = 0'];
  const lines = [
    '[core]',
    '\tbare = true',
    ...version,
    '[receive]',
    '\tunpackLimit = 100000',
    '[uploadpack]',
    '\tallowAnySHA1InWant = true',
    '',
  ];
  writeFileSync(join(place.directory, 'config'), lines.join('\n'));
  writeFileSync(join(place.directory, 'HEAD'), 'ref: refs/heads/main\n');
}
