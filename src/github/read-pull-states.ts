import type { Octokit } from '@octokit/rest';
import { query } from './graphql.ts';

/** An open pull request by its newest commit. */
export interface StandingPull {
  readonly number: number;
  readonly headSha: string;
}

interface Answer {
  readonly repository: Readonly<
    Record<string, { readonly number: number; readonly state: string; readonly headRefOid: string } | null>
  > | null;
}

/** No commit is the head of more pull requests that anybody asks about. */
const MOST = 50;

/** Those of these pull requests that are open: one request. One that GitHub does not tell of is not among them. */
export async function readOpenPulls(
  reader: Octokit,
  repositoryNodeId: string,
  numbers: readonly number[],
): Promise<StandingPull[]> {
  const asked = [...new Set(numbers)].filter((number) => Number.isSafeInteger(number) && number > 0).slice(0, MOST);
  if (asked.length === 0) return [];
  const fields = asked.map((number) => `p${number}: pullRequest(number: ${number}) { number state headRefOid }`);
  const text = `query PullStates($id: ID!) { repository: node(id: $id) { ... on Repository { ${fields.join(' ')} } } }`;
  const { data } = await query<Answer>(reader, text, { id: repositoryNodeId });
  return Object.values(data.repository ?? {}).flatMap((pull) =>
    pull === null || pull.state !== 'OPEN' ? [] : [{ number: pull.number, headSha: pull.headRefOid }],
  );
}
