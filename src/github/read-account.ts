import type { Octokit } from '@octokit/rest';
import { GitHubFailure } from './failure.ts';

/**
 * Whether an account has this login now.
 * @see https://docs.github.com/en/rest/users/users#get-a-user
 */
export async function hasAccount(reader: Octokit, username: string): Promise<boolean> {
  try {
    await reader.rest.users.getByUsername({ username });
    return true;
  } catch (error) {
    if (error instanceof GitHubFailure && error.kind === 'not-found') return false;
    throw error;
  }
}
