import type { Audit } from '../core/audit.ts';
import type { Finding } from '../core/finding.ts';
import type { Policy } from '../core/policy.ts';
import { failing, VERDICT_OUTCOMES, type Verdict, type VerdictOutcome } from '../core/verdict.ts';
import { markdownCode, markdownText } from './escape.ts';
import { policyUrl } from './policy-page.ts';

const SIGNS: Readonly<Record<VerdictOutcome, string>> = {
  fail: '❌',
  unknown: '❔',
  exempt: '🔓',
  pass: '✅',
  'not-applicable': '➖',
};

/** An audit as Markdown for people: a table of all verdicts, then what to do about those that fail. */
export function renderMarkdown(audit: Audit, policies: readonly Policy[]): string {
  const ordered = [...audit.verdicts].sort(
    (a, b) => VERDICT_OUTCOMES.indexOf(a.outcome) - VERDICT_OUTCOMES.indexOf(b.outcome),
  );
  const commit = audit.commit === null ? '' : ` at ${markdownCode(audit.commit)}`;
  const lines = [
    `# Audit of ${markdownCode(audit.subject, { max: 500 })}${commit}`,
    '',
    '| Result | Policy | Severity | What was found |',
    '| --- | --- | --- | --- |',
    ...ordered.map(toRow),
    ...failing(audit.verdicts).flatMap((verdict) => toSection(verdict, policies)),
  ];
  return `${lines.join('\n')}\n`;
}

function toRow(verdict: Verdict): string {
  const result = `${SIGNS[verdict.outcome]} ${verdict.outcome.replace('-', ' ')}`;
  const [finding] = verdict.findings.filter(({ outcome }) => outcome === verdict.outcome);
  const said = markdownText(verdict.reason ?? finding?.message ?? '', { max: 400 });
  return `| ${result} | [${verdict.policy}](${policyUrl(verdict.policy)}) | ${verdict.severity} | ${said} |`;
}

function toSection(verdict: Verdict, policies: readonly Policy[]): string[] {
  const policy = policies.find(({ id }) => id === verdict.policy);
  const failed = verdict.findings.filter(({ outcome }) => outcome === 'fail');
  return [
    '',
    `## ${policy?.meta.title ?? verdict.policy}`,
    '',
    ...failed.map((finding) => `- ${markdownText(finding.message, { max: 400 })}${place(finding)}`),
    ...(policy === undefined
      ? []
      : ['', `**Why it matters:** ${policy.meta.rationale}`, '', `**How to mend it:** ${policy.meta.remediation}`]),
  ];
}

function place({ path, line }: Finding): string {
  if (path === null) return '';
  return ` (${markdownCode(line === null ? path : `${path}:${line}`)})`;
}
