import { type ContributionPolicy, DCOAPP_POLICY, DEFAULT_POLICY } from '../contributions/policy.ts';
import type { ContributionSettings } from './effective-configuration.ts';

/** What an organisation's settings demand of contributions. */
export function contributionPolicy(
  { signOff, ai }: ContributionSettings,
  aliases: ContributionPolicy['aliases'],
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
    exemptAccounts: new Set(signOff.excused),
    remediation: {
      individual: signOff.later ?? basis.remediation.individual,
      representatives: new Set(signOff.representatives),
    },
  };
}
