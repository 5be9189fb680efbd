import type { Policy, PolicyProposal } from '../core/policy.ts';
import type { Verdict } from '../core/verdict.ts';
import type { ProposedFile } from './action.ts';

/** Gives a proposal's text, filled in from known facts; null where a fact that it cannot do without is not known. */
export type ProposalText = (proposal: PolicyProposal) => string | null;

/** The files that would mend what fails, in the order of the policies. */
export function wantedFiles(
  policies: readonly Policy[],
  verdicts: readonly Verdict[],
  textOf: ProposalText,
): ProposedFile[] {
  return policies.flatMap(({ id, proposal }) => {
    if (proposal === null) return [];
    const failing = verdicts.find(({ policy, outcome }) => policy === id && outcome === 'fail');
    const isMended = failing?.findings.some(({ outcome, code }) => outcome === 'fail' && proposal.mends.includes(code));
    const text = isMended === true ? textOf(proposal) : null;
    return text === null ? [] : [{ path: proposal.path, text }];
  });
}
