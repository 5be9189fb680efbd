import { type ContributionPolicy, DCOAPP_POLICY, DEFAULT_POLICY } from '../contributions/policy.ts';
import type { ContributionSettings } from './effective-configuration.ts';

/** What is known of people beside the commits themselves. */
export interface KnownPeople {
  readonly aliases: ContributionPolicy['aliases'];
  /** Accounts of the organisation's members, so far as they are known. */
  readonly members: ReadonlySet<number>;
}

/** What an organisation's settings demand of contributions. */
export function contributionPolicy(
  { signOff, ai }: ContributionSettings,
  { aliases, members }: KnownPeople,
): ContributionPolicy {
  const basis = signOff.compatible === 'dcoapp' ? DCOAPP_POLICY : DEFAULT_POLICY;
  return {
    ...basis,
    ai,
    aliases,
    placement: signOff.placement ?? basis.placement,
    name: signOff.name ?? basis.name,
    coAuthors: signOff.coAuthors ?? basis.coAuthors,
    merges: signOff.merges ?? basis.merges,
    exemptAccounts: new Set([...signOff.excused, ...(signOff.members === 'excuse' ? members : [])]),
    remediation: {
      individual: signOff.later ?? basis.remediation.individual,
      representatives: new Set(signOff.representatives),
    },
  };
}
