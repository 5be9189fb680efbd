import { COMPATIBILITY_RULES, type CompatibilityRule } from './compatibility-rules.ts';
import { laterVersions } from './license-lists.ts';
import { comparable, type SpdxLicense, type SpdxTree } from './spdx-expression.ts';

/** Whether what comes in may be part of a work that is distributed as a whole under one licence. */
export interface Compatibility {
  /** `ask a person` for all that is not certain. */
  readonly answer: CompatibilityRule['answer'];
  /** A sentence that a lawyer can check. */
  readonly reason: string;
  /** Where it is said; null where nobody says anything, or where nothing needs to be said. */
  readonly source: string | null;
}

/**
 * Whether code, text or data under `inbound` may be taken into a work under `outbound`. Who is offered a choice (`OR`,
 * `-or-later`) takes the best; a work that offers one must be able to keep it. No legal advice: it says what licences and
 * those who wrote them say, and sends to a person whoever asks for more.
 */
export function mayBecomePartOf(inbound: SpdxTree, outbound: SpdxTree): Compatibility {
  if (comparable(inbound) === comparable(outbound)) return SAME;
  if (inbound.kind === 'or') return best(inbound.parts.map((part) => mayBecomePartOf(part, outbound)));
  if (inbound.kind === 'and') return worst(inbound.parts.map((part) => mayBecomePartOf(part, outbound)));
  if (outbound.kind === 'or') return worst(outbound.parts.map((part) => mayBecomePartOf(inbound, part)));
  if (outbound.kind === 'and')
    return best(
      outbound.parts.map((part) => mayBecomePartOf(inbound, part)),
      'of-parts',
    );
  return judgePair(inbound, outbound);
}

const SAME: Compatibility = { answer: 'compatible', reason: 'Both are under the same licence.', source: null };
const ORDER = ['compatible', 'ask a person', 'incompatible'] as const;

function best(all: readonly Compatibility[], kind: 'of-choices' | 'of-parts' = 'of-choices'): Compatibility {
  const found = ORDER.flatMap((answer) => all.find((one) => one.answer === answer) ?? [])[0] ?? SAME;
  if (kind === 'of-choices' || found.answer !== 'compatible') return found;
  return { ...found, answer: 'ask a person', reason: `It may go into one part of the work only. ${found.reason}` };
}

function worst(all: readonly Compatibility[]): Compatibility {
  return ORDER.flatMap((answer) => all.find((one) => one.answer === answer) ?? []).at(-1) ?? SAME;
}

function judgePair(inbound: SpdxLicense, outbound: SpdxLicense): Compatibility {
  const bare = best(versionsOf(inbound).map((from) => worst(versionsOf(outbound).map((to) => byRule(from, to)))));
  if (outbound.exception !== null && bare.answer === 'compatible' && !isPermissive(inbound)) {
    const reason = `Only who wrote the part can add the exception ${outbound.exception} to it. ${bare.reason}`;
    return { ...bare, answer: 'ask a person', reason };
  }
  if (inbound.exception !== null && bare.answer !== 'compatible') {
    const reason = `The exception ${inbound.exception} may allow what ${inbound.id} does not. ${bare.reason}`;
    return { ...bare, answer: 'ask a person', reason };
  }
  return bare;
}

/** The licences that one may choose among, GNU ones without what says so. */
function versionsOf(license: SpdxLicense): string[] {
  return [...new Set([license.id, ...laterVersions(license)].map((id) => id.replace(/-(?:only|or-later)$/, '')))];
}

function byRule(from: string, to: string): Compatibility {
  if (from === to) return SAME;
  const rule = COMPATIBILITY_RULES.find((one) => one.from.includes(from) && (one.to === null || one.to.includes(to)));
  if (rule === undefined) {
    const reason = `Nobody whom Portreeve knows of says whether ${from} may become part of a work under ${to}.`;
    return { answer: 'ask a person', reason, source: null };
  }
  const { answer, reason, source } = rule;
  return { answer, reason: reason.replaceAll('{from}', from).replaceAll('{to}', to), source };
}

/** What may be licensed as one likes may get any exception. */
function isPermissive({ id }: SpdxLicense): boolean {
  return byRule(id, 'Apache-2.0').answer === 'compatible';
}
