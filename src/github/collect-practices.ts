import type { Octokit } from '@octokit/rest';
import { isTooMuch } from './failure.ts';
import { errorsBelow, type GraphqlAnswer, query } from './graphql.ts';

/** Of so many repositories GitHub answers within its ten seconds; of fewer where it does not. */
export const PRACTICES_A_QUERY = 25;

/** A larger workflow is not read: it is generated, or hostile. */
const LARGEST_WORKFLOW = 100_000;

const QUERY = `query Practices($ids: [ID!]!, $withContents: Boolean!, $withPulls: Boolean!, $withProtection: Boolean!) {
  repositories: nodes(ids: $ids) { ... on Repository {
    id databaseId hasVulnerabilityAlertsEnabled
    workflows: object(expression: "HEAD:.github/workflows") @include(if: $withContents) { ... on Tree { entries {
      name type object { ... on Blob { byteSize text } } } } }
    defaultBranchRef @include(if: $withContents) {
      rules(first: 50) { nodes { type parameters { ... on PullRequestParameters { requiredApprovingReviewCount } } } }
      branchProtectionRule @include(if: $withProtection) { requiresApprovingReviews requiredApprovingReviewCount } }
    pullRequests(states: MERGED, first: 50, orderBy: { field: UPDATED_AT, direction: DESC }) @include(if: $withPulls) {
      nodes { mergedAt author { login } reviews(first: 20, states: APPROVED) { nodes { author { login } } } } }
  } } }`;

interface PracticesAnswer {
  readonly id: string;
  readonly databaseId: number;
  readonly hasVulnerabilityAlertsEnabled: boolean;
  readonly workflows?: {
    readonly entries?:
      | readonly {
          readonly name: string;
          readonly type: string;
          readonly object: { readonly byteSize?: number; readonly text?: string | null } | null;
        }[]
      | null;
  } | null;
  readonly defaultBranchRef?: {
    readonly rules: {
      readonly nodes:
        | readonly ({
            readonly type: string;
            readonly parameters: { readonly requiredApprovingReviewCount?: number } | null;
          } | null)[]
        | null;
    } | null;
    readonly branchProtectionRule?: {
      readonly requiresApprovingReviews: boolean;
      readonly requiredApprovingReviewCount: number | null;
    } | null;
  } | null;
  readonly pullRequests?: { readonly nodes: readonly (MergedAnswer | null)[] | null };
}

interface MergedAnswer {
  readonly mergedAt: string | null;
  readonly author: { readonly login: string } | null;
  readonly reviews: {
    readonly nodes: readonly ({ readonly author: { readonly login: string } | null } | null)[] | null;
  };
}

interface Answer {
  readonly repositories: readonly (PracticesAnswer | null)[];
}

/** What a repository has set up. null: it was not asked for, as the installation does not let us. */
export interface Practices {
  readonly repositoryId: number;
  readonly hasAlerts: boolean;
  /** Texts by path; a text that was too large is empty. */
  readonly workflows: readonly { readonly path: string; readonly text: string }[] | null;
  /** Approvals that a change of the default branch needs; null: the rules that can be seen ask for none, others may. */
  readonly required: number | null;
  /** Changes merged since a moment, at most 50, and how many of them somebody other than the author approved. */
  readonly merged: { readonly total: number; readonly approved: number } | null;
}

export interface PracticesRequest {
  readonly withContents: boolean;
  readonly withPulls: boolean;
  /** Whether branch protection may be read: without the right GitHub says that there is none. */
  readonly withProtection: boolean;
  /** Changes merged before this are not counted. */
  readonly since: Date;
}

export interface CollectedPractices {
  readonly practices: readonly Practices[];
  readonly unread: readonly { readonly nodeId: string; readonly reason: string }[];
}

/**
 * Reads what repositories have set up: one request for all of them; where GitHub cannot answer for so many, half at a time.
 * @param nodeIds at most `PRACTICES_A_QUERY`
 * @see https://docs.github.com/en/graphql/reference/objects#repository
 */
export async function collectPractices(
  reader: Octokit,
  nodeIds: readonly string[],
  request: PracticesRequest,
): Promise<CollectedPractices> {
  if (nodeIds.length === 0) return { practices: [], unread: [] };
  const answer = await askOrHalve(reader, nodeIds, request);
  if (answer === 'too-much') {
    const half = Math.ceil(nodeIds.length / 2);
    const first = await collectPractices(reader, nodeIds.slice(0, half), request);
    const second = await collectPractices(reader, nodeIds.slice(half), request);
    return { practices: [...first.practices, ...second.practices], unread: [...first.unread, ...second.unread] };
  }
  const practices: Practices[] = [];
  const unread: { nodeId: string; reason: string }[] = [];
  for (const [index, nodeId] of nodeIds.entries()) {
    const repository = answer.data.repositories[index] ?? null;
    const error = errorsBelow(answer, ['repositories', index]).find(({ type }) => type !== 'NOT_FOUND');
    if (error !== undefined) unread.push({ nodeId, reason: error.message });
    else if (repository?.databaseId !== undefined) practices.push(toPractices(repository, request));
  }
  return { practices, unread };
}

async function askOrHalve(
  reader: Octokit,
  ids: readonly string[],
  { withContents, withPulls, withProtection }: PracticesRequest,
): Promise<GraphqlAnswer<Answer> | 'too-much'> {
  const isDivisible = ids.length > 1;
  try {
    const answer = await query<Answer>(reader, QUERY, { ids, withContents, withPulls, withProtection });
    return isDivisible && answer.errors.some(({ type }) => type === 'RESOURCE_LIMITS_EXCEEDED') ? 'too-much' : answer;
  } catch (error) {
    if (isDivisible && isTooMuch(error)) return 'too-much';
    throw error;
  }
}

function toPractices(answer: PracticesAnswer, { withContents, withPulls, since }: PracticesRequest): Practices {
  const { databaseId: repositoryId, hasVulnerabilityAlertsEnabled: hasAlerts, workflows } = answer;
  const files = (workflows?.entries ?? []).filter(({ name, type }) => type === 'blob' && /\.ya?ml$/.test(name));
  return {
    repositoryId,
    hasAlerts,
    workflows: withContents
      ? files.map(({ name, object }) => ({
          path: `.github/workflows/${name}`,
          text: (object?.byteSize ?? 0) <= LARGEST_WORKFLOW ? (object?.text ?? '') : '',
        }))
      : null,
    required: requiredBy(answer),
    merged: withPulls ? countMerged(answer, since) : null,
  };
}

function requiredBy({ defaultBranchRef }: PracticesAnswer): number | null {
  const byRules = (defaultBranchRef?.rules?.nodes ?? []).map(
    (rule) => rule?.parameters?.requiredApprovingReviewCount ?? 0,
  );
  const most = Math.max(0, ...byRules);
  const protection = defaultBranchRef?.branchProtectionRule;
  if (protection === undefined) return most > 0 ? most : null;
  const isAsked = protection?.requiresApprovingReviews === true;
  return Math.max(most, isAsked ? (protection.requiredApprovingReviewCount ?? 1) : 0);
}

function countMerged({ pullRequests }: PracticesAnswer, since: Date): { total: number; approved: number } {
  const merged = (pullRequests?.nodes ?? []).flatMap((one) =>
    one !== null && one.mergedAt !== null && Date.parse(one.mergedAt) >= since.getTime() ? [one] : [],
  );
  const isApproved = ({ author, reviews }: MergedAnswer): boolean =>
    (reviews.nodes ?? []).some((review) => review?.author != null && review.author.login !== author?.login);
  return { total: merged.length, approved: merged.filter(isApproved).length };
}
