import type { Octokit } from '@octokit/rest';
import { GitHubFailure } from './failure.ts';
import { query } from './graphql.ts';

/** So many searches go into one query. */
const SEARCHES_A_QUERY = 30;

/** Only logins and projects of this form are put into a search: nothing else can end up in one. */
const LOGIN = /^[A-Za-z0-9-]{1,39}$/;
const PROJECT = /^[A-Za-z0-9-]{1,39}\/[\w.-]{1,100}$/;

export interface UpstreamCounts {
  readonly pullRequests: number;
  readonly issues: number;
  readonly reviews: number;
}

/**
 * Counts what accounts did together in public repositories outside of an organisation, within days: pull requests and
 * issues that they opened then, and pull requests of others, opened then, that they reviewed. What each of them did is
 * added up at once and handed to nobody.
 * @param from YYYY-MM-DD; @param until YYYY-MM-DD, the last day
 * @see https://docs.github.com/en/search-github/searching-on-github/searching-issues-and-pull-requests
 */
export async function countUpstream(
  reader: Octokit,
  accounts: readonly string[],
  { organization, from, until }: { readonly organization: string; readonly from: string; readonly until: string },
): Promise<UpstreamCounts> {
  const outside = `-org:${organization} -user:${organization} is:public created:${from}..${until}`;
  const logins = accounts.filter((login) => LOGIN.test(login));
  return {
    pullRequests: await countAll(
      reader,
      logins.map((login) => `is:pr author:${login} ${outside}`),
    ),
    issues: await countAll(
      reader,
      logins.map((login) => `is:issue author:${login} ${outside}`),
    ),
    reviews: await countAll(
      reader,
      logins.map((login) => `is:pr reviewed-by:${login} -author:${login} ${outside}`),
    ),
  };
}

/** Counts the merged pull requests of accounts in one project, all together. */
export async function countMerged(reader: Octokit, accounts: readonly string[], project: string): Promise<number> {
  if (!PROJECT.test(project)) return 0;
  const logins = accounts.filter((login) => LOGIN.test(login));
  return countAll(
    reader,
    logins.map((login) => `repo:${project} is:pr is:merged is:public author:${login}`),
  );
}

/** The sum of what the searches find. */
async function countAll(reader: Octokit, searches: readonly string[]): Promise<number> {
  let sum = 0;
  for (let start = 0; start < searches.length; start += SEARCHES_A_QUERY) {
    const some = searches.slice(start, start + SEARCHES_A_QUERY);
    const names = some.map((_, index) => `$q${index}: String!`).join(', ');
    const fields = some.map((_, index) => `s${index}: search(query: $q${index}, type: ISSUE, first: 1) { issueCount }`);
    const variables = Object.fromEntries(some.map((search, index) => [`q${index}`, search]));
    const answer = await query<Readonly<Record<string, { readonly issueCount: number } | null>>>(
      reader,
      `query Upstream(${names}) { ${fields.join('\n')} }`,
      variables,
    );
    const [error] = answer.errors;
    // A sum without one of them would be a wrong figure.
    if (error !== undefined) throw new GitHubFailure('outage', 'POST /graphql', error.message, { status: 200 });
    for (const index of some.keys()) sum += answer.data[`s${index}`]?.issueCount ?? 0;
  }
  return sum;
}
