import { styleText } from 'node:util';
import type { Audit } from '../core/audit.ts';
import type { Finding } from '../core/finding.ts';
import type { Policy } from '../core/policy.ts';
import { SEVERITIES, VERDICT_OUTCOMES, type Verdict, type VerdictOutcome } from '../core/verdict.ts';
import { terminalText } from './escape.ts';

/** How a terminal wants its text. */
export interface TextStyle {
  readonly isColoured: boolean;
  /** Characters a line; null where nobody looks at it. */
  readonly width: number | null;
}

type Colour = Parameters<typeof styleText>[0];

const LOOK: Readonly<
  Record<VerdictOutcome, { readonly sign: string; readonly colour: Colour; readonly word: string }>
> = {
  fail: { sign: '✗', colour: 'red', word: 'fail' },
  unknown: { sign: '?', colour: 'yellow', word: 'unknown' },
  exempt: { sign: '○', colour: 'cyan', word: 'exempt' },
  pass: { sign: '✓', colour: 'green', word: 'pass' },
  'not-applicable': { sign: '–', colour: 'dim', word: 'not applicable' },
};

/** Long lines tire; nothing is wrapped tighter than this either. */
const WIDEST = 96;
const NARROWEST = 40;

/** An audit for a terminal: the worst first, each fail with its reason and its remedy, what passes in one line. */
export function renderText(audit: Audit, policies: readonly Policy[], style: TextStyle): string {
  const paint = (colour: Colour, text: string) =>
    style.isColoured ? styleText(colour, text, { validateStream: false }) : text;
  const width = Math.min(WIDEST, Math.max(NARROWEST, style.width ?? WIDEST));
  const at = audit.commit === null ? '' : paint('dim', ` at ${audit.commit.slice(0, 12)}`);
  const blocks = inOrder(audit.verdicts).map((verdict) => {
    const policy = policies.find(({ id }) => id === verdict.policy);
    return [headline(verdict, paint), ...details(verdict, policy, width, paint)].join('\n');
  });
  return [
    `${paint('bold', terminalText(audit.subject))}${at}`,
    '',
    ...blocks,
    '',
    summary(audit.verdicts, paint),
    '',
  ].join('\n');
}

type Paint = (colour: Colour, text: string) => string;

function inOrder(verdicts: readonly Verdict[]): Verdict[] {
  const rank = ({ outcome, severity }: Verdict) =>
    VERDICT_OUTCOMES.indexOf(outcome) * SEVERITIES.length - (outcome === 'fail' ? SEVERITIES.indexOf(severity) : 0);
  return [...verdicts].sort((a, b) => rank(a) - rank(b));
}

function headline(verdict: Verdict, paint: Paint): string {
  const { sign, colour } = LOOK[verdict.outcome];
  const name = verdict.outcome === 'fail' ? paint('bold', verdict.policy) : verdict.policy;
  const says = verdict.outcome === 'fail' ? paint('dim', verdict.severity) : paint('dim', inShort(verdict));
  return `${paint(colour, sign)} ${name}  ${says}`;
}

/** What is fine is told in one line. */
function inShort({ outcome, reason, findings }: Verdict): string {
  if (outcome === 'unknown') return LOOK.unknown.word;
  const [finding] = findings.filter((one) => one.outcome === outcome);
  return terminalText(reason ?? finding?.message ?? '');
}

function details(verdict: Verdict, policy: Policy | undefined, width: number, paint: Paint): string[] {
  if (verdict.outcome === 'unknown') return wrap(terminalText(verdict.reason ?? ''), '  ', '  ', width);
  if (verdict.outcome !== 'fail') return [];
  const failed = verdict.findings.filter(({ outcome }) => outcome === 'fail');
  const said = failed.flatMap((finding) => [
    ...wrap(terminalText(finding.message), '  ', '  ', width),
    ...place(finding).map((text) => paint('cyan', `  ${text}`)),
  ]);
  if (policy === undefined) return said;
  return [
    ...said,
    ...wrap(policy.meta.rationale, '  why  ', '       ', width).map((line) => paint('dim', line)),
    ...wrap(policy.meta.remediation, '  fix  ', '       ', width),
    '',
  ];
}

/** `path:line`, where the sentence does not name the place already. */
function place({ path, line, message }: Finding): string[] {
  if (path === null || (line === null && message.includes(path))) return [];
  return [line === null ? terminalText(path) : `${terminalText(path)}:${line}`];
}

function summary(verdicts: readonly Verdict[], paint: Paint): string {
  const counts = VERDICT_OUTCOMES.flatMap((outcome) => {
    const count = verdicts.filter((verdict) => verdict.outcome === outcome).length;
    return count === 0 ? [] : [paint(LOOK[outcome].colour, `${count} ${LOOK[outcome].word}`)];
  });
  const total = `${verdicts.length} ${verdicts.length === 1 ? 'policy' : 'policies'}`;
  const hint = verdicts.some(({ outcome }) => outcome === 'fail') ? paint('dim', '  (portreeve explain POLICY)') : '';
  return `${total}: ${counts.join(', ')}${hint}`;
}

/** Breaks a text between words; a word longer than a line keeps its line to itself. */
function wrap(text: string, first: string, rest: string, width: number): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const start = lines.length === 0 ? first : rest;
    if (line.length > start.length && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${rest}${word}`;
    } else {
      line += line.length > start.length ? ` ${word}` : word;
    }
  }
  return [...lines, line];
}
