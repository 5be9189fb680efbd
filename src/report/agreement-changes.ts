import type { EffectOfChange } from '../contributions/agreements/effect-of-change.ts';
import { markdownCode } from './escape.ts';
import type { ReportFrame } from './frame.ts';

/** What a pull request would make of one agreement. Nobody is named: only how many it concerns. */
export type AgreementChange =
  | { readonly kind: 'new' | 'gone'; readonly agreement: string }
  | {
      readonly kind: 'revision';
      readonly agreement: string;
      /** As much of the revisions as people read. */
      readonly before: string;
      readonly after: string;
      readonly graceDays: number;
      readonly effect: EffectOfChange;
    };

/** A line for each agreement, and one for each thing that it means. @param pulls open ones that would be judged again */
export function agreementChangeLines(
  { words }: ReportFrame,
  changes: readonly AgreementChange[],
  pulls: number,
): string[] {
  const lines = changes.flatMap((change): string[] => {
    const agreement = markdownCode(change.agreement);
    if (change.kind !== 'revision') return [words.say(`agreement-check.${change.kind}`, { agreement })];
    const { before, after, graceDays: days, effect } = change;
    const { stay, grace, again, back } = effect;
    return [
      words.say('agreement-check.revision', { agreement, before: markdownCode(before), after: markdownCode(after) }),
      ...(stay === 0 ? [] : [words.say('agreement-check.stay', { count: stay })]),
      ...(grace === 0 ? [] : [words.say('agreement-check.grace', { count: grace, days })]),
      ...(again === 0 ? [] : [words.say('agreement-check.again', { count: again })]),
      ...(back === 0 ? [] : [words.say('agreement-check.back', { count: back })]),
    ];
  });
  const counted = lines.length === 0 || pulls === 0 ? [] : [words.say('agreement-check.pulls', { count: pulls })];
  return [...lines, ...counted];
}
