import { type ContributionPolicy, DCOAPP_POLICY, DEFAULT_POLICY } from '../contributions/policy.ts';
import type { DcoSettings } from '../core/dco-settings.ts';
import type { ContributionSettings, SignOffSettings } from './effective-configuration.ts';

/** What is known of people beside the commits themselves. */
export interface KnownPeople {
  readonly aliases: ContributionPolicy['aliases'];
  /** Accounts of the organisation's members, so far as they are known. */
  readonly members: ReadonlySet<number>;
}

/**
 * Whether members need not sign off, where it is proved who they are. What the organisation says counts over what a
 * repository's `.github/dco.yml` says, which only counts where the place of that app is taken.
 */
export function excusesMembers({ compatible, members }: SignOffSettings, dco: DcoSettings): boolean {
  if (members !== null) return members === 'excuse';
  return compatible === 'dcoapp' && dco.membersSignOff === false;
}

/** What an organisation's settings demand of contributions. */
export function contributionPolicy(
  { signOff, ai }: ContributionSettings,
  { aliases, members }: KnownPeople,
  dco: DcoSettings,
): ContributionPolicy {
  const ownRemediation = signOff.compatible === 'dcoapp' ? dco.individualRemediation : null;
  const basis = signOff.compatible === 'dcoapp' ? DCOAPP_POLICY : DEFAULT_POLICY;
  return {
    ...basis,
    ai,
    aliases,
    placement: signOff.placement ?? basis.placement,
    name: signOff.name ?? basis.name,
    coAuthors: signOff.coAuthors ?? basis.coAuthors,
    merges: signOff.merges ?? basis.merges,
    reverts: signOff.reverts ?? basis.reverts,
    exemptAccounts: new Set([...signOff.excused, ...(excusesMembers(signOff, dco) ? members : [])]),
    remediation: {
      individual: signOff.later ?? ownRemediation ?? basis.remediation.individual,
      representatives: new Set(signOff.representatives),
    },
  };
}
