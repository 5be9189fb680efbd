import { styleText } from 'node:util';
import type { LicenseDifference, LicenseMatch } from '../core/license.ts';
import { terminalText } from './escape.ts';
import type { FileLicense } from './license-json.ts';

export interface LicenseTextStyle {
  readonly isColoured: boolean;
  /** Whether each part of a text is shown with how it was accounted for. */
  readonly isExplained: boolean;
}

type Paint = (colour: Parameters<typeof styleText>[0], text: string) => string;

/** Differences shown of one match; a text that differs in more is another text. */
const MOST_SHOWN = 12;

/** For a terminal: each file with its licence, and where it differs, the words as a diff. */
export function renderLicenseText(files: readonly FileLicense[], listVersion: string, style: LicenseTextStyle): string {
  const paint: Paint = (colour, text) => (style.isColoured ? styleText(colour, text, { validateStream: false }) : text);
  const read = files.filter(({ license }) => license !== null);
  const blocks = files.flatMap((file) => fileLines(file, paint, style.isExplained));
  const named = read.filter(({ license }) => license?.expression !== 'NOASSERTION').length;
  const count = `${read.length} ${read.length === 1 ? 'file' : 'files'}: ${named} named, ${read.length - named} for a person to read.`;
  return `${[...blocks, '', `${count} ${paint('dim', `SPDX License List ${listVersion}`)}`].join('\n')}\n`;
}

function fileLines({ path, license, problem }: FileLicense, paint: Paint, isExplained: boolean): string[] {
  const name = paint('bold', terminalText(path));
  if (license === null) return [`${paint('yellow', '?')} ${name} ${terminalText(problem ?? '')}`];
  const isNamed = license.expression !== 'NOASSERTION';
  const sign = license.open === false ? paint('red', '✗') : isNamed ? paint('green', '✓') : paint('yellow', '?');
  const openness = license.open === null ? '' : license.open ? ' (open source)' : ' (not open source)';
  return [
    `${sign} ${name}  ${paint(isNamed ? 'green' : 'yellow', license.expression)}${paint('dim', openness)}`,
    `  ${terminalText(license.evidence)}`,
    ...license.matches.flatMap((match) => matchLines(match, paint)),
    ...(isExplained
      ? license.explanations.map(
          (part) =>
            `  ${paint('dim', lines(part).padEnd(14))} ${part.how === null ? paint('red', 'not accounted for') : paint('cyan', part.how)}: ${terminalText(part.text, { max: 100 })}`,
        )
      : []),
  ];
}

function matchLines(match: LicenseMatch, paint: Paint): string[] {
  const shown = match.differences.slice(0, MOST_SHOWN);
  const more = match.differences.length - shown.length;
  return [
    `  ${paint('dim', lines(match).padEnd(14))} ${match.id}, ${match.kind}`,
    ...shown.map((difference) => `    ${paint('dim', `line ${difference.line}:`)} ${words(difference, paint)}`),
    ...(more > 0 ? [`    … and ${more} more`] : []),
  ];
}

/** The licence's words that are missing, and the text's that stand there. Without colour, as `[-…-]` and `{+…+}`. */
function words({ expected, found }: LicenseDifference, paint: Paint): string {
  const isPlain = paint('red', '') === '';
  const gone = terminalText(expected, { max: 300 });
  const come = terminalText(found, { max: 300 });
  const parts = isPlain
    ? [gone && `[-${gone}-]`, come && `{+${come}+}`]
    : [gone && paint('red', `-${gone}`), come && paint('green', `+${come}`)];
  return parts.filter((part) => part !== '').join(' ');
}

function lines({ startLine, endLine }: { readonly startLine: number; readonly endLine: number }): string {
  return startLine === endLine ? `line ${startLine}` : `lines ${startLine}–${endLine}`;
}
