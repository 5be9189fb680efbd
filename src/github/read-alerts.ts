import type { Octokit } from '@octokit/rest';

export type AlertCounts = Readonly<Record<'critical' | 'high' | 'medium' | 'low', number>>;

/** More pages are not read: nobody counts 10,000 alerts to the last. */
const MOST_PAGES = 100;

/**
 * Counts the open alerts on vulnerable dependencies of a whole organisation: a request for each hundred.
 * @returns null where there are more than are read
 * @throws GitHubFailure `forbidden` or `not-found` where the installation may not see them
 * @see https://docs.github.com/en/rest/dependabot/alerts#list-dependabot-alerts-for-an-organization
 */
export async function countOpenAlerts(reader: Octokit, org: string): Promise<AlertCounts | null> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  let pages = 0;
  const parameters = { org, state: 'open', per_page: 100 } as const;
  for await (const { data } of reader.paginate.iterator(reader.rest.dependabot.listAlertsForOrg, parameters)) {
    pages += 1;
    if (pages > MOST_PAGES) return null;
    for (const { security_vulnerability } of data) counts[security_vulnerability.severity] += 1;
  }
  return counts;
}
