import type { Octokit } from '@octokit/rest';
import { GitHubFailure } from './failure.ts';

/**
 * The accounts in a team, those of its child teams included: a request for each hundred.
 * @param slug as the team is called in its address
 * @returns null where there is no such team, or it may not be read
 * @see https://docs.github.com/en/rest/teams/members#list-team-members
 */
export async function listTeamMembers(reader: Octokit, org: string, slug: string): Promise<number[] | null> {
  try {
    const members = await reader.paginate(reader.rest.teams.listMembersInOrg, { org, team_slug: slug, per_page: 100 });
    return members.map(({ id }) => id);
  } catch (error) {
    if (error instanceof GitHubFailure && error.kind === 'not-found') return null;
    throw error;
  }
}
