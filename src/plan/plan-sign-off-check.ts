import { type ContributionVerdict, worstVerdict } from '../contributions/finding.ts';
import type { JsonValue } from '../core/json-value.ts';
import type { Conclusion } from './action.ts';

/** The name of the check about sign-offs, which a branch rule may require; it never changes. */
export const SIGN_OFF_CHECK_NAME = 'Portreeve DCO';
/** Where no sign-offs are asked for, but signatures under an agreement are. */
export const AGREEMENT_CHECK_NAME = 'Portreeve CLA';
/** What the app at github.com/dcoapp calls its check, whose place may be taken. */
export const DCOAPP_CHECK_NAME = 'DCO';

/** What each of the pull requests with one head came to, by their numbers. */
export type VerdictsByNumber = Readonly<Record<string, ContributionVerdict>>;

/** What is kept with the check run: a commit has one, and may be the head of several pull requests. */
export function verdictsIn(details: Readonly<Record<string, JsonValue>>): VerdictsByNumber {
  const { verdicts } = details;
  if (typeof verdicts !== 'object' || verdicts === null || Array.isArray(verdicts)) return {};
  const known = Object.entries(verdicts).filter((entry): entry is [string, ContributionVerdict] =>
    ['pass', 'fail', 'unknown'].includes(String(entry[1])),
  );
  return Object.fromEntries(known);
}

/**
 * GitHub lets a required check pass that is neutral, so what could not be found out fails: nothing passes for want of
 * data. The text says which of the two it is.
 */
export function concludeSignOffs(verdicts: VerdictsByNumber): Conclusion {
  return worstVerdict(Object.values(verdicts)) === 'pass' ? 'success' : 'failure';
}
