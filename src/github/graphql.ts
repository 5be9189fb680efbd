import type { Octokit } from '@octokit/rest';
import { type FailureKind, GitHubFailure } from './failure.ts';

/** One error of a GraphQL answer, as GitHub words it. */
export interface GraphqlError {
  readonly type?: string;
  readonly path?: readonly (string | number)[];
  readonly message: string;
}

export interface GraphqlAnswer<T> {
  /** Partial where there are errors: what an error's path names is null. */
  readonly data: T;
  readonly errors: readonly GraphqlError[];
}

const ROUTE = 'POST /graphql';

/**
 * Sends a query. GitHub answers 200 with errors: what could not be found is told in `errors`, beside what could;
 * limits and failures of the whole query are thrown.
 * @see https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export async function query<T>(
  client: Octokit,
  text: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<GraphqlAnswer<T>> {
  const { data: answer, headers } = await client.request('POST /graphql', { query: text, variables });
  const errors: readonly GraphqlError[] = Array.isArray(answer?.errors) ? answer.errors : [];
  const limit = errors.find(({ type }) => type === 'RATE_LIMITED' || type === 'RATE_LIMIT');
  if (limit !== undefined) {
    const reset = Number(headers['x-ratelimit-reset']);
    const retryAfterSeconds = Number.isFinite(reset) ? Math.max(1, Math.ceil(reset - Date.now() / 1000)) : 60;
    throw new GitHubFailure('limited', ROUTE, limit.message, { status: 200, retryAfterSeconds });
  }
  if (answer?.data === undefined || answer.data === null) {
    throw new GitHubFailure('outage', ROUTE, errors[0]?.message ?? 'the answer holds no data', { status: 200 });
  }
  return { data: answer.data as T, errors };
}

/**
 * Sends a query for what may be gone. Only GitHub's word that something does not exist is proof of it.
 * @throws GitHubFailure `outage` for any other error: GitHub did not tell
 */
export async function queryStanding<T>(
  client: Octokit,
  text: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<T> {
  const { data, errors } = await query<T>(client, text, variables);
  const error = errors.find(({ type }) => type !== 'NOT_FOUND');
  if (error !== undefined) throw new GitHubFailure('outage', ROUTE, error.message, { status: 200 });
  return data;
}

/**
 * Writes. Other than of a query, nothing of an answer with errors is taken: what was not done is thrown.
 * @throws GitHubFailure `outage` where GitHub does not say why, as it may have been done
 */
export async function mutate<T>(
  writer: Octokit,
  text: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<T> {
  const { data, errors } = await query<T>(writer, text, variables);
  const [error] = errors;
  if (error === undefined) return data;
  throw new GitHubFailure(FAILURES[error.type ?? ''] ?? 'outage', ROUTE, error.message, { status: 200 });
}

const FAILURES: Readonly<Record<string, FailureKind>> = {
  NOT_FOUND: 'not-found',
  FORBIDDEN: 'forbidden',
  INSUFFICIENT_SCOPES: 'forbidden',
  UNPROCESSABLE: 'conflict',
};

/** GitHub's word for a permission that the token does not carry. */
export function isForbidden({ type }: GraphqlError): boolean {
  return type === 'FORBIDDEN';
}

/** An error below one place of an answer. */
export interface ErrorBelow extends GraphqlError {
  /** Where below it; empty for the place itself, or where GitHub did not say where. */
  readonly below: readonly (string | number)[];
}

/** The errors at and below one place. One that names no place may be anywhere, and so it is below each. */
export function errorsBelow(
  answer: Pick<GraphqlAnswer<unknown>, 'errors'>,
  place: readonly (string | number)[],
): ErrorBelow[] {
  return answer.errors.flatMap((error) => {
    const path = error.path ?? [];
    const isBelow = path.length === 0 || place.every((step, index) => path[index] === step);
    return isBelow ? [{ ...error, below: path.slice(place.length) }] : [];
  });
}
