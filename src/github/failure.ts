/** Why GitHub did not do what was asked, in the words in which the house decides what to do next. */
export type FailureKind =
  /** Not there, or not for us to see. */
  | 'not-found'
  /** A permission is missing, the installation is suspended, or the repository is read-only. */
  | 'forbidden'
  /** The installation does not grant, or no longer, what was asked for: how it stands is to be read again. */
  | 'not-granted'
  /** Renamed or transferred since it was read: nothing was carried out, and what is read anew has the new name. */
  | 'moved'
  /** The token is no longer good. */
  | 'unauthorized'
  /** A primary or secondary rate limit: wait as told. */
  | 'limited'
  /** It stands already, or what was sent does not fit what stands. */
  | 'conflict'
  /** GitHub holds the request to be wrong: a mistake of ours. */
  | 'invalid'
  /** 5xx, a cut connection, no answer in time, an answer that is no answer. A write may have been carried out. */
  | 'outage'
  /** An earlier request may have been carried out, and cannot be looked up yet: wait. */
  | 'unconfirmed'
  /** Somebody has to approve it first. */
  | 'held'
  /** The operator has stopped all writing. */
  | 'stopped'
  /** Our own client refused: this mode or task has no right to write here. */
  | 'refused';

/** A failed request. Carries no headers and no body of the request: those hold tokens. */
export class GitHubFailure extends Error {
  override readonly name = 'GitHubFailure';
  readonly kind: FailureKind;
  readonly status: number | null;
  /** `POST /repos/{owner}/{repo}/issues` */
  readonly route: string;
  /** Seconds to wait, where GitHub said so or its documentation does; null otherwise. */
  readonly retryAfterSeconds: number | null;

  constructor(
    kind: FailureKind,
    route: string,
    message: string,
    { status = null, retryAfterSeconds = null }: { status?: number | null; retryAfterSeconds?: number | null } = {},
  ) {
    super(`${route}: ${message}`);
    this.kind = kind;
    this.route = route;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

interface FailedRequest {
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

/** GitHub asks for at least a minute where a secondary limit names no time. */
const SECONDARY_LIMIT_WAIT = 60;

/**
 * Translates a status, its headers and GitHub's message.
 * @param now milliseconds, to tell how far away `x-ratelimit-reset` is
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function failureOf(route: string, failed: FailedRequest, now: number): GitHubFailure {
  const { status, message } = failed;
  const limited = retryAfter(failed, now);
  if (limited !== null) return new GitHubFailure('limited', route, message, { status, retryAfterSeconds: limited });
  const kind = status === 422 && NOT_GRANTED.test(message) ? 'not-granted' : kindOf(status);
  return new GitHubFailure(kind, route, message, { status });
}

/** How GitHub refuses a token with more rights than the installation has. */
const NOT_GRANTED = /permissions requested are not granted/i;

function kindOf(status: number): FailureKind {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
    case 451:
      return 'not-found';
    case 409:
    case 422:
      return 'conflict';
    default:
      return status >= 400 && status < 500 ? 'invalid' : 'outage';
  }
}

function retryAfter({ status, message, headers }: FailedRequest, now: number): number | null {
  if (status !== 403 && status !== 429) return null;
  const seconds = Number(headers['retry-after']);
  if (headers['retry-after'] !== undefined && Number.isFinite(seconds)) return Math.max(1, seconds);
  const reset = Number(headers['x-ratelimit-reset']);
  if (String(headers['x-ratelimit-remaining']) === '0' && Number.isFinite(reset)) {
    return Math.max(1, Math.ceil(reset - now / 1000));
  }
  return status === 429 || /secondary rate limit|abuse detection/i.test(message) ? SECONDARY_LIMIT_WAIT : null;
}

/** GitHub gave up before it had an answer: for less at a time it may have one. */
export function isTooMuch(error: unknown): boolean {
  return error instanceof GitHubFailure && (error.status === 502 || error.status === 504);
}

/** Short, as whoever pushed waits for the check; long enough for the next push of the same hand. */
const MOVED_SECONDS = 5;

/** A branch has another head than when the reading began: what was read of it is thrown away, and read again. */
export function branchMoved(message: string): GitHubFailure {
  return new GitHubFailure('moved', 'POST /graphql', message, { retryAfterSeconds: MOVED_SECONDS });
}
