import type { Verdict } from '../core/verdict.ts';
import type { ProposalGap } from '../plan/wanted-files.ts';
import { markdownCode, markdownText, plainText } from './escape.ts';
import { fitting } from './fitting.ts';
import { officeName, type ReportFrame, whomToAsk } from './frame.ts';
import { exemptionNote, policySection } from './policy-section.ts';

export interface PolicyIssueText {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

export interface PolicyIssueContent {
  /** The verdicts that fail, the gravest first; none of them: the issue says farewell. */
  readonly failing: readonly Verdict[];
  readonly unknown: readonly Verdict[];
  /** Files that would mend something and cannot be proposed, since too little is known. */
  readonly gaps: readonly ProposalGap[];
  readonly defaultBranch: string | null;
  /** `owner/name` where the issue stands in another repository than the one it is about; null otherwise. */
  readonly about: string | null;
}

/** GitHub takes 65 536 characters; what is longer is cut at a policy, and says so. */
const LONGEST_SECTIONS = 48_000;
const LONGEST_LIST = 8_000;

/** The one policy issue of a repository. */
export function renderPolicyIssue(frame: ReportFrame, content: PolicyIssueContent): PolicyIssueText {
  const { words, owner } = frame;
  const { failing, unknown, gaps, about, defaultBranch } = content;
  const organization = markdownText(owner);
  const footer = `---\n${words.say('footer', { office: officeName(frame) })}`;
  const title =
    about === null ? words.say('issue.title') : words.say('issue.title-about', { repository: plainText(about) });
  if (failing.length === 0) {
    const farewell = words.say('issue.farewell.body', { owner: organization });
    return { title, body: `${farewell}\n\n${footer}` };
  }
  const count = failing.length;
  const intro =
    about === null
      ? words.say('issue.intro', { count, owner: organization })
      : words.say('issue.intro-about', { count, owner: organization, repository: markdownCode(about) });
  const sections = failing.map((verdict) =>
    policySection(
      frame,
      verdict,
      verdict.findings.filter(({ outcome }) => outcome === 'fail'),
    ),
  );
  const closing = [
    exemptionNote(frame),
    ...unknownNote(frame, unknown),
    ...gaps.map((gap) => gapNote(frame, gap)),
    words.say('issue.recheck', {
      branch: markdownCode(defaultBranch ?? 'HEAD'),
      command: markdownCode('/portreeve recheck'),
    }),
    whomToAsk(frame),
    words.say('issue.footer'),
    footer,
  ];
  return { title, body: [intro, ...fitting(words, sections, LONGEST_SECTIONS), ...closing].join('\n\n') };
}

function gapNote({ words, configurationFile }: ReportFrame, { path, missing }: ProposalGap): string {
  const facts = missing.map((fact) => markdownCode(fact)).join(', ');
  const reason = words.say('proposal.missing-facts', { facts, file: markdownCode(configurationFile) });
  return words.say('proposal.cannot', { path: markdownCode(path), reason });
}

function unknownNote({ words }: ReportFrame, unknown: readonly Verdict[]): string[] {
  if (unknown.length === 0) return [];
  const lines = unknown.map(({ policy, reason }) => `- ${markdownCode(policy)}: ${markdownText(reason ?? '')}`);
  return [
    `${words.say('issue.unknown', { count: unknown.length })}\n\n${fitting(words, lines, LONGEST_LIST).join('\n')}`,
  ];
}
