import { styleText } from 'node:util';
import type { Diagnosis, PartDiagnosis } from '../core/diagnosis.ts';
import { count } from '../core/health.ts';
import { terminalText } from './escape.ts';

interface Look {
  readonly isColoured: boolean;
  /** Characters a line; null where nobody looks at it. */
  readonly width: number | null;
}

const COLOURS = { good: 'green', attention: 'yellow', bad: 'red' } as const;
const VERDICT_WIDTH = 'attention'.length;
/** Longer lines are hard to read, however wide the window is. */
const WIDEST = 110;

/** A diagnosis for a terminal: one line a part, with what stands behind it and what to do below. */
export function renderDiagnosis({ version, at, parts }: Diagnosis, look: Look): string {
  const titleWidth = Math.max(...parts.map(({ title }) => title.length));
  const indent = 2 + VERDICT_WIDTH + 2 + titleWidth + 2;
  const width = look.width === null ? null : Math.max(indent + 30, Math.min(look.width, WIDEST));
  const lines = parts.flatMap((part) => {
    const verdict = paint(part.verdict.padEnd(VERDICT_WIDTH), COLOURS[part.verdict], look);
    const [first = '', ...rest] = linesOf(part, width === null ? null : width - indent);
    return [
      `  ${verdict}  ${part.title.padEnd(titleWidth)}  ${first}`,
      ...rest.map((line) => `${' '.repeat(indent)}${line}`),
    ];
  });
  return [`Portreeve ${version}, ${at}`, '', ...lines, '', summaryOf(parts), ''].join('\n');
}

export function renderDiagnosisJson(diagnosis: Diagnosis): string {
  return `${JSON.stringify(diagnosis, null, 2)}\n`;
}

function linesOf({ sentence, details, todo, verdict }: PartDiagnosis, width: number | null): string[] {
  // What is good needs no proof here; `--json` has it.
  const shown = verdict === 'good' && details.length > 3 ? [] : details;
  const lines = [sentence, ...shown, ...(todo === null ? [] : [`→ ${todo}`])];
  return lines.flatMap((line) => wrap(terminalText(line), width));
}

/** Breaks between words; an address is never broken. A line that begins with spaces goes on under its first word. */
function wrap(line: string, width: number | null): string[] {
  if (width === null || line.length <= width) return [line];
  const hang = ' '.repeat(/^\s*(?:→ )?/.exec(line)?.[0].length ?? 0);
  const lines: string[] = [];
  let current = /^\s*/.exec(line)?.[0] ?? '';
  for (const word of line.trim().split(' ')) {
    const longer = current.trim() === '' ? `${current}${word}` : `${current} ${word}`;
    if (longer.length > width && current.trim() !== '') {
      lines.push(current);
      current = `${hang}${word}`;
    } else current = longer;
  }
  return [...lines, current];
}

function summaryOf(parts: readonly PartDiagnosis[]): string {
  const of = (verdict: PartDiagnosis['verdict']) => parts.filter((part) => part.verdict === verdict).length;
  const [bad, attention] = [of('bad'), of('attention')];
  if (bad + attention === 0) return 'All is well.';
  const words = [
    ...(bad === 0 ? [] : [`${bad} ${bad === 1 ? 'is' : 'are'} bad`]),
    ...(attention === 0 ? [] : [count(attention, 'needs attention', 'need attention')]),
  ];
  return `${words.join(', ')}.`;
}

function paint(text: string, colour: (typeof COLOURS)[keyof typeof COLOURS], { isColoured }: Look): string {
  return isColoured ? styleText(colour, text, { validateStream: false }) : text;
}
