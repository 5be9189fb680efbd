import type { Octokit } from '@octokit/rest';

/**
 * The accounts that belong to an organisation, also those who keep it to themselves: a request for each hundred.
 * @see https://docs.github.com/en/rest/orgs/members#list-organization-members
 */
export async function listMembers(reader: Octokit, org: string): Promise<number[]> {
  const members = await reader.paginate(reader.rest.orgs.listMembers, { org, per_page: 100 });
  return members.map(({ id }) => id);
}
