import type { Octokit } from '@octokit/rest';
import type { Account } from '../contributions/commit.ts';
import { GitHubFailure } from './failure.ts';

/**
 * The account that has this login now.
 * @returns null where none has
 * @see https://docs.github.com/en/rest/users/users#get-a-user
 */
export async function readAccount(reader: Octokit, username: string): Promise<Account | null> {
  try {
    const { data } = await reader.rest.users.getByUsername({ username });
    const type = data.type === 'Bot' || data.type === 'Organization' ? data.type : 'User';
    return { id: data.id, login: data.login, type };
  } catch (error) {
    if (error instanceof GitHubFailure && error.kind === 'not-found') return null;
    throw error;
  }
}

/** Whether an account has this login now. */
export async function hasAccount(reader: Octokit, username: string): Promise<boolean> {
  return (await readAccount(reader, username)) !== null;
}
