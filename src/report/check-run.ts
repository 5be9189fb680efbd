import { isWatched } from '../core/files.ts';
import { compareSeverity, type Verdict } from '../core/verdict.ts';
import type { Annotation, RequestedAction } from '../plan/action.ts';
import type { VerdictChange, VerdictComparison } from '../plan/compare-verdicts.ts';
import { markdownCode, markdownText, plainText } from './escape.ts';
import { fitting } from './fitting.ts';
import { officeName, policyTitle, type ReportFrame, whomToAsk } from './frame.ts';
import { exemptionNote, findingList, policySection } from './policy-section.ts';
import type { Words } from './words.ts';

/** The content of a check run: what people see beside their pull request. */
export interface CheckRunText {
  /** The result in eight words at most. */
  readonly title: string;
  /** Markdown, at most 65 535 characters. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  readonly requestedActions: readonly RequestedAction[];
}

/** GitHub takes 65 535 characters in all. What is longer is cut within its part, and says so. */
const LONGEST_BROKEN = 30_000;
const LONGEST_OLD = 12_000;
const LONGEST_LIST = 4_000;

export interface PullRequestCheckContent {
  readonly comparison: VerdictComparison;
  readonly holding: readonly Verdict[];
  readonly baseBranch: string;
  readonly headSha: string;
  /** What the pull request changes: a finding about a file that is gone is shown where it was. */
  readonly changedPaths: readonly string[];
  readonly exempt: readonly Verdict[];
  /** Identifier of the button that opens a proposal, where one can be made. */
  readonly repair: string | null;
  /** A comment would have been written, and the conversation is locked. */
  readonly isConversationLocked?: boolean;
}

/** The check run of a pull request: first what it breaks, last what was wrong before. */
export function renderPullRequestCheck(frame: ReportFrame, content: PullRequestCheckContent): CheckRunText {
  const { words } = frame;
  const { comparison, holding, exempt, baseBranch, headSha, repair } = content;
  const { broken, old, mended, unknown } = comparison;
  const parts = [
    words.say('check.intro', { base: markdownCode(baseBranch) }),
    ...titled(
      words,
      words.say('check.broken'),
      bySeverity(broken).map(({ verdict, broken }) => policySection(frame, verdict, broken)),
      LONGEST_BROKEN,
    ),
    ...(broken.length === 0 ? [] : [exemptionNote(frame)]),
    ...titled(
      words,
      words.say('check.mended'),
      mended.map(({ policy }) => `- ${policyTitle(frame, policy)}`),
    ),
    ...titled(words, words.say('check.unknown'), [
      ...unknown.map(({ policy, reason }) => `- ${policyTitle(frame, policy)}: ${markdownText(reason ?? '')}`),
    ]),
    ...(unknown.length === 0 ? [] : [words.say('check.unknown-hint')]),
    ...titled(
      words,
      words.say('check.old'),
      bySeverity(old).map((change) => oldDebt(frame, change)),
      LONGEST_OLD,
    ),
    ...titled(
      words,
      words.say('check.exempt'),
      exempt.map(
        ({ policy, reason }) => `- ${policyTitle(frame, policy)}${reason === null ? '' : `: ${markdownText(reason)}`}`,
      ),
    ),
    ...titled(
      words,
      words.say('check.hold'),
      holding.map(({ policy }) => `- ${policyTitle(frame, policy)}`),
    ),
    ...(content.isConversationLocked === true ? [words.say('locked.note')] : []),
    `${whomToAsk(frame)} ${words.say('recheck.help', { command: markdownCode('/portreeve recheck') })}`,
    words.say('check.judged', { commit: headSha }),
    `---\n${words.say('footer', { office: officeName(frame) })}`,
  ];
  return {
    title: titleOf(frame, content),
    summary: parts.join('\n\n'),
    annotations: bySeverity(broken).flatMap((change) => annotationsOf(frame, change, content.changedPaths)),
    requestedActions: repair === null || broken.length + old.length === 0 ? [] : [repairButton(frame, repair)],
  };
}

/** A check run where there is nothing to judge: it comes all the same, since a branch rule may require it. */
export function renderNothingToJudge(frame: ReportFrame): CheckRunText {
  const { words } = frame;
  const summary = words.say('check.nothing');
  return { title: words.say('check.title.nothing'), summary, annotations: [], requestedActions: [] };
}

function repairButton({ words }: ReportFrame, identifier: string): RequestedAction {
  const label = words.say('check.action.repair.label');
  return { identifier, label, description: words.say('check.action.repair.description') };
}

function titleOf({ words }: ReportFrame, { comparison, holding }: PullRequestCheckContent): string {
  const { broken, old, mended, unknown } = comparison;
  if (broken.length > 0) return words.say('check.title.broken', { count: broken.length });
  if (unknown.length > 0) return words.say('check.title.unknown', { count: unknown.length });
  if (old.length > 0)
    return words.say('check.title.old', { count: old.reduce((sum, change) => sum + change.old.length, 0) });
  if (mended.length > 0) return words.say('check.title.mended', { count: mended.length });
  return holding.length === 0
    ? words.say('check.title.nothing')
    : words.say('check.title.hold', { count: holding.length });
}

function bySeverity(changes: readonly VerdictChange[]): VerdictChange[] {
  return [...changes].sort((a, b) => compareSeverity(a.verdict, b.verdict));
}

function titled(words: Words, title: string, content: readonly string[], longest = LONGEST_LIST): string[] {
  if (content.length === 0) return [];
  const isList = content.every((part) => part.startsWith('- '));
  return [`## ${title}`, fitting(words, content, longest).join(isList ? '\n' : '\n\n')];
}

function oldDebt(frame: ReportFrame, { verdict, old }: VerdictChange): string {
  return `${policyTitle(frame, verdict.policy)}\n\n${findingList(frame, old)}`;
}

function annotationsOf(
  frame: ReportFrame,
  { verdict, broken }: VerdictChange,
  changedPaths: readonly string[],
): Annotation[] {
  const level = ({ error: 'failure', warning: 'warning', info: 'notice' } as const)[verdict.severity];
  const watches = frame.policies.find(({ id }) => id === verdict.policy)?.watches ?? null;
  const changed = watches === null ? undefined : changedPaths.find((path) => isWatched(watches, path));
  const title = plainText(policyTitle(frame, verdict.policy));
  return broken.flatMap(({ path, line, message }) => {
    const place = path ?? changed;
    return place === undefined ? [] : [{ path: place, line: line ?? 1, level, title, message: plainText(message) }];
  });
}
