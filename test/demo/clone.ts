import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Account, GitHub, Repository } from '../github/index.ts';

const run = promisify(execFile);

/** A person's clone, with git as they have it; nothing of this machine's own settings is used. */
export interface Clone {
  readonly folder: string;
  /** Commits one file, without a sign-off: that is what people forget. */
  commit(path: string, content: string, message: string): Promise<void>;
  git(...args: readonly string[]): Promise<string>;
}

/** Clones a repository over HTTP as somebody who may push to it, and makes a branch. */
export async function openClone(
  github: GitHub,
  repository: Repository,
  person: Account,
  branch: string,
): Promise<Clone> {
  const home = await mkdtemp(join(tmpdir(), 'portreeve-demo-clone-'));
  const folder = join(home, repository.name);
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(home, 'no-configuration'),
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_DATE: github.clock.iso(),
    GIT_COMMITTER_DATE: github.clock.iso(),
  };
  const gitIn = async (cwd: string, args: readonly string[]): Promise<string> => {
    const { stdout } = await run('git', args, { cwd, env });
    return stdout.trim();
  };
  const git = (...args: readonly string[]) => gitIn(folder, args);
  const host = github.url.replace('http://', `http://x-access-token:${github.createUserToken(person)}@`);
  await gitIn(home, ['clone', '--quiet', `${host}/${repository.owner.login}/${repository.name}.git`]);
  await git('config', 'user.name', person.name ?? person.login);
  await git('config', 'user.email', person.email ?? '');
  await git('switch', '--quiet', '--create', branch);
  return {
    folder: home,
    git,
    async commit(path, content, message) {
      await writeFile(join(folder, path), content);
      await git('add', path);
      await git('commit', '--quiet', '--message', message);
    },
  };
}

/** The commands of the first block that pushes, as a comment of Portreeve's shows them. */
export function commandsIn(comment: string): string[] {
  const blocks = comment.split('```').filter((_, index) => index % 2 === 1);
  const block = blocks.find((text) => text.includes('git push'));
  if (block === undefined) throw new Error('The comment shows no commands');
  return block.split('\n').filter((line) => line.startsWith('git '));
}

/** Types the very commands, each as it stands. They are words and spaces: no shell is needed. */
export async function type(clone: Clone, commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    const [, ...words] = command.split(' ');
    await clone.git(...words);
  }
}
