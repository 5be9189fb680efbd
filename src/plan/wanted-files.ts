import type { Policy, PolicyProposal } from '../core/policy.ts';
import type { Verdict } from '../core/verdict.ts';
import type { ProposedFile } from './action.ts';

/** Facts that a text cannot do without and that are not known, by the keys under which the configuration takes them. */
export interface MissingFacts {
  readonly missing: readonly string[];
}

/** Gives a proposal's text, filled in from known facts, or what would have to be known. */
export type ProposalText = (proposal: PolicyProposal) => string | MissingFacts;

/** A file that would mend something, and cannot be proposed. */
export interface ProposalGap extends MissingFacts {
  readonly path: string;
}

/** The files that would mend what fails, in the order of the policies. */
export function wantedFiles(
  policies: readonly Policy[],
  verdicts: readonly Verdict[],
  textOf: ProposalText,
): ProposedFile[] {
  return mendingProposals(policies, verdicts).flatMap((proposal) => {
    const text = textOf(proposal);
    return typeof text === 'string' ? [{ path: proposal.path, text }] : [];
  });
}

/** The files that would mend what fails, were more known. */
export function proposalGaps(
  policies: readonly Policy[],
  verdicts: readonly Verdict[],
  textOf: ProposalText,
): ProposalGap[] {
  return mendingProposals(policies, verdicts).flatMap((proposal) => {
    const text = textOf(proposal);
    return typeof text === 'string' || text.missing.length === 0 ? [] : [{ path: proposal.path, ...text }];
  });
}

function mendingProposals(policies: readonly Policy[], verdicts: readonly Verdict[]): PolicyProposal[] {
  return policies.flatMap(({ id, proposal }) => {
    const failing = verdicts.find(({ policy, outcome }) => policy === id && outcome === 'fail');
    const isMended = failing?.findings.some(
      ({ outcome, code }) => outcome === 'fail' && proposal?.mends.includes(code),
    );
    return proposal !== null && isMended === true ? [proposal] : [];
  });
}
