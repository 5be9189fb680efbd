import { styleText } from 'node:util';
import type { ContributionReport } from '../contributions/check-commits.ts';
import type { YearCoverage } from '../contributions/coverage.ts';
import type { ContributionFinding, ContributionOutcome, ContributionVerdict, Step } from '../contributions/finding.ts';
import { markdownBlock, markdownCode, markdownText, terminalText } from './escape.ts';
import { jsonText } from './json-text.ts';
import type { TextStyle } from './text.ts';

type Colour = Parameters<typeof styleText>[0];

const SIGNS: Readonly<Record<ContributionOutcome, { readonly sign: string; readonly colour: Colour }>> = {
  fail: { sign: '✗', colour: 'red' },
  unknown: { sign: '?', colour: 'yellow' },
  pass: { sign: '✓', colour: 'green' },
  notice: { sign: '!', colour: 'cyan' },
  'not-applicable': { sign: '–', colour: 'dim' },
};

const WORDS: Readonly<Record<ContributionVerdict, string>> = {
  pass: 'All commits are in order.',
  fail: 'Some commits are not in order.',
  unknown: 'It could not be found out whether all commits are in order.',
};

/** A judged contribution as JSON. What is not there is null. */
export function renderContributionJson({ verdict, findings }: ContributionReport): string {
  return jsonText({
    verdict,
    findings: findings.map(({ sha, code, outcome, message, remedy }) => ({
      sha,
      code,
      outcome,
      message,
      remediation: remedy === null ? null : remedy.flatMap(({ says, lines }) => [says, ...lines]).join('\n'),
    })),
  });
}

/** A judged contribution for a terminal: each commit with what was found, then what to do, each thing once. */
export function renderContributionText({ verdict, findings }: ContributionReport, { isColoured }: TextStyle): string {
  const paint = (colour: Colour, text: string) =>
    isColoured ? styleText(colour, text, { validateStream: false }) : text;
  const lines = findings.map(({ sha, outcome, code, message }) => {
    const { sign, colour } = SIGNS[outcome];
    const about = sha === null ? '' : `${sha.slice(0, 12)}  `;
    return `${paint(colour, sign)} ${about}${terminalText(message)}  ${paint('dim', code)}`;
  });
  const remedies = distinctSteps(findings).flatMap((step) => [
    '',
    terminalText(step.says),
    ...step.lines.map((text) => `  ${terminalText(text)}`.trimEnd()),
  ]);
  return `${[...lines, ...remedies, '', paint(verdict === 'pass' ? 'green' : 'red', WORDS[verdict])].join('\n')}\n`;
}

/** A judged contribution as Markdown for people. */
export function renderContributionMarkdown({ verdict, findings }: ContributionReport): string {
  const rows = findings.map(({ sha, outcome, message }) => {
    const about = sha === null ? '' : markdownCode(sha.slice(0, 12));
    return `| ${SIGNS[outcome].sign} ${outcome.replace('-', ' ')} | ${about} | ${markdownText(message, { max: 600 })} |`;
  });
  const lines = [
    '# Sign-offs',
    '',
    WORDS[verdict],
    '',
    '| Result | Commit | What was found |',
    '| --- | --- | --- |',
    ...rows,
    ...distinctSteps(findings).flatMap(renderStep),
  ];
  return `${lines.join('\n')}\n`;
}

/** What to do, with what is to be typed in a block to copy from. */
export function renderStep({ says, lines }: Step): string[] {
  const advice = ['', says];
  return lines.length === 0 ? advice : [...advice, '', markdownBlock(lines.join('\n'))];
}

/** Commits that lack the same are mended in the same way: it is told once. */
export function distinctSteps(findings: readonly ContributionFinding[]): Step[] {
  const steps = findings.flatMap(({ remedy }) => remedy ?? []);
  return [...new Map(steps.map((step) => [JSON.stringify(step), step])).values()];
}

/** Coverage by year, as JSON. */
export function renderCoverageJson(years: readonly YearCoverage[]): string {
  return jsonText({ years });
}

/** Coverage by year, as a table that a terminal and Markdown show alike. */
export function renderCoverage(years: readonly YearCoverage[]): string {
  const rows = years.map(({ year, commits, signedOff, authors, authorsSigningAll }) => [
    String(year),
    String(commits),
    String(signedOff),
    `${Math.floor((100 * signedOff) / commits)} %`,
    `${authorsSigningAll} of ${authors}`,
  ]);
  const head = ['Year', 'Commits', 'Signed off', 'Share', 'Authors who always did'];
  const widths = head.map((title, index) => Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => cell.padStart(widths[index] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => `${'-'.repeat(width - 1)}:`).join(' | ')} |`;
  return `${[line(head), rule, ...rows.map(line)].join('\n')}\n`;
}
