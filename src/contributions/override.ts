import type { Account } from './commit.ts';

/** What GitHub says of somebody's rights on a repository. */
export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

/** A person's word that some commits go in without a sign-off. */
export interface Override {
  /** Exactly these, and no commit that comes later. */
  readonly shas: readonly string[];
  /** Who said so, as GitHub attested it. */
  readonly by: Account;
  /** What they might do on the repository at that time. */
  readonly role: Role;
  readonly reason: string;
  /** ISO 8601, UTC: from then on it counts no more. */
  readonly expiresAt: string;
}

const MAY_OVERRIDE: readonly Role[] = ['admin', 'maintain', 'write'];

/** Those that count, by the commits that they cover: of a person who may write, with a reason, and not yet expired. */
export function overridesInForce(overrides: readonly Override[], now: Date): ReadonlyMap<string, Override> {
  const inForce = overrides.filter(
    ({ by, role, reason, expiresAt }) =>
      by.type === 'User' && MAY_OVERRIDE.includes(role) && reason.trim() !== '' && new Date(expiresAt) > now,
  );
  return new Map(inForce.flatMap((override) => override.shas.map((sha) => [sha, override] as const)));
}
