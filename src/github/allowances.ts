import type { ObservedRequest, RateLimit, RequestObserver } from './client.ts';

/** What GitHub last said of an installation's allowance; each resource has its own. */
export type KnownLimit = RateLimit & { readonly resource: 'core' | 'graphql' };

/** Remembers, in this process, what answers told of allowances. */
export interface Allowances {
  readonly note: RequestObserver;
  newest(installationId: number): readonly KnownLimit[];
  /** What is to be told to the other processes: nothing, where they were told within the last seconds. */
  toTell(installationId: number): readonly KnownLimit[];
}

const TELL_EACH_MS = 5_000;

interface Noted {
  readonly limits: Map<KnownLimit['resource'], KnownLimit>;
  toldAt: number;
  isTold: boolean;
}

/** @param now milliseconds */
export function createAllowances(now: () => number = Date.now): Allowances {
  const noted = new Map<number, Noted>();
  return {
    note({ installationId, rateLimit }: ObservedRequest) {
      if (installationId === 0 || rateLimit === null || !isKnown(rateLimit)) return;
      const known = noted.get(installationId) ?? { limits: new Map(), toldAt: Number.NEGATIVE_INFINITY, isTold: true };
      known.limits.set(rateLimit.resource, rateLimit);
      known.isTold = false;
      noted.set(installationId, known);
    },
    newest: (installationId) => [...(noted.get(installationId)?.limits.values() ?? [])],
    toTell(installationId) {
      const known = noted.get(installationId);
      // A clock that was put back tells more often rather than never again.
      if (known === undefined || known.isTold || Math.abs(now() - known.toldAt) < TELL_EACH_MS) return [];
      known.toldAt = now();
      known.isTold = true;
      return [...known.limits.values()];
    },
  };
}

function isKnown(limit: RateLimit): limit is KnownLimit {
  return limit.resource !== 'other';
}
