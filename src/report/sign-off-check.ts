import { isUnsigned } from '../contributions/agreements/judge-agreements.ts';
import type { ContributionReport } from '../contributions/check-commits.ts';
import type { ContributionFinding, ContributionOutcome } from '../contributions/finding.ts';
import { OVERRIDE_COMMAND, type OverrideButton } from '../contributions/override.ts';
import { type AgreementsShown, agreementParts } from './agreements.ts';
import type { CheckRunText } from './check-run.ts';
import { distinctSteps, renderStep } from './contribution.ts';
import { markdownCode, markdownText } from './escape.ts';
import { fitting } from './fitting.ts';
import { officeName, type ReportFrame, whomToAsk } from './frame.ts';
import type { Words } from './words.ts';

/** GitHub takes 65 535 characters in all. */
const LONGEST_LIST = 20_000;
const LONGEST_ADVICE = 20_000;

/** The gravest first: what is cut is what is in order. */
const ORDER: readonly ContributionOutcome[] = ['unknown', 'fail', 'notice', 'pass', 'not-applicable'];
const SIGNS: Readonly<Record<ContributionOutcome, string>> = {
  unknown: '❔',
  fail: '❌',
  notice: '💬',
  pass: '✅',
  'not-applicable': '➖',
};

export interface SignOffCheckContent {
  readonly report: ContributionReport;
  readonly headSha: string;
  /** Other pull requests of the same commit that are not in order, by their numbers. */
  readonly others: readonly number[];
  /** What people are told who still have to sign an agreement; null: no agreement is asked for. */
  readonly agreements: AgreementsShown | null;
  /** Whether sign-offs are asked for. */
  readonly asksSignOffs: boolean;
  /** What people have to do who let a program write. */
  readonly ai: 'allow' | 'disclose' | 'forbid';
}

/** The check run about sign-offs: each commit with what was found, then how to mend it. */
export function renderSignOffCheck(frame: ReportFrame, content: SignOffCheckContent): CheckRunText {
  const { words } = frame;
  const { report, headSha, others, agreements, asksSignOffs, ai } = content;
  const findings = ORDER.flatMap((outcome) => report.findings.filter((finding) => finding.outcome === outcome));
  const steps = distinctSteps(report.findings).map((step) => renderStep(step).join('\n').trim());
  const signing =
    agreements === null
      ? []
      : agreementParts(frame, agreements, { longest: LONGEST_ADVICE, isIntroduced: !asksSignOffs });
  const mayBeOverridden =
    asksSignOffs && report.findings.some(({ outcome, code }) => outcome === 'fail' && !isUnsigned(code));
  const parts = [
    asksSignOffs ? words.say('sign-offs.intro') : words.say('agreement.why', { owner: markdownText(frame.owner) }),
    ...(ai === 'disclose' ? [words.say('sign-offs.ai-disclose', { line: markdownCode('Assisted-by: TOOL') })] : []),
    ...(ai === 'forbid' ? [words.say('sign-offs.ai-forbid')] : []),
    ...(others.length === 0 ? [] : [words.say('sign-offs.elsewhere', { others: numbers(others) })]),
    `## ${words.say('section.found')}`,
    fitting(words, findings.map(toLine), LONGEST_LIST).join('\n'),
    ...(steps.length === 0 ? [] : [`## ${words.say('section.mend')}`, ...fitting(words, steps, LONGEST_ADVICE)]),
    ...(mayBeOverridden
      ? [
          `${words.say('sign-offs.override', { command: markdownCode(`${OVERRIDE_COMMAND} REASON until YYYY-MM-DD`) })} ${words.say('sign-offs.override-buttons')}`,
        ]
      : []),
    ...(signing.length === 0 ? [] : [`## ${words.say('agreement.heading')}`, ...signing]),
    `${whomToAsk(frame)} ${words.say('recheck.help', { command: markdownCode('/portreeve recheck') })}`,
    words.say('check.judged', { commit: headSha }),
    `---\n${words.say('footer', { office: officeName(frame) })}`,
  ];
  return {
    title: titleOf(words, content),
    summary: parts.join('\n\n'),
    annotations: [],
    requestedActions: mayBeOverridden ? overrideButtons(words) : [],
  };
}

function overrideButtons(words: Words): CheckRunText['requestedActions'] {
  return [
    {
      identifier: 'override-employee' satisfies OverrideButton,
      label: words.say('check.action.employee.label'),
      description: words.say('check.action.employee.description'),
    },
    {
      identifier: 'override-no-answer' satisfies OverrideButton,
      label: words.say('check.action.no-answer.label'),
      description: words.say('check.action.no-answer.description'),
    },
  ];
}

function titleOf(words: Words, { report, others, asksSignOffs }: SignOffCheckContent): string {
  const { verdict, findings } = report;
  const those = (outcome: ContributionOutcome) => findings.filter((finding) => finding.outcome === outcome);
  if (verdict === 'fail') return failingTitle(words, those('fail'));
  if (verdict === 'unknown') {
    const isMissing = those('unknown').every(({ code }) => code === 'agreement-not-found');
    return words.say(isMissing ? 'agreement.not-found' : 'sign-offs.title.unknown');
  }
  if (others.length > 0) return words.say('sign-offs.title.elsewhere');
  // Of sign-offs each commit has a finding; where only signatures are asked for, not each has.
  return asksSignOffs
    ? words.say('sign-offs.title.pass', { count: commitsOf(findings) })
    : words.say('agreement.all-signed');
}

function failingTitle(words: Words, failing: readonly ContributionFinding[]): string {
  if (failing.every(({ code }) => isUnsigned(code))) {
    return words.say('agreement.unsigned', { count: failing.length });
  }
  const count = commitsOf(failing);
  return count === 0 ? words.say('sign-offs.title.fail-whole') : words.say('sign-offs.title.fail', { count });
}

/** How many commits are told of; what is about the contribution as a whole is about none. */
function commitsOf(findings: readonly ContributionFinding[]): number {
  return new Set(findings.flatMap(({ sha }) => sha ?? [])).size;
}

function toLine({ outcome, sha, message }: ContributionFinding): string {
  const about = sha === null ? '' : `${markdownCode(sha.slice(0, 12))} `;
  return `- ${SIGNS[outcome]} ${about}${markdownText(message, { max: 400 })}`;
}

function numbers(others: readonly number[]): string {
  return others.map((number) => `#${number}`).join(', ');
}
