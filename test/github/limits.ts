import type { Clock } from './clock.ts';
import { ApiError } from './errors.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** GitHub's documented secondary limits, per installation or user. */
export const SECONDARY = {
  contentPerMinute: 80,
  contentPerHour: 500,
  pointsPerMinute: 900,
  graphqlPointsPerMinute: 2000,
  concurrent: 100,
} as const;

/** The most that one caller ever did in a window. */
export type Peaks = Record<keyof typeof SECONDARY, number>;

interface Account {
  used: { core: number; graphql: number };
  windowEnds: number;
  content: number[];
  points: { at: number; points: number; isGraphql: boolean }[];
  concurrent: number;
  peaks: Peaks;
}

/** What one call weighs. */
export interface Weight {
  readonly isGraphql: boolean;
  readonly isContent: boolean;
  readonly points: number;
}

/** Counts each caller's use of the primary and the secondary limits by the server's clock. */
export class Limits {
  /** Whether going beyond a secondary limit is answered with 403; they are counted in any case. */
  enforceSecondary: boolean;
  readonly #clock: Clock;
  readonly #allowance: number;
  readonly #accounts = new Map<string, Account>();

  constructor(clock: Clock, options: { readonly allowance: number; readonly enforceSecondary: boolean }) {
    this.#clock = clock;
    this.#allowance = options.allowance;
    this.enforceSecondary = options.enforceSecondary;
  }

  /** The peaks of one caller (`installation:7`), or of all together taken as a maximum. */
  peaks(key?: string): Peaks {
    const accounts = key === undefined ? [...this.#accounts.values()] : [this.#account(key)];
    const most = (name: keyof Peaks) => Math.max(0, ...accounts.map(({ peaks }) => peaks[name]));
    return Object.fromEntries(Object.keys(SECONDARY).map((name) => [name, most(name as keyof Peaks)])) as Peaks;
  }

  allowance(key: string): number {
    return key === 'anonymous' ? 60 : this.#allowance;
  }

  /** What `x-ratelimit-*` headers and `GET /rate_limit` say. */
  state(
    key: string,
    resource: 'core' | 'graphql',
  ): { limit: number; remaining: number; used: number; reset: number; resource: string } {
    const { used, windowEnds } = this.#account(key);
    const limit = this.allowance(key);
    return {
      limit,
      remaining: Math.max(0, limit - used[resource]),
      used: used[resource],
      reset: Math.ceil(windowEnds / 1000),
      resource,
    };
  }

  spend(key: string, resource: 'core' | 'graphql', points: number): void {
    this.#account(key).used[resource] += points;
  }

  isSpent(key: string, resource: 'core' | 'graphql'): boolean {
    return this.state(key, resource).remaining <= 0;
  }

  /** Uses up an allowance to the end of its window, as tests of exhausted limits need. */
  exhaust(key: string, resource: 'core' | 'graphql' = 'core'): void {
    this.#account(key).used[resource] = this.allowance(key);
  }

  /** A request came in; `leave` when its connection is done with it. */
  begin(key: string): void {
    this.#account(key).concurrent += 1;
  }

  /** Counts a call towards the secondary limits; throws 403 when they are enforced and exceeded. */
  enter(key: string, weight: Weight): void {
    const account = this.#account(key);
    const now = this.#clock.now();
    account.points = [
      ...account.points.filter(({ at }) => at > now - MINUTE),
      { at: now, points: weight.points, isGraphql: weight.isGraphql },
    ];
    if (weight.isContent) account.content = [...account.content.filter((at) => at > now - HOUR), now];
    const current = this.#current(account, now);
    for (const name of Object.keys(SECONDARY) as (keyof Peaks)[])
      account.peaks[name] = Math.max(account.peaks[name], current[name]);
    const isOver = (Object.keys(SECONDARY) as (keyof Peaks)[]).some((name) => current[name] > SECONDARY[name]);
    if (this.enforceSecondary && isOver) throw secondaryLimit(60);
  }

  leave(key: string): void {
    this.#account(key).concurrent -= 1;
  }

  #current(account: Account, now: number): Peaks {
    const points = (isGraphql: boolean) =>
      account.points.filter((entry) => entry.isGraphql === isGraphql).reduce((sum, entry) => sum + entry.points, 0);
    return {
      contentPerMinute: account.content.filter((at) => at > now - MINUTE).length,
      contentPerHour: account.content.length,
      pointsPerMinute: points(false),
      graphqlPointsPerMinute: points(true),
      concurrent: account.concurrent,
    };
  }

  #account(key: string): Account {
    const now = this.#clock.now();
    const known = this.#accounts.get(key);
    if (known) {
      if (known.windowEnds <= now) Object.assign(known, { used: { core: 0, graphql: 0 }, windowEnds: now + HOUR });
      return known;
    }
    const peaks = Object.fromEntries(Object.keys(SECONDARY).map((name) => [name, 0])) as Peaks;
    const account = {
      used: { core: 0, graphql: 0 },
      windowEnds: now + HOUR,
      content: [],
      points: [],
      concurrent: 0,
      peaks,
    };
    this.#accounts.set(key, account);
    return account;
  }
}

/** The answer to too much at once; `retryAfter` in seconds, `null` for none. */
export function secondaryLimit(retryAfter: number | null): ApiError {
  return new ApiError(
    403,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    {},
    retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
  );
}

export function primaryLimit(reset: number): ApiError {
  return new ApiError(
    403,
    'API rate limit exceeded for installation.',
    {},
    {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(reset),
    },
  );
}
