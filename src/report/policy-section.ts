import type { Finding } from '../core/finding.ts';
import type { Verdict } from '../core/verdict.ts';
import { markdownCode, markdownText } from './escape.ts';
import { exemptionHelp, policyTitle, type ReportFrame } from './frame.ts';

/** More findings of one policy than this are counted, not listed. */
const MOST_FINDINGS = 20;

/** One failing policy: what was found, why it matters, how to mend it. The way out stands once, below all. Markdown. */
export function policySection(frame: ReportFrame, verdict: Verdict, findings: readonly Finding[]): string {
  const { words, policies } = frame;
  const severity = words.say(`severity.${verdict.severity}`);
  const meta = policies.find(({ id }) => id === verdict.policy)?.meta;
  const heading = `### ${policyTitle(frame, verdict.policy)} (${severity})`;
  const found = `**${words.say('section.found')}**\n\n${findingList(frame, findings)}`;
  if (meta === undefined) return `${heading}\n\n${found}`;
  const why = `**${words.say('section.why')}** ${words.policyText(verdict.policy, 'rationale', meta.rationale)}`;
  const mend = `**${words.say('section.mend')}** ${words.policyText(verdict.policy, 'remediation', meta.remediation)}`;
  const references = meta.references.map((url) => `<${url}>`).join(' · ');
  const more = references === '' ? [] : [`<sub>${words.say('section.references')}: ${references}</sub>`];
  return [heading, found, why, mend, ...more].join('\n\n');
}

/** The way out that holds for every failing policy. Markdown. */
export function exemptionNote(frame: ReportFrame): string {
  return `**${frame.words.say('section.exemption')}** ${exemptionHelp(frame)}`;
}

/** Findings as a list, each with its place. Markdown. */
export function findingList({ words }: ReportFrame, findings: readonly Finding[]): string {
  const lines = findings
    .slice(0, MOST_FINDINGS)
    .map((finding) => `- ${markdownText(finding.message)}${placeOf(words, finding)}`);
  const more = findings.length - lines.length;
  return [...lines, ...(more > 0 ? [`- ${words.say('section.more', { count: more })}`] : [])].join('\n');
}

function placeOf(words: ReportFrame['words'], { path, line }: Finding): string {
  if (path === null || line === null) return '';
  return ` (${words.say('section.line', { path: markdownCode(path), line })})`;
}
