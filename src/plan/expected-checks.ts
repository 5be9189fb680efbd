import { CHECK_NAME } from './plan-check-run.ts';
import { AGREEMENT_CHECK_NAME, DCOAPP_CHECK_NAME, SIGN_OFF_CHECK_NAME } from './plan-sign-off-check.ts';

/** What a repository asks of the commits of pull requests. */
export interface CommitDemands {
  readonly signOff: { readonly check: boolean; readonly compatible: 'dcoapp' | null };
  readonly agreement: { readonly either: string | null; readonly agreements: readonly unknown[] };
}

/** The names of the check runs that every open pull request has to have. */
export function expectedChecks({
  checks,
  contributions,
}: {
  readonly checks: boolean;
  readonly contributions: CommitDemands;
}): string[] {
  const asksCommits = asksSignOffs(contributions) || contributions.agreement.agreements.length > 0;
  return [...(checks ? [CHECK_NAME] : []), ...(asksCommits ? [commitCheckName(contributions)] : [])];
}

/** Whether commits have to be signed off. */
export function asksSignOffs({ signOff, agreement }: CommitDemands): boolean {
  return signOff.check || agreement.either === 'sign-off';
}

/** All names that the check about commits may have. */
export const COMMIT_CHECK_NAMES: readonly string[] = [SIGN_OFF_CHECK_NAME, AGREEMENT_CHECK_NAME, DCOAPP_CHECK_NAME];

/** The name of the check about commits. Each is one of its own to branch rules: it tells the most that is asked for. */
export function commitCheckName(demands: CommitDemands): string {
  if (demands.signOff.compatible === 'dcoapp') return DCOAPP_CHECK_NAME;
  return asksSignOffs(demands) ? SIGN_OFF_CHECK_NAME : AGREEMENT_CHECK_NAME;
}
